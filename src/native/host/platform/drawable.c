/* Wire commands about displays, configurations, contexts and drawables: src/gl/overlay/platform.ts. */
#include "host/platform/drawable.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gen/host/handlers.h"
#include "gen/opcodes.h"
#include "host/gl/names.h"
#include "host/log.h"
#include "host/platform/default_framebuffer.h"
#include "host/platform/tables.h"

static struct vmgl_display_entry *display_entry(GLuint display) {
	if (display < 1 || display > VMGL_DISPLAYS_MAX || !vmgl_tables.displays[display].platform)
		return NULL;
	return &vmgl_tables.displays[display];
}

/* ":1", ":1.0", "unix:1": a display of this machine. */
static bool is_local(const char *name) {
	return name[0] == ':' || strncmp(name, "unix:", 5) == 0;
}

/* The platform on whose X display the proof is found: the primary one, one that was opened before, or the
 * guest's display by its name. A host that was told to render without X only opens one when the guest insists, and
 * an X server that is not the host's own must give the same GPU: drawing on a processor into the window is worse than
 * bringing frames of a GPU back. */
static struct vmgl_platform *prove(GLuint flags, uint32_t window, const char *name, const char *proof) {
	struct vmgl_platform *primary = vmgl_tables.primary;
	bool insists = flags & VMGL_OPEN_INSIST;
	if (primary->ops->proof && primary->ops->proof(primary, window, proof))
		return primary;
	if (primary->emulated && !insists)
		return NULL;
	int free_slot = -1;
	for (int i = 0; i < VMGL_DISPLAYS_MAX; i++) {
		struct vmgl_platform *other = vmgl_tables.others[i];
		if (!other)
			free_slot = free_slot < 0 ? i : free_slot;
		else if (other->ops->proof(other, window, proof))
			return other;
	}
	/* A name of another machine is only tried when the guest insists: connecting can take minutes. */
	if (free_slot < 0 || name[0] == 0 || !(is_local(name) || insists))
		return NULL;
	char error[512];
	struct vmgl_platform *opened = vmgl_platform_glx_open(name, vmgl_tables.driver_path, error, sizeof error);
	if (!opened)
		return NULL;
	char renderer[256] = "";
	if (!opened->ops->proof(opened, window, proof) ||
		(!insists && (!vmgl_platform_warm(opened, renderer, sizeof renderer, NULL, 0, error, sizeof error) ||
					  strcmp(renderer, vmgl_platform_renderer()) != 0))) {
		opened->ops->close(opened);
		return NULL;
	}
	vmgl_tables.others[free_slot] = opened;
	return opened;
}

/* What EGL guests of a GLX platform get: the driver's EGL on the same X display, if it is the same GPU there. */
static struct vmgl_platform *egl_of(struct vmgl_platform *glx, bool windows) {
	if (!glx->egl_tried[windows] && vmgl_glx_has_one_screen(glx)) {
		char error[512], renderer[256] = "", expected[256] = "";
		struct vmgl_platform *egl =
			vmgl_platform_egl_x11_open(glx, vmgl_tables.driver_path, windows, error, sizeof error);
		glx->egl_tried[windows] = true;
		bool same = egl && vmgl_platform_warm(egl, renderer, sizeof renderer, NULL, 0, error, sizeof error);
		if (same && glx != vmgl_tables.primary)
			same = vmgl_platform_warm(glx, expected, sizeof expected, NULL, 0, error, sizeof error);
		if (same)
			same = strcmp(renderer, glx == vmgl_tables.primary ? vmgl_platform_renderer() : expected) == 0;
		glx->egl[windows] = same ? egl : NULL;
		if (!same)
			vmgl_log("EGL guests are served with GLX: %s", egl ? "EGL has another GPU" : error);
		if (egl && !same)
			egl->ops->close(egl);
	}
	return glx->egl[windows] ? glx->egl[windows] : glx;
}

GLuint vmgl_host_vmglDisplayOpen(struct vmgl_host_context *ctx, GLuint display, GLuint flags, GLuint window,
								 GLuint screen, const char *name, size_t name_bytes, const char *proof,
								 size_t proof_bytes, GLuint *info, size_t info_bytes) {
	(void)ctx, (void)name_bytes, (void)screen, (void)info_bytes;
	if (display < 1 || display > VMGL_DISPLAYS_MAX || !vmgl_tables.primary || vmgl_tables.displays[display].platform)
		return VMGL_STATUS_BAD_VALUE;
	struct vmgl_platform *platform = NULL;
	/* An empty proof would be found on any window without the property. */
	if ((flags & VMGL_OPEN_DIRECT) && proof_bytes > 16)
		platform = prove(flags, window, name, proof);
	bool direct = platform != NULL;
	if (!platform)
		platform = vmgl_tables.primary;
	if ((flags & VMGL_OPEN_EGL) && platform->ops->proof)
		platform = egl_of(platform, direct);
	pthread_mutex_lock(&vmgl_tables.lock);
	vmgl_tables.displays[display] = (struct vmgl_display_entry){.platform = platform, .direct = direct};
	pthread_mutex_unlock(&vmgl_tables.lock);
	info[VMGL_OPEN_INFO_PRESENTATION] = direct ? VMGL_PRESENT_DIRECT : VMGL_PRESENT_READBACK;
	info[VMGL_OPEN_INFO_CAPABILITIES] =
		platform->capabilities | (vmgl_platform_is_software() ? (GLuint)VMGL_IS_SOFTWARE : 0);
	return VMGL_STATUS_OK;
}

void vmgl_host_vmglDisplayConfigs(struct vmgl_host_context *ctx, GLuint display, GLuint screen) {
	struct vmgl_display_entry *entry = display_entry(display);
	const struct vmgl_config *configs = NULL;
	unsigned count = 0;
	if (entry)
		count = entry->platform->ops->configs(entry->platform, entry->direct ? screen : 0, &configs);
	vmgl_reply_array(ctx, configs, count * sizeof *configs);
}

GLuint vmgl_host_vmglQueryRenderer(struct vmgl_host_context *ctx, GLuint display, GLuint screen, GLuint renderer,
								   GLuint attribute, GLuint *values, size_t values_bytes) {
	(void)values_bytes;
	struct vmgl_display_entry *entry = display_entry(display);
	const char *text = NULL;
	GLuint count = 0;
	if (entry && entry->platform->ops->query_renderer)
		count = entry->platform->ops->query_renderer(entry->platform, entry->direct ? screen : 0, renderer, attribute,
													 values, &text);
	vmgl_reply_array(ctx, text, text ? strlen(text) : 0);
	return count;
}

void vmgl_host_vmglDriverText(struct vmgl_host_context *ctx, GLuint display, GLuint which) {
	struct vmgl_display_entry *entry = display_entry(display);
	bool known = entry && (entry->platform->capabilities & VMGL_CAN_QUERY_DRIVER) &&
				 (which == VMGL_DRIVER_NAME || which == VMGL_DRIVER_CONFIG);
	char *text = known ? entry->platform->ops->driver_text(entry->platform, which) : NULL;
	vmgl_reply_array(ctx, text, text ? strlen(text) : 0);
	free(text);
}

static bool read_attributes(struct vmgl_context_attributes *out, const GLuint *attribs, GLuint count) {
	*out = (struct vmgl_context_attributes){.major = 1};
	for (GLuint i = 0; i + 1 < count; i += 2) {
		GLuint value = attribs[i + 1];
		out->attributes = true;
		switch (attribs[i]) {
		case VMGL_CONTEXT_API:
			out->es = value == VMGL_CONTEXT_GLES;
			break;
		case VMGL_CONTEXT_MAJOR:
			out->major = value;
			out->versioned = true;
			break;
		case VMGL_CONTEXT_MINOR:
			out->minor = value;
			out->versioned = true;
			break;
		case VMGL_CONTEXT_PROFILE:
			out->core = value == VMGL_CONTEXT_CORE;
			break;
		case VMGL_CONTEXT_FLAGS:
			out->flags = value;
			break;
		case VMGL_CONTEXT_RESET:
			out->lose_on_reset = value;
			break;
		case VMGL_CONTEXT_NO_ERROR:
			out->no_error = value;
			break;
		case VMGL_CONTEXT_RELEASE_NONE:
			out->release_none = value;
			break;
		case VMGL_CONTEXT_RENDER_TYPE:
			out->render_type = value;
			break;
		default:
			return false;
		}
	}
	return count % 2 == 0;
}

GLuint vmgl_host_vmglContextCreate(struct vmgl_host_context *ctx, GLuint display, GLuint screen, GLuint id,
								   GLuint config, GLuint share, GLuint count, const GLuint *attribs,
								   size_t attribs_bytes) {
	(void)ctx, (void)attribs_bytes;
	struct vmgl_display_entry *entry = display_entry(display);
	struct vmgl_context_attributes attributes;
	if (!entry || !id || !read_attributes(&attributes, attribs, count))
		return VMGL_STATUS_BAD_VALUE;
	struct vmgl_platform_context *context = calloc(1, sizeof *context);
	if (!context)
		return VMGL_STATUS_BAD_ALLOC;
	*context = (struct vmgl_platform_context){
		.platform = entry->platform,
		.id = id,
		.es = attributes.es,
		.core = attributes.core,
		.screen = entry->direct ? screen : 0,
		.config = config,
	};
	/* The lock is held throughout: the sharing context must not end meanwhile. */
	pthread_mutex_lock(&vmgl_tables.lock);
	struct vmgl_platform_context *sharing = share ? vmgl_table_context(share) : NULL;
	enum vmgl_status status = VMGL_STATUS_OK;
	if (vmgl_table_context(id) || vmgl_tables.context_count >= VMGL_CONTEXTS_MAX)
		status = VMGL_STATUS_BAD_ALLOC;
	else if (share && !sharing)
		status = VMGL_STATUS_BAD_CONTEXT;
	else if (sharing && sharing->platform != entry->platform)
		status = VMGL_STATUS_BAD_MATCH;
	else
		status = entry->platform->ops->context_create(entry->platform, context, sharing, &attributes);
	if (status == VMGL_STATUS_OK) {
		context->group = sharing ? vmgl_host_group_ref(sharing->group) : vmgl_host_group_create();
		if (!context->group) {
			entry->platform->ops->context_destroy(entry->platform, context);
			status = VMGL_STATUS_BAD_ALLOC;
		}
	}
	if (status == VMGL_STATUS_OK) {
		context->next = vmgl_tables.contexts;
		vmgl_tables.contexts = context;
		vmgl_tables.context_count++;
	} else {
		free(context);
	}
	pthread_mutex_unlock(&vmgl_tables.lock);
	return status;
}

void vmgl_host_vmglContextAbandon(struct vmgl_host_context *ctx, GLuint id) {
	(void)ctx;
	pthread_mutex_lock(&vmgl_tables.lock);
	struct vmgl_platform_context *context = vmgl_table_context(id);
	if (context && context->opened)
		context = NULL;
	if (context)
		context->opened = true; /* a stream that comes at this moment must not find it */
	pthread_mutex_unlock(&vmgl_tables.lock);
	if (context)
		vmgl_platform_context_destroy(context);
}

GLuint vmgl_host_vmglDrawableCreate(struct vmgl_host_context *ctx, GLuint display, GLuint screen, GLuint id,
									GLuint kind, GLuint config, GLuint xid, GLuint width, GLuint height, GLuint flags,
									GLuint *size, size_t size_bytes) {
	(void)ctx, (void)size_bytes;
	struct vmgl_display_entry *entry = display_entry(display);
	if (!entry || !id || kind < VMGL_DRAWABLE_WINDOW || kind > VMGL_DRAWABLE_PBUFFER)
		return VMGL_STATUS_BAD_VALUE;
	if (!vmgl_drawable_size_fits(width, height))
		return VMGL_STATUS_BAD_ALLOC;
	struct vmgl_host_drawable *drawable = calloc(1, sizeof *drawable);
	if (!drawable)
		return VMGL_STATUS_BAD_ALLOC;
	*drawable = (struct vmgl_host_drawable){
		.platform = entry->platform,
		.id = id,
		.kind = kind,
		.direct = entry->direct && kind != VMGL_DRAWABLE_PBUFFER,
		.flags = flags,
		.screen = entry->direct ? screen : 0,
		.config = config,
		.xid = xid,
		.width = width,
		.height = height,
		.references = 1,
	};
	pthread_mutex_init(&drawable->frames, NULL);
	pthread_mutex_lock(&vmgl_tables.lock);
	bool refused = vmgl_table_drawable(id) || vmgl_tables.drawable_count >= VMGL_DRAWABLES_MAX;
	pthread_mutex_unlock(&vmgl_tables.lock);
	enum vmgl_status status =
		refused ? VMGL_STATUS_BAD_ALLOC : entry->platform->ops->drawable_create(entry->platform, drawable);
	if (status != VMGL_STATUS_OK) {
		pthread_mutex_destroy(&drawable->frames);
		free(drawable);
		return status;
	}
	size[0] = drawable->width;
	size[1] = drawable->height;
	pthread_mutex_lock(&vmgl_tables.lock);
	drawable->next = vmgl_tables.drawables;
	vmgl_tables.drawables = drawable;
	vmgl_tables.drawable_count++;
	pthread_mutex_unlock(&vmgl_tables.lock);
	return VMGL_STATUS_OK;
}

void vmgl_host_vmglDrawableDestroy(struct vmgl_host_context *ctx, GLuint id) {
	(void)ctx;
	pthread_mutex_lock(&vmgl_tables.lock);
	struct vmgl_host_drawable *drawable = vmgl_table_drawable(id);
	if (drawable)
		drawable->id = 0;
	pthread_mutex_unlock(&vmgl_tables.lock);
	vmgl_drawable_unref(drawable);
}

static void resize(struct vmgl_host_drawable *drawable, GLuint width, GLuint height) {
	if (drawable->direct || drawable->kind == VMGL_DRAWABLE_PBUFFER || width == 0 || height == 0 ||
		!vmgl_drawable_size_fits(width, height))
		return;
	if (width != drawable->width || height != drawable->height)
		drawable->platform->ops->drawable_resize(drawable->platform, drawable, width, height);
}

GLuint vmgl_host_vmglMakeCurrent(struct vmgl_host_context *ctx, GLuint draw_id, GLuint read_id, GLuint draw_width,
								 GLuint draw_height, GLuint read_width, GLuint read_height) {
	struct vmgl_platform_context *context = ctx->platform;
	if (!context)
		return VMGL_STATUS_BAD_CONTEXT;
	struct vmgl_platform *platform = context->platform;
	if (!draw_id && draw_width && platform->emulated)
		vmgl_contents_save(ctx);
	struct vmgl_host_drawable *draw = vmgl_drawable_ref(draw_id), *read = vmgl_drawable_ref(read_id);
	enum vmgl_status status = VMGL_STATUS_OK;
	if ((draw_id && !draw) || (read_id && !read) || (draw && draw->platform != platform) ||
		(read && read->platform != platform))
		status = VMGL_STATUS_BAD_DRAWABLE;
	if (status == VMGL_STATUS_OK) {
		if (draw)
			resize(draw, draw_width, draw_height);
		if (read && read != draw)
			resize(read, read_width, read_height);
		status = platform->ops->make_current(platform, context, draw, read);
	}
	if (status != VMGL_STATUS_OK) {
		vmgl_drawable_unref(draw);
		vmgl_drawable_unref(read);
		/* As it was: the guest keeps its previous drawables when binding new ones fails. */
		platform->ops->make_current(platform, context, ctx->draw, ctx->read);
		return status;
	}
	vmgl_drawable_unref(ctx->draw);
	vmgl_drawable_unref(ctx->read);
	ctx->draw = draw;
	ctx->read = read;
	if (draw)
		vmgl_contents_restore(ctx);
	if (draw && !context->bound) {
		/* GL 4.6, 13.8.1: viewport and scissor box start with the size of the window that the context is first
		 * attached to. The driver thinks that this was our dummy. */
		context->bound = true;
		platform->gl.Viewport(0, 0, (GLsizei)draw->width, (GLsizei)draw->height);
		platform->gl.Scissor(0, 0, (GLsizei)draw->width, (GLsizei)draw->height);
	}
	return VMGL_STATUS_OK;
}
