#include "host/platform/default_framebuffer.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/gl/names.h"
#include "host/platform/tables.h"

/* The drawable's images as one share group knows them. They are renderbuffers. Groups share the colours, by EGL images,
 * where the driver can do that of them: not of several samples per pixel. */
struct image_set {
	struct vmgl_host_group *group; /* referenced */
	unsigned storage;              /* of the surface, when these were made */
	GLuint color[2];               /* with one buffer, the first; the surface's `exchanged` says which is the back */
	GLuint depth_stencil;
	struct image_set *next;
};

struct vmgl_surface {
	pthread_mutex_t lock;
	struct vmgl_surface_format format;
	struct image_set *sets;
	unsigned width, height;
	unsigned storage;    /* counts the sizes that it had */
	unsigned users;      /* contexts that draw to it */
	bool preserve;       /* swaps copy instead of exchanging */
	bool exchanged;      /* the back buffer is the second image */
	unsigned generation; /* counts changes of which image is what */
};

/* Images whose surface is gone, to be deleted by the next context of their group. */
struct garbage {
	struct vmgl_host_group *group;
	GLuint names[3];
	struct garbage *next;
};
static pthread_mutex_t garbage_lock = PTHREAD_MUTEX_INITIALIZER;
static struct garbage *garbage;

#define MAX_DRAW_BUFFERS 8

struct vmgl_default_framebuffer {
	struct vmgl_platform_context *context;
	bool es, es2, double_buffered;
	bool flip;            /* FBOs can have their first row at the top, as windows do */
	GLuint fbo, read_fbo; /* read_fbo only while another drawable is read than drawn to */
	struct vmgl_host_drawable *draw, *read;
	unsigned draw_generation, read_generation;
	bool draw_default, read_default; /* the guest has framebuffer 0 bound for drawing, reading */
	bool read_separate;
	GLenum logical[MAX_DRAW_BUFFERS]; /* what the guest said to glDrawBuffer(s), while it says more than the FBO */
	GLsizei logical_count;
	GLenum logical_read;
	/* Resolving: a framebuffer with one sample per pixel. */
	GLuint resolve_fbo, resolve_color, resolve_depth;
	unsigned resolve_width, resolve_height;
	/* Saved by read_begin. */
	GLint saved_read, saved_buffer;
	bool saved_default;
};

static struct vmgl_gl raw; /* the driver's own entry points */
static __thread struct vmgl_default_framebuffer *current;
static __thread GLenum raised; /* an error that GL would raise here and the driver does not */

static void raise_error(GLenum error) {
	if (raised == GL_NO_ERROR)
		raised = error;
}

static GLenum get_error(void) {
	GLenum error = raised;
	raised = GL_NO_ERROR;
	return error != GL_NO_ERROR ? error : raw.GetError();
}

/* ---- Surfaces ---- */

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

static void throw_away(struct image_set *set) {
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
	for (struct image_set **link = &surface->sets; *link;) {
		struct image_set *set = *link;
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

static struct image_set *set_of(const struct vmgl_surface *surface, const struct vmgl_host_group *group) {
	struct image_set *set = surface->sets;
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

/* A context of `group` is current. */
static void collect_garbage(const struct vmgl_host_group *group) {
	struct garbage *taken = take_garbage(group);
	for (const struct garbage *entry = taken; entry; entry = entry->next)
		raw.DeleteRenderbuffers(3, entry->names);
	free_garbage(taken);
}

void vmgl_default_framebuffer_context_gone(const struct vmgl_host_group *group) {
	if (group && !is_alive(group))
		free_garbage(take_garbage(group));
}

static GLenum color_format(const struct vmgl_surface_format *format, bool es) {
	if (format->red == 10)
		return GL_RGB10_A2;
	if (format->red == 5)
		return GL_RGB565;
	/* There is no sRGB format without alpha that all drivers draw to: reads and blending may then see it. */
	if (format->color_space || (format->srgb && !es))
		return GL_SRGB8_ALPHA8;
	return format->alpha ? GL_RGBA8 : GL_RGB8;
}

static void storage(GLuint name, unsigned samples, GLenum format, unsigned width, unsigned height) {
	raw.BindRenderbuffer(GL_RENDERBUFFER, name);
	if (samples > 0)
		raw.RenderbufferStorageMultisample(GL_RENDERBUFFER, (GLsizei)samples, format, (GLsizei)width, (GLsizei)height);
	else
		raw.RenderbufferStorage(GL_RENDERBUFFER, format, (GLsizei)width, (GLsizei)height);
}

static GLenum depth_format(const struct vmgl_surface_format *format) {
	if (format->stencil)
		return GL_DEPTH24_STENCIL8;
	return format->depth >= 32  ? GL_DEPTH_COMPONENT32
		   : format->depth > 16 ? GL_DEPTH_COMPONENT24
								: GL_DEPTH_COMPONENT16;
}

/* Makes `set` see the colours of another group's. false: the driver, or the group, cannot share them. */
static bool import(struct vmgl_surface *surface, const struct image_set *source, struct image_set *set,
				   struct vmgl_platform_context *context) {
	struct vmgl_platform *platform = context->platform;
	int count = surface->format.double_buffered ? 2 : 1;
	void *images[2] = {NULL, NULL};
	if (surface->format.samples || !platform->ops->export_renderbuffers || !raw.EGLImageTargetRenderbufferStorageOES ||
		!platform->ops->export_renderbuffers(platform, source->group, context, source->color, count, images))
		return false;
	for (int i = 0; i < count; i++) {
		raw.BindRenderbuffer(GL_RENDERBUFFER, set->color[i]);
		raw.EGLImageTargetRenderbufferStorageOES(GL_RENDERBUFFER, images[i]);
		platform->ops->image_destroy(platform, images[i]);
	}
	return true;
}

/* Makes sure that the surface has images of the drawable's size in the context's group. What is new holds whatever the
 * memory held: bits of GL_COLOR_BUFFER_BIT, GL_DEPTH_BUFFER_BIT. The surface is locked. */
static GLbitfield realize(struct vmgl_host_drawable *drawable, struct vmgl_platform_context *context) {
	struct vmgl_surface *surface = drawable->surface;
	unsigned width = drawable->width ? drawable->width : 1, height = drawable->height ? drawable->height : 1;
	bool resized = surface->width != width || surface->height != height;
	struct image_set *set = set_of(surface, context->group);
	if (set && set->storage == surface->storage && !resized)
		return 0;
	if (!set) {
		throw_others_away(surface, NULL, false);
		set = calloc(1, sizeof *set);
		if (!set)
			return 0;
		set->group = vmgl_host_group_ref(context->group);
		raw.GenRenderbuffers(2, set->color);
		if (surface->format.depth || surface->format.stencil)
			raw.GenRenderbuffers(1, &set->depth_stencil);
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
	raw.GetIntegerv(GL_RENDERBUFFER_BINDING, &bound);
	const struct image_set *source = surface->sets;
	while (source && (source == set || source->storage != surface->storage))
		source = source->next;
	bool shared = source && import(surface, source, set, context);
	GLenum format = color_format(&surface->format, context->es);
	if (!shared)
		storage(set->color[0], surface->format.samples, format, width, height);
	if (!shared && surface->format.double_buffered)
		storage(set->color[1], surface->format.samples, format, width, height);
	if (set->depth_stencil)
		storage(set->depth_stencil, surface->format.samples, depth_format(&surface->format), width, height);
	set->storage = surface->storage;
	raw.BindRenderbuffer(GL_RENDERBUFFER, (GLuint)bound);
	return shared ? GL_DEPTH_BUFFER_BIT : GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT;
}

/* ---- Binding ---- */

static GLenum draw_target(const struct vmgl_default_framebuffer *fb) {
	return fb->es2 ? GL_FRAMEBUFFER : GL_DRAW_FRAMEBUFFER;
}

static GLenum read_target(const struct vmgl_default_framebuffer *fb) {
	return fb->es2 ? GL_FRAMEBUFFER : GL_READ_FRAMEBUFFER;
}

static GLuint read_fbo(const struct vmgl_default_framebuffer *fb) {
	return fb->read_separate ? fb->read_fbo : fb->fbo;
}

/* Mesa rasterizes windows the other way up than FBOs: interpolation and edges round differently, in the last bit. With
 * GL_MESA_framebuffer_flip_y an FBO is a window in this respect too, and pixels are the same as in one. */
static bool can_flip(void) {
	GLint count = 0;
	if (!raw.FramebufferParameteri || !raw.GetStringi)
		return false;
	raw.GetIntegerv(GL_NUM_EXTENSIONS, &count);
	for (GLint i = 0; i < count; i++) {
		const char *name = (const char *)raw.GetStringi(GL_EXTENSIONS, (GLuint)i);
		if (name && strcmp(name, "GL_MESA_framebuffer_flip_y") == 0)
			return true;
	}
	return false;
}

static void flip(const struct vmgl_default_framebuffer *fb, GLenum target) {
	if (fb->flip)
		raw.FramebufferParameteri(target, GL_FRAMEBUFFER_FLIP_Y_MESA, GL_TRUE);
}

/* Attaches the drawable's images to the FBO bound to `target`. */
static void attach(const struct vmgl_default_framebuffer *fb, GLenum target,
				   const struct vmgl_host_drawable *drawable) {
	const struct vmgl_surface *surface = drawable ? drawable->surface : NULL;
	const struct image_set *set = surface ? set_of(surface, fb->context->group) : NULL;
	/* Mesa 22 locks a framebuffer and then draws what glBegin and glEnd left pending, which locks it again. */
	raw.Flush();
	flip(fb, target);
	bool front = set && surface->format.double_buffered && !fb->es;
	raw.FramebufferRenderbuffer(target, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER,
								set ? set->color[surface->exchanged] : 0);
	if (!fb->es)
		raw.FramebufferRenderbuffer(target, GL_COLOR_ATTACHMENT1, GL_RENDERBUFFER,
									front ? set->color[!surface->exchanged] : 0);
	raw.FramebufferRenderbuffer(target, GL_DEPTH_ATTACHMENT, GL_RENDERBUFFER,
								set && surface->format.depth ? set->depth_stencil : 0);
	raw.FramebufferRenderbuffer(target, GL_STENCIL_ATTACHMENT, GL_RENDERBUFFER,
								set && surface->format.stencil ? set->depth_stencil : 0);
	/* Mesa decides at its completeness test whether colours are clamped (GL_FIXED_ONLY): of a window, it always knows.
	 * Without a drawable there is nothing to test, and debug contexts would hear of it. */
	if (surface)
		raw.CheckFramebufferStatus(target);
}

/* What the guest has bound for drawing and reading, to come back to. */
static void bindings(const struct vmgl_default_framebuffer *fb, GLint *draw, GLint *read) {
	raw.GetIntegerv(fb->es2 ? GL_FRAMEBUFFER_BINDING : GL_DRAW_FRAMEBUFFER_BINDING, draw);
	*read = *draw;
	if (!fb->es2)
		raw.GetIntegerv(GL_READ_FRAMEBUFFER_BINDING, read);
}

static void bind_back(const struct vmgl_default_framebuffer *fb, GLint draw, GLint read) {
	raw.BindFramebuffer(draw_target(fb), (GLuint)draw);
	if (!fb->es2)
		raw.BindFramebuffer(GL_READ_FRAMEBUFFER, (GLuint)read);
}

/* New images hold whatever the memory held, perhaps another program's picture. Depth 1 is what a depth buffer has that
 * was cleared, by a context of another group, before this one goes on in the drawable. */
static void clear(const struct vmgl_default_framebuffer *fb, GLbitfield fresh) {
	if (!raw.ClearBufferfv || !raw.ClearBufferfi || fb->es2 || (!fb->es && !raw.ColorMaski))
		return;
	static const GLfloat black[4] = {0, 0, 0, 0};
	static const GLenum both[2] = {GL_COLOR_ATTACHMENT0, GL_COLOR_ATTACHMENT1};
	GLint draw_to[2] = {GL_COLOR_ATTACHMENT0, GL_NONE}, stencil = ~0, back_stencil = ~0;
	GLboolean masks[2][4], depth = GL_TRUE;
	GLsizei buffers = fb->es ? 1 : 2;
	for (GLsizei i = 0; i < buffers; i++) {
		raw.GetIntegerv(GL_DRAW_BUFFER0 + (GLenum)i, &draw_to[i]);
		if (raw.GetBooleani_v && raw.ColorMaski)
			raw.GetBooleani_v(GL_COLOR_WRITEMASK, (GLuint)i, masks[i]);
		else
			raw.GetBooleanv(GL_COLOR_WRITEMASK, masks[i]);
	}
	raw.GetBooleanv(GL_DEPTH_WRITEMASK, &depth);
	raw.GetIntegerv(GL_STENCIL_WRITEMASK, &stencil);
	raw.GetIntegerv(GL_STENCIL_BACK_WRITEMASK, &back_stencil);
	GLboolean scissor = raw.IsEnabled(GL_SCISSOR_TEST), discard_all = raw.IsEnabled(GL_RASTERIZER_DISCARD);
	raw.Disable(GL_SCISSOR_TEST);
	raw.Disable(GL_RASTERIZER_DISCARD);
	raw.DepthMask(GL_TRUE);
	raw.StencilMask(~0u);
	raw.ColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
	raw.DrawBuffers(buffers, both);
	for (GLsizei i = 0; i < buffers && (fresh & GL_COLOR_BUFFER_BIT); i++)
		raw.ClearBufferfv(GL_COLOR, i, black);
	raw.ClearBufferfi(GL_DEPTH_STENCIL, 0, 1, 0);
	raw.DrawBuffers(buffers, (const GLenum *)draw_to);
	for (GLsizei i = 0; i < buffers; i++) {
		if (raw.ColorMaski)
			raw.ColorMaski((GLuint)i, masks[i][0], masks[i][1], masks[i][2], masks[i][3]);
		else
			raw.ColorMask(masks[i][0], masks[i][1], masks[i][2], masks[i][3]);
	}
	raw.DepthMask(depth);
	raw.StencilMaskSeparate(GL_FRONT, (GLuint)stencil);
	raw.StencilMaskSeparate(GL_BACK, (GLuint)back_stencil);
	if (scissor)
		raw.Enable(GL_SCISSOR_TEST);
	if (discard_all)
		raw.Enable(GL_RASTERIZER_DISCARD);
}

/* Counts the contexts that draw to it. */
static void use(struct vmgl_host_drawable *drawable, int change) {
	if (!drawable)
		return;
	pthread_mutex_lock(&drawable->surface->lock);
	drawable->surface->users += (unsigned)change;
	pthread_mutex_unlock(&drawable->surface->lock);
}

bool vmgl_default_framebuffer_bind(struct vmgl_platform_context *context, struct vmgl_host_drawable *draw,
								   struct vmgl_host_drawable *read) {
	struct vmgl_default_framebuffer *fb = context->framebuffer;
	if (!raw.BindFramebuffer || !raw.GenFramebuffers)
		return false;
	/* What the guest's own mistakes left in the error flags is for its glGetError; what happens here is not. */
	bool fresh = !fb;
	if (fresh) {
		fb = context->framebuffer = calloc(1, sizeof *fb);
		if (!fb)
			return false;
		int major = 0, minor = 0;
		const char *version = (const char *)raw.GetString(GL_VERSION);
		if (context->es && version)
			sscanf(version, "OpenGL ES %d.%d", &major, &minor);
		fb->context = context;
		fb->es = context->es;
		fb->es2 = context->es && major < 3;
		/* Before GLES 3.1 there is no glFramebufferParameteri. */
		fb->flip = (!context->es || major * 10 + minor >= 31) && can_flip();
		fb->draw_default = fb->read_default = true;
		raw.GenFramebuffers(1, &fb->fbo);
	}
	current = fb;
	collect_garbage(context->group);
	GLint bound_draw = (GLint)fb->fbo, bound_read = (GLint)fb->fbo;
	if (!fresh)
		bindings(fb, &bound_draw, &bound_read);
	if (fb->draw != draw) {
		use(fb->draw, -1);
		use(draw, 1);
	}
	if (draw) {
		pthread_mutex_lock(&draw->surface->lock);
		GLbitfield fresh_images = realize(draw, context);
		fb->double_buffered = draw->surface->format.double_buffered;
		raw.BindFramebuffer(draw_target(fb), fb->fbo);
		attach(fb, draw_target(fb), draw);
		if (fresh_images)
			clear(fb, fresh_images);
		fb->draw_generation = draw->surface->generation;
		pthread_mutex_unlock(&draw->surface->lock);
	} else {
		raw.BindFramebuffer(draw_target(fb), fb->fbo);
		attach(fb, draw_target(fb), NULL);
	}
	bool separate = read != draw && read && !fb->es2;
	if (separate) {
		if (!fb->read_fbo)
			raw.GenFramebuffers(1, &fb->read_fbo);
		pthread_mutex_lock(&read->surface->lock);
		realize(read, context);
		raw.BindFramebuffer(GL_READ_FRAMEBUFFER, fb->read_fbo);
		attach(fb, GL_READ_FRAMEBUFFER, read);
		fb->read_generation = read->surface->generation;
		pthread_mutex_unlock(&read->surface->lock);
	}
	fb->draw = draw;
	fb->read = read;
	fb->read_separate = separate;
	bind_back(fb, fb->draw_default ? (GLint)fb->fbo : bound_draw, fb->read_default ? (GLint)read_fbo(fb) : bound_read);
	return true;
}

void vmgl_default_framebuffer_leave(void) {
	current = NULL;
	raised = GL_NO_ERROR;
}

void vmgl_default_framebuffer_destroy(struct vmgl_platform_context *context) {
	if (context->framebuffer)
		use(context->framebuffer->draw, -1);
	/* Its objects end with the context. */
	free(context->framebuffer);
	context->framebuffer = NULL;
	vmgl_default_framebuffer_leave();
}

/* Another context may have exchanged or replaced the images since: looked at whenever framebuffer 0 is bound. */
static void follow(struct vmgl_default_framebuffer *fb) {
	if (fb->draw && fb->draw->surface->generation != fb->draw_generation) {
		GLint draw, read;
		bindings(fb, &draw, &read);
		raw.BindFramebuffer(draw_target(fb), fb->fbo);
		pthread_mutex_lock(&fb->draw->surface->lock);
		GLbitfield fresh_images = realize(fb->draw, fb->context);
		attach(fb, draw_target(fb), fb->draw);
		if (fresh_images)
			clear(fb, fresh_images);
		fb->draw_generation = fb->draw->surface->generation;
		pthread_mutex_unlock(&fb->draw->surface->lock);
		bind_back(fb, draw, read);
	}
}

void vmgl_default_framebuffer_swap(struct vmgl_platform_context *context) {
	struct vmgl_default_framebuffer *fb = context->framebuffer;
	if (!fb || !fb->draw || !fb->draw->surface->format.double_buffered)
		return;
	struct vmgl_surface *surface = fb->draw->surface;
	pthread_mutex_lock(&surface->lock);
	/* Contexts that draw on would not notice an exchange. */
	if (surface->preserve || surface->users > 1) {
		pthread_mutex_unlock(&surface->lock);
		/* OpenGL ES does not see the front buffer. */
		vmgl_default_framebuffer_copy(context, 0, 0, (int)surface->width, (int)surface->height);
		return;
	}
	surface->exchanged = !surface->exchanged;
	surface->generation++;
	pthread_mutex_unlock(&surface->lock);
	follow(fb);
}

/* ---- Names of buffers ---- */

static bool single(const struct vmgl_default_framebuffer *fb) {
	return !fb->double_buffered;
}

/* The FBO's attachment for a buffer of the default framebuffer; GL_NONE for GL_NONE; 0xffffffff when GL says
 * INVALID_OPERATION; other enums as they are, for the driver to refuse. */
#define NOT_THERE 0xffffffffu
static GLenum attachment(const struct vmgl_default_framebuffer *fb, GLenum buffer) {
	switch (buffer) {
	case GL_BACK:
	case GL_BACK_LEFT:
		if (fb->es)
			return buffer == GL_BACK ? GL_COLOR_ATTACHMENT0 : buffer;
		return single(fb) ? NOT_THERE : GL_COLOR_ATTACHMENT0;
	case GL_FRONT:
	case GL_FRONT_LEFT:
	case GL_LEFT:
	case GL_FRONT_AND_BACK:
		if (fb->es)
			return buffer;
		return single(fb) ? GL_COLOR_ATTACHMENT0 : GL_COLOR_ATTACHMENT1;
	case GL_RIGHT:
	case GL_FRONT_RIGHT:
	case GL_BACK_RIGHT:
	case GL_AUX0:
	case GL_AUX1:
	case GL_AUX2:
	case GL_AUX3:
		return fb->es ? buffer : NOT_THERE;
	default:
		/* Attachments belong to framebuffer objects. */
		if (buffer >= GL_COLOR_ATTACHMENT0 && buffer <= GL_COLOR_ATTACHMENT31)
			return NOT_THERE;
		return buffer;
	}
}

static GLenum buffer_of(const struct vmgl_default_framebuffer *fb, GLenum attached) {
	if (attached == GL_COLOR_ATTACHMENT0)
		return fb->es || !single(fb) ? GL_BACK : GL_FRONT;
	if (attached == GL_COLOR_ATTACHMENT1)
		return GL_FRONT;
	return attached;
}

/* Applies glDrawBuffer(s) of the default framebuffer. The FBO is bound for drawing. */
static void draw_buffers(struct vmgl_default_framebuffer *fb, GLsizei count, const GLenum *buffers, bool plural) {
	GLenum translated[MAX_DRAW_BUFFERS];
	if (count < 0 || count > MAX_DRAW_BUFFERS) {
		raw.DrawBuffers(count, buffers);
		return;
	}
	/* OpenGL ES 3.2, 15.2.1: one buffer, and that the back one. */
	if (fb->es && count != 1) {
		raise_error(GL_INVALID_OPERATION);
		return;
	}
	GLsizei n = count;
	for (GLsizei i = 0; i < count; i++) {
		/* OpenGL 4.6, 17.4.1: with several buffers, each must be one buffer. */
		bool many = buffers[i] == GL_FRONT_AND_BACK || buffers[i] == GL_LEFT || buffers[i] == GL_RIGHT;
		if (plural && !fb->es && (many || buffers[i] == GL_FRONT || (buffers[i] == GL_BACK && count > 1))) {
			raise_error(GL_INVALID_ENUM);
			return;
		}
		translated[i] = attachment(fb, buffers[i]);
		if (translated[i] == NOT_THERE) {
			raise_error(GL_INVALID_OPERATION);
			return;
		}
	}
	if (!plural && (buffers[0] == GL_FRONT_AND_BACK || buffers[0] == GL_LEFT) && !single(fb)) {
		/* LEFT is front left and back left. */
		translated[0] = GL_COLOR_ATTACHMENT0;
		translated[1] = GL_COLOR_ATTACHMENT1;
		n = 2;
	}
	if (plural || n > 1)
		raw.DrawBuffers(n, translated);
	else
		raw.DrawBuffer(translated[0]);
	memcpy(fb->logical, buffers, (size_t)count * sizeof *buffers);
	fb->logical_count = count;
}

static void draw_buffer(GLenum buffer) {
	struct vmgl_default_framebuffer *fb = current;
	if (fb && fb->draw_default)
		draw_buffers(fb, 1, &buffer, false);
	else
		raw.DrawBuffer(buffer);
}

static void draw_buffers_wrapper(GLsizei count, const GLenum *buffers) {
	struct vmgl_default_framebuffer *fb = current;
	if (fb && fb->draw_default)
		draw_buffers(fb, count, buffers, true);
	else
		raw.DrawBuffers(count, buffers);
}

static void read_buffer(GLenum buffer) {
	struct vmgl_default_framebuffer *fb = current;
	if (!fb || !fb->read_default) {
		raw.ReadBuffer(buffer);
		return;
	}
	GLenum translated = attachment(fb, buffer);
	if (buffer == GL_FRONT_AND_BACK)
		translated = buffer; /* not a single buffer: the driver refuses it */
	if (translated == NOT_THERE) {
		raise_error(GL_INVALID_OPERATION);
		return;
	}
	raw.ReadBuffer(translated);
	fb->logical_read = buffer;
}

/* Runs `call` with the default framebuffer bound for drawing (reading). */
#define WITH_DRAW(fb, call)                                                                                            \
	do {                                                                                                               \
		GLint draw_, read_;                                                                                            \
		bool default_ = (fb)->draw_default;                                                                            \
		bindings(fb, &draw_, &read_);                                                                                  \
		raw.BindFramebuffer(draw_target(fb), (fb)->fbo);                                                               \
		(fb)->draw_default = true;                                                                                     \
		call;                                                                                                          \
		(fb)->draw_default = default_;                                                                                 \
		bind_back(fb, draw_, read_);                                                                                   \
	} while (0)
#define WITH_READ(fb, call)                                                                                            \
	do {                                                                                                               \
		GLint draw_, read_;                                                                                            \
		bool default_ = (fb)->read_default;                                                                            \
		bindings(fb, &draw_, &read_);                                                                                  \
		raw.BindFramebuffer(read_target(fb), read_fbo(fb));                                                            \
		(fb)->read_default = true;                                                                                     \
		call;                                                                                                          \
		(fb)->read_default = default_;                                                                                 \
		bind_back(fb, draw_, read_);                                                                                   \
	} while (0)

static void named_draw_buffer(GLuint framebuffer, GLenum buffer) {
	if (current && framebuffer == 0)
		WITH_DRAW(current, draw_buffers(current, 1, &buffer, false));
	else
		raw.NamedFramebufferDrawBuffer(framebuffer, buffer);
}

static void named_draw_buffers(GLuint framebuffer, GLsizei count, const GLenum *buffers) {
	if (current && framebuffer == 0)
		WITH_DRAW(current, draw_buffers(current, count, buffers, true));
	else
		raw.NamedFramebufferDrawBuffers(framebuffer, count, buffers);
}

static void named_read_buffer(GLuint framebuffer, GLenum buffer) {
	if (current && framebuffer == 0)
		WITH_READ(current, read_buffer(buffer));
	else
		raw.NamedFramebufferReadBuffer(framebuffer, buffer);
}

static void named_draw_buffer_ext(GLuint framebuffer, GLenum buffer) {
	if (current && framebuffer == 0)
		WITH_DRAW(current, draw_buffers(current, 1, &buffer, false));
	else
		raw.FramebufferDrawBufferEXT(framebuffer, buffer);
}

static void named_draw_buffers_ext(GLuint framebuffer, GLsizei count, const GLenum *buffers) {
	if (current && framebuffer == 0)
		WITH_DRAW(current, draw_buffers(current, count, buffers, true));
	else
		raw.FramebufferDrawBuffersEXT(framebuffer, count, buffers);
}

static void named_read_buffer_ext(GLuint framebuffer, GLenum buffer) {
	if (current && framebuffer == 0)
		WITH_READ(current, read_buffer(buffer));
	else
		raw.FramebufferReadBufferEXT(framebuffer, buffer);
}

/* ---- Binding and deleting by the guest ---- */

static void bind_framebuffer(GLenum target, GLuint framebuffer, void (*bind)(GLenum, GLuint)) {
	struct vmgl_default_framebuffer *fb = current;
	if (!fb) {
		bind(target, framebuffer);
		return;
	}
	bool draw = target == GL_FRAMEBUFFER || target == GL_DRAW_FRAMEBUFFER;
	bool read = target == GL_FRAMEBUFFER || target == GL_READ_FRAMEBUFFER;
	if (framebuffer == 0 && (draw || read)) {
		if (draw)
			raw.BindFramebuffer(draw_target(fb), fb->fbo);
		if (read && !fb->es2)
			raw.BindFramebuffer(GL_READ_FRAMEBUFFER, read_fbo(fb));
		follow(fb);
	} else {
		bind(target, framebuffer);
	}
	/* A name that the driver refuses leaves the binding as it was. */
	GLint bound_draw, bound_read;
	if (framebuffer != 0) {
		bindings(fb, &bound_draw, &bound_read);
		fb->draw_default = (GLuint)bound_draw == fb->fbo;
		fb->read_default = (GLuint)bound_read == read_fbo(fb);
	} else {
		fb->draw_default |= draw;
		fb->read_default |= read;
	}
}

static void bind_framebuffer_core(GLenum target, GLuint framebuffer) {
	bind_framebuffer(target, framebuffer, raw.BindFramebuffer);
}

static void bind_framebuffer_ext(GLenum target, GLuint framebuffer) {
	bind_framebuffer(target, framebuffer, raw.BindFramebufferEXT);
}

static void bind_framebuffer_oes(GLenum target, GLuint framebuffer) {
	bind_framebuffer(target, framebuffer, raw.BindFramebufferOES);
}

/* Deleting what is bound binds framebuffer 0. */
static void delete_framebuffers(GLsizei count, const GLuint *framebuffers) {
	raw.DeleteFramebuffers(count, framebuffers);
	struct vmgl_default_framebuffer *fb = current;
	if (!fb)
		return;
	GLint draw, read;
	bindings(fb, &draw, &read);
	if (draw == 0)
		bind_framebuffer_core(draw_target(fb), 0);
	if (read == 0 && !fb->es2)
		bind_framebuffer_core(GL_READ_FRAMEBUFFER, 0);
}

/* ---- Calls with framebuffer names ---- */

static GLuint draw_name(GLuint framebuffer) {
	return framebuffer == 0 && current ? current->fbo : framebuffer;
}

static GLuint read_name(GLuint framebuffer) {
	return framebuffer == 0 && current ? read_fbo(current) : framebuffer;
}

static void blit_named(GLuint read, GLuint draw, GLint sx0, GLint sy0, GLint sx1, GLint sy1, GLint dx0, GLint dy0,
					   GLint dx1, GLint dy1, GLbitfield mask, GLenum filter) {
	raw.BlitNamedFramebuffer(read_name(read), draw_name(draw), sx0, sy0, sx1, sy1, dx0, dy0, dx1, dy1, mask, filter);
}

static GLenum check_named(GLuint framebuffer, GLenum target) {
	if (framebuffer == 0 && current)
		return current->draw ? GL_FRAMEBUFFER_COMPLETE : GL_FRAMEBUFFER_UNDEFINED;
	return raw.CheckNamedFramebufferStatus(framebuffer, target);
}

static GLenum check(GLenum target) {
	struct vmgl_default_framebuffer *fb = current;
	bool is_default = fb && ((target == GL_READ_FRAMEBUFFER && fb->read_default) ||
							 ((target == GL_FRAMEBUFFER || target == GL_DRAW_FRAMEBUFFER) && fb->draw_default));
	if (is_default)
		return fb->draw ? GL_FRAMEBUFFER_COMPLETE : GL_FRAMEBUFFER_UNDEFINED;
	return raw.CheckFramebufferStatus(target);
}

static void clear_named_iv(GLuint framebuffer, GLenum buffer, GLint index, const GLint *value) {
	raw.ClearNamedFramebufferiv(draw_name(framebuffer), buffer, index, value);
}

static void clear_named_uiv(GLuint framebuffer, GLenum buffer, GLint index, const GLuint *value) {
	raw.ClearNamedFramebufferuiv(draw_name(framebuffer), buffer, index, value);
}

static void clear_named_fv(GLuint framebuffer, GLenum buffer, GLint index, const GLfloat *value) {
	raw.ClearNamedFramebufferfv(draw_name(framebuffer), buffer, index, value);
}

static void clear_named_fi(GLuint framebuffer, GLenum buffer, GLint index, GLfloat depth, GLint stencil) {
	raw.ClearNamedFramebufferfi(draw_name(framebuffer), buffer, index, depth, stencil);
}

/* ---- Invalidation: a hint, but one with errors ---- */

static bool translate_attachments(GLsizei count, const GLenum *from, GLenum *to) {
	if (count < 0 || count > 16)
		return false;
	for (GLsizei i = 0; i < count; i++) {
		switch (from[i]) {
		case GL_COLOR:
			to[i] = GL_COLOR_ATTACHMENT0;
			break;
		case GL_DEPTH:
			to[i] = GL_DEPTH_ATTACHMENT;
			break;
		case GL_STENCIL:
			to[i] = GL_STENCIL_ATTACHMENT;
			break;
		default: {
			GLenum translated = attachment(current, from[i]);
			to[i] = translated == NOT_THERE ? from[i] : translated;
			if ((translated == NOT_THERE && from[i] >= GL_COLOR_ATTACHMENT0 && from[i] <= GL_COLOR_ATTACHMENT31) ||
				from[i] == GL_DEPTH_ATTACHMENT || from[i] == GL_STENCIL_ATTACHMENT ||
				from[i] == GL_DEPTH_STENCIL_ATTACHMENT)
				to[i] = GL_NONE; /* the driver's INVALID_ENUM */
		}
		}
	}
	return true;
}

static bool is_default_target(GLenum target) {
	return current && (target == GL_READ_FRAMEBUFFER ? current->read_default : current->draw_default);
}

static void invalidate(GLenum target, GLsizei count, const GLenum *attachments) {
	GLenum translated[16];
	if (is_default_target(target) && translate_attachments(count, attachments, translated))
		attachments = translated;
	raw.InvalidateFramebuffer(target, count, attachments);
}

static void invalidate_sub(GLenum target, GLsizei count, const GLenum *attachments, GLint x, GLint y, GLsizei width,
						   GLsizei height) {
	GLenum translated[16];
	if (is_default_target(target) && translate_attachments(count, attachments, translated))
		attachments = translated;
	raw.InvalidateSubFramebuffer(target, count, attachments, x, y, width, height);
}

static void discard(GLenum target, GLsizei count, const GLenum *attachments) {
	GLenum translated[16];
	if (is_default_target(target) && translate_attachments(count, attachments, translated))
		attachments = translated;
	raw.DiscardFramebufferEXT(target, count, attachments);
}

static void invalidate_named(GLuint framebuffer, GLsizei count, const GLenum *attachments) {
	GLenum translated[16];
	if (framebuffer == 0 && current && translate_attachments(count, attachments, translated))
		attachments = translated;
	raw.InvalidateNamedFramebufferData(draw_name(framebuffer), count, attachments);
}

static void invalidate_named_sub(GLuint framebuffer, GLsizei count, const GLenum *attachments, GLint x, GLint y,
								 GLsizei width, GLsizei height) {
	GLenum translated[16];
	if (framebuffer == 0 && current && translate_attachments(count, attachments, translated))
		attachments = translated;
	raw.InvalidateNamedFramebufferSubData(draw_name(framebuffer), count, attachments, x, y, width, height);
}

/* ---- Questions ---- */

/* glGetFramebufferAttachmentParameteriv of framebuffer 0, OpenGL 4.6 section 9.2.3; `ask` asks about the FBO. */
static void default_parameter(GLuint framebuffer, GLenum target, GLenum which, GLenum pname, GLint *value) {
	struct vmgl_default_framebuffer *fb = current;
	GLenum attached;
	switch (which) {
	case GL_DEPTH:
		attached = GL_DEPTH_ATTACHMENT;
		break;
	case GL_STENCIL:
		attached = GL_STENCIL_ATTACHMENT;
		break;
	default:
		attached = attachment(fb, which);
		/* Buffers that exist in name only: there is nothing. */
		if (attached == NOT_THERE && !(which >= GL_COLOR_ATTACHMENT0 && which <= GL_COLOR_ATTACHMENT31)) {
			if (pname == GL_FRAMEBUFFER_ATTACHMENT_OBJECT_TYPE)
				*value = GL_NONE;
			else
				raise_error(GL_INVALID_ENUM);
			return;
		}
		if (attached == NOT_THERE || attached == which) {
			raise_error(which == GL_DEPTH_ATTACHMENT || which == GL_STENCIL_ATTACHMENT ||
								which == GL_DEPTH_STENCIL_ATTACHMENT
							? GL_INVALID_OPERATION
							: GL_INVALID_ENUM);
			return;
		}
	}
	if (pname == GL_FRAMEBUFFER_ATTACHMENT_OBJECT_NAME) {
		*value = 0;
		return;
	}
	if (target)
		raw.GetFramebufferAttachmentParameteriv(target, attached, pname, value);
	else
		raw.GetNamedFramebufferAttachmentParameteriv(framebuffer, attached, pname, value);
	if (pname == GL_FRAMEBUFFER_ATTACHMENT_OBJECT_TYPE && *value == GL_RENDERBUFFER)
		*value = GL_FRAMEBUFFER_DEFAULT;
}

static void get_attachment(GLenum target, GLenum which, GLenum pname, GLint *value) {
	if (is_default_target(target))
		default_parameter(0, target, which, pname, value);
	else
		raw.GetFramebufferAttachmentParameteriv(target, which, pname, value);
}

static void get_named_attachment(GLuint framebuffer, GLenum which, GLenum pname, GLint *value) {
	if (framebuffer == 0 && current)
		default_parameter(current->fbo, 0, which, pname, value);
	else
		raw.GetNamedFramebufferAttachmentParameteriv(framebuffer, which, pname, value);
}

/* GL_FRAMEBUFFER_DEFAULT_* are parameters of framebuffer objects; the default framebuffer has the others. */
static bool object_parameter(GLenum pname) {
	return pname >= GL_FRAMEBUFFER_DEFAULT_WIDTH && pname <= GL_FRAMEBUFFER_DEFAULT_FIXED_SAMPLE_LOCATIONS;
}

static void get_parameter(GLenum target, GLenum pname, GLint *value) {
	if (is_default_target(target) && object_parameter(pname))
		raise_error(GL_INVALID_OPERATION);
	else if (is_default_target(target) && pname == GL_DOUBLEBUFFER)
		*value = current->double_buffered;
	else
		raw.GetFramebufferParameteriv(target, pname, value);
}

static void get_named_parameter(GLuint framebuffer, GLenum pname, GLint *value) {
	if (framebuffer == 0 && current && object_parameter(pname))
		raise_error(GL_INVALID_OPERATION);
	else if (framebuffer == 0 && current && pname == GL_DOUBLEBUFFER)
		*value = current->double_buffered;
	else
		raw.GetNamedFramebufferParameteriv(draw_name(framebuffer), pname, value);
}

/* The value of a glGet where the FBO would show; false: the driver's answer is right. */
static bool special(GLenum pname, GLint *value) {
	struct vmgl_default_framebuffer *fb = current;
	if (!fb)
		return false;
	switch (pname) {
	case GL_DRAW_FRAMEBUFFER_BINDING: /* and FRAMEBUFFER_BINDING */
		*value = 0;
		return fb->draw_default;
	case GL_READ_FRAMEBUFFER_BINDING:
		*value = 0;
		return fb->read_default;
	case GL_DOUBLEBUFFER:
		*value = fb->double_buffered;
		return fb->draw_default && !fb->es;
	case GL_READ_BUFFER:
		if (!fb->read_default)
			return false;
		raw.GetIntegerv(pname, value);
		if (fb->logical_read && attachment(fb, fb->logical_read) == (GLenum)*value)
			*value = (GLint)fb->logical_read;
		else
			*value = (GLint)buffer_of(fb, (GLenum)*value);
		return true;
	case GL_DRAW_BUFFER:
		pname = GL_DRAW_BUFFER0;
		break;
	default:
		if (pname < GL_DRAW_BUFFER0 || pname > GL_DRAW_BUFFER15)
			return false;
	}
	if (!fb->draw_default)
		return false;
	raw.GetIntegerv(pname, value);
	GLsizei i = (GLsizei)(pname - GL_DRAW_BUFFER0);
	if (i < fb->logical_count && fb->logical[i]) {
		GLenum logical = fb->logical[i];
		GLenum expected = (logical == GL_FRONT_AND_BACK || logical == GL_LEFT) && !single(fb) ? GL_COLOR_ATTACHMENT0
																							  : attachment(fb, logical);
		if (expected == (GLenum)*value) {
			*value = (GLint)logical;
			return true;
		}
	} else if (fb->logical_count == 1 && i == 1 && *value == GL_COLOR_ATTACHMENT1) {
		/* The second half of FRONT_AND_BACK. */
		*value = GL_NONE;
		return true;
	}
	*value = (GLint)buffer_of(fb, (GLenum)*value);
	return true;
}

static void get_integer(GLenum pname, GLint *values) {
	GLint value;
	if (special(pname, &value))
		*values = value;
	else
		raw.GetIntegerv(pname, values);
}

static void get_boolean(GLenum pname, GLboolean *values) {
	GLint value;
	if (special(pname, &value))
		*values = value != 0;
	else
		raw.GetBooleanv(pname, values);
}

static void get_float(GLenum pname, GLfloat *values) {
	GLint value;
	if (special(pname, &value))
		*values = (GLfloat)value;
	else
		raw.GetFloatv(pname, values);
}

static void get_double(GLenum pname, GLdouble *values) {
	GLint value;
	if (special(pname, &value))
		*values = value;
	else
		raw.GetDoublev(pname, values);
}

static void get_integer64(GLenum pname, GLint64 *values) {
	GLint value;
	if (special(pname, &value))
		*values = value;
	else
		raw.GetInteger64v(pname, values);
}

/* ---- Changing the default framebuffer is an error ---- */

static bool refuse(GLenum target) {
	if (!is_default_target(target))
		return false;
	raise_error(GL_INVALID_OPERATION);
	return true;
}

static void set_parameter(GLenum target, GLenum pname, GLint value) {
	if (!refuse(target))
		raw.FramebufferParameteri(target, pname, value);
}

static void attach_texture(GLenum target, GLenum which, GLuint texture, GLint level) {
	if (!refuse(target))
		raw.FramebufferTexture(target, which, texture, level);
}

static void attach_texture_1d(GLenum target, GLenum which, GLenum kind, GLuint texture, GLint level) {
	if (!refuse(target))
		raw.FramebufferTexture1D(target, which, kind, texture, level);
}

static void attach_texture_2d(GLenum target, GLenum which, GLenum kind, GLuint texture, GLint level) {
	if (!refuse(target))
		raw.FramebufferTexture2D(target, which, kind, texture, level);
}

static void attach_texture_3d(GLenum target, GLenum which, GLenum kind, GLuint texture, GLint level, GLint layer) {
	if (!refuse(target))
		raw.FramebufferTexture3D(target, which, kind, texture, level, layer);
}

static void attach_layer(GLenum target, GLenum which, GLuint texture, GLint level, GLint layer) {
	if (!refuse(target))
		raw.FramebufferTextureLayer(target, which, texture, level, layer);
}

static void attach_renderbuffer(GLenum target, GLenum which, GLenum kind, GLuint renderbuffer) {
	if (!refuse(target))
		raw.FramebufferRenderbuffer(target, which, kind, renderbuffer);
}

/* ---- Reading from a multisampled default framebuffer ---- */

static unsigned read_samples(const struct vmgl_default_framebuffer *fb) {
	return fb && fb->read && !fb->es2 ? fb->read->surface->format.samples : 0;
}

/* Resolves what is bound for reading (an FBO of ours) and binds the result in its place. */
static void resolve(struct vmgl_default_framebuffer *fb, const struct vmgl_host_drawable *drawable, GLuint source) {
	const struct vmgl_surface *surface = drawable->surface;
	GLint draw, read, renderbuffer = 0;
	bindings(fb, &draw, &read);
	if (!fb->resolve_fbo) {
		raw.GenFramebuffers(1, &fb->resolve_fbo);
		raw.GenRenderbuffers(1, &fb->resolve_color);
		raw.GenRenderbuffers(1, &fb->resolve_depth);
	}
	raw.BindFramebuffer(GL_DRAW_FRAMEBUFFER, fb->resolve_fbo);
	if (fb->resolve_width != surface->width || fb->resolve_height != surface->height) {
		flip(fb, GL_DRAW_FRAMEBUFFER);
		raw.GetIntegerv(GL_RENDERBUFFER_BINDING, &renderbuffer);
		storage(fb->resolve_color, 0, color_format(&surface->format, fb->es), surface->width, surface->height);
		raw.FramebufferRenderbuffer(GL_DRAW_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, fb->resolve_color);
		if (surface->format.depth || surface->format.stencil) {
			storage(fb->resolve_depth, 0, depth_format(&surface->format), surface->width, surface->height);
			raw.FramebufferRenderbuffer(GL_DRAW_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_RENDERBUFFER, fb->resolve_depth);
			if (surface->format.stencil)
				raw.FramebufferRenderbuffer(GL_DRAW_FRAMEBUFFER, GL_STENCIL_ATTACHMENT, GL_RENDERBUFFER,
											fb->resolve_depth);
		}
		raw.BindRenderbuffer(GL_RENDERBUFFER, (GLuint)renderbuffer);
		fb->resolve_width = surface->width;
		fb->resolve_height = surface->height;
	}
	raw.BindFramebuffer(GL_READ_FRAMEBUFFER, source);
	GLboolean scissor = raw.IsEnabled(GL_SCISSOR_TEST);
	if (scissor)
		raw.Disable(GL_SCISSOR_TEST);
	GLbitfield mask = GL_COLOR_BUFFER_BIT | (surface->format.depth ? GL_DEPTH_BUFFER_BIT : 0) |
					  (surface->format.stencil ? GL_STENCIL_BUFFER_BIT : 0);
	GLint width = (GLint)surface->width, height = (GLint)surface->height;
	raw.BlitFramebuffer(0, 0, width, height, 0, 0, width, height, mask, GL_NEAREST);
	if (scissor)
		raw.Enable(GL_SCISSOR_TEST);
	raw.BindFramebuffer(GL_DRAW_FRAMEBUFFER, (GLuint)draw);
	raw.BindFramebuffer(GL_READ_FRAMEBUFFER, fb->resolve_fbo);
}

static bool resolve_begin(void) {
	struct vmgl_default_framebuffer *fb = current;
	if (!fb || !fb->read_default || read_samples(fb) == 0)
		return false;
	resolve(fb, fb->read, read_fbo(fb));
	return true;
}

static void resolve_end(bool resolved) {
	if (resolved)
		raw.BindFramebuffer(GL_READ_FRAMEBUFFER, read_fbo(current));
}

static void read_pixels(GLint x, GLint y, GLsizei width, GLsizei height, GLenum format, GLenum type, void *pixels) {
	bool resolved = resolve_begin();
	raw.ReadPixels(x, y, width, height, format, type, pixels);
	resolve_end(resolved);
}

static void readn_pixels(GLint x, GLint y, GLsizei width, GLsizei height, GLenum format, GLenum type, GLsizei bytes,
						 void *pixels) {
	bool resolved = resolve_begin();
	raw.ReadnPixels(x, y, width, height, format, type, bytes, pixels);
	resolve_end(resolved);
}

static void copy_pixels(GLint x, GLint y, GLsizei width, GLsizei height, GLenum type) {
	bool resolved = resolve_begin();
	raw.CopyPixels(x, y, width, height, type);
	resolve_end(resolved);
}

static void copy_image_1d(GLenum target, GLint level, GLenum format, GLint x, GLint y, GLsizei width, GLint border) {
	bool resolved = resolve_begin();
	raw.CopyTexImage1D(target, level, format, x, y, width, border);
	resolve_end(resolved);
}

static void copy_image_2d(GLenum target, GLint level, GLenum format, GLint x, GLint y, GLsizei width, GLsizei height,
						  GLint border) {
	bool resolved = resolve_begin();
	raw.CopyTexImage2D(target, level, format, x, y, width, height, border);
	resolve_end(resolved);
}

static void copy_sub_1d(GLenum target, GLint level, GLint to, GLint x, GLint y, GLsizei width) {
	bool resolved = resolve_begin();
	raw.CopyTexSubImage1D(target, level, to, x, y, width);
	resolve_end(resolved);
}

static void copy_sub_2d(GLenum target, GLint level, GLint to_x, GLint to_y, GLint x, GLint y, GLsizei width,
						GLsizei height) {
	bool resolved = resolve_begin();
	raw.CopyTexSubImage2D(target, level, to_x, to_y, x, y, width, height);
	resolve_end(resolved);
}

static void copy_sub_3d(GLenum target, GLint level, GLint to_x, GLint to_y, GLint to_z, GLint x, GLint y, GLsizei width,
						GLsizei height) {
	bool resolved = resolve_begin();
	raw.CopyTexSubImage3D(target, level, to_x, to_y, to_z, x, y, width, height);
	resolve_end(resolved);
}

static void copy_texture_sub_1d(GLuint texture, GLint level, GLint to, GLint x, GLint y, GLsizei width) {
	bool resolved = resolve_begin();
	raw.CopyTextureSubImage1D(texture, level, to, x, y, width);
	resolve_end(resolved);
}

static void copy_texture_sub_2d(GLuint texture, GLint level, GLint to_x, GLint to_y, GLint x, GLint y, GLsizei width,
								GLsizei height) {
	bool resolved = resolve_begin();
	raw.CopyTextureSubImage2D(texture, level, to_x, to_y, x, y, width, height);
	resolve_end(resolved);
}

static void copy_texture_sub_3d(GLuint texture, GLint level, GLint to_x, GLint to_y, GLint to_z, GLint x, GLint y,
								GLsizei width, GLsizei height) {
	bool resolved = resolve_begin();
	raw.CopyTextureSubImage3D(texture, level, to_x, to_y, to_z, x, y, width, height);
	resolve_end(resolved);
}

bool vmgl_default_framebuffer_read_begin(struct vmgl_platform_context *context, bool front) {
	struct vmgl_default_framebuffer *fb = context->framebuffer;
	if (!fb || !fb->draw)
		return false;
	GLint draw;
	bindings(fb, &draw, &fb->saved_read);
	/* Reads until read_end are not the guest's: nothing is translated. */
	fb->saved_default = fb->read_default;
	fb->read_default = false;
	raw.BindFramebuffer(read_target(fb), fb->fbo);
	if (!fb->es2) {
		raw.GetIntegerv(GL_READ_BUFFER, &fb->saved_buffer);
		raw.ReadBuffer(front && !fb->es && fb->double_buffered ? GL_COLOR_ATTACHMENT1 : GL_COLOR_ATTACHMENT0);
		if (fb->draw->surface->format.samples)
			resolve(fb, fb->draw, fb->fbo);
	}
	return true;
}

void vmgl_default_framebuffer_read_end(struct vmgl_platform_context *context) {
	struct vmgl_default_framebuffer *fb = context->framebuffer;
	if (!fb->es2) {
		raw.BindFramebuffer(GL_READ_FRAMEBUFFER, fb->fbo);
		raw.ReadBuffer((GLenum)fb->saved_buffer);
	}
	raw.BindFramebuffer(read_target(fb), (GLuint)fb->saved_read);
	fb->read_default = fb->saved_default;
}

/* Copies a rectangle of `source`'s first (or only) attachment into one of our attachments. */
static void blit(const struct vmgl_default_framebuffer *fb, GLuint source, GLenum to, int x, int y, int width,
				 int height) {
	GLint draw, read, read_from = 0;
	bindings(fb, &draw, &read);
	raw.BindFramebuffer(GL_READ_FRAMEBUFFER, source);
	raw.BindFramebuffer(GL_DRAW_FRAMEBUFFER, fb->fbo);
	raw.GetIntegerv(GL_READ_BUFFER, &read_from);
	GLint draw_to[MAX_DRAW_BUFFERS], count = 0, most = MAX_DRAW_BUFFERS;
	raw.GetIntegerv(GL_MAX_DRAW_BUFFERS, &most);
	for (GLint i = 0; i < MAX_DRAW_BUFFERS && i < most; i++, count++)
		raw.GetIntegerv(GL_DRAW_BUFFER0 + (GLenum)i, &draw_to[i]);
	GLboolean scissor = raw.IsEnabled(GL_SCISSOR_TEST);
	GLboolean srgb = !fb->es && raw.IsEnabled(GL_FRAMEBUFFER_SRGB);
	raw.Disable(GL_SCISSOR_TEST);
	if (srgb)
		raw.Disable(GL_FRAMEBUFFER_SRGB);
	raw.ReadBuffer(GL_COLOR_ATTACHMENT0);
	raw.DrawBuffers(1, &to);
	raw.BlitFramebuffer(x, y, x + width, y + height, x, y, x + width, y + height, GL_COLOR_BUFFER_BIT, GL_NEAREST);
	raw.ReadBuffer((GLenum)read_from);
	raw.DrawBuffers(count, (const GLenum *)draw_to);
	if (scissor)
		raw.Enable(GL_SCISSOR_TEST);
	if (srgb)
		raw.Enable(GL_FRAMEBUFFER_SRGB);
	bind_back(fb, draw, read);
}

void vmgl_default_framebuffer_copy(struct vmgl_platform_context *context, int x, int y, int width, int height) {
	struct vmgl_default_framebuffer *fb = context->framebuffer;
	if (fb && fb->draw && !fb->es && fb->double_buffered)
		blit(fb, fb->fbo, GL_COLOR_ATTACHMENT1, x, y, width, height);
}

void vmgl_default_framebuffer_write(struct vmgl_platform_context *context, GLuint texture, bool front) {
	struct vmgl_default_framebuffer *fb = context->framebuffer;
	if (!fb || !fb->draw || fb->es2 || (front && (fb->es || !fb->double_buffered)))
		return;
	GLuint source = 0;
	GLint read = 0;
	raw.GetIntegerv(GL_READ_FRAMEBUFFER_BINDING, &read);
	raw.GenFramebuffers(1, &source);
	raw.BindFramebuffer(GL_READ_FRAMEBUFFER, source);
	raw.FramebufferTexture2D(GL_READ_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture, 0);
	blit(fb, source, front ? GL_COLOR_ATTACHMENT1 : GL_COLOR_ATTACHMENT0, 0, 0, (int)fb->draw->width,
		 (int)fb->draw->height);
	raw.BindFramebuffer(GL_READ_FRAMEBUFFER, (GLuint)read);
	raw.DeleteFramebuffers(1, &source);
}

void vmgl_default_framebuffer_install(struct vmgl_gl *gl) {
	raw = *gl;
	/* Only what the driver has: a NULL entry is what tells that it has not. */
#define REPLACE(name, wrapper)                                                                                         \
	if (gl->name)                                                                                                      \
	gl->name = wrapper
	REPLACE(GetError, get_error);
	REPLACE(DrawBuffer, draw_buffer);
	REPLACE(DrawBuffers, draw_buffers_wrapper);
	REPLACE(ReadBuffer, read_buffer);
	REPLACE(NamedFramebufferDrawBuffer, named_draw_buffer);
	REPLACE(NamedFramebufferDrawBuffers, named_draw_buffers);
	REPLACE(NamedFramebufferReadBuffer, named_read_buffer);
	REPLACE(FramebufferDrawBufferEXT, named_draw_buffer_ext);
	REPLACE(FramebufferDrawBuffersEXT, named_draw_buffers_ext);
	REPLACE(FramebufferReadBufferEXT, named_read_buffer_ext);
	REPLACE(BindFramebuffer, bind_framebuffer_core);
	REPLACE(BindFramebufferEXT, bind_framebuffer_ext);
	REPLACE(BindFramebufferOES, bind_framebuffer_oes);
	REPLACE(DeleteFramebuffers, delete_framebuffers);
	REPLACE(BlitNamedFramebuffer, blit_named);
	REPLACE(CheckNamedFramebufferStatus, check_named);
	REPLACE(CheckFramebufferStatus, check);
	REPLACE(ClearNamedFramebufferiv, clear_named_iv);
	REPLACE(ClearNamedFramebufferuiv, clear_named_uiv);
	REPLACE(ClearNamedFramebufferfv, clear_named_fv);
	REPLACE(ClearNamedFramebufferfi, clear_named_fi);
	REPLACE(InvalidateFramebuffer, invalidate);
	REPLACE(InvalidateSubFramebuffer, invalidate_sub);
	REPLACE(DiscardFramebufferEXT, discard);
	REPLACE(InvalidateNamedFramebufferData, invalidate_named);
	REPLACE(InvalidateNamedFramebufferSubData, invalidate_named_sub);
	REPLACE(GetFramebufferAttachmentParameteriv, get_attachment);
	REPLACE(GetNamedFramebufferAttachmentParameteriv, get_named_attachment);
	REPLACE(GetFramebufferParameteriv, get_parameter);
	REPLACE(GetNamedFramebufferParameteriv, get_named_parameter);
	REPLACE(GetIntegerv, get_integer);
	REPLACE(GetBooleanv, get_boolean);
	REPLACE(GetFloatv, get_float);
	REPLACE(GetDoublev, get_double);
	REPLACE(GetInteger64v, get_integer64);
	REPLACE(FramebufferParameteri, set_parameter);
	REPLACE(FramebufferTexture, attach_texture);
	REPLACE(FramebufferTexture1D, attach_texture_1d);
	REPLACE(FramebufferTexture2D, attach_texture_2d);
	REPLACE(FramebufferTexture3D, attach_texture_3d);
	REPLACE(FramebufferTextureLayer, attach_layer);
	REPLACE(FramebufferRenderbuffer, attach_renderbuffer);
	REPLACE(ReadPixels, read_pixels);
	REPLACE(ReadnPixels, readn_pixels);
	REPLACE(CopyPixels, copy_pixels);
	REPLACE(CopyTexImage1D, copy_image_1d);
	REPLACE(CopyTexImage2D, copy_image_2d);
	REPLACE(CopyTexSubImage1D, copy_sub_1d);
	REPLACE(CopyTexSubImage2D, copy_sub_2d);
	REPLACE(CopyTexSubImage3D, copy_sub_3d);
	REPLACE(CopyTextureSubImage1D, copy_texture_sub_1d);
	REPLACE(CopyTextureSubImage2D, copy_texture_sub_2d);
	REPLACE(CopyTextureSubImage3D, copy_texture_sub_3d);
#undef REPLACE
}
