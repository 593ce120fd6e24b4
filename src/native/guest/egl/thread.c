/* What EGL keeps per thread: the last error and the bound API; and EGL_KHR_debug. */
#include "guest/egl/egl.h"

struct thread {
	EGLint error; /* EGL_SUCCESS - error: zero at first */
	bool desktop;
	EGLLabelKHR label;
	EGLLabelKHR about; /* of the object that the call is about */
};
static __thread struct thread thread __attribute__((tls_model("initial-exec")));

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static EGLDEBUGPROCKHR callback;
/* Critical and error messages are on by default, warnings and information off. */
static unsigned reported = 1u << (EGL_DEBUG_MSG_CRITICAL_KHR - EGL_DEBUG_MSG_CRITICAL_KHR) |
						   1u << (EGL_DEBUG_MSG_ERROR_KHR - EGL_DEBUG_MSG_CRITICAL_KHR);

static unsigned bit_of(EGLint type) {
	return type >= EGL_DEBUG_MSG_CRITICAL_KHR && type <= EGL_DEBUG_MSG_INFO_KHR
			   ? 1u << (type - EGL_DEBUG_MSG_CRITICAL_KHR)
			   : 0;
}

static const char *error_text(EGLint error) {
	static const char *const texts[] = {
		"success",
		"the display is not initialized",
		"the resource is in use by another thread",
		"out of memory, or of another resource",
		"an attribute or its value is not one",
		"no such configuration",
		"no such context",
		"the surface that is current is no more",
		"no such display",
		"the arguments do not fit each other",
		"no such native pixmap",
		"no such native window",
		"an argument is not valid",
		"no such surface",
		"the context was lost",
	};
	return error >= EGL_SUCCESS && error <= EGL_CONTEXT_LOST ? texts[error - EGL_SUCCESS] : "an error";
}

EGLBoolean vmgl_egl_fail(EGLint error, const char *function) {
	thread.error = error - EGL_SUCCESS;
	EGLint type = error == EGL_BAD_ALLOC ? EGL_DEBUG_MSG_CRITICAL_KHR : EGL_DEBUG_MSG_ERROR_KHR;
	pthread_mutex_lock(&lock);
	EGLDEBUGPROCKHR call = reported & bit_of(type) ? callback : NULL;
	pthread_mutex_unlock(&lock);
	if (call)
		call((EGLenum)error, function, type, thread.label, thread.about, error_text(error));
	thread.about = NULL;
	return EGL_FALSE;
}

EGLBoolean vmgl_egl_succeed(void) {
	thread.error = 0;
	thread.about = NULL;
	return EGL_TRUE;
}

void vmgl_egl_about(void *label) {
	thread.about = label;
}

EGLint vmgl_egl_error_of(enum vmgl_status status, EGLint bad_drawable) {
	switch (status) {
	case VMGL_STATUS_OK:
		return EGL_CONTEXT_LOST; /* the renderer is gone, which was said already */
	case VMGL_STATUS_BAD_ALLOC:
		return EGL_BAD_ALLOC;
	case VMGL_STATUS_BAD_DRAWABLE:
		return bad_drawable;
	case VMGL_STATUS_BAD_CONTEXT:
		return EGL_BAD_CONTEXT;
	case VMGL_STATUS_BAD_MATCH:
	case VMGL_STATUS_BAD_VALUE:
	case VMGL_STATUS_BAD_CONFIG:
	case VMGL_STATUS_BAD_PROFILE:
		break;
	}
	return EGL_BAD_MATCH;
}

EGLint eglGetError(void) {
	EGLint error = EGL_SUCCESS + thread.error;
	thread.error = 0;
	return error;
}

EGLenum vmgl_egl_api(void) {
	return thread.desktop ? EGL_OPENGL_API : EGL_OPENGL_ES_API;
}

EGLBoolean eglBindAPI(EGLenum api) {
	thread.about = thread.label;
	if (api != EGL_OPENGL_API && api != EGL_OPENGL_ES_API)
		return VMGL_EGL_FAIL(EGL_BAD_PARAMETER);
	thread.desktop = api == EGL_OPENGL_API;
	return vmgl_egl_succeed();
}

EGLenum eglQueryAPI(void) {
	vmgl_egl_succeed();
	return vmgl_egl_api();
}

EGLBoolean eglReleaseThread(void) {
	if (vmgl_egl_current())
		vmgl_context_bind(NULL, NULL, NULL);
	thread = (struct thread){.label = thread.label};
	return EGL_TRUE;
}

/* ---- EGL_KHR_debug ---- */

EGLint eglDebugMessageControlKHR(EGLDEBUGPROCKHR call, const EGLAttrib *attributes) {
	pthread_mutex_lock(&lock);
	unsigned next = reported;
	for (const EGLAttrib *at = attributes; at && at[0] != EGL_NONE; at += 2) {
		unsigned bit = bit_of((EGLint)at[0]);
		if (!bit) {
			pthread_mutex_unlock(&lock);
			VMGL_EGL_FAIL(EGL_BAD_ATTRIBUTE);
			return EGL_BAD_ATTRIBUTE;
		}
		next = at[1] ? next | bit : next & ~bit;
	}
	callback = call;
	reported = call ? next : 3;
	pthread_mutex_unlock(&lock);
	vmgl_egl_succeed();
	return EGL_SUCCESS;
}

EGLBoolean eglQueryDebugKHR(EGLint attribute, EGLAttrib *value) {
	if (attribute != EGL_DEBUG_CALLBACK_KHR && !bit_of(attribute))
		return VMGL_EGL_FAIL(EGL_BAD_ATTRIBUTE);
	pthread_mutex_lock(&lock);
	*value = attribute == EGL_DEBUG_CALLBACK_KHR ? (EGLAttrib)callback : (reported & bit_of(attribute)) != 0;
	pthread_mutex_unlock(&lock);
	return vmgl_egl_succeed();
}

/* With the EGL lock held: where the label of an object of the display is, or NULL. */
static void **label_of(struct vmgl_egl_display *display, EGLenum type, EGLObjectKHR object) {
	struct vmgl_egl_context *context;
	struct vmgl_egl_surface *surface;
	switch (type) {
	case EGL_OBJECT_DISPLAY_KHR:
		return object == display ? &display->label : NULL;
	case EGL_OBJECT_CONTEXT_KHR:
		context = vmgl_egl_context(display, object);
		return context ? &context->label : NULL;
	case EGL_OBJECT_SURFACE_KHR:
		surface = vmgl_egl_surface(display, object);
		return surface ? &surface->label : NULL;
	case EGL_OBJECT_IMAGE_KHR:
		return vmgl_egl_image_label(display, object);
	case EGL_OBJECT_SYNC_KHR:
		return vmgl_egl_sync_label(display, object);
	default:
		return NULL;
	}
}

/* Labels come back with messages. */
EGLint eglLabelObjectKHR(EGLDisplay dpy, EGLenum type, EGLObjectKHR object, EGLLabelKHR label) {
	if (type == EGL_OBJECT_THREAD_KHR) {
		thread.label = label;
		vmgl_egl_succeed();
		return EGL_SUCCESS;
	}
	pthread_mutex_lock(&vmgl_egl_lock);
	struct vmgl_egl_display *display = vmgl_egl_display(dpy);
	void **place = display ? label_of(display, type, object) : NULL;
	if (place)
		*place = label;
	pthread_mutex_unlock(&vmgl_egl_lock);
	EGLint error = !display ? EGL_BAD_DISPLAY : !place ? EGL_BAD_PARAMETER : EGL_SUCCESS;
	if (error != EGL_SUCCESS)
		VMGL_EGL_FAIL(error);
	else
		vmgl_egl_succeed();
	return error;
}
