/* libvmglext.so as Xorg's loader sees it: `Load "vmglext"` looks for the symbol vmglextModuleData. */
#include "xserver/extension.h"

static const char name[] = "vmglext";

static XF86ModuleVersionInfo version = {
	.modname = name,
	.vendor = "vmgl",
	._modinfo1_ = MODINFOSTRING1,
	._modinfo2_ = MODINFOSTRING2,
	.xf86version = XORG_VERSION_CURRENT,
	.majorversion = 1,
	.minorversion = 0,
	.patchlevel = 0,
	.abiclass = ABI_CLASS_EXTENSION,
	.abiversion = ABI_EXTENSION_VERSION,
	.moduleclass = MOD_CLASS_EXTENSION,
};

static void *setup(void *module, void *options, int *major_error, int *minor_error);

_X_EXPORT XF86ModuleData vmglextModuleData = {.vers = &version, .setup = setup};

/* The loader has compared the versions by now, unless Xorg runs with -ignoreABI. This module reads the server's own
 * structures; where they are other ones it would crash the server, so it never goes on with another ABI. */
static bool same_abi(void) {
	int wanted = (int)vmglextModuleData.vers->abiversion, found = LoaderGetABIVersion(ABI_CLASS_EXTENSION);
	if (GET_ABI_MAJOR(wanted) == GET_ABI_MAJOR(found) && GET_ABI_MINOR(wanted) <= GET_ABI_MINOR(found))
		return true;
	LogMessage(X_ERROR, "%s: not loaded: built for extension ABI %d.%d, this server has %d.%d. Build vmgl for it.\n",
			   name, GET_ABI_MAJOR(wanted), GET_ABI_MINOR(wanted), GET_ABI_MAJOR(found), GET_ABI_MINOR(found));
	return false;
}

/* Called once for each `Load`, before the server's first generation; the extension's own init runs in each. */
static void *setup(void *module, void *options, int *major_error, int *minor_error) {
	static bool loaded;
	static const ExtensionModule extension = {vmgl_xserver_init, VMGL_XEXT_NAME, NULL};
	(void)options;
	(void)minor_error;
	if (loaded) {
		*major_error = LDR_ONCEONLY;
		return NULL;
	}
	if (!same_abi()) {
		*major_error = LDR_MISMATCH;
		return NULL;
	}
	loaded = true;
	LoadExtensionList(&extension, 1, FALSE);
	return module;
}
