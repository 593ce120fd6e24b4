/* The driver's EGL, as both platforms use it that make contexts with it: egl.c without windows, and
 * egl_x11.c with those of an X display. */
#ifndef VMGL_HOST_EGL_DRIVER_H
#define VMGL_HOST_EGL_DRIVER_H

#include <EGL/egl.h>
#include <EGL/eglext.h>

#include "host/platform/ops.h"

#define VMGL_EGL_FUNCTIONS(F)                                                                                          \
	F(EGLint, GetError, (void))                                                                                        \
	F(EGLBoolean, Initialize, (EGLDisplay, EGLint *, EGLint *))                                                        \
	F(EGLBoolean, Terminate, (EGLDisplay))                                                                             \
	F(const char *, QueryString, (EGLDisplay, EGLint))                                                                 \
	F(EGLBoolean, BindAPI, (EGLenum))                                                                                  \
	F(EGLBoolean, GetConfigs, (EGLDisplay, EGLConfig *, EGLint, EGLint *))                                             \
	F(EGLBoolean, ChooseConfig, (EGLDisplay, const EGLint *, EGLConfig *, EGLint, EGLint *))                           \
	F(EGLBoolean, GetConfigAttrib, (EGLDisplay, EGLConfig, EGLint, EGLint *))                                          \
	F(EGLContext, CreateContext, (EGLDisplay, EGLConfig, EGLContext, const EGLint *))                                  \
	F(EGLBoolean, DestroyContext, (EGLDisplay, EGLContext))                                                            \
	F(EGLSurface, CreateWindowSurface, (EGLDisplay, EGLConfig, EGLNativeWindowType, const EGLint *))                   \
	F(EGLSurface, CreatePixmapSurface, (EGLDisplay, EGLConfig, EGLNativePixmapType, const EGLint *))                   \
	F(EGLSurface, CreatePbufferSurface, (EGLDisplay, EGLConfig, const EGLint *))                                       \
	F(EGLBoolean, DestroySurface, (EGLDisplay, EGLSurface))                                                            \
	F(EGLBoolean, QuerySurface, (EGLDisplay, EGLSurface, EGLint, EGLint *))                                            \
	F(EGLBoolean, SurfaceAttrib, (EGLDisplay, EGLSurface, EGLint, EGLint))                                             \
	F(EGLBoolean, SwapBuffers, (EGLDisplay, EGLSurface))                                                               \
	F(EGLBoolean, SwapInterval, (EGLDisplay, EGLint))                                                                  \
	F(EGLBoolean, MakeCurrent, (EGLDisplay, EGLSurface, EGLSurface, EGLContext))                                       \
	F(EGLBoolean, WaitClient, (void))                                                                                  \
	F(EGLBoolean, ReleaseThread, (void))

/* libEGL without its prefix. Optional ones are NULL where the driver has none. */
struct vmgl_egl {
#define DECLARE(result, name, arguments) result(*name) arguments;
	VMGL_EGL_FUNCTIONS(DECLARE)
#undef DECLARE
	void (*(*GetProcAddress)(const char *))(void);
	PFNEGLGETPLATFORMDISPLAYEXTPROC GetPlatformDisplay;
	PFNEGLCREATEIMAGEKHRPROC CreateImage;
	PFNEGLDESTROYIMAGEKHRPROC DestroyImage;
	char *(*GetDisplayDriverConfig)(EGLDisplay);
	const char *(*GetDisplayDriverName)(EGLDisplay);
};
extern struct vmgl_egl vmgl_egl;

/* What platform->data of both begins with. */
struct vmgl_egl_data {
	EGLDisplay display;
	bool surfaceless, no_config;
	struct vmgl_config *configs; /* what the guest is told */
	unsigned config_count;
};

/* Loads the driver's libEGL, once per process. */
bool vmgl_egl_load(const char *driver_path, char *error, size_t error_bytes);
/* For vmgl_gl_load. */
void *vmgl_egl_proc(const char *name);

/* Sets the capabilities that follow from the display's extensions. false: no desktop OpenGL. */
bool vmgl_egl_describe(struct vmgl_platform *platform);
/* A context of the driver's configuration `config` (EGL_NO_CONFIG_KHR where that is known), in context->handle. */
enum vmgl_status vmgl_egl_context_create(struct vmgl_platform *platform, struct vmgl_platform_context *context,
										 EGLConfig config, const struct vmgl_platform_context *share,
										 const struct vmgl_context_attributes *attributes);
/* What a call that failed means. Takes the driver's error. */
enum vmgl_status vmgl_egl_status(void);
unsigned vmgl_egl_configs(struct vmgl_platform *platform, unsigned screen, const struct vmgl_config **configs);
/* Of struct vmgl_platform_ops. */
unsigned vmgl_egl_image_create(struct vmgl_platform *platform, struct vmgl_platform_context *context, unsigned target,
							   GLuint object, GLint level, GLint zoffset, bool preserved, void **image);
void vmgl_egl_image_destroy(struct vmgl_platform *platform, void *image);
char *vmgl_egl_driver_text(struct vmgl_platform *platform, enum vmgl_driver_text which);

#endif
