/* X errors as GLX calls raise them. */
#include "guest/glx/glx.h"

void vmgl_glx_error(struct vmgl_display *display, int code, int minor, XID resource) {
	if (display && display->x11)
		vmgl_display_error(display, display->x11, display->error_base + code, minor, resource);
}

void vmgl_glx_x_error(struct vmgl_display *display, int code, int minor, XID resource) {
	if (display && display->x11)
		vmgl_display_error(display, display->x11, code, minor, resource);
}

void vmgl_glx_status_error(struct vmgl_display *display, enum vmgl_status status, int minor, XID resource) {
	switch (status) {
	case VMGL_STATUS_OK:
		break;
	case VMGL_STATUS_BAD_ALLOC:
		vmgl_glx_x_error(display, BadAlloc, minor, resource);
		break;
	case VMGL_STATUS_BAD_MATCH:
		vmgl_glx_x_error(display, BadMatch, minor, resource);
		break;
	case VMGL_STATUS_BAD_VALUE:
		vmgl_glx_x_error(display, BadValue, minor, resource);
		break;
	case VMGL_STATUS_BAD_CONFIG:
		vmgl_glx_error(display, VMGL_GLX_BAD_FBCONFIG, minor, resource);
		break;
	case VMGL_STATUS_BAD_PROFILE:
		vmgl_glx_error(display, VMGL_GLX_BAD_PROFILE_ARB, minor, resource);
		break;
	case VMGL_STATUS_BAD_DRAWABLE:
		vmgl_glx_error(display, VMGL_GLX_BAD_DRAWABLE, minor, resource);
		break;
	case VMGL_STATUS_BAD_CONTEXT:
		vmgl_glx_error(display, VMGL_GLX_BAD_CONTEXT, minor, resource);
		break;
	}
}
