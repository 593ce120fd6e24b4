#include "guest/link/discover.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "guest/link/endpoint.h"

#define ANNOUNCED_MAX 8
#define PROBE_MS 1000
/* A peer that drops packets instead of refusing them must not hold up every program that is started over ssh. */
#define PEER_MS 300
#define DEFAULT_PORT 7000

static struct vmgl_place *add(struct vmgl_place *places, size_t *count, const char *from) {
	if (*count == VMGL_PLACES_MAX)
		return NULL;
	struct vmgl_place *place = &places[(*count)++];
	*place = (struct vmgl_place){.from = from, .connect_ms = PROBE_MS};
	return place;
}

static bool is_endpoint(const char *text) {
	struct vmgl_endpoint endpoint;
	char error[512];
	for (const char *at = text; *at != '\0'; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f) /* it goes into messages on terminals */
			return false;
	return vmgl_endpoint_parse(text, &endpoint, error, sizeof(error));
}

static void add_announced(const char *announced, size_t bytes, struct vmgl_place *places, size_t *count) {
	int added = 0;
	for (size_t at = 0; at < bytes && added < ANNOUNCED_MAX;) {
		const char *text = announced + at;
		size_t length = strnlen(text, bytes - at);
		at += length + 1;
		struct vmgl_place *place;
		if (length == 0 || length >= sizeof(place->endpoint) || (place = add(places, count, VMGL_ANNOUNCEMENT)) == NULL)
			continue;
		memcpy(place->endpoint, text, length);
		place->endpoint[length] = '\0';
		if (is_endpoint(place->endpoint))
			added++;
		else
			(*count)--;
	}
}

static bool is_socket_name(const char *name) {
	size_t digits = strncmp(name, "stub-", 5) == 0 ? strspn(name + 5, "0123456789") : 0;
	return digits > 0 && strcmp(name + 5 + digits, ".sock") == 0;
}

static void add_socket(const char *directory, const char *from, struct vmgl_place *places, size_t *count) {
	DIR *entries = opendir(directory);
	if (entries == NULL)
		return;
	char best[64] = "";
	for (const struct dirent *entry; (entry = readdir(entries)) != NULL;)
		if (is_socket_name(entry->d_name) && strlen(entry->d_name) < sizeof(best) &&
			(best[0] == '\0' || strcmp(entry->d_name, best) < 0))
			strcpy(best, entry->d_name);
	closedir(entries);
	struct vmgl_place *place = best[0] == '\0' ? NULL : add(places, count, from);
	if (place != NULL)
		snprintf(place->endpoint, sizeof(place->endpoint), "unix:%s/%s", directory, best);
}

/* SSH_CONNECTION: the address that ssh came from, its port, our address, our port. SSH_CLIENT: the older name, which
 * begins with the same. */
static void add_peer(struct vmgl_place *places, size_t *count) {
	const char *name = "SSH_CONNECTION", *value = getenv(name);
	if (value == NULL || value[0] == '\0')
		value = getenv(name = "SSH_CLIENT");
	size_t length = value == NULL ? 0 : strcspn(value, " ");
	if (length == 0 || length > 80)
		return;
	struct vmgl_place *place = add(places, count, name);
	if (place == NULL)
		return;
	const char *format = memchr(value, ':', length) != NULL ? "tcp://[%.*s]:%d" : "tcp://%.*s:%d";
	snprintf(place->endpoint, sizeof(place->endpoint), format, (int)length, value, DEFAULT_PORT);
	place->connect_ms = PEER_MS;
	if (!is_endpoint(place->endpoint))
		(*count)--;
}

size_t vmgl_places(const char *announced, size_t announced_bytes, struct vmgl_place places[VMGL_PLACES_MAX]) {
	static const char *const names[] = {"VMGL_STUB", "GLSTUB"};
	size_t count = 0;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);
		if (value == NULL || value[0] == '\0')
			continue;
		struct vmgl_place *place = add(places, &count, names[i]);
		snprintf(place->endpoint, sizeof(place->endpoint), "%s", value);
		place->named = true;
		return count;
	}
	if (announced != NULL)
		add_announced(announced, announced_bytes, places, &count);
	char directory[108];
	const char *runtime = getenv("XDG_RUNTIME_DIR");
	if (runtime != NULL && runtime[0] == '/')
		snprintf(directory, sizeof(directory), "%s/vmgl", runtime);
	else
		snprintf(directory, sizeof(directory), "/run/user/%u/vmgl", (unsigned)getuid());
	add_socket(directory, "XDG_RUNTIME_DIR", places, &count);
	add_socket("/run/vmgl", "/run/vmgl", places, &count);
	add_peer(places, &count);
	return count;
}

struct vmgl_connection *vmgl_discover(const char *announced, size_t announced_bytes, char *error, size_t error_size) {
	struct vmgl_place places[VMGL_PLACES_MAX];
	size_t count = vmgl_places(announced, announced_bytes, places);
	char first[512] = "";
	for (size_t i = 0; i < count; i++) {
		struct vmgl_connection *connection =
			places[i].named ? vmgl_connect(places[i].endpoint, error, error_size)
							: vmgl_connect_within(places[i].endpoint, places[i].connect_ms, error, error_size);
		if (connection != NULL || places[i].named)
			return connection;
		if (first[0] == '\0')
			snprintf(first, sizeof(first), "%s: %s", places[i].from, error);
	}
	snprintf(
		error, error_size,
		"There is no stub to render on (GLSTUB is not set%s%s). Start the program with \"vmgl run\", or set GLSTUB to "
		"the host and port of a running \"vmgl stub\".",
		first[0] == '\0' ? "" : "; ", first);
	return NULL;
}
