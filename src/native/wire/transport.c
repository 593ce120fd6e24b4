#include "wire/transport.h"

#include <stdlib.h>
#include <unistd.h>

struct vmgl_transport *vmgl_transport_create(int fd, const struct vmgl_shared *memory) {
	struct vmgl_transport *transport = calloc(1, sizeof(*transport));
	if (transport == NULL)
		return NULL;
	transport->fd = fd;
	if (memory != NULL) {
		transport->shared = true;
		transport->memory = *memory;
		transport->memory.command.socket = transport->memory.reply.socket = fd;
	} else {
		transport->batch = malloc(VMGL_BATCH_BYTES);
		transport->input = malloc(VMGL_BATCH_BYTES);
		if (transport->batch == NULL || transport->input == NULL) {
			free(transport->batch);
			free(transport->input);
			free(transport);
			return NULL;
		}
	}
	return transport;
}

void vmgl_transport_destroy(struct vmgl_transport *transport) {
	if (transport == NULL)
		return;
	if (transport->fd >= 0)
		close(transport->fd);
	if (transport->shared && transport->memory.control != NULL) {
		vmgl_shared_interrupt(&transport->memory);
		vmgl_shared_destroy(&transport->memory);
	}
	free(transport->batch);
	free(transport->input);
	free(transport->reply);
	free(transport);
}
