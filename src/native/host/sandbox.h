/* What a renderer may still do once guests talk to it. A guest that finds a hole in the decoder or in the driver must
 * not find the user's files, processes and network behind it. docs/decisions.md, "Sandbox of the renderer". */
#ifndef VMGL_HOST_SANDBOX_H
#define VMGL_HOST_SANDBOX_H

#include <stdbool.h>

/* From here on this thread, and the threads that it starts, read only what drivers are made of (system directories,
 * `driver_path` if it is not NULL, the directories that LD_LIBRARY_PATH and the like name, the X authority file),
 * write only GPU devices, shared memory and a shader cache of vmgl's own, connect only to X servers, and signal
 * nobody (Landlock, as far as the kernel has it). Chooses the shader cache in the environment, so it comes before
 * the driver is loaded and before other threads exist. Says in the log why, where nothing can be done. */
void vmgl_sandbox_files(const char *driver_path);

/* Takes from all threads of the process the system calls that no driver needs once it is warm: executing programs,
 * tracing, mounting, loading code into the kernel, and, unless it may still open X displays (`displays`), making
 * sockets (seccomp). They fail with EPERM. Says in the log why, if it cannot. */
void vmgl_sandbox_calls(bool displays);

#endif
