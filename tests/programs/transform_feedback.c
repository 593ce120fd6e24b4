/* Transform feedback: interleaved, separate, with a geometry shader, paused, drawn again, of a pipeline's
 * objects, its queries; the captured buffers as vertices and as memory of the application. */
#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

static GLuint capture(const char *vertex, const char *geometry, GLsizei count, const char *const *varyings,
					  GLenum mode) {
	GLuint program = glCreateProgram(), shaders[2] = {shader_make(GL_VERTEX_SHADER, vertex),
													  geometry ? shader_make(GL_GEOMETRY_SHADER, geometry) : 0};
	for (int i = 0; i < 2; i++)
		if (shaders[i])
			glAttachShader(program, shaders[i]);
	glTransformFeedbackVaryings(program, count, varyings, mode);
	glLinkProgram(program);
	GLint ok, varying_count;
	glGetProgramiv(program, GL_LINK_STATUS, &ok);
	glGetProgramiv(program, GL_TRANSFORM_FEEDBACK_VARYINGS, &varying_count);
	report("linked %d, varyings %d", ok, varying_count);
	for (int i = 0; i < varying_count; i++) {
		char name[64];
		GLsizei length, size;
		GLenum type;
		glGetTransformFeedbackVarying(program, (GLuint)i, sizeof(name), &length, &size, &type, name);
		report("varying %s (%d): size %d, type 0x%x", name, length, size, type);
	}
	return program;
}

int main(void) {
	window_open_compat();
	static const char vertex[] =
		"#version 150 compatibility\nin vec2 at; out vec4 moved; out vec2 half_way; out float kind;\n"
		"void main() { moved = vec4(at * 2.0, 0.5, 1); half_way = at * 0.5; kind = float(gl_VertexID) * 3.0; "
		"gl_Position = vec4(at, 0, 1); }";
	const char *both[] = {"moved", "half_way"};
	GLuint interleaved = capture(vertex, NULL, 2, both, GL_INTERLEAVED_ATTRIBS),
		   separate = capture(vertex, NULL, 2, both, GL_SEPARATE_ATTRIBS);
	GLuint buffers[3], queries[2];
	glGenBuffers(3, buffers);
	glGenQueries(2, queries);
	for (int i = 0; i < 2; i++) {
		glBindBuffer(GL_TRANSFORM_FEEDBACK_BUFFER, buffers[i]);
		glBufferData(GL_TRANSFORM_FEEDBACK_BUFFER, 1024, NULL, GL_STREAM_READ);
		glClearBufferData(GL_TRANSFORM_FEEDBACK_BUFFER, GL_R32F, GL_RED, GL_FLOAT, (const GLfloat[]){-7});
	}
	const GLfloat at[] = {-0.5f, -0.5f, 0.5f, -0.5f, 0.1f, 0.4f, 0.3f, 0.2f, 0.4f, 0.9f, -0.8f, 0.7f};
	GLfloat back[64];
	glEnable(GL_RASTERIZER_DISCARD);
	glUseProgram(interleaved);
	glBindAttribLocation(interleaved, 0, "at");
	GLuint location = (GLuint)glGetAttribLocation(interleaved, "at");
	glVertexAttribPointer(location, 2, GL_FLOAT, GL_FALSE, 0, at);
	glEnableVertexAttribArray(location);
	glBindBufferBase(GL_TRANSFORM_FEEDBACK_BUFFER, 0, buffers[0]);
	glBeginQuery(GL_TRANSFORM_FEEDBACK_PRIMITIVES_WRITTEN, queries[0]);
	glBeginQuery(GL_PRIMITIVES_GENERATED, queries[1]);
	glBeginTransformFeedback(GL_TRIANGLES);
	STEP(glUseProgram(separate));
	STEP(glDrawArrays(GL_POINTS, 0, 6));
	glDrawArrays(GL_TRIANGLES, 0, 6);
	glEndTransformFeedback();
	glEndQuery(GL_TRANSFORM_FEEDBACK_PRIMITIVES_WRITTEN);
	glEndQuery(GL_PRIMITIVES_GENERATED);
	GLuint results[2];
	glGetQueryObjectuiv(queries[0], GL_QUERY_RESULT, &results[0]);
	glGetQueryObjectuiv(queries[1], GL_QUERY_RESULT, &results[1]);
	report_uints("written, generated", 2, results);
	glGetBufferSubData(GL_TRANSFORM_FEEDBACK_BUFFER, 0, sizeof(back), back);
	report_floats("interleaved", 40, back);

	glUseProgram(separate);
	glBindBufferRange(GL_TRANSFORM_FEEDBACK_BUFFER, 0, buffers[0], 256, 64);
	glBindBufferRange(GL_TRANSFORM_FEEDBACK_BUFFER, 1, buffers[1], 16, 512);
	glBeginQuery(GL_TRANSFORM_FEEDBACK_PRIMITIVES_WRITTEN, queries[0]);
	glBeginTransformFeedback(GL_POINTS);
	glDrawArrays(GL_POINTS, 0, 2);
	glPauseTransformFeedback();
	glDrawArrays(GL_POINTS, 0, 6);
	glResumeTransformFeedback();
	glDrawArrays(GL_POINTS, 4, 1);
	glEndTransformFeedback();
	glEndQuery(GL_TRANSFORM_FEEDBACK_PRIMITIVES_WRITTEN);
	glGetQueryObjectuiv(queries[0], GL_QUERY_RESULT, &results[0]);
	report_uints("written", 1, results);
	glBindBuffer(GL_COPY_READ_BUFFER, buffers[0]);
	glGetBufferSubData(GL_COPY_READ_BUFFER, 256, 80, back);
	report_floats("moved", 20, back);
	glBindBuffer(GL_COPY_READ_BUFFER, buffers[1]);
	glGetBufferSubData(GL_COPY_READ_BUFFER, 0, 48, back);
	report_floats("half way", 12, back);
	GLint64 start;
	glGetInteger64i_v(GL_TRANSFORM_FEEDBACK_BUFFER_START, 1, &start);
	report("start %lld", (long long)start);
	report_error("separate");

	/* Objects, geometry, streams, drawing what was captured. */
	GLuint objects[2];
	glGenTransformFeedbacks(2, objects);
	report("is one: %d", glIsTransformFeedback(objects[0]));
	GLuint doubled = capture("#version 150 compatibility\nin vec2 at; out vec2 middle; void main() { middle = at; "
							 "gl_Position = vec4(at, 0, 1); }",
							 "#version 150 compatibility\nlayout(triangles) in; layout(triangle_strip, max_vertices = "
							 "6) out; in vec2 middle[]; out vec2 out_at; out vec3 tint;\n"
							 "void main() { for (int c = 0; c < 2; c++) { for (int i = 0; i < 3; i++) { out_at = "
							 "middle[i] * (c == 0 ? 1.0 : -0.7); tint = vec3(float(i) * 0.5, float(c), 1); gl_Position "
							 "= vec4(out_at, 0, 1); EmitVertex(); } EndPrimitive(); } }",
							 2, (const char *[]){"out_at", "tint"}, GL_INTERLEAVED_ATTRIBS);
	glUseProgram(doubled);
	location = (GLuint)glGetAttribLocation(doubled, "at");
	glVertexAttribPointer(location, 2, GL_FLOAT, GL_FALSE, 0, at);
	glEnableVertexAttribArray(location);
	glBindTransformFeedback(GL_TRANSFORM_FEEDBACK, objects[0]);
	report("is one: %d", glIsTransformFeedback(objects[0]));
	glBindBuffer(GL_TRANSFORM_FEEDBACK_BUFFER, buffers[2]);
	glBufferData(GL_TRANSFORM_FEEDBACK_BUFFER, 12 * 20, NULL, GL_DYNAMIC_COPY);
	glBindBufferBase(GL_TRANSFORM_FEEDBACK_BUFFER, 0, buffers[2]);
	glBeginTransformFeedback(GL_TRIANGLES);
	glDrawArrays(GL_TRIANGLES, 0, 6);
	glEndTransformFeedback();
	glDisable(GL_RASTERIZER_DISCARD);
	glBindTransformFeedback(GL_TRANSFORM_FEEDBACK, 0);
	glUseProgram(0);
	glDisableVertexAttribArray(location);
	glBindBuffer(GL_ARRAY_BUFFER, buffers[2]);
	glVertexPointer(2, GL_FLOAT, 20, NULL);
	glColorPointer(3, GL_FLOAT, 20, (void *)8);
	glEnableClientState(GL_VERTEX_ARRAY);
	glEnableClientState(GL_COLOR_ARRAY);
	glClear(GL_COLOR_BUFFER_BIT);
	glDrawTransformFeedback(GL_TRIANGLES, objects[0]);
	report_pixels("DrawTransformFeedback");
	if (glDrawTransformFeedbackInstanced) {
		glDrawTransformFeedbackInstanced(GL_POINTS, objects[0], 2);
		report_pixels("instanced");
	}
	STEP(glDrawTransformFeedback(GL_TRIANGLES, 777));
	STEP(glEndTransformFeedback());
	STEP(glPauseTransformFeedback());
	glDeleteTransformFeedbacks(2, objects);
	report_error("end");
	return window_finish();
}
