/* The extension VMGL: its requests. docs/x-extension.md describes them. */
#ifndef VMGL_XSERVER_EXTENSION_H
#define VMGL_XSERVER_EXTENSION_H

#include "xserver/server.h"

#include <stdbool.h>

#include "xext/proto.h"

/* Adds the extension to the server; called in each generation. Says in the log why, when it cannot. */
void vmgl_xserver_init(void);

#endif
