#include "guest/gl/programs.h"

#include <stdlib.h>
#include <string.h>

#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "guest/gl/list_names.h"
#include "guest/gl/lists.h"
#include "guest/gl/program_interface.h"
#include "guest/gl/sync.h"
#include "wire/map.h"

/* What compiling a shader told. */
struct report {
	struct vmgl_shader_report values;
	GLsizei log_bytes;
	char log[];
};

/* A name that was linked or compiled at least once. */
struct object {
	unsigned version; /* counts links and compilations */
	bool validated;   /* glValidateProgram may have changed the info log since */
	struct vmgl_interface *interface;
	struct report *report;
};

enum question { QUESTION_UNIFORM, QUESTION_ATTRIB, QUESTION_BLOCK, QUESTION_DATA_LOCATION, QUESTION_DATA_INDEX };

static void forget(struct object *object) {
	vmgl_interface_free(object->interface);
	free(object->report);
	object->interface = NULL;
	object->report = NULL;
}

static void release(uintptr_t value) {
	struct object *object = (struct object *)value;
	forget(object);
	free(object);
}

bool vmgl_programs_init(struct vmgl_context *ctx) {
	struct vmgl_share_group *group = ctx->group;
	pthread_mutex_lock(&group->lock);
	if (group->programs == NULL) {
		struct vmgl_program_table *table = calloc(1, sizeof *table);
		if (table != NULL) {
			pthread_mutex_init(&table->lock, NULL);
			table->lists = vmgl_list_names_create();
			table->syncs = vmgl_syncs_create();
			if (table->lists == NULL || table->syncs == NULL) {
				vmgl_program_table_free(table);
				table = NULL;
			}
		}
		group->programs = table;
	}
	bool done = group->programs != NULL;
	pthread_mutex_unlock(&group->lock);
	return done;
}

void vmgl_program_table_free(struct vmgl_program_table *table) {
	if (table == NULL)
		return;
	vmgl_map_each(&table->objects, release);
	vmgl_map_free(&table->objects);
	vmgl_map_free(&table->shaders);
	vmgl_list_names_destroy(table->lists);
	vmgl_syncs_destroy(table->syncs);
	pthread_mutex_destroy(&table->lock);
	free(table);
}

static struct object *find(struct vmgl_program_table *table, GLuint name) {
	uintptr_t *value = vmgl_map_find(&table->objects, name);
	return value == NULL ? NULL : (struct object *)*value;
}

/* Forgets what was known of an object, and starts to know it when it is new. */
static void renew(struct vmgl_context *ctx, GLuint name) {
	struct vmgl_program_table *table = ctx->group->programs;
	pthread_mutex_lock(&table->lock);
	struct object *object = find(table, name);
	if (object == NULL) {
		object = calloc(1, sizeof *object);
		if (object != NULL && !vmgl_map_put(&table->objects, name, (uintptr_t)object)) {
			free(object);
			object = NULL;
		}
	}
	if (object != NULL) {
		forget(object);
		object->version++;
		object->validated = false;
	}
	pthread_mutex_unlock(&table->lock);
}

/* From now on only the driver knows the object. It may live on, attached or current, until it is unused. */
static void drop(struct vmgl_context *ctx, GLuint name) {
	struct vmgl_program_table *table = ctx->group->programs;
	pthread_mutex_lock(&table->lock);
	struct object *object = find(table, name);
	if (object != NULL) {
		vmgl_map_remove(&table->objects, name);
		release((uintptr_t)object);
	}
	vmgl_map_remove(&table->shaders, name);
	pthread_mutex_unlock(&table->lock);
}

/* A shader that was deleted lives on while it is attached: then the driver knows. */
static bool is_shader(struct vmgl_context *ctx, GLuint name) {
	struct vmgl_program_table *table = ctx->group->programs;
	pthread_mutex_lock(&table->lock);
	bool known = vmgl_map_find(&table->shaders, name) != NULL;
	pthread_mutex_unlock(&table->lock);
	return known || glIsShader(name);
}

/* Returns a program's interface with the table locked, or NULL and unlocked when the driver has to be
 * asked call by call: not a program that was linked, or a lost connection. */
static struct vmgl_interface *lock_interface(struct vmgl_context *ctx, GLuint program) {
	struct vmgl_program_table *table = ctx->group->programs;
	if (ctx->lists->in_begin)
		return NULL; /* an error, the driver's to raise */
	pthread_mutex_lock(&table->lock);
	struct object *object = find(table, program);
	if (object == NULL) {
		pthread_mutex_unlock(&table->lock);
		return NULL;
	}
	if (object->interface != NULL)
		return object->interface;
	unsigned version = object->version;
	pthread_mutex_unlock(&table->lock);

	struct vmgl_blob blob;
	struct vmgl_interface *interface = NULL;
	if (vmgl_enc_vmglProgramReport(ctx, program, &blob) && blob.bytes != 0)
		interface = vmgl_interface_parse(blob.data, blob.bytes);
	if (interface == NULL)
		return NULL;

	pthread_mutex_lock(&table->lock);
	object = find(table, program);
	if (object == NULL || object->version != version || object->interface != NULL) {
		vmgl_interface_free(interface); /* another thread linked, deleted or asked in between */
		if (object == NULL || object->interface == NULL) {
			pthread_mutex_unlock(&table->lock);
			return NULL;
		}
		return object->interface;
	}
	object->interface = interface;
	return interface;
}

/* The same, for calls that fail unless the last link succeeded. */
static struct vmgl_interface *lock_linked(struct vmgl_context *ctx, GLuint program) {
	struct vmgl_interface *interface = lock_interface(ctx, program);
	if (interface != NULL && !interface->report.link_status) {
		pthread_mutex_unlock(&ctx->group->programs->lock);
		return NULL;
	}
	return interface;
}

static struct report *lock_report(struct vmgl_context *ctx, GLuint shader) {
	struct vmgl_program_table *table = ctx->group->programs;
	if (ctx->lists->in_begin)
		return NULL;
	pthread_mutex_lock(&table->lock);
	struct object *object = find(table, shader);
	if (object == NULL) {
		pthread_mutex_unlock(&table->lock);
		return NULL;
	}
	if (object->report != NULL)
		return object->report;
	unsigned version = object->version;
	pthread_mutex_unlock(&table->lock);

	struct vmgl_blob blob;
	if (!vmgl_enc_vmglShaderReport(ctx, shader, &blob))
		return NULL;
	struct vmgl_shader_report values;
	uint32_t log_bytes;
	if (blob.bytes < sizeof values + sizeof log_bytes)
		return NULL;
	const uint8_t *at = blob.data;
	memcpy(&values, at, sizeof values);
	memcpy(&log_bytes, at + sizeof values, sizeof log_bytes);
	at += sizeof values + sizeof log_bytes;
	if (log_bytes > blob.bytes - sizeof values - sizeof log_bytes)
		return NULL;
	struct report *report = malloc(sizeof *report + log_bytes);
	if (report == NULL)
		return NULL;
	report->values = values;
	report->log_bytes = (GLsizei)log_bytes;
	memcpy(report->log, at, log_bytes);

	pthread_mutex_lock(&table->lock);
	object = find(table, shader);
	if (object == NULL || object->version != version || object->report != NULL) {
		free(report);
		if (object == NULL || object->report == NULL) {
			pthread_mutex_unlock(&table->lock);
			return NULL;
		}
		return object->report;
	}
	object->report = report;
	return report;
}

static void unlock(struct vmgl_context *ctx) {
	pthread_mutex_unlock(&ctx->group->programs->lock);
}

/* Copies a text as every glGet* with bufSize does; `bufSize` is not negative. */
static void give_text(const char *text, GLsizei bytes, GLsizei bufSize, GLsizei *length, GLchar *out) {
	GLsizei copied = bufSize == 0 ? 0 : bytes < bufSize - 1 ? bytes : bufSize - 1;
	if (bufSize > 0 && out != NULL) {
		memcpy(out, text, (size_t)copied);
		out[copied] = '\0';
	}
	if (length != NULL)
		*length = copied;
}

/* --- Making, changing and ending ------------------------------------------------------------------ */

static bool shader_type_known(const struct vmgl_context *ctx, GLenum type) {
	bool es = ctx->api == VMGL_API_GLES1 || ctx->api == VMGL_API_GLES2;
	switch (type) {
	case GL_VERTEX_SHADER:
	case GL_FRAGMENT_SHADER:
		return ctx->api == VMGL_API_GLES2 || (!es && ctx->version >= 20);
	case GL_GEOMETRY_SHADER:
		return ctx->version >= 32 && ctx->api != VMGL_API_GLES1;
	case GL_TESS_CONTROL_SHADER:
	case GL_TESS_EVALUATION_SHADER:
		return ctx->version >= (es ? 32 : 40);
	case GL_COMPUTE_SHADER:
		return ctx->version >= (es ? 31 : 43);
	default:
		return false;
	}
}

GLuint vmgl_guest_glCreateShader(struct vmgl_context *ctx, GLenum type) {
	GLuint name;
	vmgl_names_take(ctx, VMGL_CLASS_PROGRAM, 1, &name);
	if (shader_type_known(ctx, type)) {
		vmgl_enc_glCreateShader(ctx, type, name);
	} else if (!vmgl_enc_vmglCreateShader(ctx, type, name)) {
		vmgl_names_give_back(ctx, VMGL_CLASS_PROGRAM, name);
		return 0;
	}
	struct vmgl_program_table *table = ctx->group->programs;
	pthread_mutex_lock(&table->lock);
	vmgl_map_put(&table->shaders, name, 1);
	pthread_mutex_unlock(&table->lock);
	vmgl_order_publish(ctx);
	return name;
}

/* Bytes of a string that ends at its terminator, or after `lengths[i]` bytes if that is given and not negative. */
static size_t string_bytes(const GLchar *string, const GLint *lengths, GLsizei i) {
	return string == NULL                       ? 0
		   : lengths != NULL && lengths[i] >= 0 ? strnlen(string, (size_t)lengths[i])
												: strlen(string);
}

/* Joins strings and gives each a terminator; NULL is an empty one. NULL (and a GL error) when there is no memory;
 * *bytes is their size. */
static char *join_terminated(struct vmgl_context *ctx, GLsizei count, const GLchar *const *strings,
							 const GLint *lengths, uint32_t *bytes) {
	uint64_t total = 0;
	for (GLsizei i = 0; i < count; i++)
		total += string_bytes(strings[i], lengths, i) + 1;
	char *joined = total < VMGL_COMMAND_MAX ? malloc(total + 1) : NULL;
	if (joined == NULL) {
		vmgl_error(ctx, GL_OUT_OF_MEMORY);
		return NULL;
	}
	char *at = joined;
	for (GLsizei i = 0; i < count; i++) {
		const size_t length = string_bytes(strings[i], lengths, i);
		if (length > 0)
			memcpy(at, strings[i], length);
		at[length] = '\0';
		at += length + 1;
	}
	*bytes = (uint32_t)total;
	return joined;
}

static GLuint create_shader_program(struct vmgl_context *ctx, enum vmgl_shader_program_form form, GLenum type,
									GLsizei count, const GLchar *const *strings) {
	if (count < 0 || (count > 0 && strings == NULL)) {
		vmgl_error(ctx, GL_INVALID_VALUE);
		return 0;
	}
	uint32_t bytes;
	char *joined = join_terminated(ctx, count, strings, NULL, &bytes);
	if (joined == NULL)
		return 0;
	GLuint name;
	vmgl_names_take(ctx, VMGL_CLASS_PROGRAM, 1, &name);
	bool made = vmgl_enc_vmglCreateShaderProgram(ctx, form, type, name, count, bytes, joined) != 0;
	free(joined);
	if (!made) {
		vmgl_names_give_back(ctx, VMGL_CLASS_PROGRAM, name);
		return 0;
	}
	renew(ctx, name);
	vmgl_order_publish(ctx);
	return name;
}

GLuint vmgl_guest_glCreateShaderProgramv(struct vmgl_context *ctx, GLenum type, GLsizei count,
										 const GLchar *const *strings) {
	return create_shader_program(ctx, VMGL_SHADER_PROGRAM_V, type, count, strings);
}

GLuint vmgl_guest_glCreateShaderProgramvEXT(struct vmgl_context *ctx, GLenum type, GLsizei count,
											const GLchar **strings) {
	return create_shader_program(ctx, VMGL_SHADER_PROGRAM_V_EXT, type, count, (const GLchar *const *)strings);
}

GLuint vmgl_guest_glCreateShaderProgramEXT(struct vmgl_context *ctx, GLenum type, const GLchar *string) {
	return create_shader_program(ctx, VMGL_SHADER_PROGRAM_EXT, type, 1, &string);
}

/* Joins strings with explicit lengths into one text without terminators: what was concatenated cannot be
 * told apart afterwards (glGetShaderSource returns the concatenation). */
static char *join(struct vmgl_context *ctx, GLsizei count, const GLchar *const *strings, const GLint *lengths,
				  uint32_t *bytes) {
	uint64_t total = 0;
	for (GLsizei i = 0; i < count; i++) {
		if (strings[i] == NULL) {
			vmgl_error(ctx, GL_INVALID_OPERATION);
			return NULL;
		}
		total += lengths != NULL && lengths[i] >= 0 ? (uint64_t)lengths[i] : strlen(strings[i]);
	}
	char *joined = total < VMGL_COMMAND_MAX ? malloc(total + 1) : NULL;
	if (joined == NULL) {
		vmgl_error(ctx, GL_OUT_OF_MEMORY);
		return NULL;
	}
	char *at = joined;
	for (GLsizei i = 0; i < count; i++) {
		size_t length = lengths != NULL && lengths[i] >= 0 ? (size_t)lengths[i] : strlen(strings[i]);
		memcpy(at, strings[i], length);
		at += length;
	}
	*bytes = (uint32_t)total;
	return joined;
}

void vmgl_guest_glShaderSource(struct vmgl_context *ctx, GLuint shader, GLsizei count, const GLchar *const *string,
							   const GLint *length) {
	if (count < 0 || string == NULL) {
		vmgl_error(ctx, GL_INVALID_VALUE);
		return;
	}
	/* The error of a wrong name comes before the strings are read, which may be anywhere then. */
	if (!is_shader(ctx, shader)) {
		vmgl_enc_vmglShaderSource(ctx, shader, 0, "");
		return;
	}
	uint32_t bytes;
	char *joined = join(ctx, count, string, length, &bytes);
	if (joined == NULL)
		return;
	vmgl_enc_vmglShaderSource(ctx, shader, bytes, joined);
	free(joined);
}

void vmgl_guest_glCompileShader(struct vmgl_context *ctx, GLuint shader) {
	renew(ctx, shader);
	vmgl_enc_glCompileShader(ctx, shader);
	vmgl_order_publish(ctx);
}

void vmgl_guest_glCompileShaderIncludeARB(struct vmgl_context *ctx, GLuint shader, GLsizei count,
										  const GLchar *const *path, const GLint *length) {
	if (count < 0 || (count > 0 && path == NULL)) {
		vmgl_error(ctx, GL_INVALID_VALUE);
		return;
	}
	for (GLsizei i = 0; i < count; i++)
		if (path[i] == NULL) {
			vmgl_error(ctx, GL_INVALID_VALUE);
			return;
		}
	uint32_t bytes;
	char *joined = join_terminated(ctx, count, path, length, &bytes);
	if (joined == NULL)
		return;
	renew(ctx, shader);
	vmgl_enc_vmglCompileShaderInclude(ctx, shader, count, bytes, joined);
	free(joined);
	vmgl_order_publish(ctx);
}

void vmgl_guest_glShaderBinary(struct vmgl_context *ctx, GLsizei count, const GLuint *shaders, GLenum binaryFormat,
							   const void *binary, GLsizei length) {
	for (GLsizei i = 0; i < count && shaders != NULL; i++)
		renew(ctx, shaders[i]);
	vmgl_enc_glShaderBinary(ctx, count, shaders, binaryFormat, binary, length);
	vmgl_order_publish(ctx);
}

void vmgl_guest_glSpecializeShader(struct vmgl_context *ctx, GLuint shader, const GLchar *pEntryPoint,
								   GLuint numSpecializationConstants, const GLuint *pConstantIndex,
								   const GLuint *pConstantValue) {
	renew(ctx, shader);
	vmgl_enc_glSpecializeShader(ctx, shader, pEntryPoint, numSpecializationConstants, pConstantIndex, pConstantValue);
	vmgl_order_publish(ctx);
}

void vmgl_guest_glLinkProgram(struct vmgl_context *ctx, GLuint program) {
	renew(ctx, program);
	vmgl_enc_glLinkProgram(ctx, program);
	vmgl_order_publish(ctx);
}

void vmgl_guest_glProgramBinary(struct vmgl_context *ctx, GLuint program, GLenum binaryFormat, const void *binary,
								GLsizei length) {
	renew(ctx, program);
	vmgl_enc_glProgramBinary(ctx, program, binaryFormat, binary, length);
	vmgl_order_publish(ctx);
}

void vmgl_guest_glValidateProgram(struct vmgl_context *ctx, GLuint program) {
	struct vmgl_program_table *table = ctx->group->programs;
	pthread_mutex_lock(&table->lock);
	struct object *object = find(table, program);
	if (object != NULL)
		object->validated = true;
	pthread_mutex_unlock(&table->lock);
	vmgl_enc_glValidateProgram(ctx, program);
}

void vmgl_guest_glDeleteProgram(struct vmgl_context *ctx, GLuint program) {
	drop(ctx, program);
	vmgl_enc_glDeleteProgram(ctx, program);
}

void vmgl_guest_glDeleteShader(struct vmgl_context *ctx, GLuint shader) {
	drop(ctx, shader);
	vmgl_enc_glDeleteShader(ctx, shader);
}

void vmgl_guest_glDeleteObjectARB(struct vmgl_context *ctx, GLhandleARB obj) {
	drop(ctx, obj);
	vmgl_enc_glDeleteObjectARB(ctx, obj);
}

void vmgl_guest_glTransformFeedbackVaryings(struct vmgl_context *ctx, GLuint program, GLsizei count,
											const GLchar *const *varyings, GLenum bufferMode) {
	if (count < 0 || (count > 0 && varyings == NULL)) {
		vmgl_error(ctx, GL_INVALID_VALUE);
		return;
	}
	uint32_t bytes;
	char *joined = join_terminated(ctx, count, varyings, NULL, &bytes);
	if (joined == NULL)
		return;
	vmgl_enc_vmglTransformFeedbackVaryings(ctx, program, count, bufferMode, bytes, joined);
	free(joined);
}

/* --- Questions about a link ------------------------------------------------------------------------ */

/* Locations and indices: from the interface, else from what the driver said before, else from the driver. */
static bool recall(struct vmgl_context *ctx, struct vmgl_interface *interface, enum question question,
				   const GLchar *name, GLint *value) {
	bool known = vmgl_interface_recall(interface, question, name, value);
	unlock(ctx);
	return known;
}

static GLint remember(struct vmgl_context *ctx, GLuint program, enum question question, const GLchar *name,
					  GLint value) {
	struct vmgl_interface *interface = lock_linked(ctx, program);
	if (interface != NULL) {
		vmgl_interface_remember(interface, question, name, value);
		unlock(ctx);
	}
	return value;
}

GLint vmgl_guest_glGetUniformLocation(struct vmgl_context *ctx, GLuint program, const GLchar *name) {
	if (name == NULL)
		return -1;
	struct vmgl_interface *interface = lock_linked(ctx, program);
	if (interface == NULL)
		return vmgl_enc_glGetUniformLocation(ctx, program, name);
	uint32_t index;
	enum vmgl_lookup result = vmgl_interface_uniform(interface, name, &index);
	if (result != VMGL_LOOKUP_ASK) {
		GLint location = result == VMGL_LOOKUP_FOUND ? interface->uniforms[index].report.location : -1;
		unlock(ctx);
		return location;
	}
	GLint location;
	if (recall(ctx, interface, QUESTION_UNIFORM, name, &location))
		return location;
	return remember(ctx, program, QUESTION_UNIFORM, name, vmgl_enc_glGetUniformLocation(ctx, program, name));
}

GLint vmgl_guest_glGetAttribLocation(struct vmgl_context *ctx, GLuint program, const GLchar *name) {
	if (name == NULL)
		return -1;
	struct vmgl_interface *interface = lock_linked(ctx, program);
	if (interface == NULL)
		return vmgl_enc_glGetAttribLocation(ctx, program, name);
	uint32_t index;
	enum vmgl_lookup result = vmgl_interface_attrib(interface, name, &index);
	if (result != VMGL_LOOKUP_ASK) {
		GLint location = result == VMGL_LOOKUP_FOUND ? interface->attribs[index].report.location : -1;
		unlock(ctx);
		return location;
	}
	GLint location;
	if (recall(ctx, interface, QUESTION_ATTRIB, name, &location))
		return location;
	return remember(ctx, program, QUESTION_ATTRIB, name, vmgl_enc_glGetAttribLocation(ctx, program, name));
}

GLint vmgl_guest_glGetFragDataLocation(struct vmgl_context *ctx, GLuint program, const GLchar *name) {
	if (name == NULL)
		return -1;
	struct vmgl_interface *interface = lock_linked(ctx, program);
	if (interface == NULL)
		return vmgl_enc_glGetFragDataLocation(ctx, program, name);
	GLint location;
	if (recall(ctx, interface, QUESTION_DATA_LOCATION, name, &location))
		return location;
	return remember(ctx, program, QUESTION_DATA_LOCATION, name, vmgl_enc_glGetFragDataLocation(ctx, program, name));
}

GLint vmgl_guest_glGetFragDataIndex(struct vmgl_context *ctx, GLuint program, const GLchar *name) {
	if (name == NULL)
		return -1;
	struct vmgl_interface *interface = lock_linked(ctx, program);
	if (interface == NULL)
		return vmgl_enc_glGetFragDataIndex(ctx, program, name);
	GLint index;
	if (recall(ctx, interface, QUESTION_DATA_INDEX, name, &index))
		return index;
	return remember(ctx, program, QUESTION_DATA_INDEX, name, vmgl_enc_glGetFragDataIndex(ctx, program, name));
}

GLuint vmgl_guest_glGetUniformBlockIndex(struct vmgl_context *ctx, GLuint program, const GLchar *uniformBlockName) {
	if (uniformBlockName == NULL)
		return GL_INVALID_INDEX;
	struct vmgl_interface *interface = lock_linked(ctx, program);
	if (interface != NULL && interface->report.blocks < 0) {
		unlock(ctx);
		interface = NULL;
	}
	if (interface == NULL)
		return vmgl_enc_glGetUniformBlockIndex(ctx, program, uniformBlockName);
	uint32_t index;
	enum vmgl_lookup result = vmgl_interface_block(interface, uniformBlockName, &index);
	if (result != VMGL_LOOKUP_ASK) {
		unlock(ctx);
		return result == VMGL_LOOKUP_FOUND ? index : GL_INVALID_INDEX;
	}
	GLint known;
	if (recall(ctx, interface, QUESTION_BLOCK, uniformBlockName, &known))
		return (GLuint)known;
	return (GLuint)remember(ctx, program, QUESTION_BLOCK, uniformBlockName,
							(GLint)vmgl_enc_glGetUniformBlockIndex(ctx, program, uniformBlockName));
}

const void *vmgl_uniform_values(struct vmgl_context *ctx, GLuint program, GLint location, const void *values,
								GLsizei *count) {
	static const GLdouble two_matrices[2 * 16];
	GLint elements = ctx->none ? 0 : vmgl_enc_vmglUniformCount(ctx, program, location);
	if (elements == 0) {
		*count = 2; /* more than one value for what is no array is an error */
		return two_matrices;
	}
	if (*count > elements)
		*count = elements;
	return values;
}

void vmgl_guest_glGetUniformIndices(struct vmgl_context *ctx, GLuint program, GLsizei uniformCount,
									const GLchar *const *uniformNames, GLuint *uniformIndices) {
	if (uniformCount < 0) {
		vmgl_error(ctx, GL_INVALID_VALUE);
		return;
	}
	if (uniformCount > 0 && (uniformNames == NULL || uniformIndices == NULL))
		return;
	struct vmgl_interface *interface = lock_linked(ctx, program);
	bool answered = interface != NULL && interface->report.blocks >= 0;
	for (GLsizei i = 0; answered && i < uniformCount; i++) {
		uint32_t index = GL_INVALID_INDEX; /* also a NULL name's, as below */
		answered =
			uniformNames[i] == NULL || vmgl_interface_uniform(interface, uniformNames[i], &index) != VMGL_LOOKUP_ASK;
		if (answered)
			uniformIndices[i] = index;
	}
	if (interface != NULL)
		unlock(ctx);
	if (answered)
		return;
	uint32_t bytes;
	char *joined = join_terminated(ctx, uniformCount, uniformNames, NULL, &bytes);
	if (joined == NULL)
		return;
	struct vmgl_blob blob;
	/* Nothing comes back after an error, and nothing is written then. */
	if (vmgl_enc_vmglUniformIndices(ctx, program, uniformCount, bytes, joined, &blob) &&
		blob.bytes == (size_t)uniformCount * sizeof *uniformIndices && uniformCount > 0)
		memcpy(uniformIndices, blob.data, blob.bytes);
	free(joined);
}

/* A NULL name is nobody's: what Mesa answers, where other drivers crash. */

GLuint vmgl_guest_glGetProgramResourceIndex(struct vmgl_context *ctx, GLuint program, GLenum programInterface,
											const GLchar *name) {
	return name == NULL ? GL_INVALID_INDEX : vmgl_enc_glGetProgramResourceIndex(ctx, program, programInterface, name);
}

GLint vmgl_guest_glGetProgramResourceLocation(struct vmgl_context *ctx, GLuint program, GLenum programInterface,
											  const GLchar *name) {
	return name == NULL ? -1 : vmgl_enc_glGetProgramResourceLocation(ctx, program, programInterface, name);
}

GLint vmgl_guest_glGetProgramResourceLocationIndex(struct vmgl_context *ctx, GLuint program, GLenum programInterface,
												   const GLchar *name) {
	return name == NULL ? -1 : vmgl_enc_glGetProgramResourceLocationIndex(ctx, program, programInterface, name);
}

static void give_variable(const struct vmgl_variable *variable, GLsizei bufSize, GLsizei *length, GLint *size,
						  GLenum *type, GLchar *name) {
	if (size != NULL)
		*size = variable->report.size;
	if (type != NULL)
		*type = variable->report.type;
	give_text(variable->name.text, (GLsizei)variable->name.bytes, bufSize, length, name);
}

void vmgl_guest_glGetActiveAttrib(struct vmgl_context *ctx, GLuint program, GLuint index, GLsizei bufSize,
								  GLsizei *length, GLint *size, GLenum *type, GLchar *name) {
	struct vmgl_interface *interface = bufSize < 0 ? NULL : lock_linked(ctx, program);
	bool known = interface != NULL && index < (GLuint)interface->report.attribs;
	if (known)
		give_variable(&interface->attribs[index], bufSize, length, size, type, name);
	if (interface != NULL)
		unlock(ctx);
	if (!known)
		vmgl_enc_glGetActiveAttrib(ctx, program, index, bufSize, length, size, type, name);
}

void vmgl_guest_glGetActiveUniform(struct vmgl_context *ctx, GLuint program, GLuint index, GLsizei bufSize,
								   GLsizei *length, GLint *size, GLenum *type, GLchar *name) {
	struct vmgl_interface *interface = bufSize < 0 ? NULL : lock_linked(ctx, program);
	bool known = interface != NULL && index < (GLuint)interface->report.uniforms;
	if (known)
		give_variable(&interface->uniforms[index], bufSize, length, size, type, name);
	if (interface != NULL)
		unlock(ctx);
	if (!known)
		vmgl_enc_glGetActiveUniform(ctx, program, index, bufSize, length, size, type, name);
}

void vmgl_guest_glGetActiveUniformName(struct vmgl_context *ctx, GLuint program, GLuint uniformIndex, GLsizei bufSize,
									   GLsizei *length, GLchar *uniformName) {
	struct vmgl_interface *interface = bufSize < 0 ? NULL : lock_linked(ctx, program);
	bool known =
		interface != NULL && interface->report.blocks >= 0 && uniformIndex < (GLuint)interface->report.uniforms;
	if (known) {
		struct vmgl_name_text text = interface->uniforms[uniformIndex].name;
		give_text(text.text, (GLsizei)text.bytes, bufSize, length, uniformName);
	}
	if (interface != NULL)
		unlock(ctx);
	if (!known)
		vmgl_enc_glGetActiveUniformName(ctx, program, uniformIndex, bufSize, length, uniformName);
}

void vmgl_guest_glGetActiveUniformsiv(struct vmgl_context *ctx, GLuint program, GLsizei uniformCount,
									  const GLuint *uniformIndices, GLenum pname, GLint *params) {
	struct vmgl_interface *interface = uniformCount < 0 || uniformIndices == NULL ? NULL : lock_linked(ctx, program);
	bool known = interface != NULL && interface->report.blocks >= 0;
	for (GLsizei i = 0; known && i < uniformCount; i++)
		known = uniformIndices[i] < (GLuint)interface->report.uniforms;
	switch (pname) {
	case GL_UNIFORM_TYPE:
	case GL_UNIFORM_SIZE:
	case GL_UNIFORM_NAME_LENGTH:
	case GL_UNIFORM_BLOCK_INDEX:
	case GL_UNIFORM_OFFSET:
	case GL_UNIFORM_ARRAY_STRIDE:
	case GL_UNIFORM_MATRIX_STRIDE:
	case GL_UNIFORM_IS_ROW_MAJOR:
		break;
	default:
		known = false;
	}
	for (GLsizei i = 0; known && i < uniformCount; i++) {
		const struct vmgl_variable *uniform = &interface->uniforms[uniformIndices[i]];
		params[i] = pname == GL_UNIFORM_TYPE            ? (GLint)uniform->report.type
					: pname == GL_UNIFORM_SIZE          ? uniform->report.size
					: pname == GL_UNIFORM_NAME_LENGTH   ? (GLint)uniform->name.bytes + 1
					: pname == GL_UNIFORM_BLOCK_INDEX   ? uniform->report.block
					: pname == GL_UNIFORM_OFFSET        ? uniform->report.offset
					: pname == GL_UNIFORM_ARRAY_STRIDE  ? uniform->report.array_stride
					: pname == GL_UNIFORM_MATRIX_STRIDE ? uniform->report.matrix_stride
														: uniform->report.row_major;
	}
	if (interface != NULL)
		unlock(ctx);
	if (!known)
		vmgl_enc_glGetActiveUniformsiv(ctx, program, uniformCount, uniformIndices, pname, params);
}

void vmgl_guest_glGetActiveUniformBlockName(struct vmgl_context *ctx, GLuint program, GLuint uniformBlockIndex,
											GLsizei bufSize, GLsizei *length, GLchar *uniformBlockName) {
	struct vmgl_interface *interface = bufSize < 0 ? NULL : lock_linked(ctx, program);
	bool known =
		interface != NULL && interface->report.blocks > 0 && uniformBlockIndex < (GLuint)interface->report.blocks;
	if (known) {
		struct vmgl_name_text text = interface->blocks[uniformBlockIndex].name;
		give_text(text.text, (GLsizei)text.bytes, bufSize, length, uniformBlockName);
	}
	if (interface != NULL)
		unlock(ctx);
	if (!known)
		vmgl_enc_glGetActiveUniformBlockName(ctx, program, uniformBlockIndex, bufSize, length, uniformBlockName);
}

/* Gets whose number of values only the driver knows. */
static void give_values(struct vmgl_context *ctx, enum vmgl_values_kind kind, GLuint program, GLuint a, GLuint b,
						GLenum pname, GLint *params) {
	struct vmgl_blob blob;
	if (vmgl_enc_vmglProgramValues(ctx, kind, program, a, b, pname, &blob) && params != NULL)
		memcpy(params, blob.data, blob.bytes);
}

void vmgl_guest_glGetActiveUniformBlockiv(struct vmgl_context *ctx, GLuint program, GLuint uniformBlockIndex,
										  GLenum pname, GLint *params) {
	struct vmgl_interface *interface = lock_linked(ctx, program);
	bool known = interface != NULL && interface->report.blocks > 0 &&
				 uniformBlockIndex < (GLuint)interface->report.blocks && params != NULL;
	if (known) {
		const struct vmgl_block *block = &interface->blocks[uniformBlockIndex];
		switch (pname) {
		case GL_UNIFORM_BLOCK_DATA_SIZE:
			*params = block->report.data_size;
			break;
		case GL_UNIFORM_BLOCK_NAME_LENGTH:
			*params = block->report.name_length;
			break;
		case GL_UNIFORM_BLOCK_ACTIVE_UNIFORMS:
			*params = block->report.uniforms;
			break;
		case GL_UNIFORM_BLOCK_ACTIVE_UNIFORM_INDICES:
			if (block->report.uniforms > 0)
				memcpy(params, block->uniforms, (size_t)block->report.uniforms * sizeof *params);
			break;
		case GL_UNIFORM_BLOCK_REFERENCED_BY_VERTEX_SHADER:
			*params = block->report.by_vertex;
			break;
		case GL_UNIFORM_BLOCK_REFERENCED_BY_FRAGMENT_SHADER:
			*params = block->report.by_fragment;
			break;
		default: /* the binding, which glUniformBlockBinding changes, and rarer ones */
			known = false;
		}
	}
	if (interface != NULL)
		unlock(ctx);
	if (!known)
		give_values(ctx, VMGL_VALUES_UNIFORM_BLOCK, program, uniformBlockIndex, 0, pname, params);
}

void vmgl_guest_glGetActiveAtomicCounterBufferiv(struct vmgl_context *ctx, GLuint program, GLuint bufferIndex,
												 GLenum pname, GLint *params) {
	give_values(ctx, VMGL_VALUES_ATOMIC_BUFFER, program, bufferIndex, 0, pname, params);
}

void vmgl_guest_glGetActiveSubroutineUniformiv(struct vmgl_context *ctx, GLuint program, GLenum shadertype,
											   GLuint index, GLenum pname, GLint *values) {
	give_values(ctx, VMGL_VALUES_SUBROUTINE_UNIFORM, program, shadertype, index, pname, values);
}

static bool log_current(struct vmgl_context *ctx, GLuint program) {
	struct object *object = find(ctx->group->programs, program);
	return object != NULL && !object->validated;
}

static bool program_value(struct vmgl_context *ctx, GLuint program, GLenum pname, GLint *value) {
	switch (pname) {
	case GL_LINK_STATUS:
	case GL_INFO_LOG_LENGTH:
	case GL_ACTIVE_ATTRIBUTES:
	case GL_ACTIVE_ATTRIBUTE_MAX_LENGTH:
	case GL_ACTIVE_UNIFORMS:
	case GL_ACTIVE_UNIFORM_MAX_LENGTH:
	case GL_ACTIVE_UNIFORM_BLOCKS:
	case GL_ACTIVE_UNIFORM_BLOCK_MAX_NAME_LENGTH:
		break;
	default:
		return false;
	}
	struct vmgl_interface *interface = lock_interface(ctx, program);
	if (interface == NULL)
		return false;
	const struct vmgl_program_report *report = &interface->report;
	bool known = true;
	switch (pname) {
	case GL_LINK_STATUS:
		*value = report->link_status;
		break;
	case GL_INFO_LOG_LENGTH:
		known = log_current(ctx, program);
		if (known)
			*value = report->info_log_length;
		break;
	case GL_ACTIVE_ATTRIBUTES:
		*value = report->attribs;
		break;
	case GL_ACTIVE_ATTRIBUTE_MAX_LENGTH:
		*value = report->attrib_max_length;
		break;
	case GL_ACTIVE_UNIFORMS:
		*value = report->uniforms;
		break;
	case GL_ACTIVE_UNIFORM_MAX_LENGTH:
		*value = report->uniform_max_length;
		break;
	default: /* of uniform blocks */
		known = report->blocks >= 0;
		if (known)
			*value = pname == GL_ACTIVE_UNIFORM_BLOCKS ? report->blocks : report->block_max_length;
		break;
	}
	unlock(ctx);
	return known;
}

void vmgl_guest_glGetProgramiv(struct vmgl_context *ctx, GLuint program, GLenum pname, GLint *params) {
	if (params == NULL || !program_value(ctx, program, pname, params))
		vmgl_enc_glGetProgramiv(ctx, program, pname, params);
}

static bool program_log(struct vmgl_context *ctx, GLuint program, GLsizei bufSize, GLsizei *length, GLchar *infoLog) {
	struct vmgl_interface *interface = bufSize < 0 ? NULL : lock_interface(ctx, program);
	if (interface == NULL)
		return false;
	bool known = log_current(ctx, program);
	if (known)
		give_text(interface->info_log.text, (GLsizei)interface->info_log.bytes, bufSize, length, infoLog);
	unlock(ctx);
	return known;
}

void vmgl_guest_glGetProgramInfoLog(struct vmgl_context *ctx, GLuint program, GLsizei bufSize, GLsizei *length,
									GLchar *infoLog) {
	if (!program_log(ctx, program, bufSize, length, infoLog))
		vmgl_enc_glGetProgramInfoLog(ctx, program, bufSize, length, infoLog);
}

/* --- Questions about a compilation ------------------------------------------------------------------ */

static bool shader_value(struct vmgl_context *ctx, GLuint shader, GLenum pname, GLint *value) {
	if (pname != GL_COMPILE_STATUS && pname != GL_SHADER_TYPE && pname != GL_INFO_LOG_LENGTH)
		return false;
	struct report *report = lock_report(ctx, shader);
	if (report == NULL)
		return false;
	*value = pname == GL_COMPILE_STATUS ? report->values.compile_status
			 : pname == GL_SHADER_TYPE  ? report->values.type
										: report->values.info_log_length;
	unlock(ctx);
	return true;
}

void vmgl_guest_glGetShaderiv(struct vmgl_context *ctx, GLuint shader, GLenum pname, GLint *params) {
	if (params == NULL || !shader_value(ctx, shader, pname, params))
		vmgl_enc_glGetShaderiv(ctx, shader, pname, params);
}

static bool shader_log(struct vmgl_context *ctx, GLuint shader, GLsizei bufSize, GLsizei *length, GLchar *infoLog) {
	struct report *report = bufSize < 0 ? NULL : lock_report(ctx, shader);
	if (report == NULL)
		return false;
	give_text(report->log, report->log_bytes, bufSize, length, infoLog);
	unlock(ctx);
	return true;
}

void vmgl_guest_glGetShaderInfoLog(struct vmgl_context *ctx, GLuint shader, GLsizei bufSize, GLsizei *length,
								   GLchar *infoLog) {
	if (!shader_log(ctx, shader, bufSize, length, infoLog))
		vmgl_enc_glGetShaderInfoLog(ctx, shader, bufSize, length, infoLog);
}

/* ARB_shader_objects asks about both with the same calls; its enums have the values of the core ones. */

void vmgl_guest_glGetObjectParameterivARB(struct vmgl_context *ctx, GLhandleARB obj, GLenum pname, GLint *params) {
	if (params == NULL || !(shader_value(ctx, obj, pname, params) || program_value(ctx, obj, pname, params)))
		vmgl_enc_glGetObjectParameterivARB(ctx, obj, pname, params);
}

void vmgl_guest_glGetInfoLogARB(struct vmgl_context *ctx, GLhandleARB obj, GLsizei maxLength, GLsizei *length,
								GLcharARB *infoLog) {
	if (!(shader_log(ctx, obj, maxLength, length, infoLog) || program_log(ctx, obj, maxLength, length, infoLog)))
		vmgl_enc_glGetInfoLogARB(ctx, obj, maxLength, length, infoLog);
}

/* --- Values of uniforms ------------------------------------------------------------------------------- */

static void get_uniform(struct vmgl_context *ctx, enum vmgl_uniform_kind kind, GLuint program, GLint location,
						GLsizei bufSize, void *params) {
	struct vmgl_blob blob;
	if (vmgl_enc_vmglGetUniform(ctx, kind, program, location, bufSize, &blob) && params != NULL &&
		(bufSize == VMGL_NO_BUFFER_SIZE || (bufSize >= 0 && blob.bytes <= (size_t)bufSize)))
		memcpy(params, blob.data, blob.bytes);
}

/* In glGetn* bufSize counts bytes (OpenGL 4.6, section 7.6.1). */
#define GET_UNIFORM(suffix, type, kind)                                                                                \
	void vmgl_guest_glGetUniform##suffix(struct vmgl_context *ctx, GLuint program, GLint location, type *params) {     \
		get_uniform(ctx, kind, program, location, VMGL_NO_BUFFER_SIZE, params);                                        \
	}
#define GET_N_UNIFORM(suffix, type, kind)                                                                              \
	void vmgl_guest_glGetnUniform##suffix(struct vmgl_context *ctx, GLuint program, GLint location, GLsizei bufSize,   \
										  type *params) {                                                              \
		get_uniform(ctx, kind, program, location, bufSize == VMGL_NO_BUFFER_SIZE ? -1 : bufSize, params);              \
	}
GET_UNIFORM(fv, GLfloat, VMGL_UNIFORM_FLOAT)
GET_UNIFORM(iv, GLint, VMGL_UNIFORM_INT)
GET_UNIFORM(uiv, GLuint, VMGL_UNIFORM_UINT)
GET_UNIFORM(dv, GLdouble, VMGL_UNIFORM_DOUBLE)
GET_UNIFORM(i64vARB, GLint64, VMGL_UNIFORM_INT64)
GET_UNIFORM(ui64vARB, GLuint64, VMGL_UNIFORM_UINT64)
GET_UNIFORM(i64vNV, GLint64EXT, VMGL_UNIFORM_INT64)
GET_UNIFORM(ui64vNV, GLuint64EXT, VMGL_UNIFORM_UINT64)
GET_N_UNIFORM(fv, GLfloat, VMGL_UNIFORM_FLOAT)
GET_N_UNIFORM(iv, GLint, VMGL_UNIFORM_INT)
GET_N_UNIFORM(uiv, GLuint, VMGL_UNIFORM_UINT)
GET_N_UNIFORM(dv, GLdouble, VMGL_UNIFORM_DOUBLE)
GET_N_UNIFORM(i64vARB, GLint64, VMGL_UNIFORM_INT64)
GET_N_UNIFORM(ui64vARB, GLuint64, VMGL_UNIFORM_UINT64)
#undef GET_UNIFORM
#undef GET_N_UNIFORM

/* --- Texts of ARB programs and shader includes ------------------------------------------------------ */

void vmgl_guest_glGetProgramStringARB(struct vmgl_context *ctx, GLenum target, GLenum pname, void *string) {
	struct vmgl_blob blob;
	if (vmgl_enc_vmglProgramString(ctx, target, pname, &blob) && string != NULL && blob.bytes != 0)
		memcpy(string, blob.data, blob.bytes);
}

void vmgl_guest_glGetProgramStringNV(struct vmgl_context *ctx, GLuint id, GLenum pname, GLubyte *program) {
	struct vmgl_blob blob;
	if (vmgl_enc_vmglProgramStringNv(ctx, id, pname, &blob) && program != NULL)
		memcpy(program, blob.data, blob.bytes);
}

void vmgl_guest_glGetNamedProgramStringEXT(struct vmgl_context *ctx, GLuint program, GLenum target, GLenum pname,
										   void *string) {
	struct vmgl_blob blob;
	if (vmgl_enc_vmglNamedProgramString(ctx, program, target, pname, &blob) && string != NULL && blob.bytes != 0)
		memcpy(string, blob.data, blob.bytes);
}

/* A negative length says that the text is terminated. */
static GLint text_length(GLint length, const GLchar *text) {
	return length >= 0 || text == NULL ? length : (GLint)strlen(text);
}

void vmgl_guest_glNamedStringARB(struct vmgl_context *ctx, GLenum type, GLint namelen, const GLchar *name,
								 GLint stringlen, const GLchar *string) {
	if (name == NULL || string == NULL) {
		vmgl_error(ctx, GL_INVALID_VALUE);
		return;
	}
	vmgl_enc_glNamedStringARB(ctx, type, text_length(namelen, name), name, text_length(stringlen, string), string);
}

void vmgl_guest_glDeleteNamedStringARB(struct vmgl_context *ctx, GLint namelen, const GLchar *name) {
	if (name == NULL)
		vmgl_error(ctx, GL_INVALID_VALUE);
	else
		vmgl_enc_glDeleteNamedStringARB(ctx, text_length(namelen, name), name);
}

GLboolean vmgl_guest_glIsNamedStringARB(struct vmgl_context *ctx, GLint namelen, const GLchar *name) {
	return name == NULL ? GL_FALSE : vmgl_enc_glIsNamedStringARB(ctx, text_length(namelen, name), name);
}

void vmgl_guest_glGetNamedStringARB(struct vmgl_context *ctx, GLint namelen, const GLchar *name, GLsizei bufSize,
									GLint *stringlen, GLchar *string) {
	if (name == NULL)
		vmgl_error(ctx, GL_INVALID_VALUE);
	else
		vmgl_enc_glGetNamedStringARB(ctx, text_length(namelen, name), name, bufSize, stringlen, string);
}

void vmgl_guest_glGetNamedStringivARB(struct vmgl_context *ctx, GLint namelen, const GLchar *name, GLenum pname,
									  GLint *params) {
	if (name == NULL)
		vmgl_error(ctx, GL_INVALID_VALUE);
	else
		vmgl_enc_glGetNamedStringivARB(ctx, text_length(namelen, name), name, pname, params);
}
