/* Maps of buffers that something else than the application wrote: what a write-only map does not write keeps what the
 * GPU, or another context, put there. An application's copy of the buffer, if there is one, is out of date. */
#include <string.h>

#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

#define BYTES 256

static GLuint buffer, spare;
static bool by_map;

/* The application knows all of it: from a call, or from a map. */
static void known(void) {
	GLubyte bytes[BYTES];
	for (int i = 0; i < BYTES; i++)
		bytes[i] = (GLubyte)(255 - i);
	glBindBuffer(GL_ARRAY_BUFFER, buffer);
	if (by_map)
		glBufferData(GL_ARRAY_BUFFER, BYTES, NULL, GL_DYNAMIC_COPY);
	void *map =
		by_map ? glMapBufferRange(GL_ARRAY_BUFFER, 0, BYTES, GL_MAP_WRITE_BIT | GL_MAP_INVALIDATE_BUFFER_BIT) : NULL;
	if (map) {
		memcpy(map, bytes, BYTES);
		glUnmapBuffer(GL_ARRAY_BUFFER);
	} else {
		glBufferData(GL_ARRAY_BUFFER, BYTES, bytes, GL_DYNAMIC_COPY);
	}
}

static void look(const char *step) {
	GLubyte back[BYTES];
	/* Written in part; then read and written; then read. */
	GLubyte *map = glMapBufferRange(GL_ARRAY_BUFFER, 0, BYTES, GL_MAP_WRITE_BIT);
	if (map)
		memset(map + 100, 0xee, 8);
	report("unmap: %d", glUnmapBuffer(GL_ARRAY_BUFFER));
	glGetBufferSubData(GL_ARRAY_BUFFER, 0, BYTES, back);
	report_bytes(step, back, BYTES);
	map = glMapBuffer(GL_ARRAY_BUFFER, GL_READ_WRITE);
	if (map)
		map[3] ^= 0xff;
	glUnmapBuffer(GL_ARRAY_BUFFER);
	map = glMapBufferRange(GL_ARRAY_BUFFER, 0, BYTES, GL_MAP_READ_BIT);
	if (map)
		report_bytes("read", map, BYTES);
	glUnmapBuffer(GL_ARRAY_BUFFER);
	report_error(step);
	known();
}

static void all_writers(GLuint compute, GLuint feedback) {
	GLuint buffers[2];
	glGenBuffers(2, buffers);
	buffer = buffers[0], spare = buffers[1];
	known();

	GLubyte other[BYTES];
	for (int i = 0; i < BYTES; i++)
		other[i] = (GLubyte)(i * 3);
	glBindBuffer(GL_COPY_READ_BUFFER, spare);
	glBufferData(GL_COPY_READ_BUFFER, BYTES, other, GL_STATIC_COPY);
	glCopyBufferSubData(GL_COPY_READ_BUFFER, GL_ARRAY_BUFFER, 0, 16, 200);
	look("copied");

	glClearBufferSubData(GL_ARRAY_BUFFER, GL_R8UI, 32, 128, GL_RED_INTEGER, GL_UNSIGNED_BYTE, (const GLubyte[]){0x42});
	look("cleared");

	glUseProgram(compute);
	glUniform1i(glGetUniformLocation(compute, "count"), GL_FALSE);
	glBindBufferBase(GL_SHADER_STORAGE_BUFFER, 0, buffer);
	glDispatchCompute(1, 1, 1);
	glMemoryBarrier(GL_BUFFER_UPDATE_BARRIER_BIT);
	look("stored by a shader");
	glBindBufferBase(GL_SHADER_STORAGE_BUFFER, 0, spare);
	glBindBufferBase(GL_ATOMIC_COUNTER_BUFFER, 0, buffer);
	glUniform1i(glGetUniformLocation(compute, "count"), GL_TRUE);
	glDispatchCompute(3, 1, 1);
	glMemoryBarrier(GL_BUFFER_UPDATE_BARRIER_BIT);
	look("counted by a shader");
	glBindBufferBase(GL_ATOMIC_COUNTER_BUFFER, 0, 0);

	glUseProgram(feedback);
	glEnable(GL_RASTERIZER_DISCARD);
	glBindBufferBase(GL_TRANSFORM_FEEDBACK_BUFFER, 0, buffer);
	glBeginTransformFeedback(GL_POINTS);
	glDrawArrays(GL_POINTS, 0, 5);
	glEndTransformFeedback();
	glBindBufferBase(GL_TRANSFORM_FEEDBACK_BUFFER, 0, 0);
	glDisable(GL_RASTERIZER_DISCARD);
	look("captured");
	glUseProgram(0);

	glBindBuffer(GL_PIXEL_PACK_BUFFER, buffer);
	glClearColor(0.5f, 1, 0.25f, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	glReadPixels(0, 0, 4, 4, GL_RGBA, GL_UNSIGNED_BYTE, (void *)80);
	glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
	look("pixels");
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 4, 4, 0, GL_RGBA, GL_UNSIGNED_BYTE, other);
	glBindBuffer(GL_PIXEL_PACK_BUFFER, buffer);
	glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, (void *)60);
	glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
	look("a texture");

	if (window_has("GL_ARB_query_buffer_object")) {
		GLuint query;
		glGenQueries(1, &query);
		glBeginQuery(GL_PRIMITIVES_GENERATED, query);
		glRecti(0, 0, 1, 1);
		glEndQuery(GL_PRIMITIVES_GENERATED);
		glBindBuffer(GL_QUERY_BUFFER, buffer);
		glGetQueryObjectuiv(query, GL_QUERY_RESULT, (GLuint *)120);
		glBindBuffer(GL_QUERY_BUFFER, 0);
		look("a query's result");
	}

	/* Another context of the group. */
	GLXContext second = window_new_context(window.context);
	glFinish();
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, second);
	glBindBuffer(GL_ARRAY_BUFFER, buffer);
	glBufferSubData(GL_ARRAY_BUFFER, 30, 150, other);
	glFinish();
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
	glBindBuffer(GL_ARRAY_BUFFER, buffer);
	look("another context");
	/* Mapped here, unmapped there: the map belongs to the buffer. */
	glBindBuffer(GL_ARRAY_BUFFER, buffer);
	GLubyte *map = glMapBuffer(GL_ARRAY_BUFFER, GL_WRITE_ONLY);
	if (map)
		memset(map, 0x11, 60);
	glFinish();
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, second);
	glBindBuffer(GL_ARRAY_BUFFER, buffer);
	report("unmapped elsewhere: %d", glUnmapBuffer(GL_ARRAY_BUFFER));
	glFinish();
	report_error("elsewhere");
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
	glXDestroyContext(window.display, second);
	glBindBuffer(GL_ARRAY_BUFFER, buffer);
	STEP(glUnmapBuffer(GL_ARRAY_BUFFER));
	look("mapped here, unmapped there");
	glDeleteBuffers(2, buffers);
}

/* The ways into a buffer that were added later. */
static void newer_writers(GLuint compute, GLuint feedback) {
	if (!window_has("GL_ARB_direct_state_access") || !window_has("GL_ARB_multi_bind")) {
		report("no direct state access");
		return;
	}
	GLubyte other[BYTES];
	for (int i = 0; i < BYTES; i++)
		other[i] = (GLubyte)(i * 5 + 1);
	GLuint texture, stream, query;
	glCreateBuffers(1, &buffer);
	known();
	glCreateBuffers(1, &spare);
	glNamedBufferData(spare, BYTES, other, GL_STATIC_COPY);
	glCopyNamedBufferSubData(spare, buffer, 8, 40, 100);
	look("copied by name");
	glClearNamedBufferSubData(buffer, GL_R32UI, 64, 64, GL_RED_INTEGER, GL_UNSIGNED_INT, (const GLuint[]){0x12345678});
	look("cleared by name");
	glCreateTextures(GL_TEXTURE_2D, 1, &texture);
	glTextureStorage2D(texture, 1, GL_RGBA8, 4, 4);
	glTextureSubImage2D(texture, 0, 0, 0, 4, 4, GL_RGBA, GL_UNSIGNED_BYTE, other);
	glBindBuffer(GL_PIXEL_PACK_BUFFER, buffer);
	glGetTextureImage(texture, 0, GL_RGBA, GL_UNSIGNED_BYTE, 100, (void *)20);
	glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
	look("a texture by name");
	glBindBuffer(GL_PIXEL_PACK_BUFFER, buffer);
	glGetTextureSubImage(texture, 0, 1, 1, 0, 2, 2, 1, GL_RGBA, GL_UNSIGNED_BYTE, 100, (void *)200);
	glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
	look("a part of it");
	glBindBuffer(GL_PIXEL_PACK_BUFFER, buffer);
	glReadnPixels(0, 0, 3, 3, GL_RGBA, GL_UNSIGNED_BYTE, 50, (void *)12);
	glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
	look("pixels with a limit");
	glBindBuffer(GL_PIXEL_PACK_BUFFER, buffer);
	glGetPolygonStipple((GLubyte *)64);
	glGetPixelMapfv(GL_PIXEL_MAP_I_TO_R, (GLfloat *)16);
	glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
	look("a stipple and a map of pixels");
	glCreateQueries(GL_PRIMITIVES_GENERATED, 1, &query);
	glBeginQuery(GL_PRIMITIVES_GENERATED, query);
	glRecti(0, 0, 1, 1);
	glEndQuery(GL_PRIMITIVES_GENERATED);
	glGetQueryBufferObjectuiv(query, buffer, GL_QUERY_RESULT, 32);
	look("a query's result by name");
	glUseProgram(compute);
	glUniform1i(glGetUniformLocation(compute, "count"), GL_FALSE);
	glBindBuffersBase(GL_SHADER_STORAGE_BUFFER, 0, 1, &buffer);
	glDispatchCompute(1, 1, 1);
	glMemoryBarrier(GL_BUFFER_UPDATE_BARRIER_BIT);
	look("stored by a shader, bound with others");
	glBindBufferBase(GL_SHADER_STORAGE_BUFFER, 0, 0);
	/* A new one, of which nobody knows that it was bound for writing. */
	glDeleteBuffers(1, &buffer);
	glCreateBuffers(1, &buffer);
	known();
	glCreateTransformFeedbacks(1, &stream);
	glTransformFeedbackBufferRange(stream, 0, buffer, 32, 64);
	glBindTransformFeedback(GL_TRANSFORM_FEEDBACK, stream);
	glUseProgram(feedback);
	glEnable(GL_RASTERIZER_DISCARD);
	glBeginTransformFeedback(GL_POINTS);
	glDrawArrays(GL_POINTS, 0, 3);
	glEndTransformFeedback();
	glDisable(GL_RASTERIZER_DISCARD);
	glBindTransformFeedback(GL_TRANSFORM_FEEDBACK, 0);
	glUseProgram(0);
	look("captured by name");
	glDeleteTransformFeedbacks(1, &stream);
	glDeleteTextures(1, &texture);
	glDeleteQueries(1, &query);
	glDeleteBuffers(2, (const GLuint[]){buffer, spare});
}

int main(void) {
	window_open_compat();
	window_require("GL_ARB_shader_storage_buffer_object");
	GLuint compute = shader_link(
		"compute", (GLuint[]){shader_make(GL_COMPUTE_SHADER,
										  "#version 430\nlayout(local_size_x = 16) in;\n"
										  "layout(std430, binding = 0) buffer Out { uint words[]; };\n"
										  "layout(binding = 0, offset = 4) uniform atomic_uint counter;\n"
										  "uniform bool count;\n"
										  "void main() { if (count) atomicCounterIncrement(counter); else "
										  "words[gl_LocalInvocationID.x] = gl_LocalInvocationID.x * 0x01020304u; }"),
							  0});
	GLuint feedback = glCreateProgram();
	glAttachShader(feedback,
				   shader_make(GL_VERTEX_SHADER, "#version 430\nout vec4 moved; void main() { moved = vec4(1, 2, "
												 "float(gl_VertexID), 4); gl_Position = vec4(0); }"));
	glTransformFeedbackVaryings(feedback, 1, (const char *const[]){"moved"}, GL_INTERLEAVED_ATTRIBS);
	glLinkProgram(feedback);
	for (int way = 0; way < 2; way++) {
		by_map = way;
		report("-- known %s", by_map ? "from a map" : "from a call");
		all_writers(compute, feedback);
		newer_writers(compute, feedback);
	}
	return window_finish();
}
