/* Calls of GL 3.0 to 4.4: vertex array objects, indirect draws, transform feedback, conditional rendering, compute
 * shaders, syncs and persistent maps. Each leaves no vertex array, program or feedback bound, which would change what
 * the other calls mean. */
#include "random.h"

#include <string.h>

#include "support/shader.h"

#define VERTEX_ARRAYS 3
#define ATTRIBUTES 8
#define CAPTURED_BYTES 4096
#define COMMANDS 4
#define SYNCS 4
#define MAPPED_BYTES 65536

static GLuint vertex_arrays[VERTEX_ARRAYS], feedbacks[2], captured[2], command_buffer, conditions[2], counters;
static GLuint capture_programs[2], compute_program;
static GLuint mapped_buffer;
static unsigned char *mapped;
static GLsync syncs[SYNCS];

static const GLenum modes[] = {GL_POINTS, GL_LINES, GL_LINE_STRIP, GL_TRIANGLES, GL_TRIANGLE_STRIP, GL_TRIANGLE_FAN};
static const GLenum index_types[] = {GL_UNSIGNED_BYTE, GL_UNSIGNED_SHORT, GL_UNSIGNED_INT};

static const GLvoid *at(size_t offset) {
	return (const GLubyte *)NULL + offset;
}

/* --- vertex array objects --- */

/* Integers: as floats the noise in buffers may be NaN. */
static GLenum attribute_type(void) {
	static const GLenum types[] = {GL_SHORT, GL_UNSIGNED_BYTE, GL_INT, GL_BYTE, GL_UNSIGNED_SHORT};
	return draw_bad(PICK(types));
}

static void vertex_array(void) {
	GLuint which = draw_below(VERTEX_ARRAYS), attribute = draw_below(ATTRIBUTES), binding = draw_below(ATTRIBUTES);
	GLint size = draw_int(1, 4);
	GLsizei stride = (GLsizei)(16 * draw_below(5));
	size_t offset = 4 * draw_below(32);
	unsigned how = draw_below(11);
	say("vertex array %u, %u: attribute %u, binding %u, size %d, stride %d, offset %zu", which, how, attribute, binding,
		size, stride, offset);
	glBindVertexArray(vertex_arrays[which]);
	glBindBuffer(GL_ARRAY_BUFFER, buffers[draw_below(BUFFERS)]);
	switch (how) {
	case 0:
		glVertexPointer(size, one_in(2) ? GL_SHORT : draw_bad(GL_INT), stride, at(offset));
		break;
	case 1:
		glColorPointer(size, GL_UNSIGNED_BYTE, stride, at(offset));
		break;
	case 2:
		glVertexAttribPointer(attribute, size, attribute_type(), (GLboolean)one_in(2), stride, at(offset));
		break;
	case 3:
		glVertexAttribIPointer(attribute, size, attribute_type(), stride, at(offset));
		break;
	case 4:
		glVertexAttribFormat(attribute, size, attribute_type(), (GLboolean)one_in(2), (GLuint)offset);
		break;
	case 5:
		glVertexAttribBinding(attribute, binding);
		break;
	case 6:
		glBindVertexBuffer(binding, buffers[draw_below(BUFFERS)], (GLintptr)offset, one_in(20) ? -1 : stride);
		break;
	case 7:
		glVertexBindingDivisor(binding, draw_below(3));
		break;
	case 8:
		glVertexAttribDivisor(attribute, draw_below(3));
		break;
	case 9:
		glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, buffers[BUFFERS + draw_below(BUFFERS)]);
		break;
	default:
		if (one_in(2))
			glEnableVertexAttribArray(attribute);
		else
			glDisableVertexAttribArray(attribute);
	}
	static const GLenum names[] = {GL_VERTEX_ATTRIB_ARRAY_ENABLED,   GL_VERTEX_ATTRIB_ARRAY_SIZE,
								   GL_VERTEX_ATTRIB_ARRAY_STRIDE,    GL_VERTEX_ATTRIB_ARRAY_TYPE,
								   GL_VERTEX_ATTRIB_ARRAY_DIVISOR,   GL_VERTEX_ATTRIB_ARRAY_INTEGER,
								   GL_VERTEX_ATTRIB_RELATIVE_OFFSET, GL_VERTEX_ATTRIB_BINDING};
	for (size_t i = 0; i < COUNT(names); i++) {
		GLint value = -1;
		glGetVertexAttribiv(attribute, names[i], &value);
		record("glGetVertexAttribiv", &value, sizeof(value));
	}
	GLvoid *pointer = NULL;
	glGetVertexAttribPointerv(attribute, GL_VERTEX_ATTRIB_ARRAY_POINTER, &pointer);
	record("pointer", &pointer, sizeof(pointer));
	glBindVertexArray(0);
}

/* With indices bound that are below 24, of the type that `kind` says, at 1024 * `kind`. */
static unsigned bind_for_draw(void) {
	GLuint which = draw_below(VERTEX_ARRAYS);
	unsigned kind = draw_below(3);
	glBindVertexArray(vertex_arrays[which]);
	glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, buffers[BUFFERS + draw_below(BUFFERS)]);
	say("vertex array %u, indices %u", which, kind);
	return kind;
}

static void draw_vertex_array(void) {
	unsigned kind = bind_for_draw(), how = draw_below(6);
	GLenum mode = draw_bad(PICK(modes)), type = index_types[kind];
	GLint base = draw_int(0, 8);
	GLsizei count = draw_int(one_in(20) ? -1 : 0, 16), instances = draw_int(0, 3);
	say("draw %u of a vertex array: 0x%x %d %d, base %d", how, mode, count, instances, base);
	switch (how) {
	case 0:
		glDrawArrays(mode, base, count);
		break;
	case 1:
		glDrawArraysInstancedBaseInstance(mode, base, count, instances, draw_below(3));
		break;
	case 2:
		glDrawElementsBaseVertex(mode, count, type, at(1024 * kind), base);
		break;
	case 3:
		glDrawElementsInstancedBaseVertexBaseInstance(mode, count, type, at(1024 * kind), instances, base,
													  draw_below(3));
		break;
	case 4:
		glDrawRangeElementsBaseVertex(mode, 0, 23, count, type, at(1024 * kind), base);
		break;
	default:
		glMultiDrawElementsBaseVertex(mode, (const GLsizei[]){3, draw_int(0, 6)}, type,
									  (const GLvoid *const[]){at(1024 * kind), at(1024 * kind)}, 2,
									  (const GLint[]){base, 0});
	}
	glBindVertexArray(0);
}

/* From a buffer, or from memory, which this profile allows. */
static void draw_indirect(void) {
	GLuint commands[COMMANDS][5];
	unsigned kind = bind_for_draw(), how = draw_below(4);
	bool buffered = !one_in(3), elements = how % 2;
	GLenum mode = draw_bad(PICK(modes));
	for (size_t i = 0; i < COMMANDS; i++) {
		const GLuint arrays[5] = {draw_below(12), draw_below(3), draw_below(8), draw_below(3), 0};
		const GLuint indexed[5] = {draw_below(12), draw_below(3), draw_below(8), draw_below(8), draw_below(3)};
		memcpy(commands[i], elements ? indexed : arrays, sizeof(commands[i]));
	}
	glBindBuffer(GL_DRAW_INDIRECT_BUFFER, buffered ? command_buffer : 0);
	if (buffered)
		glBufferSubData(GL_DRAW_INDIRECT_BUFFER, 0, sizeof(commands), commands);
	const GLvoid *from = buffered ? NULL : (const GLvoid *)commands;
	GLsizei draws = draw_int(one_in(20) ? -1 : 0, COMMANDS);
	say("indirect %u from %s: 0x%x, %d draws", how, buffered ? "a buffer" : "memory", mode, draws);
	switch (how) {
	case 0:
		glDrawArraysIndirect(mode, from);
		break;
	case 1:
		glDrawElementsIndirect(mode, index_types[kind], from);
		break;
	case 2:
		glMultiDrawArraysIndirect(mode, from, draws, sizeof(commands[0]));
		break;
	default:
		glMultiDrawElementsIndirect(mode, index_types[kind], from, draws, one_in(2) ? 0 : sizeof(commands[0]));
	}
	glBindBuffer(GL_DRAW_INDIRECT_BUFFER, 0);
	glBindVertexArray(0);
}

/* --- transform feedback --- */

static void record_buffer(const char *what, GLuint name) {
	unsigned char bytes[CAPTURED_BYTES];
	memset(bytes, 0x5a, sizeof(bytes));
	glBindBuffer(GL_COPY_READ_BUFFER, name);
	glGetBufferSubData(GL_COPY_READ_BUFFER, 0, sizeof(bytes), bytes);
	record(what, bytes, sizeof(bytes));
	glBindBuffer(GL_COPY_READ_BUFFER, 0);
}

static void transform_feedback(void) {
	unsigned program = draw_below(2), object = draw_below(3);
	GLenum mode = PICK(((const GLenum[]){GL_POINTS, GL_LINES, GL_TRIANGLES}));
	bool discarded = one_in(2), paused = one_in(3);
	GLuint written = 0, query = conditions[0];
	say("transform feedback %u of program %u, 0x%x%s%s", object, program, mode, discarded ? ", discarded" : "",
		paused ? ", paused" : "");
	glUseProgram(capture_programs[program]);
	glBindTransformFeedback(GL_TRANSFORM_FEEDBACK, object < 2 ? feedbacks[object] : 0);
	for (GLuint i = 0; i < 2; i++)
		if (one_in(2))
			glBindBufferBase(GL_TRANSFORM_FEEDBACK_BUFFER, i, captured[i]);
		else
			glBindBufferRange(GL_TRANSFORM_FEEDBACK_BUFFER, i, captured[i], 4 * draw_below(16), 4 * draw_int(0, 64));
	if (discarded)
		glEnable(GL_RASTERIZER_DISCARD);
	bind_for_draw();
	glBeginQuery(GL_TRANSFORM_FEEDBACK_PRIMITIVES_WRITTEN, query);
	glBeginTransformFeedback(draw_bad(mode));
	glDrawArrays(one_in(8) ? GL_LINE_STRIP : mode, draw_int(0, 4), draw_int(0, 12));
	if (paused) {
		glPauseTransformFeedback();
		glDrawArrays(GL_TRIANGLES, 0, 3);
		glResumeTransformFeedback();
		glDrawArrays(mode, 0, draw_int(0, 6));
	}
	glEndTransformFeedback();
	glEndQuery(GL_TRANSFORM_FEEDBACK_PRIMITIVES_WRITTEN);
	glGetQueryObjectuiv(query, GL_QUERY_RESULT, &written);
	record("primitives written", &written, sizeof(written));
	if (object < 2 && one_in(2))
		glDrawTransformFeedback(mode, feedbacks[object]);
	glDisable(GL_RASTERIZER_DISCARD);
	glBindVertexArray(0);
	glBindTransformFeedback(GL_TRANSFORM_FEEDBACK, 0);
	glUseProgram(0);
	record_buffer("captured", captured[0]);
	record_buffer("captured", captured[1]);
}

/* --- conditional rendering --- */

static void conditional(void) {
	static const GLenum waits[] = {GL_QUERY_WAIT, GL_QUERY_BY_REGION_WAIT, GL_QUERY_WAIT_INVERTED,
								   GL_QUERY_BY_REGION_WAIT_INVERTED};
	GLenum target = one_in(2) ? GL_SAMPLES_PASSED : GL_ANY_SAMPLES_PASSED, wait = draw_bad(PICK(waits));
	unsigned vertices = 3 * draw_below(3);
	say("conditional 0x%x of 0x%x, %u vertices", wait, target, vertices);
	bind_for_draw();
	glBeginQuery(target, conditions[1]);
	glDrawArrays(GL_TRIANGLES, 0, (GLsizei)vertices);
	glEndQuery(target);
	glBeginConditionalRender(conditions[1], wait);
	if (one_in(2))
		glDrawArrays(PICK(modes), 0, 9);
	else
		glClear(one_in(2) ? GL_COLOR_BUFFER_BIT : GL_DEPTH_BUFFER_BIT);
	glEndConditionalRender();
	glBindVertexArray(0);
}

/* --- compute shaders --- */

static void compute(void) {
	GLuint groups = draw_below(one_in(20) ? 0x20000 : 5);
	say("compute, %u groups", groups);
	glUseProgram(compute_program);
	glBindBufferBase(GL_SHADER_STORAGE_BUFFER, 0, counters);
	glUniform1ui(0, draw_below(1000));
	glDispatchCompute(groups > 0x10000 ? groups : groups % 5, 1, 1);
	glMemoryBarrier(GL_BUFFER_UPDATE_BARRIER_BIT);
	glBindBufferBase(GL_SHADER_STORAGE_BUFFER, 0, 0);
	glUseProgram(0);
	record_buffer("counters", counters);
}

/* --- syncs --- */

/* Whether a sync was there before it was waited for depends on time; that it comes does not. */
static void sync(void) {
	GLsync *one = &syncs[draw_below(SYNCS)];
	unsigned how = draw_below(6);
	say("sync %u of %s", how, *one ? "one" : "none");
	if (how == 0 && !*one) {
		*one = glFenceSync(draw_bad(GL_SYNC_GPU_COMMANDS_COMPLETE), one_in(20));
		bool made = *one != NULL;
		record("glFenceSync", &made, sizeof(made));
	} else if (how == 1) {
		glDeleteSync(*one);
		*one = NULL;
	} else if (how == 2) {
		glWaitSync(*one, one_in(20), one_in(20) ? 0 : GL_TIMEOUT_IGNORED);
	} else if (how == 3) {
		GLboolean is = glIsSync(*one);
		record("glIsSync", &is, sizeof(is));
	} else {
		GLenum result = glClientWaitSync(*one, one_in(20) ? 2 : GL_SYNC_FLUSH_COMMANDS_BIT, 10000000000);
		bool there = result == GL_ALREADY_SIGNALED || result == GL_CONDITION_SATISFIED;
		record("glClientWaitSync", &there, sizeof(there));
		static const GLenum names[] = {GL_OBJECT_TYPE, GL_SYNC_STATUS, GL_SYNC_CONDITION, GL_SYNC_FLAGS};
		GLint value = -1;
		GLsizei length = -1;
		glGetSynciv(*one, draw_bad(PICK(names)), 1, &length, &value);
		record("glGetSynciv", &value, sizeof(value));
	}
}

/* --- persistent maps --- */

/* What the program writes arrives in what GL reads, and the other way round. */
static void persistent_map(void) {
	size_t offset = 8 * draw_below(4096), bytes = draw_below(2048);
	bool back = one_in(2);
	say("persistent map %s: %zu %zu", back ? "read" : "written", offset, bytes);
	if (!mapped)
		return;
	if (back) {
		glBindBuffer(GL_COPY_WRITE_BUFFER, mapped_buffer);
		glBindBuffer(GL_COPY_READ_BUFFER, buffers[draw_below(BUFFERS)]);
		glCopyBufferSubData(GL_COPY_READ_BUFFER, GL_COPY_WRITE_BUFFER, 0, (GLintptr)offset, (GLsizeiptr)bytes);
		glFinish();
		record("mapped", mapped + offset, bytes);
	} else {
		for (size_t i = 0; i < bytes; i++)
			mapped[offset + i] = (unsigned char)draw();
		glBindBuffer(GL_COPY_READ_BUFFER, mapped_buffer);
		glBindBuffer(GL_COPY_WRITE_BUFFER, captured[0]);
		glCopyBufferSubData(GL_COPY_READ_BUFFER, GL_COPY_WRITE_BUFFER, (GLintptr)offset, 0, (GLsizeiptr)bytes);
		glBindBuffer(GL_COPY_READ_BUFFER, 0);
		record_buffer("copied", captured[0]);
	}
	glBindBuffer(GL_COPY_READ_BUFFER, 0);
	glBindBuffer(GL_COPY_WRITE_BUFFER, 0);
}

/* --- what they work on --- */

/* Every attribute has a buffer: without one a draw would read from an address. */
static void make_vertex_arrays(void) {
	glGenVertexArrays(VERTEX_ARRAYS, vertex_arrays);
	for (size_t i = 0; i < VERTEX_ARRAYS; i++) {
		glBindVertexArray(vertex_arrays[i]);
		glBindBuffer(GL_ARRAY_BUFFER, buffers[i % BUFFERS]);
		for (GLuint attribute = 0; attribute < ATTRIBUTES; attribute++)
			glVertexAttribPointer(attribute, 4, GL_SHORT, GL_TRUE, 64, at(8 * attribute));
		glVertexPointer(3, GL_SHORT, 64, at(0));
		glEnableClientState(GL_VERTEX_ARRAY);
		glColorPointer(4, GL_UNSIGNED_BYTE, 64, at(16));
		if (i)
			glEnableClientState(GL_COLOR_ARRAY);
	}
	glBindVertexArray(0);
}

static void make_programs(void) {
	static const char *const capture = "#version 330 compatibility\n"
									   "out vec4 place; flat out ivec2 number;\n"
									   "void main() { place = gl_Position = gl_Vertex / 32768.0;\n"
									   "number = ivec2(gl_VertexID, gl_InstanceID); gl_FrontColor = gl_BackColor = "
									   "gl_Color; gl_PointSize = 2.0; }";
	static const char *const fragment = "#version 330 compatibility\nin vec4 place; flat in ivec2 number;\n"
										"void main() { gl_FragColor = gl_Color + place + vec4(number, 0, 1) / 64.0; }";
	static const char *const count = "#version 430\nlayout(local_size_x = 16) in;\n"
									 "layout(location = 0) uniform uint add;\n"
									 "layout(std430, binding = 0) buffer counters { uint count[]; };\n"
									 "void main() { count[gl_GlobalInvocationID.x] += add + gl_LocalInvocationID.x; }";
	for (size_t i = 0; i < COUNT(capture_programs); i++) {
		GLuint program = shader_program("capture", capture, fragment);
		glTransformFeedbackVaryings(program, 2, (const char *const[]){"place", "number"},
									i ? GL_SEPARATE_ATTRIBS : GL_INTERLEAVED_ATTRIBS);
		glLinkProgram(program);
		capture_programs[i] = program;
	}
	compute_program = shader_link("compute", (GLuint[]){shader_make(GL_COMPUTE_SHADER, count), 0});
}

static GLuint make_buffer(const GLvoid *data, GLsizeiptr bytes) {
	GLuint name = 0;
	glGenBuffers(1, &name);
	glBindBuffer(GL_COPY_WRITE_BUFFER, name);
	glBufferData(GL_COPY_WRITE_BUFFER, bytes, data, GL_DYNAMIC_COPY);
	return name;
}

void make_newer_objects(void) {
	make_vertex_arrays();
	make_programs();
	for (size_t i = 0; i < COUNT(captured); i++)
		captured[i] = make_buffer(noise, CAPTURED_BYTES);
	counters = make_buffer(noise, CAPTURED_BYTES);
	command_buffer = make_buffer(NULL, COMMANDS * 5 * sizeof(GLuint));
	glGenTransformFeedbacks(2, feedbacks);
	glGenQueries(2, conditions);
	const GLbitfield access = GL_MAP_READ_BIT | GL_MAP_WRITE_BIT | GL_MAP_PERSISTENT_BIT | GL_MAP_COHERENT_BIT;
	glGenBuffers(1, &mapped_buffer);
	glBindBuffer(GL_COPY_WRITE_BUFFER, mapped_buffer);
	glBufferStorage(GL_COPY_WRITE_BUFFER, MAPPED_BYTES, noise, access);
	mapped = glMapBufferRange(GL_COPY_WRITE_BUFFER, 0, MAPPED_BYTES, access);
	glBindBuffer(GL_COPY_WRITE_BUFFER, 0);
}

static const struct call calls[] = {
	{vertex_array, 8}, {draw_vertex_array, 4}, {draw_indirect, 3}, {transform_feedback, 2},
	{conditional, 2},  {compute, 1},           {sync, 4},          {persistent_map, 3}};
const struct calls newer_calls = {calls, COUNT(calls)};
