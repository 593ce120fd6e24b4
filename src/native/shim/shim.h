/* The few system calls that the stub needs and Node does not have, called through koffi
 * (src/native/binding.ts holds the table of signatures; keep both alike).
 *
 * Every function returns a result >= 0, or -errno. Descriptors are close-on-exec unless said otherwise. */
#ifndef VMGL_SHIM_SHIM_H
#define VMGL_SHIM_SHIM_H

#include <stddef.h>
#include <stdint.h>

#define VMGL_SHIM_API __attribute__((visibility("default")))

/* A connected SOCK_SEQPACKET pair in fds[0] and fds[1]. */
VMGL_SHIM_API int vmgl_shim_seqpacket_pair(int32_t *fds);

/* Sends `bytes` bytes as one message, with descriptor `fd` (or none when fd is -1). Never blocks: -EAGAIN when
 * the socket's buffer is full. The caller keeps its copy of the descriptor. */
VMGL_SHIM_API int vmgl_shim_send(int socket, const void *data, size_t bytes, int fd);

/* Starts a thread that reads messages from the SOCK_SEQPACKET `socket` and writes each, with its length as a
 * u32 in front, to a stream socket, whose other end is returned: Node can only read streams. The stream ends
 * when the peer of `seqpacket_socket` closes it; the thread ends with the stream, or when the returned end is
 * closed. The caller keeps `seqpacket_socket`. */
VMGL_SHIM_API int vmgl_shim_relay(int seqpacket_socket);

/* A stream that ends (becomes readable with zero bytes) when process `pid` ends. */
VMGL_SHIM_API int vmgl_shim_watch_process(int pid);

/* Reaps child process `pid`, which has ended: its exit code, or 256 plus the number of the signal that killed it. */
VMGL_SHIM_API int vmgl_shim_reap(int pid);

/* The uid of the process that connected to unix socket `socket` (SO_PEERCRED). */
VMGL_SHIM_API int64_t vmgl_shim_peer_uid(int socket);

#endif
