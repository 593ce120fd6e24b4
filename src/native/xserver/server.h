/* Headers of the X server, in the order that they need. xorg-server.h decides what an XID is: always first. */
#ifndef VMGL_XSERVER_SERVER_H
#define VMGL_XSERVER_SERVER_H

#include <xorg-server.h>

#include <dixstruct.h>
#include <extnsionst.h>
#include <geext.h>
#include <list.h>
#include <os.h>
#include <privates.h>
#include <regionstr.h>
#include <resource.h>
#include <scrnintstr.h>
#include <windowstr.h>
#include <xf86.h>
#include <xf86Module.h>

#endif
