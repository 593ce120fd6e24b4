/* Blocking socket input and output that survives signals, non-blocking descriptors and short counts, and
 * never raises SIGPIPE. */
#ifndef VMGL_WIRE_SOCKET_H
#define VMGL_WIRE_SOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

/* Writes all of it, with one system call when the socket takes it. Changes `parts`. false: the peer is gone. */
bool vmgl_socket_write(int fd, struct iovec *parts, int count);
bool vmgl_socket_write_bytes(int fd, const void *data, size_t bytes);

/* At least one byte, at most `max`; 0 when the peer is gone. */
size_t vmgl_socket_read(int fd, void *data, size_t max);
bool vmgl_socket_read_exactly(int fd, void *data, size_t bytes);

/* As read and write_bytes, with one file descriptor riding on the first byte. *passed is -1 when none came. */
size_t vmgl_socket_read_fd(int fd, void *data, size_t max, int *passed);
bool vmgl_socket_write_fd(int fd, const void *data, size_t bytes, int passed);

/* Waits until there is something to read; false when vmgl_now_ms() has passed `deadline_ms`, whatever signals come. */
bool vmgl_socket_readable(int fd, int64_t deadline_ms);

/* True when the peer has hung up and nothing it sent is left to read. Does not block. */
bool vmgl_socket_gone(int fd);

/* Blocking, close-on-exec; on TCP without delay and with keepalive; on unix sockets with room for uploads. */
void vmgl_socket_tune(int fd);

#endif
