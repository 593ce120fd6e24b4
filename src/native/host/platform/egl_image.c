/* EGL images of the guest's textures and renderbuffers, by the guest's numbers. */
#include "host/platform/egl_image.h"

#include <stdlib.h>

#include "gen/host/handlers.h"
#include "gen/opcodes.h"
#include "host/platform/tables.h"

#define IMAGES_MAX 4096

#define EGL_BAD_ALLOC_VALUE 0x3003
#define EGL_BAD_PARAMETER_VALUE 0x300C
/* The targets that are textures are numbered between these two. */
#define EGL_GL_TEXTURE_2D_VALUE 0x30B1
#define EGL_GL_RENDERBUFFER_VALUE 0x30B9

struct image {
	uint32_t id;
	struct vmgl_platform *platform;
	void *handle;
	struct image *next;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct image *images;
static unsigned count;

/* With the lock held: where the pointer to the image is. */
static struct image **find(uint32_t id) {
	struct image **link = &images;
	while (*link && (*link)->id != id)
		link = &(*link)->next;
	return link;
}

GLuint vmgl_host_vmglImageCreate(struct vmgl_host_context *ctx, GLuint id, GLuint target, GLuint object, GLint level,
								 GLint zoffset, GLuint preserved) {
	struct vmgl_platform *platform = ctx->platform ? ctx->platform->platform : NULL;
	if (!platform || !platform->ops->image_create || !id)
		return EGL_BAD_PARAMETER_VALUE;
	/* What drivers make of other targets are X pixmaps, files and pointers. */
	if (target < EGL_GL_TEXTURE_2D_VALUE || target > EGL_GL_RENDERBUFFER_VALUE)
		return EGL_BAD_PARAMETER_VALUE;
	const enum vmgl_class class = target == EGL_GL_RENDERBUFFER_VALUE ? VMGL_CLASS_RENDERBUFFER : VMGL_CLASS_TEXTURE;
	GLuint name = vmgl_name(ctx, class, object);
	struct image *image = calloc(1, sizeof *image);
	pthread_mutex_lock(&lock);
	GLuint error = !image || count >= IMAGES_MAX ? EGL_BAD_ALLOC_VALUE : *find(id) ? EGL_BAD_PARAMETER_VALUE : 0;
	if (!error)
		error = platform->ops->image_create(platform, ctx->platform, target, name, level, zoffset, preserved != 0,
											&image->handle);
	if (!error) {
		image->id = id;
		image->platform = platform;
		image->next = images;
		images = image;
		count++;
	} else {
		free(image);
	}
	pthread_mutex_unlock(&lock);
	return error;
}

static void destroy(struct image **link) {
	struct image *image = *link;
	*link = image->next;
	count--;
	image->platform->ops->image_destroy(image->platform, image->handle);
	free(image);
}

void vmgl_host_vmglImageDestroy(struct vmgl_host_context *ctx, GLuint id) {
	(void)ctx;
	pthread_mutex_lock(&lock);
	struct image **link = find(id);
	if (*link)
		destroy(link);
	pthread_mutex_unlock(&lock);
}

void vmgl_egl_images_destroy(void) {
	pthread_mutex_lock(&lock);
	while (images)
		destroy(&images);
	pthread_mutex_unlock(&lock);
}

/* With the lock held, which also keeps the image alive: the driver's handle, NULL for none. false: the context cannot
 * use it, being of another platform. */
static bool usable_by(const struct vmgl_host_context *ctx, GLuint id, GLeglImageOES *handle) {
	const struct image *image = *find(id);
	bool usable = ctx->platform && (!image || image->platform == ctx->platform->platform);
	*handle = image && usable ? image->handle : NULL;
	return usable;
}

GLuint vmgl_host_vmglImageStorage(struct vmgl_host_context *ctx, GLenum target, GLuint texture, GLuint id,
								  GLuint wrong) {
	static const GLint none[] = {GL_NONE}, one[] = {1, 1, GL_NONE};
	GLuint name = target ? 0 : vmgl_name(ctx, VMGL_CLASS_TEXTURE, texture);
	GLeglImageOES handle;
	pthread_mutex_lock(&lock);
	bool usable = usable_by(ctx, id, &handle);
	if (target && usable && ctx->gl->EGLImageTargetTexStorageEXT)
		ctx->gl->EGLImageTargetTexStorageEXT(target, handle, wrong ? one : none);
	else if (!target && usable && ctx->gl->EGLImageTargetTextureStorageEXT)
		ctx->gl->EGLImageTargetTextureStorageEXT(name, handle, wrong ? one : none);
	else
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
	pthread_mutex_unlock(&lock);
	return 1;
}

GLuint vmgl_host_vmglImageTarget(struct vmgl_host_context *ctx, GLuint renderbuffer, GLenum target, GLuint id) {
	GLeglImageOES handle;
	pthread_mutex_lock(&lock);
	bool usable = usable_by(ctx, id, &handle);
	if (renderbuffer && usable && ctx->gl->EGLImageTargetRenderbufferStorageOES)
		ctx->gl->EGLImageTargetRenderbufferStorageOES(target, handle);
	else if (!renderbuffer && usable && ctx->gl->EGLImageTargetTexture2DOES)
		ctx->gl->EGLImageTargetTexture2DOES(target, handle);
	else
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
	pthread_mutex_unlock(&lock);
	return 1;
}
