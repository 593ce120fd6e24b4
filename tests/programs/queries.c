/* Queries of every kind: results value for value; of timers only that there is one. */
#include <sched.h>

#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

static void square(float z) {
	glBegin(GL_QUADS);
	glVertex3f(-0.5f, -0.5f, z), glVertex3f(0.5f, -0.5f, z), glVertex3f(0.5f, 0.5f, z), glVertex3f(-0.5f, 0.5f, z);
	glEnd();
}

int main(void) {
	window_open_compat();
	GLuint queries[8];
	glGenQueries(8, queries);
	report("is a query: %d", glIsQuery(queries[0]));
	glEnable(GL_DEPTH_TEST);
	glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
	glBeginQuery(GL_SAMPLES_PASSED, queries[0]);
	report("is a query: %d", glIsQuery(queries[0]));
	GLint value;
	glGetQueryiv(GL_SAMPLES_PASSED, GL_CURRENT_QUERY, &value);
	report("current is ours: %d", value == (GLint)queries[0]);
	STEP(glBeginQuery(GL_SAMPLES_PASSED, queries[1]));
	STEP(glBeginQuery(GL_ANY_SAMPLES_PASSED, queries[0]));
	square(0.2f);
	glEndQuery(GL_SAMPLES_PASSED);
	STEP(glEndQuery(GL_SAMPLES_PASSED));
	GLuint result = 77;
	glGetQueryObjectuiv(queries[0], GL_QUERY_RESULT, &result);
	report("samples: %u", result);
	glGetQueryObjectuiv(queries[0], GL_QUERY_RESULT_AVAILABLE, &result);
	report("available: %u", result);
	glBeginQuery(GL_SAMPLES_PASSED, queries[1]);
	square(0.6f); /* behind */
	glEndQuery(GL_SAMPLES_PASSED);
	/* A program may poll: the answer must come without its help. */
	GLint available = 0;
	for (long i = 0; i < 100000000 && !available; i++) {
		glGetQueryObjectiv(queries[1], GL_QUERY_RESULT_AVAILABLE, &available);
		sched_yield();
	}
	report("became available: %d", available);
	GLint64 result64 = -1;
	glGetQueryObjecti64v(queries[1], GL_QUERY_RESULT, &result64);
	report("hidden samples: %lld", (long long)result64);
	glBeginQuery(GL_ANY_SAMPLES_PASSED, queries[2]);
	square(-0.3f);
	glEndQuery(GL_ANY_SAMPLES_PASSED);
	glGetQueryObjectuiv(queries[2], GL_QUERY_RESULT, &result);
	report("any: %u", result);

	/* Conditional rendering, also inverted. */
	glColor3f(1, 0, 0);
	glBeginConditionalRender(queries[1], GL_QUERY_WAIT);
	square(-0.5f);
	glEndConditionalRender();
	report_pixels("not drawn");
	glBeginConditionalRender(queries[0], GL_QUERY_WAIT);
	square(-0.6f);
	glEndConditionalRender();
	report_pixels("drawn");
	if (window_has("GL_ARB_conditional_render_inverted")) {
		glColor3f(0, 1, 0);
		glBeginConditionalRender(queries[1], GL_QUERY_WAIT_INVERTED);
		square(-0.7f);
		glEndConditionalRender();
		report_pixels("drawn, inverted");
	}
	report_error("conditional");

	glBeginQuery(GL_PRIMITIVES_GENERATED, queries[3]);
	square(0), square(0);
	glDrawArrays(GL_TRIANGLES, 0, 0);
	glEndQuery(GL_PRIMITIVES_GENERATED);
	glGetQueryObjectuiv(queries[3], GL_QUERY_RESULT, &result);
	report("primitives: %u", result);

	GLuint64 time = 0, stamp = 0;
	glBeginQuery(GL_TIME_ELAPSED, queries[4]);
	square(0);
	glEndQuery(GL_TIME_ELAPSED);
	glGetQueryObjectui64v(queries[4], GL_QUERY_RESULT, &time);
	glQueryCounter(queries[5], GL_TIMESTAMP);
	glGetQueryObjectui64v(queries[5], GL_QUERY_RESULT, &stamp);
	GLint64 now = 0;
	glGetInteger64v(GL_TIMESTAMP, &now);
	report("time elapsed below 10 s: %d, stamp: %d, now not before: %d", time < 10000000000ull, stamp != 0,
		   now >= (GLint64)stamp);
	STEP(glBeginQuery(GL_TIMESTAMP, queries[6]));
	STEP(glBeginQuery(GL_TIME_ELAPSED, queries[0]));
	STEP(glGetQueryObjectuiv(queries[7], GL_QUERY_RESULT, &result));
	STEP(glGetQueryObjectuiv(12345, GL_QUERY_RESULT, &result));
	STEP(glGetQueryObjectuiv(queries[0], GL_TEXTURE_2D, &result));
	static const GLenum targets[] = {GL_SAMPLES_PASSED, GL_PRIMITIVES_GENERATED, GL_TIME_ELAPSED, GL_TIMESTAMP};
	for (int i = 0; i < 4; i++) {
		glGetQueryiv(targets[i], GL_QUERY_COUNTER_BITS, &value);
		report("bits of 0x%x: %d", targets[i], value);
	}

	/* Pipeline statistics and results into buffers. */
	if (window_has("GL_ARB_pipeline_statistics_query")) {
		GLuint program = shader_program("counted", "#version 130\nvoid main() { gl_Position = gl_Vertex; }",
										"#version 130\nout vec4 c; void main() { c = vec4(1); }");
		glUseProgram(program);
		static const GLenum kinds[] = {GL_VERTICES_SUBMITTED_ARB, GL_PRIMITIVES_SUBMITTED_ARB,
									   GL_VERTEX_SHADER_INVOCATIONS_ARB, GL_CLIPPING_INPUT_PRIMITIVES_ARB,
									   GL_CLIPPING_OUTPUT_PRIMITIVES_ARB};
		for (int i = 0; i < 5; i++) {
			glBeginQuery(kinds[i], queries[6]);
			square(0);
			glEndQuery(kinds[i]);
			glGetQueryObjectuiv(queries[6], GL_QUERY_RESULT, &result);
			report("statistic 0x%x: %u", kinds[i], result);
			glDeleteQueries(1, &queries[6]);
			glGenQueries(1, &queries[6]);
		}
		glUseProgram(0);
	}
	if (window_has("GL_ARB_query_buffer_object")) {
		GLuint buffer, words[4];
		glGenBuffers(1, &buffer);
		glBindBuffer(GL_QUERY_BUFFER, buffer);
		glBufferData(GL_QUERY_BUFFER, 16, (const GLuint[]){9, 9, 9, 9}, GL_DYNAMIC_COPY);
		glGetQueryObjectuiv(queries[0], GL_QUERY_RESULT, (GLuint *)4);
		glGetQueryObjectui64v(queries[0], GL_QUERY_RESULT, (GLuint64 *)8);
		glGetBufferSubData(GL_QUERY_BUFFER, 0, 16, words);
		report_uints("in the buffer", 4, words);
		STEP(glGetQueryObjectuiv(queries[0], GL_QUERY_RESULT, (GLuint *)14));
		glBindBuffer(GL_QUERY_BUFFER, 0);
	}
	STEP(glGetQueryObjectuiv(queries[0], GL_QUERY_RESULT, &result));
	report("still: %u", result);
	if (window_has("GL_ARB_timer_query") && glBeginQueryIndexed) {
		glBeginQueryIndexed(GL_PRIMITIVES_GENERATED, 0, queries[3]);
		square(0);
		glEndQueryIndexed(GL_PRIMITIVES_GENERATED, 0);
		glGetQueryIndexediv(GL_PRIMITIVES_GENERATED, 0, GL_CURRENT_QUERY, &value);
		glGetQueryObjectuiv(queries[3], GL_QUERY_RESULT, &result);
		report("indexed: %u, current %d", result, value);
		STEP(glBeginQueryIndexed(GL_SAMPLES_PASSED, 1, queries[0]));
	}
	/* Names of our own. */
	for (GLuint invented = 7000; invented < 7002; invented++) {
		STEP(glBeginQuery(GL_SAMPLES_PASSED, invented));
		if (invented == 7000)
			square(-0.9f);
		glEndQuery(GL_SAMPLES_PASSED);
	}
	for (GLuint invented = 7000; invented < 7003; invented++) {
		glGetQueryObjectuiv(invented, GL_QUERY_RESULT, &result);
		report("invented: %d %u", glIsQuery(invented), result);
		report_error("invented");
	}
	glDeleteQueries(2, (const GLuint[]){7000, 7001});
	glDeleteQueries(8, queries);
	report("is a query: %d", glIsQuery(queries[0]));
	report_error("end");
	return window_finish();
}
