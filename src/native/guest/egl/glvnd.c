/* EGL behind glvnd: what libEGL_vmgl.so.0 (glvnd/) hands to libEGL, which keeps the program's EGL and GL symbols and
 * calls ours; the ABI is glvnd/libeglabi.h. Every process that uses EGL loads this, display servers too: the stub is
 * connected to when a display is asked for that a renderer can serve. */
#include "guest/egl/egl.h"

#include <glvnd/libeglabi.h>

#include <stdlib.h>
#include <string.h>

static const __EGLapiExports *glvnd;

static bool is_set(const char *name) {
	const char *value = getenv(name);
	return value && value[0];
}

/* EGL_NO_DISPLAY: libEGL asks the next vendor. */
static EGLDisplay platform_display(EGLenum platform, void *native, const EGLAttrib *attributes) {
	switch (platform) {
	case EGL_PLATFORM_X11_EXT:
		return vmgl_display_connect(native) ? eglGetPlatformDisplay(platform, native, attributes) : EGL_NO_DISPLAY;
	case EGL_PLATFORM_XCB_EXT:
	case EGL_PLATFORM_SURFACELESS_MESA:
	case EGL_PLATFORM_DEVICE_EXT:
		return vmgl_display_connect(NULL) ? eglGetPlatformDisplay(platform, native, attributes) : EGL_NO_DISPLAY;
	case EGL_NONE: /* the default display, which may be another window system's */
		if (is_set("WAYLAND_DISPLAY") || !is_set("DISPLAY") || !vmgl_display_connect(NULL))
			return EGL_NO_DISPLAY;
		return eglGetDisplay(EGL_DEFAULT_DISPLAY);
	default: /* sets the error that libEGL reports if no other vendor has one */
		return eglGetPlatformDisplay(platform, native, attributes);
	}
}

static EGLBoolean supports_api(EGLenum api) {
	return api == EGL_OPENGL_API || api == EGL_OPENGL_ES_API;
}

static const char *vendor_string(int name) {
	return name == __EGL_VENDOR_STRING_PLATFORM_EXTENSIONS
			   ? "EGL_EXT_platform_device EGL_EXT_platform_x11 EGL_EXT_platform_xcb EGL_KHR_platform_x11 "
				 "EGL_MESA_platform_surfaceless"
			   : NULL;
}

/* The device is the stub's. */
static EGLBoolean query_devices(EGLint most, EGLDeviceEXT *devices, EGLint *count) {
	if (vmgl_display_connect(NULL))
		return eglQueryDevicesEXT(most, devices, count);
	*count = 0;
	return EGL_TRUE;
}

static void *proc_address(const char *name) {
	return strcmp(name, "eglQueryDevicesEXT") == 0 ? (void *)query_devices : (void *)eglGetProcAddress(name);
}

/* ---- Functions of EGL extensions ----
 * A program gets one address for such a function, whichever vendors its displays have. These find the vendor, and call
 * the vendor's function by the index that libEGL gave the name. */

enum {
	CLIENT_WAIT_SYNC,
	CREATE_IMAGE,
	CREATE_SYNC,
	DESTROY_IMAGE,
	DESTROY_SYNC,
	GET_DISPLAY_DRIVER_CONFIG,
	GET_DISPLAY_DRIVER_NAME,
	GET_SYNC_ATTRIB,
	QUERY_DEVICE_ATTRIB,
	QUERY_DEVICE_STRING,
	SET_DAMAGE_REGION,
	SIGNAL_SYNC,
	SWAP_BUFFERS_WITH_DAMAGE_EXT,
	SWAP_BUFFERS_WITH_DAMAGE_KHR,
	WAIT_SYNC,
	DISPATCHED,
};
static int indices[DISPATCHED];

static void (*vendor_function(__EGLvendorInfo *vendor, int function, EGLint missing))(void) {
	if (!vendor) {
		glvnd->setEGLError(missing);
		return NULL;
	}
	glvnd->setLastVendor(vendor);
	return glvnd->fetchDispatchEntry(vendor, indices[function]);
}

#define OF_DISPLAY(function) vendor_function(glvnd->getVendorFromDisplay(dpy), function, EGL_BAD_DISPLAY)
#define OF_DEVICE(function) vendor_function(glvnd->getVendorFromDevice(device), function, EGL_BAD_DEVICE_EXT)

static EGLint dispatch_ClientWaitSyncKHR(EGLDisplay dpy, EGLSyncKHR sync, EGLint flags, EGLTimeKHR timeout) {
	glvnd->threadInit();
	PFNEGLCLIENTWAITSYNCKHRPROC call = (PFNEGLCLIENTWAITSYNCKHRPROC)OF_DISPLAY(CLIENT_WAIT_SYNC);
	return call ? call(dpy, sync, flags, timeout) : EGL_FALSE;
}

static EGLImageKHR dispatch_CreateImageKHR(EGLDisplay dpy, EGLContext context, EGLenum target, EGLClientBuffer buffer,
										   const EGLint *attributes) {
	glvnd->threadInit();
	PFNEGLCREATEIMAGEKHRPROC call = (PFNEGLCREATEIMAGEKHRPROC)OF_DISPLAY(CREATE_IMAGE);
	return call ? call(dpy, context, target, buffer, attributes) : EGL_NO_IMAGE_KHR;
}

static EGLSyncKHR dispatch_CreateSyncKHR(EGLDisplay dpy, EGLenum type, const EGLint *attributes) {
	glvnd->threadInit();
	PFNEGLCREATESYNCKHRPROC call = (PFNEGLCREATESYNCKHRPROC)OF_DISPLAY(CREATE_SYNC);
	return call ? call(dpy, type, attributes) : EGL_NO_SYNC_KHR;
}

static EGLBoolean dispatch_DestroyImageKHR(EGLDisplay dpy, EGLImageKHR image) {
	glvnd->threadInit();
	PFNEGLDESTROYIMAGEKHRPROC call = (PFNEGLDESTROYIMAGEKHRPROC)OF_DISPLAY(DESTROY_IMAGE);
	return call ? call(dpy, image) : EGL_FALSE;
}

static EGLBoolean dispatch_DestroySyncKHR(EGLDisplay dpy, EGLSyncKHR sync) {
	glvnd->threadInit();
	PFNEGLDESTROYSYNCKHRPROC call = (PFNEGLDESTROYSYNCKHRPROC)OF_DISPLAY(DESTROY_SYNC);
	return call ? call(dpy, sync) : EGL_FALSE;
}

static char *dispatch_GetDisplayDriverConfig(EGLDisplay dpy) {
	glvnd->threadInit();
	PFNEGLGETDISPLAYDRIVERCONFIGPROC call = (PFNEGLGETDISPLAYDRIVERCONFIGPROC)OF_DISPLAY(GET_DISPLAY_DRIVER_CONFIG);
	return call ? call(dpy) : NULL;
}

static const char *dispatch_GetDisplayDriverName(EGLDisplay dpy) {
	glvnd->threadInit();
	PFNEGLGETDISPLAYDRIVERNAMEPROC call = (PFNEGLGETDISPLAYDRIVERNAMEPROC)OF_DISPLAY(GET_DISPLAY_DRIVER_NAME);
	return call ? call(dpy) : NULL;
}

static EGLBoolean dispatch_GetSyncAttribKHR(EGLDisplay dpy, EGLSyncKHR sync, EGLint attribute, EGLint *value) {
	glvnd->threadInit();
	PFNEGLGETSYNCATTRIBKHRPROC call = (PFNEGLGETSYNCATTRIBKHRPROC)OF_DISPLAY(GET_SYNC_ATTRIB);
	return call ? call(dpy, sync, attribute, value) : EGL_FALSE;
}

static EGLBoolean dispatch_QueryDeviceAttribEXT(EGLDeviceEXT device, EGLint attribute, EGLAttrib *value) {
	glvnd->threadInit();
	PFNEGLQUERYDEVICEATTRIBEXTPROC call = (PFNEGLQUERYDEVICEATTRIBEXTPROC)OF_DEVICE(QUERY_DEVICE_ATTRIB);
	return call ? call(device, attribute, value) : EGL_FALSE;
}

static const char *dispatch_QueryDeviceStringEXT(EGLDeviceEXT device, EGLint name) {
	glvnd->threadInit();
	PFNEGLQUERYDEVICESTRINGEXTPROC call = (PFNEGLQUERYDEVICESTRINGEXTPROC)OF_DEVICE(QUERY_DEVICE_STRING);
	return call ? call(device, name) : NULL;
}

static EGLBoolean dispatch_SetDamageRegionKHR(EGLDisplay dpy, EGLSurface surface, EGLint *rectangles, EGLint count) {
	glvnd->threadInit();
	PFNEGLSETDAMAGEREGIONKHRPROC call = (PFNEGLSETDAMAGEREGIONKHRPROC)OF_DISPLAY(SET_DAMAGE_REGION);
	return call ? call(dpy, surface, rectangles, count) : EGL_FALSE;
}

static EGLBoolean dispatch_SignalSyncKHR(EGLDisplay dpy, EGLSyncKHR sync, EGLenum mode) {
	glvnd->threadInit();
	PFNEGLSIGNALSYNCKHRPROC call = (PFNEGLSIGNALSYNCKHRPROC)OF_DISPLAY(SIGNAL_SYNC);
	return call ? call(dpy, sync, mode) : EGL_FALSE;
}

static EGLBoolean dispatch_SwapBuffersWithDamageEXT(EGLDisplay dpy, EGLSurface surface, const EGLint *rectangles,
													EGLint count) {
	glvnd->threadInit();
	PFNEGLSWAPBUFFERSWITHDAMAGEEXTPROC call =
		(PFNEGLSWAPBUFFERSWITHDAMAGEEXTPROC)OF_DISPLAY(SWAP_BUFFERS_WITH_DAMAGE_EXT);
	return call ? call(dpy, surface, rectangles, count) : EGL_FALSE;
}

static EGLBoolean dispatch_SwapBuffersWithDamageKHR(EGLDisplay dpy, EGLSurface surface, const EGLint *rectangles,
													EGLint count) {
	glvnd->threadInit();
	PFNEGLSWAPBUFFERSWITHDAMAGEKHRPROC call =
		(PFNEGLSWAPBUFFERSWITHDAMAGEKHRPROC)OF_DISPLAY(SWAP_BUFFERS_WITH_DAMAGE_KHR);
	return call ? call(dpy, surface, rectangles, count) : EGL_FALSE;
}

static EGLint dispatch_WaitSyncKHR(EGLDisplay dpy, EGLSyncKHR sync, EGLint flags) {
	glvnd->threadInit();
	PFNEGLWAITSYNCKHRPROC call = (PFNEGLWAITSYNCKHRPROC)OF_DISPLAY(WAIT_SYNC);
	return call ? call(dpy, sync, flags) : EGL_FALSE;
}

#define DISPATCH(name, index)                                                                                          \
	{ "egl" #name, (void (*)(void))dispatch_##name, index }
static const struct {
	const char *name;
	void (*function)(void);
	int index;
} dispatched[] = {
	DISPATCH(ClientWaitSyncKHR, CLIENT_WAIT_SYNC),
	DISPATCH(CreateImageKHR, CREATE_IMAGE),
	DISPATCH(CreateSyncKHR, CREATE_SYNC),
	DISPATCH(DestroyImageKHR, DESTROY_IMAGE),
	DISPATCH(DestroySyncKHR, DESTROY_SYNC),
	DISPATCH(GetDisplayDriverConfig, GET_DISPLAY_DRIVER_CONFIG),
	DISPATCH(GetDisplayDriverName, GET_DISPLAY_DRIVER_NAME),
	DISPATCH(GetSyncAttribKHR, GET_SYNC_ATTRIB),
	DISPATCH(QueryDeviceAttribEXT, QUERY_DEVICE_ATTRIB),
	DISPATCH(QueryDeviceStringEXT, QUERY_DEVICE_STRING),
	DISPATCH(SetDamageRegionKHR, SET_DAMAGE_REGION),
	DISPATCH(SignalSyncKHR, SIGNAL_SYNC),
	DISPATCH(SwapBuffersWithDamageEXT, SWAP_BUFFERS_WITH_DAMAGE_EXT),
	DISPATCH(SwapBuffersWithDamageKHR, SWAP_BUFFERS_WITH_DAMAGE_KHR),
	DISPATCH(WaitSyncKHR, WAIT_SYNC),
};

static void *dispatch_address(const char *name) {
	for (size_t i = 0; i < sizeof dispatched / sizeof *dispatched; i++)
		if (strcmp(name, dispatched[i].name) == 0)
			return (void *)dispatched[i].function;
	return NULL;
}

static void set_dispatch_index(const char *name, int index) {
	for (size_t i = 0; i < sizeof dispatched / sizeof *dispatched; i++)
		if (strcmp(name, dispatched[i].name) == 0)
			indices[dispatched[i].index] = index;
}

/* Called once. False: libEGL goes on as if there were no such vendor. */
__attribute__((visibility("default"))) EGLBoolean vmgl_glvnd_egl_main(uint32_t version, const __EGLapiExports *exports,
																	  __EGLvendorInfo *vendor,
																	  __EGLapiImports *imports) {
	(void)vendor;
	if (EGL_VENDOR_ABI_GET_MAJOR_VERSION(version) != EGL_VENDOR_ABI_MAJOR_VERSION)
		return EGL_FALSE;
	glvnd = exports;
	imports->getPlatformDisplay = platform_display;
	imports->getSupportsAPI = supports_api;
	imports->getVendorString = vendor_string;
	imports->getProcAddress = proc_address;
	imports->getDispatchAddress = dispatch_address;
	imports->setDispatchIndex = set_dispatch_index;
	return EGL_TRUE;
}
