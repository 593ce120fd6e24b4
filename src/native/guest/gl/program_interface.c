#include "guest/gl/program_interface.h"

#include <stdlib.h>
#include <string.h>

/* A session asks for few names that are not in the table; a program that makes them up is not helped. */
#define REMEMBERED_MAX 4096

struct vmgl_remembered {
	struct vmgl_remembered *next;
	int question;
	int32_t value;
	char name[];
};

struct cursor {
	const uint8_t *at, *end;
	bool ok;
};

static const void *take(struct cursor *cursor, size_t bytes) {
	size_t padded = (bytes + 3) & ~(size_t)3;
	if (!cursor->ok || padded < bytes || (size_t)(cursor->end - cursor->at) < padded) {
		cursor->ok = false;
		return NULL;
	}
	const void *result = cursor->at;
	cursor->at += padded;
	return result;
}

static void take_words(struct cursor *cursor, void *out, size_t bytes) {
	const void *from = take(cursor, bytes);
	if (from != NULL)
		memcpy(out, from, bytes);
}

static struct vmgl_name_text take_text(struct cursor *cursor) {
	uint32_t bytes = 0;
	take_words(cursor, &bytes, sizeof bytes);
	const char *text = take(cursor, bytes);
	return text == NULL ? (struct vmgl_name_text){"", 0} : (struct vmgl_name_text){text, bytes};
}

/* A count that is claimed must fit what follows, so that it cannot make the guest allocate at will. */
static size_t claimed(struct cursor *cursor, int32_t count, size_t each) {
	if (count < 0)
		return 0;
	if ((size_t)count > (size_t)(cursor->end - cursor->at) / each) {
		cursor->ok = false;
		return 0;
	}
	return (size_t)count;
}

static bool ends_with_element_0(const char *text, size_t bytes) {
	return bytes > 3 && memcmp(text + bytes - 3, "[0]", 3) == 0;
}

static size_t base_bytes(struct vmgl_name_text name) {
	return ends_with_element_0(name.text, name.bytes) ? name.bytes - 3 : name.bytes;
}

static uint32_t hash(const char *text, size_t bytes) {
	uint32_t value = 2166136261u;
	for (size_t i = 0; i < bytes; i++)
		value = (value ^ (uint8_t)text[i]) * 16777619u;
	return value;
}

static bool hash_uniforms(struct vmgl_interface *interface, size_t count) {
	interface->bucket_count = 8;
	while (interface->bucket_count < count * 2)
		interface->bucket_count *= 2;
	interface->buckets = calloc(interface->bucket_count, sizeof *interface->buckets);
	if (interface->buckets == NULL)
		return false;
	for (size_t i = 0; i < count; i++) {
		struct vmgl_name_text name = interface->uniforms[i].name;
		uint32_t at = hash(name.text, base_bytes(name));
		while (interface->buckets[at & (interface->bucket_count - 1)] != 0)
			at++;
		interface->buckets[at & (interface->bucket_count - 1)] = (uint32_t)i + 1;
	}
	return true;
}

struct vmgl_interface *vmgl_interface_parse(const void *data, size_t bytes) {
	struct vmgl_interface *interface = calloc(1, sizeof *interface);
	if (interface == NULL)
		return NULL;
	interface->bytes = malloc(bytes);
	if (interface->bytes == NULL)
		goto fail;
	memcpy(interface->bytes, data, bytes);
	struct cursor cursor = {interface->bytes, (const uint8_t *)interface->bytes + bytes, true};
	take_words(&cursor, &interface->report, sizeof interface->report);
	interface->info_log = take_text(&cursor);

	size_t attribs = claimed(&cursor, interface->report.attribs, sizeof(struct vmgl_report_variable));
	interface->attribs = calloc(attribs + 1, sizeof *interface->attribs);
	if (interface->attribs == NULL)
		goto fail;
	for (size_t i = 0; i < attribs && cursor.ok; i++) {
		take_words(&cursor, &interface->attribs[i].report, sizeof interface->attribs[i].report);
		interface->attribs[i].name = take_text(&cursor);
	}
	size_t uniforms = claimed(&cursor, interface->report.uniforms, sizeof(struct vmgl_report_variable));
	interface->uniforms = calloc(uniforms + 1, sizeof *interface->uniforms);
	if (interface->uniforms == NULL)
		goto fail;
	for (size_t i = 0; i < uniforms && cursor.ok; i++) {
		take_words(&cursor, &interface->uniforms[i].report, sizeof interface->uniforms[i].report);
		interface->uniforms[i].name = take_text(&cursor);
	}
	size_t blocks = claimed(&cursor, interface->report.blocks, sizeof(struct vmgl_report_block));
	interface->blocks = calloc(blocks + 1, sizeof *interface->blocks);
	if (interface->blocks == NULL)
		goto fail;
	for (size_t i = 0; i < blocks && cursor.ok; i++) {
		struct vmgl_block *block = &interface->blocks[i];
		take_words(&cursor, &block->report, sizeof block->report);
		block->name = take_text(&cursor);
		size_t members = claimed(&cursor, block->report.uniforms, sizeof *block->uniforms);
		block->uniforms = take(&cursor, members * sizeof *block->uniforms);
	}
	if (!cursor.ok || cursor.at != cursor.end || !hash_uniforms(interface, uniforms))
		goto fail;
	return interface;
fail:
	vmgl_interface_free(interface);
	return NULL;
}

void vmgl_interface_free(struct vmgl_interface *interface) {
	if (interface == NULL)
		return;
	while (interface->remembered != NULL) {
		struct vmgl_remembered *next = interface->remembered->next;
		free(interface->remembered);
		interface->remembered = next;
	}
	free(interface->attribs);
	free(interface->uniforms);
	free(interface->blocks);
	free(interface->buckets);
	free(interface->bytes);
	free(interface);
}

/* Finds a variable whose name, or name without "[0]", is this. */
typedef const struct vmgl_variable *finder(const struct vmgl_interface *interface, const char *name, size_t bytes);

static bool base_is(const struct vmgl_variable *variable, const char *name, size_t bytes) {
	return base_bytes(variable->name) == bytes && memcmp(variable->name.text, name, bytes) == 0;
}

static const struct vmgl_variable *find_uniform(const struct vmgl_interface *interface, const char *name,
												size_t bytes) {
	for (uint32_t at = hash(name, bytes);; at++) {
		uint32_t entry = interface->buckets[at & (interface->bucket_count - 1)];
		if (entry == 0)
			return NULL;
		if (base_is(&interface->uniforms[entry - 1], name, bytes))
			return &interface->uniforms[entry - 1];
	}
}

static const struct vmgl_variable *find_attrib(const struct vmgl_interface *interface, const char *name, size_t bytes) {
	for (int32_t i = 0; i < interface->report.attribs; i++) {
		if (base_is(&interface->attribs[i], name, bytes))
			return &interface->attribs[i];
	}
	return NULL;
}

static enum vmgl_lookup look_up(const struct vmgl_interface *interface, finder *find, const char *name,
								const struct vmgl_variable **found) {
	size_t bytes = strlen(name);
	*found = find(interface, name, bytes);
	if (*found != NULL)
		return VMGL_LOOKUP_FOUND;
	if (bytes == 0 || name[bytes - 1] != ']')
		return VMGL_LOOKUP_ABSENT;
	size_t bracket = bytes - 1;
	while (bracket > 0 && name[bracket] != '[')
		bracket--;
	*found = find(interface, name, bracket);
	if (*found == NULL)
		return VMGL_LOOKUP_ABSENT;
	bool array = ends_with_element_0((*found)->name.text, (*found)->name.bytes);
	return array && strcmp(name + bracket, "[0]") == 0 ? VMGL_LOOKUP_FOUND : VMGL_LOOKUP_ASK;
}

enum vmgl_lookup vmgl_interface_uniform(const struct vmgl_interface *interface, const char *name, uint32_t *index) {
	const struct vmgl_variable *found;
	enum vmgl_lookup result = look_up(interface, find_uniform, name, &found);
	if (result == VMGL_LOOKUP_FOUND)
		*index = (uint32_t)(found - interface->uniforms);
	return result;
}

enum vmgl_lookup vmgl_interface_attrib(const struct vmgl_interface *interface, const char *name, uint32_t *index) {
	const struct vmgl_variable *found;
	enum vmgl_lookup result = look_up(interface, find_attrib, name, &found);
	if (result == VMGL_LOOKUP_FOUND)
		*index = (uint32_t)(found - interface->attribs);
	return result;
}

enum vmgl_lookup vmgl_interface_block(const struct vmgl_interface *interface, const char *name, uint32_t *index) {
	size_t bytes = strlen(name);
	for (int32_t i = 0; i < interface->report.blocks; i++) {
		struct vmgl_name_text block = interface->blocks[i].name;
		if (block.bytes == bytes && memcmp(block.text, name, bytes) == 0) {
			*index = (uint32_t)i;
			return VMGL_LOOKUP_FOUND;
		}
	}
	/* Drivers differ in what they take for the name of an array of blocks. */
	return interface->report.blocks > 0 ? VMGL_LOOKUP_ASK : VMGL_LOOKUP_ABSENT;
}

bool vmgl_interface_recall(const struct vmgl_interface *interface, int question, const char *name, int32_t *value) {
	for (const struct vmgl_remembered *entry = interface->remembered; entry != NULL; entry = entry->next) {
		if (entry->question == question && strcmp(entry->name, name) == 0) {
			*value = entry->value;
			return true;
		}
	}
	return false;
}

void vmgl_interface_remember(struct vmgl_interface *interface, int question, const char *name, int32_t value) {
	int32_t known;
	if (vmgl_interface_recall(interface, question, name, &known))
		return;
	size_t count = 0;
	for (const struct vmgl_remembered *entry = interface->remembered; entry != NULL; entry = entry->next)
		count++;
	size_t bytes = strlen(name) + 1;
	struct vmgl_remembered *entry = count < REMEMBERED_MAX ? malloc(sizeof *entry + bytes) : NULL;
	if (entry == NULL)
		return;
	*entry = (struct vmgl_remembered){.next = interface->remembered, .question = question, .value = value};
	memcpy(entry->name, name, bytes);
	interface->remembered = entry;
}
