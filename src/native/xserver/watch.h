/* What clients watch: a watch is one window for one client. It ends with the window, with the client, or at the
 * client's wish. All of it runs in the server's only thread. */
#ifndef VMGL_XSERVER_WATCH_H
#define VMGL_XSERVER_WATCH_H

#include "xserver/extension.h"

/* Resource types, private keys, and hooks of all screens, for one server generation. False when the server refuses one.
 */
bool vmgl_watch_init(void);
/* The extension's major opcode, which goes into the reports. Before the first watch. */
void vmgl_watch_opcode(int major_opcode);
/* The end of the generation. The screens' hooks end with the screens. */
void vmgl_watch_finish(void);

/* Starts to watch, or sets another limit and reports afresh. Returns an X error code or Success. */
int vmgl_watch_add(ClientPtr client, WindowPtr window, uint32_t limit);
/* No more reports about `window`; nothing happens when there were none. */
void vmgl_watch_remove(ClientPtr client, WindowPtr window);
/* The client has read the report `serial` of `window`, and those before it. */
void vmgl_watch_acknowledge(ClientPtr client, WindowPtr window, uint32_t serial);
/* Sends the reports that are due. Runs by itself before the server waits. */
void vmgl_watch_report_all(void);

#endif
