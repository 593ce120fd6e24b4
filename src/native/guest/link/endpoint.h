/* Endpoints as the user writes them: host:port, tcp://host:port, tcp://[v6]:port, unix:/path,
 * vsock:CID:port. The same grammar as src/net/endpoint.ts. */
#ifndef VMGL_GUEST_ENDPOINT_H
#define VMGL_GUEST_ENDPOINT_H

#include <stdbool.h>
#include <stddef.h>

enum vmgl_endpoint_kind { VMGL_ENDPOINT_TCP, VMGL_ENDPOINT_UNIX, VMGL_ENDPOINT_VSOCK };

struct vmgl_endpoint {
	enum vmgl_endpoint_kind kind;
	char host[256]; /* TCP: name or address, without brackets; unix: the path */
	char port[8];   /* TCP: decimal */
	unsigned cid, vsock_port;
};

/* false, with one sentence in `error` that names the text, when it is not an endpoint. */
bool vmgl_endpoint_parse(const char *text, struct vmgl_endpoint *endpoint, char *error, size_t error_size);

/* A connected socket, within `timeout_ms` for all addresses of the host together. -1, and one sentence. */
int vmgl_endpoint_connect(const struct vmgl_endpoint *endpoint, const char *text, int timeout_ms, char *error,
						  size_t error_size);

#endif
