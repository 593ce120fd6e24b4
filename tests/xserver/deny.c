/* A security module for Xorg: nobody but its owner may look at a window whose border is 13 pixels wide. Stands for
 * whichever module a site uses; the server has no other one that tells apart the windows of one user's clients. */
#include "xserver/server.h"

#include <xacestr.h>

static void deny(CallbackListPtr *list, void *closure, void *data) {
	XaceResourceAccessRec *access = data;
	(void)list;
	(void)closure;
	if (access->rtype == RT_WINDOW && access->client && access->client != serverClient &&
		CLIENT_ID(access->id) != access->client->index && ((WindowPtr)access->res)->borderWidth == 13 &&
		(access->access_mode & DixGetAttrAccess))
		access->status = BadAccess;
}

static void init(void) {
	XaceRegisterCallback(XACE_RESOURCE_ACCESS, deny, NULL);
}

static void *setup(void *module, void *options, int *major_error, int *minor_error) {
	static const ExtensionModule extension = {init, "VMGL-TEST-DENY", NULL};
	(void)options;
	(void)major_error;
	(void)minor_error;
	LoadExtensionList(&extension, 1, FALSE);
	return module;
}

static XF86ModuleVersionInfo version = {
	.modname = "vmgldeny",
	.vendor = "vmgl",
	._modinfo1_ = MODINFOSTRING1,
	._modinfo2_ = MODINFOSTRING2,
	.xf86version = XORG_VERSION_CURRENT,
	.majorversion = 1,
	.abiclass = ABI_CLASS_EXTENSION,
	.abiversion = ABI_EXTENSION_VERSION,
	.moduleclass = MOD_CLASS_EXTENSION,
};

_X_EXPORT XF86ModuleData vmgldenyModuleData = {.vers = &version, .setup = setup};
