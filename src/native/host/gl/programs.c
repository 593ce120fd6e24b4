#include "wire/programs.h"

#include "gen/host/handlers.h"
#include "host/blob.h"
#include "host/gl/names.h"

/* Names and values that a program may have of one kind; a driver that claims more is not believed. Lists that the
 * driver writes without being told how much room there is have room for so many: another context may link the program
 * anew after the question for their number. */
#define ACTIVE_MAX 65536

/* glGetUniform writes one element at most: a dmat4 of 16 doubles. */
#define UNIFORM_ROOM 1024

static bool has_uniform_blocks(const struct vmgl_host_context *ctx) {
	const struct vmgl_gl *gl = ctx->gl;
	return ctx->version >= (ctx->es ? 30 : 31) && gl->GetActiveUniformsiv != NULL &&
		   gl->GetActiveUniformBlockiv != NULL && gl->GetActiveUniformBlockName != NULL;
}

/* --- Making and changing --------------------------------------------------------------------------- */

GLboolean vmgl_host_vmglCreateShader(struct vmgl_host_context *ctx, GLenum type, GLuint name) {
	if (ctx->gl->CreateShader == NULL) {
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
		return GL_FALSE;
	}
	GLuint shader = ctx->gl->CreateShader(type);
	return shader != 0 && vmgl_names_add(ctx, VMGL_CLASS_PROGRAM, 1, &name, &shader);
}

/* The guest sends `count` terminated texts as one array: finds them. NULL, and the session ends, when there
 * are not exactly that many. */
static const GLchar **split(struct vmgl_host_context *ctx, GLsizei count, const GLchar *texts, size_t bytes) {
	if (count < 0 || (uint64_t)count > bytes) {
		vmgl_fatal(ctx, "%d texts do not fit in %zu bytes", count, bytes);
		return NULL;
	}
	const GLchar **result = vmgl_scratch(ctx, ((uint64_t)count + 1) * sizeof *result);
	if (result == NULL)
		return NULL;
	const GLchar *at = texts, *end = texts + bytes;
	for (GLsizei i = 0; i < count; i++) {
		const GLchar *zero = at == end ? NULL : memchr(at, 0, (size_t)(end - at));
		if (zero == NULL) {
			vmgl_fatal(ctx, "text %d of %d does not end", i, count);
			return NULL;
		}
		result[i] = at;
		at = zero + 1;
	}
	if (at != end) {
		vmgl_fatal(ctx, "%zu bytes are left behind %d texts", (size_t)(end - at), count);
		return NULL;
	}
	return result;
}

GLboolean vmgl_host_vmglCreateShaderProgram(struct vmgl_host_context *ctx, GLuint form, GLenum type, GLuint name,
											GLsizei count, GLuint bytes, const GLchar *strings, size_t strings_bytes) {
	(void)bytes;
	const struct vmgl_gl *gl = ctx->gl;
	const GLchar **texts = split(ctx, count, strings, strings_bytes);
	if (texts == NULL)
		return GL_FALSE;
	GLuint program = 0;
	if (form == VMGL_SHADER_PROGRAM_V && gl->CreateShaderProgramv != NULL)
		program = gl->CreateShaderProgramv(type, count, texts);
	else if (form == VMGL_SHADER_PROGRAM_V_EXT && gl->CreateShaderProgramvEXT != NULL)
		program = gl->CreateShaderProgramvEXT(type, count, texts);
	else if (form == VMGL_SHADER_PROGRAM_EXT && gl->CreateShaderProgramEXT != NULL && count == 1)
		program = gl->CreateShaderProgramEXT(type, texts[0]);
	else
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
	return program != 0 && vmgl_names_add(ctx, VMGL_CLASS_PROGRAM, 1, &name, &program);
}

void vmgl_host_vmglShaderSource(struct vmgl_host_context *ctx, GLuint shader, GLuint bytes, const GLchar *source,
								size_t source_bytes) {
	(void)bytes;
	if (ctx->gl->ShaderSource == NULL) {
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
		return;
	}
	const GLchar *text = source_bytes == 0 ? "" : source;
	GLint length = (GLint)source_bytes;
	ctx->gl->ShaderSource(shader, 1, &text, &length);
}

void vmgl_host_vmglCompileShaderInclude(struct vmgl_host_context *ctx, GLuint shader, GLsizei count, GLuint bytes,
										const GLchar *paths, size_t paths_bytes) {
	(void)bytes;
	const GLchar **texts = split(ctx, count, paths, paths_bytes);
	if (texts == NULL)
		return;
	if (ctx->gl->CompileShaderIncludeARB == NULL)
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
	else
		ctx->gl->CompileShaderIncludeARB(shader, count, texts, NULL);
}

void vmgl_host_vmglTransformFeedbackVaryings(struct vmgl_host_context *ctx, GLuint program, GLsizei count, GLenum mode,
											 GLuint bytes, const GLchar *varyings, size_t varyings_bytes) {
	(void)bytes;
	const GLchar **texts = split(ctx, count, varyings, varyings_bytes);
	if (texts == NULL)
		return;
	if (ctx->gl->TransformFeedbackVaryings == NULL)
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
	else
		ctx->gl->TransformFeedbackVaryings(program, count, texts, mode);
}

/* --- Reports --------------------------------------------------------------------------------------- */

static GLint program_value(struct vmgl_host_context *ctx, GLuint program, GLenum pname) {
	GLint value = 0;
	ctx->gl->GetProgramiv(program, pname, &value);
	return value;
}

/* The guest did not ask for this call, so it must not see its errors. */
static void discard_errors(struct vmgl_host_context *ctx, GLenum pending) {
	vmgl_error_end(ctx);
	ctx->pending_error = pending;
}

static size_t bounded(GLint length, size_t room) {
	return length < 0 ? 0 : (size_t)length < room ? (size_t)length : room;
}

static void build_log(struct vmgl_builder *builder, GLint length,
					  void (*get)(GLuint object, GLsizei room, GLsizei *written, GLchar *text), GLuint object) {
	GLsizei written = 0;
	char *log = length > 0 && length < (GLint)(VMGL_BUILDER_MAX / 2) ? calloc(1, (size_t)length + 1) : NULL;
	if (log != NULL)
		get(object, length + 1, &written, log);
	vmgl_build_text(builder, log, log == NULL ? 0 : bounded(written, (size_t)length));
	free(log);
}

static void build_variables(struct vmgl_host_context *ctx, struct vmgl_builder *builder, GLuint program, bool uniforms,
							GLint count, GLint max_length, bool blocks) {
	const struct vmgl_gl *gl = ctx->gl;
	static const GLenum properties[] = {GL_UNIFORM_BLOCK_INDEX, GL_UNIFORM_OFFSET, GL_UNIFORM_ARRAY_STRIDE,
										GL_UNIFORM_MATRIX_STRIDE, GL_UNIFORM_IS_ROW_MAJOR};
	enum { PROPERTIES = sizeof properties / sizeof *properties };
	size_t room = bounded(max_length, 1 << 20) + 1;
	char *name = calloc(1, room);
	GLint *values = calloc((size_t)count * PROPERTIES + 1, sizeof *values);
	GLuint *indices = calloc((size_t)count + 1, sizeof *indices);
	if (name == NULL || values == NULL || indices == NULL) {
		builder->failed = true;
		goto done;
	}
	if (uniforms && blocks && count > 0) {
		for (GLint i = 0; i < count; i++)
			indices[i] = (GLuint)i;
		for (int k = 0; k < PROPERTIES; k++)
			gl->GetActiveUniformsiv(program, count, indices, properties[k], &values[k * count]);
	}
	for (GLint i = 0; i < count; i++) {
		GLsizei length = 0;
		struct vmgl_report_variable variable = {.location = -1, .block = -1, .offset = -1};
		if (uniforms)
			gl->GetActiveUniform(program, (GLuint)i, (GLsizei)room, &length, &variable.size, &variable.type, name);
		else
			gl->GetActiveAttrib(program, (GLuint)i, (GLsizei)room, &length, &variable.size, &variable.type, name);
		size_t bytes = bounded(length, room - 1);
		name[bytes] = '\0';
		if (uniforms && blocks) {
			variable.block = values[i];
			variable.offset = values[count + i];
			variable.array_stride = values[2 * count + i];
			variable.matrix_stride = values[3 * count + i];
			variable.row_major = values[4 * count + i];
		}
		if (!uniforms)
			variable.location = gl->GetAttribLocation(program, name);
		else if (variable.block == -1)
			variable.location = gl->GetUniformLocation(program, name);
		vmgl_build(builder, &variable, sizeof variable);
		vmgl_build_text(builder, name, bytes);
	}
done:
	free(name);
	free(values);
	free(indices);
}

static void build_blocks(struct vmgl_host_context *ctx, struct vmgl_builder *builder, GLuint program, GLint count,
						 GLint max_length) {
	const struct vmgl_gl *gl = ctx->gl;
	size_t room = bounded(max_length, 1 << 20) + 1;
	char *name = calloc(1, room);
	GLint *members = count > 0 ? calloc(ACTIVE_MAX, sizeof *members) : NULL;
	if (name == NULL || (count > 0 && members == NULL)) {
		builder->failed = true;
		count = 0;
	}
	for (GLint i = 0; i < count; i++) {
		struct vmgl_report_block block = {0};
		GLuint index = (GLuint)i;
		gl->GetActiveUniformBlockiv(program, index, GL_UNIFORM_BLOCK_DATA_SIZE, &block.data_size);
		gl->GetActiveUniformBlockiv(program, index, GL_UNIFORM_BLOCK_ACTIVE_UNIFORMS, &block.uniforms);
		gl->GetActiveUniformBlockiv(program, index, GL_UNIFORM_BLOCK_NAME_LENGTH, &block.name_length);
		gl->GetActiveUniformBlockiv(program, index, GL_UNIFORM_BLOCK_REFERENCED_BY_VERTEX_SHADER, &block.by_vertex);
		gl->GetActiveUniformBlockiv(program, index, GL_UNIFORM_BLOCK_REFERENCED_BY_FRAGMENT_SHADER, &block.by_fragment);
		if (block.uniforms < 0 || block.uniforms > ACTIVE_MAX)
			block.uniforms = 0;
		GLsizei length = 0;
		gl->GetActiveUniformBlockName(program, index, (GLsizei)room, &length, name);
		vmgl_build(builder, &block, sizeof block);
		vmgl_build_text(builder, name, bounded(length, room - 1));
		if (block.uniforms > 0)
			gl->GetActiveUniformBlockiv(program, index, GL_UNIFORM_BLOCK_ACTIVE_UNIFORM_INDICES, members);
		vmgl_build(builder, members, (size_t)block.uniforms * sizeof *members);
	}
	free(members);
	free(name);
}

static GLint active(GLint count) {
	return count < 0 ? 0 : count > ACTIVE_MAX ? ACTIVE_MAX : count;
}

void vmgl_host_vmglProgramReport(struct vmgl_host_context *ctx, GLuint program) {
	const struct vmgl_gl *gl = ctx->gl;
	struct vmgl_builder builder = {0};
	if (gl->GetProgramiv != NULL && gl->IsProgram != NULL && gl->IsProgram(program)) {
		vmgl_error_begin(ctx);
		GLenum pending = ctx->pending_error;
		bool muted = vmgl_debug_mute(ctx);
		bool blocks = has_uniform_blocks(ctx);
		struct vmgl_program_report report = {
			.link_status = program_value(ctx, program, GL_LINK_STATUS),
			.info_log_length = program_value(ctx, program, GL_INFO_LOG_LENGTH),
			.attribs = active(program_value(ctx, program, GL_ACTIVE_ATTRIBUTES)),
			.attrib_max_length = program_value(ctx, program, GL_ACTIVE_ATTRIBUTE_MAX_LENGTH),
			.uniforms = active(program_value(ctx, program, GL_ACTIVE_UNIFORMS)),
			.uniform_max_length = program_value(ctx, program, GL_ACTIVE_UNIFORM_MAX_LENGTH),
			.blocks = blocks ? active(program_value(ctx, program, GL_ACTIVE_UNIFORM_BLOCKS)) : -1,
			.block_max_length = blocks ? program_value(ctx, program, GL_ACTIVE_UNIFORM_BLOCK_MAX_NAME_LENGTH) : -1,
		};
		vmgl_build(&builder, &report, sizeof report);
		build_log(&builder, report.info_log_length, gl->GetProgramInfoLog, program);
		build_variables(ctx, &builder, program, false, report.attribs, report.attrib_max_length, blocks);
		build_variables(ctx, &builder, program, true, report.uniforms, report.uniform_max_length, blocks);
		if (blocks)
			build_blocks(ctx, &builder, program, report.blocks, report.block_max_length);
		vmgl_debug_unmute(ctx, muted);
		discard_errors(ctx, pending);
	}
	vmgl_build_reply(ctx, &builder);
}

void vmgl_host_vmglShaderReport(struct vmgl_host_context *ctx, GLuint shader) {
	const struct vmgl_gl *gl = ctx->gl;
	struct vmgl_builder builder = {0};
	if (gl->GetShaderiv != NULL && gl->IsShader != NULL && gl->IsShader(shader)) {
		struct vmgl_shader_report report = {0};
		gl->GetShaderiv(shader, GL_COMPILE_STATUS, &report.compile_status);
		gl->GetShaderiv(shader, GL_SHADER_TYPE, &report.type);
		gl->GetShaderiv(shader, GL_INFO_LOG_LENGTH, &report.info_log_length);
		vmgl_build(&builder, &report, sizeof report);
		build_log(&builder, report.info_log_length, gl->GetShaderInfoLog, shader);
	}
	vmgl_build_reply(ctx, &builder);
}

/* --- Answers of unknown length ----------------------------------------------------------------------- */

/* How much a driver wrote is seen by asking it twice, over different fillings. `ask` is called with room for
 * `room` bytes; nothing comes back when it raises an error. */
static void reply_written(struct vmgl_host_context *ctx, size_t room, void (*ask)(void *data, void *out), void *data) {
	uint8_t *first = vmgl_scratch(ctx, room), *second = vmgl_scratch(ctx, room);
	if (first == NULL || second == NULL)
		return;
	memset(first, 0x55, room);
	memset(second, 0xaa, room);
	vmgl_error_begin(ctx);
	ask(data, first);
	size_t written = 0;
	if (vmgl_error_end(ctx)) {
		ask(data, second);
		while (written < room && first[written] == second[written])
			written++;
	}
	vmgl_reply_array(ctx, first, written);
}

struct values_question {
	const struct vmgl_gl *gl;
	GLuint kind, program, a, b;
	GLenum pname;
};

static void ask_values(void *data, void *out) {
	const struct values_question *question = data;
	const struct vmgl_gl *gl = question->gl;
	switch (question->kind) {
	case VMGL_VALUES_UNIFORM_BLOCK:
		gl->GetActiveUniformBlockiv(question->program, question->a, question->pname, out);
		break;
	case VMGL_VALUES_ATOMIC_BUFFER:
		gl->GetActiveAtomicCounterBufferiv(question->program, question->a, question->pname, out);
		break;
	default:
		gl->GetActiveSubroutineUniformiv(question->program, question->a, question->b, question->pname, out);
		break;
	}
}

void vmgl_host_vmglProgramValues(struct vmgl_host_context *ctx, GLuint kind, GLuint program, GLuint a, GLuint b,
								 GLenum pname) {
	const struct vmgl_gl *gl = ctx->gl;
	bool there = kind == VMGL_VALUES_UNIFORM_BLOCK   ? gl->GetActiveUniformBlockiv != NULL
				 : kind == VMGL_VALUES_ATOMIC_BUFFER ? gl->GetActiveAtomicCounterBufferiv != NULL
													 : gl->GetActiveSubroutineUniformiv != NULL;
	if (!there || kind > VMGL_VALUES_SUBROUTINE_UNIFORM) {
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
		vmgl_reply_array(ctx, NULL, 0);
		return;
	}
	struct values_question question = {gl, kind, program, a, b, pname};
	/* Lists come with a call for their length. */
	GLenum length_of = pname == GL_UNIFORM_BLOCK_ACTIVE_UNIFORM_INDICES ? GL_UNIFORM_BLOCK_ACTIVE_UNIFORMS
					   : pname == GL_ATOMIC_COUNTER_BUFFER_ACTIVE_ATOMIC_COUNTER_INDICES
						   ? GL_ATOMIC_COUNTER_BUFFER_ACTIVE_ATOMIC_COUNTERS
					   : pname == GL_COMPATIBLE_SUBROUTINES ? GL_NUM_COMPATIBLE_SUBROUTINES
															: GL_NONE;
	if (length_of != GL_NONE) {
		struct values_question length = question;
		length.pname = length_of;
		vmgl_error_begin(ctx);
		GLint answer[16] = {0};
		ask_values(&length, answer);
		if (!vmgl_error_end(ctx) || answer[0] > ACTIVE_MAX) {
			vmgl_reply_array(ctx, NULL, 0);
			return;
		}
	}
	reply_written(ctx, (length_of != GL_NONE ? ACTIVE_MAX : 64) * sizeof(GLint), ask_values, &question);
}

struct uniform_question {
	const struct vmgl_gl *gl;
	GLuint kind, program;
	GLint location;
	GLsizei room;
	bool bounded;
};

/* Calls the function, if there is one; false when there is none. With `out` NULL it only looks. */
static bool ask_uniform_of(const struct uniform_question *q, void *out) {
	const struct vmgl_gl *gl = q->gl;
#define ASK(plain, sized)                                                                                              \
	if (q->bounded ? gl->sized == NULL : gl->plain == NULL)                                                            \
		return false;                                                                                                  \
	if (out != NULL && q->bounded)                                                                                     \
		gl->sized(q->program, q->location, q->room, out);                                                              \
	else if (out != NULL)                                                                                              \
		gl->plain(q->program, q->location, out);                                                                       \
	return true
	switch (q->kind) {
	case VMGL_UNIFORM_FLOAT:
		ASK(GetUniformfv, GetnUniformfv);
	case VMGL_UNIFORM_INT:
		ASK(GetUniformiv, GetnUniformiv);
	case VMGL_UNIFORM_UINT:
		ASK(GetUniformuiv, GetnUniformuiv);
	case VMGL_UNIFORM_DOUBLE:
		ASK(GetUniformdv, GetnUniformdv);
	case VMGL_UNIFORM_INT64:
		ASK(GetUniformi64vARB, GetnUniformi64vARB);
	case VMGL_UNIFORM_UINT64:
		ASK(GetUniformui64vARB, GetnUniformui64vARB);
	default:
		return false;
	}
#undef ASK
}

static void ask_uniform(void *data, void *out) {
	ask_uniform_of(data, out);
}

void vmgl_host_vmglGetUniform(struct vmgl_host_context *ctx, GLuint kind, GLuint program, GLint location,
							  GLsizei bufSize) {
	struct uniform_question question = {ctx->gl,
										kind,
										program,
										location,
										bufSize > UNIFORM_ROOM ? UNIFORM_ROOM : bufSize,
										bufSize != VMGL_NO_BUFFER_SIZE};
	if (!ask_uniform_of(&question, NULL))
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
	else {
		reply_written(ctx, UNIFORM_ROOM, ask_uniform, &question);
		return;
	}
	vmgl_reply_array(ctx, NULL, 0);
}

/* The program that glUniform* is about: that of glUseProgram, or of the bound pipeline. */
static GLuint program_in_use(struct vmgl_host_context *ctx) {
	GLint program = 0, pipeline = 0;
	ctx->gl->GetIntegerv(GL_CURRENT_PROGRAM, &program);
	if (program != 0 || ctx->gl->GetProgramPipelineiv == NULL)
		return (GLuint)program;
	ctx->gl->GetIntegerv(GL_PROGRAM_PIPELINE_BINDING, &pipeline);
	if (pipeline != 0)
		ctx->gl->GetProgramPipelineiv((GLuint)pipeline, GL_ACTIVE_PROGRAM, &program);
	return (GLuint)program;
}

GLint vmgl_host_vmglUniformCount(struct vmgl_host_context *ctx, GLuint program, GLint location) {
	enum { NAME_MAX_BYTES = 4096 };
	char name[NAME_MAX_BYTES] = "";
	GLint uniforms = 0, elements = 0;
	if (ctx->gl->GetActiveUniform == NULL || ctx->gl->GetUniformLocation == NULL)
		return 0;
	vmgl_error_begin(ctx);
	if (program == 0)
		program = program_in_use(ctx);
	if (program != 0)
		ctx->gl->GetProgramiv(program, GL_ACTIVE_UNIFORMS, &uniforms);
	for (GLint i = 0; i < uniforms && elements == 0 && location >= 0; i++) {
		GLint size = 0;
		GLsizei length = 0;
		GLenum type;
		ctx->gl->GetActiveUniform(program, (GLuint)i, sizeof name, &length, &size, &type, name);
		if (length < 3 || strcmp(name + length - 3, "[0]") != 0)
			continue;
		/* The locations of an array's elements follow each other (OpenGL 4.6 core, section 7.6). */
		GLint first = ctx->gl->GetUniformLocation(program, name);
		if (first >= 0 && location >= first && location - first < size)
			elements = size - (location - first);
	}
	vmgl_error_forget(ctx);
	return elements;
}

void vmgl_host_vmglUniformIndices(struct vmgl_host_context *ctx, GLuint program, GLsizei count, GLuint bytes,
								  const GLchar *uniformNames, size_t uniformNames_bytes) {
	(void)bytes;
	const GLchar **texts = split(ctx, count, uniformNames, uniformNames_bytes);
	if (texts == NULL)
		return;
	GLuint *indices = vmgl_scratch(ctx, ((uint64_t)count + 1) * sizeof *indices);
	if (indices == NULL)
		return;
	vmgl_error_begin(ctx);
	if (ctx->gl->GetUniformIndices == NULL)
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
	else
		ctx->gl->GetUniformIndices(program, count, texts, indices);
	bool answered = vmgl_error_end(ctx) && ctx->gl->GetUniformIndices != NULL;
	vmgl_reply_array(ctx, indices, answered ? (uint64_t)count * sizeof *indices : 0);
}

GLhandleARB vmgl_host_glGetHandleARB(struct vmgl_host_context *ctx, GLenum pname) {
	if (ctx->gl->GetHandleARB == NULL) {
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
		return 0;
	}
	return vmgl_name_reverse(ctx, VMGL_CLASS_PROGRAM, ctx->gl->GetHandleARB(pname));
}

/* --- Texts of ARB programs ----------------------------------------------------------------------------- */

/* All three say the length first, each in its own way; `get` then writes the text. */
struct program_text {
	struct vmgl_host_context *ctx;
	GLuint program;
	GLenum target, pname;
};

static void reply_program_text(const struct program_text *text, void (*measure)(const struct program_text *, GLint *),
							   void (*get)(const struct program_text *, void *)) {
	struct vmgl_host_context *ctx = text->ctx;
	GLint length = -1;
	void *bytes = NULL;
	vmgl_error_begin(ctx);
	if (measure == NULL)
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
	else
		measure(text, &length);
	bool known = vmgl_error_end(ctx) && length >= 0;
	if (known) {
		bytes = vmgl_scratch(ctx, (uint64_t)length + 64);
		if (bytes == NULL)
			return;
		get(text, bytes);
		known = vmgl_error_end(ctx);
	}
	vmgl_reply_array(ctx, bytes, known ? (uint64_t)length : 0);
}

static void measure_arb(const struct program_text *text, GLint *length) {
	text->ctx->gl->GetProgramivARB(text->target, GL_PROGRAM_LENGTH_ARB, length);
}

static void get_arb(const struct program_text *text, void *out) {
	text->ctx->gl->GetProgramStringARB(text->target, text->pname, out);
}

void vmgl_host_vmglProgramString(struct vmgl_host_context *ctx, GLenum target, GLenum pname) {
	bool there = ctx->gl->GetProgramivARB != NULL && ctx->gl->GetProgramStringARB != NULL;
	reply_program_text(&(struct program_text){ctx, 0, target, pname}, there ? measure_arb : NULL, get_arb);
}

static void measure_named(const struct program_text *text, GLint *length) {
	text->ctx->gl->GetNamedProgramivEXT(text->program, text->target, GL_PROGRAM_LENGTH_ARB, length);
}

static void get_named(const struct program_text *text, void *out) {
	text->ctx->gl->GetNamedProgramStringEXT(text->program, text->target, text->pname, out);
}

void vmgl_host_vmglNamedProgramString(struct vmgl_host_context *ctx, GLuint program, GLenum target, GLenum pname) {
	bool there = ctx->gl->GetNamedProgramivEXT != NULL && ctx->gl->GetNamedProgramStringEXT != NULL;
	reply_program_text(&(struct program_text){ctx, program, target, pname}, there ? measure_named : NULL, get_named);
}

static void measure_nv(const struct program_text *text, GLint *length) {
	text->ctx->gl->GetProgramivNV(text->program, GL_PROGRAM_LENGTH_NV, length);
}

static void get_nv(const struct program_text *text, void *out) {
	text->ctx->gl->GetProgramStringNV(text->program, text->pname, out);
}

void vmgl_host_vmglProgramStringNv(struct vmgl_host_context *ctx, GLuint program, GLenum pname) {
	bool there = ctx->gl->GetProgramivNV != NULL && ctx->gl->GetProgramStringNV != NULL;
	reply_program_text(&(struct program_text){ctx, program, 0, pname}, there ? measure_nv : NULL, get_nv);
}
