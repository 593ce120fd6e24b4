#include "host/platform/surface.h"

#include <stdlib.h>

#include "host/gl/names.h"
#include "host/platform/tables.h"

struct vmgl_gl vmgl_raw_gl;

/* Images whose surface is gone, to be deleted by the next context of their group. */
struct garbage {
	struct vmgl_host_group *group;
	GLuint names[3];
	struct garbage *next;
};
static pthread_mutex_t garbage_lock = PTHREAD_MUTEX_INITIALIZER;
static struct garbage *garbage;

struct vmgl_surface *vmgl_surface_create(const struct vmgl_surface_format *format) {
	struct vmgl_surface *surface = calloc(1, sizeof *surface);
	if (!surface)
		return NULL;
	pthread_mutex_init(&surface->lock, NULL);
	surface->format = *format;
	return surface;
}

void vmgl_surface_preserve(struct vmgl_surface *surface, bool preserve) {
	pthread_mutex_lock(&surface->lock);
	surface->preserve = preserve;
	pthread_mutex_unlock(&surface->lock);
}

/* Whether the group has a context. Without one its objects are gone, and no context will join it. */
static bool is_alive(const struct vmgl_host_group *group) {
	pthread_mutex_lock(&vmgl_tables.lock);
	const struct vmgl_platform_context *context = vmgl_tables.contexts;
	while (context && context->group != group)
		context = context->next;
	pthread_mutex_unlock(&vmgl_tables.lock);
	return context != NULL;
}

static void throw_away(struct vmgl_image_set *set) {
	pthread_mutex_lock(&garbage_lock);
	struct garbage *entry = is_alive(set->group) ? malloc(sizeof *entry) : NULL;
	if (entry) {
		*entry = (struct garbage){
			.group = set->group, .names = {set->color[0], set->color[1], set->depth_stencil}, .next = garbage};
		garbage = entry;
	}
	pthread_mutex_unlock(&garbage_lock);
	if (!entry)
		vmgl_host_group_unref(set->group);
	free(set);
}

/* Forgets the sets of other groups than `kept`, which may be NULL: all, or those of groups that are no more. */
static void throw_others_away(struct vmgl_surface *surface, const struct vmgl_host_group *kept, bool all) {
	for (struct vmgl_image_set **link = &surface->sets; *link;) {
		struct vmgl_image_set *set = *link;
		if (set->group == kept || (!all && is_alive(set->group))) {
			link = &set->next;
			continue;
		}
		*link = set->next;
		throw_away(set);
	}
}

void vmgl_surface_destroy(struct vmgl_surface *surface) {
	if (!surface)
		return;
	throw_others_away(surface, NULL, true);
	pthread_mutex_destroy(&surface->lock);
	free(surface);
}

struct vmgl_image_set *vmgl_surface_images(const struct vmgl_surface *surface, const struct vmgl_host_group *group) {
	struct vmgl_image_set *set = surface->sets;
	while (set && set->group != group)
		set = set->next;
	return set;
}

/* Takes what is thrown away of a group out of the list. */
static struct garbage *take_garbage(const struct vmgl_host_group *group) {
	struct garbage *taken = NULL;
	pthread_mutex_lock(&garbage_lock);
	for (struct garbage **link = &garbage; *link;) {
		struct garbage *entry = *link;
		if (entry->group != group) {
			link = &entry->next;
			continue;
		}
		*link = entry->next;
		entry->next = taken;
		taken = entry;
	}
	pthread_mutex_unlock(&garbage_lock);
	return taken;
}

static void free_garbage(struct garbage *entry) {
	while (entry) {
		struct garbage *next = entry->next;
		vmgl_host_group_unref(entry->group);
		free(entry);
		entry = next;
	}
}

void vmgl_surface_collect_garbage(const struct vmgl_host_group *group) {
	struct garbage *taken = take_garbage(group);
	for (const struct garbage *entry = taken; entry; entry = entry->next)
		vmgl_raw_gl.DeleteRenderbuffers(3, entry->names);
	free_garbage(taken);
}

void vmgl_surface_context_gone(const struct vmgl_host_group *group) {
	if (group && !is_alive(group))
		free_garbage(take_garbage(group));
}

GLenum vmgl_surface_color_format(const struct vmgl_surface_format *format, bool es) {
	if (format->red == 10)
		return GL_RGB10_A2;
	if (format->red == 5)
		return GL_RGB565;
	/* There is no sRGB format without alpha that all drivers draw to: reads and blending may then see it. */
	if (format->color_space || (format->srgb && !es))
		return GL_SRGB8_ALPHA8;
	return format->alpha ? GL_RGBA8 : GL_RGB8;
}

void vmgl_surface_storage(GLuint name, unsigned samples, GLenum format, unsigned width, unsigned height) {
	vmgl_raw_gl.BindRenderbuffer(GL_RENDERBUFFER, name);
	if (samples > 0)
		vmgl_raw_gl.RenderbufferStorageMultisample(GL_RENDERBUFFER, (GLsizei)samples, format, (GLsizei)width,
												   (GLsizei)height);
	else
		vmgl_raw_gl.RenderbufferStorage(GL_RENDERBUFFER, format, (GLsizei)width, (GLsizei)height);
}

GLenum vmgl_surface_depth_format(const struct vmgl_surface_format *format) {
	if (format->stencil)
		return GL_DEPTH24_STENCIL8;
	return format->depth >= 32  ? GL_DEPTH_COMPONENT32
		   : format->depth > 16 ? GL_DEPTH_COMPONENT24
								: GL_DEPTH_COMPONENT16;
}

/* Makes `set` see the colours of another group's. false: the driver, or the group, cannot share them. */
static bool import(struct vmgl_surface *surface, const struct vmgl_image_set *source, struct vmgl_image_set *set,
				   struct vmgl_platform_context *context) {
	struct vmgl_platform *platform = context->platform;
	int count = surface->format.double_buffered ? 2 : 1;
	void *images[2] = {NULL, NULL};
	if (surface->format.samples || !platform->ops->export_renderbuffers ||
		!vmgl_raw_gl.EGLImageTargetRenderbufferStorageOES ||
		!platform->ops->export_renderbuffers(platform, source->group, context, source->color, count, images))
		return false;
	for (int i = 0; i < count; i++) {
		vmgl_raw_gl.BindRenderbuffer(GL_RENDERBUFFER, set->color[i]);
		vmgl_raw_gl.EGLImageTargetRenderbufferStorageOES(GL_RENDERBUFFER, images[i]);
		platform->ops->image_destroy(platform, images[i]);
	}
	return true;
}

GLbitfield vmgl_surface_realize(struct vmgl_host_drawable *drawable, struct vmgl_platform_context *context) {
	struct vmgl_surface *surface = drawable->surface;
	unsigned width = drawable->width ? drawable->width : 1, height = drawable->height ? drawable->height : 1;
	bool resized = surface->width != width || surface->height != height;
	struct vmgl_image_set *set = vmgl_surface_images(surface, context->group);
	if (set && set->storage == surface->storage && !resized)
		return 0;
	if (!set) {
		throw_others_away(surface, NULL, false);
		set = calloc(1, sizeof *set);
		if (!set)
			return 0;
		set->group = vmgl_host_group_ref(context->group);
		vmgl_raw_gl.GenRenderbuffers(2, set->color);
		if (surface->format.depth || surface->format.stencil)
			vmgl_raw_gl.GenRenderbuffers(1, &set->depth_stencil);
		set->next = surface->sets;
		surface->sets = set;
	}
	if (resized) {
		throw_others_away(surface, context->group, true);
		surface->storage++;
		surface->width = width;
		surface->height = height;
	}
	surface->generation++;
	GLint bound = 0;
	vmgl_raw_gl.GetIntegerv(GL_RENDERBUFFER_BINDING, &bound);
	const struct vmgl_image_set *source = surface->sets;
	while (source && (source == set || source->storage != surface->storage))
		source = source->next;
	bool shared = source && import(surface, source, set, context);
	GLenum format = vmgl_surface_color_format(&surface->format, context->es);
	if (!shared)
		vmgl_surface_storage(set->color[0], surface->format.samples, format, width, height);
	if (!shared && surface->format.double_buffered)
		vmgl_surface_storage(set->color[1], surface->format.samples, format, width, height);
	if (set->depth_stencil)
		vmgl_surface_storage(set->depth_stencil, surface->format.samples, vmgl_surface_depth_format(&surface->format),
							 width, height);
	set->storage = surface->storage;
	vmgl_raw_gl.BindRenderbuffer(GL_RENDERBUFFER, (GLuint)bound);
	return shared ? GL_DEPTH_BUFFER_BIT : GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT;
}
