/* Vertex and index buffers, alone and mixed with client memory in one draw; generic attributes of every
 * type, integer and double attributes; what happens to bindings when buffers are replaced or deleted. */
#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

static const GLfloat positions[] = {-0.9f, -0.9f, 0.9f, -0.9f, 0.9f, 0.9f, -0.9f, 0.9f, 0, 0};
static const GLubyte colors[] = {255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 0, 255, 255, 255, 255, 255};
static const GLushort indices[] = {0, 1, 4, 1, 2, 4, 2, 3, 4, 3, 0, 4};

static void fixed_function(void) {
	GLuint buffers[3];
	glGenBuffers(3, buffers);
	glBindBuffer(GL_ARRAY_BUFFER, buffers[0]);
	glBufferData(GL_ARRAY_BUFFER, sizeof(positions), positions, GL_STATIC_DRAW);
	glVertexPointer(2, GL_FLOAT, 0, NULL);
	glBindBuffer(GL_ARRAY_BUFFER, buffers[1]);
	glBufferData(GL_ARRAY_BUFFER, sizeof(colors) + 16, NULL, GL_DYNAMIC_DRAW);
	glBufferSubData(GL_ARRAY_BUFFER, 16, sizeof(colors), colors);
	glColorPointer(4, GL_UNSIGNED_BYTE, 0, (void *)16);
	glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, buffers[2]);
	glBufferData(GL_ELEMENT_ARRAY_BUFFER, sizeof(indices), indices, GL_STATIC_DRAW);
	glEnableClientState(GL_VERTEX_ARRAY);
	glEnableClientState(GL_COLOR_ARRAY);
	glClear(GL_COLOR_BUFFER_BIT);
	glDrawElements(GL_TRIANGLES, 9, GL_UNSIGNED_SHORT, (void *)6);
	report_pixels("buffers");

	glBindBuffer(GL_ARRAY_BUFFER, 0);
	GLubyte client[sizeof(colors)];
	for (size_t i = 0; i < sizeof(colors); i++)
		client[i] = (GLubyte)~colors[i];
	glColorPointer(4, GL_UNSIGNED_BYTE, 0, client);
	glClear(GL_COLOR_BUFFER_BIT);
	glDrawElements(GL_TRIANGLES, 12, GL_UNSIGNED_SHORT, NULL);
	report_pixels("positions in a buffer, colours in client memory");
	for (size_t i = 0; i < sizeof(colors); i++)
		client[i] = (GLubyte)(colors[i] / 2);
	glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, 0);
	glClear(GL_COLOR_BUFFER_BIT);
	glDrawElements(GL_TRIANGLES, 6, GL_UNSIGNED_SHORT, indices + 3);
	report_pixels("client colours and client indices");
	glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, buffers[2]);
	glVertexPointer(2, GL_FLOAT, 0, positions);
	glClear(GL_COLOR_BUFFER_BIT);
	glDrawRangeElements(GL_TRIANGLES, 0, 4, 12, GL_UNSIGNED_SHORT, NULL);
	report_pixels("client arrays and an index buffer");
	/* Indices changed by a copy between buffers: no copy of the data kept by the client is right. */
	GLuint spare;
	glGenBuffers(1, &spare);
	const GLushort other[] = {3, 0, 4, 2, 3, 1};
	glBindBuffer(GL_COPY_READ_BUFFER, spare);
	glBufferData(GL_COPY_READ_BUFFER, sizeof(other), other, GL_STATIC_DRAW);
	glCopyBufferSubData(GL_COPY_READ_BUFFER, GL_ELEMENT_ARRAY_BUFFER, 0, 6, sizeof(other));
	glClear(GL_COLOR_BUFFER_BIT);
	glDrawElements(GL_TRIANGLES, 12, GL_UNSIGNED_SHORT, NULL);
	report_pixels("index buffer after a copy");
	glBegin(GL_TRIANGLES);
	glArrayElement(0), glArrayElement(1), glArrayElement(2);
	glEnd();
	report_pixels("ArrayElement over both");
	GET(GL_ARRAY_BUFFER_BINDING);
	GLint bound;
	glGetIntegerv(GL_VERTEX_ARRAY_BUFFER_BINDING, &bound);
	report("vertex array binding is %s", bound == 0 ? "0" : "a buffer");
	glGetIntegerv(GL_ELEMENT_ARRAY_BUFFER_BINDING, &bound);
	report("index binding is %s", bound == (GLint)buffers[2] ? "ours" : "other");
	glDeleteBuffers(3, buffers);
	glGetIntegerv(GL_ELEMENT_ARRAY_BUFFER_BINDING, &bound);
	report("index binding after delete: %d", bound);
	glDeleteBuffers(1, &spare);
	glDisableClientState(GL_VERTEX_ARRAY);
	glDisableClientState(GL_COLOR_ARRAY);
	report_error("fixed function");
}

static void generic_types(void) {
	GLuint program = shader_program("generic",
									"#version 130\nin vec2 at; in vec4 value; out vec4 color;\n"
									"void main() { gl_Position = vec4(at, 0, 1); color = abs(value); }",
									"#version 130\nin vec4 color; out vec4 result; void main() { result = color; }");
	glUseProgram(program);
	GLuint at = (GLuint)glGetAttribLocation(program, "at"), value = (GLuint)glGetAttribLocation(program, "value");
	static const struct {
		GLenum type;
		GLboolean normalized;
		const char *name;
	} types[] = {{GL_BYTE, 1, "byte"},
				 {GL_UNSIGNED_BYTE, 1, "ubyte"},
				 {GL_SHORT, 1, "short"},
				 {GL_UNSIGNED_SHORT, 1, "ushort"},
				 {GL_INT, 1, "int"},
				 {GL_UNSIGNED_INT, 1, "uint"},
				 {GL_HALF_FLOAT, 0, "half"},
				 {GL_UNSIGNED_BYTE, 0, "ubyte unnormalized"},
				 {GL_INT_2_10_10_10_REV, 1, "int 2 10 10 10"},
				 {GL_UNSIGNED_INT_2_10_10_10_REV, 1, "uint 2 10 10 10"},
				 {GL_FIXED, 0, "fixed"}};
	GLubyte noise[80];
	uint32_t state = 3;
	for (int i = 0; i < 80; i++)
		noise[i] = (GLubyte)(report_noise(&state) & 0x3b); /* also valid halves, not NaN */
	glEnableVertexAttribArray(at);
	glEnableVertexAttribArray(value);
	GLuint buffer;
	glGenBuffers(1, &buffer);
	for (unsigned t = 0; t < sizeof(types) / sizeof(*types); t++)
		for (int in_buffer = 0; in_buffer < 2; in_buffer++) {
			glBindBuffer(GL_ARRAY_BUFFER, 0);
			glVertexAttribPointer(at, 2, GL_FLOAT, GL_FALSE, 0, positions);
			const void *from = noise;
			if (in_buffer) {
				glBindBuffer(GL_ARRAY_BUFFER, buffer);
				glBufferData(GL_ARRAY_BUFFER, sizeof(noise), noise, GL_STREAM_DRAW);
				from = NULL;
			}
			glVertexAttribPointer(value, 4, types[t].type, types[t].normalized, 0, from);
			glClear(GL_COLOR_BUFFER_BIT);
			glDrawArrays(GL_QUADS, 0, 4);
			report_pixels(types[t].name);
		}
	if (window_has("GL_ARB_vertex_array_bgra")) {
		glBindBuffer(GL_ARRAY_BUFFER, 0);
		glVertexAttribPointer(value, GL_BGRA, GL_UNSIGNED_BYTE, GL_TRUE, 0, colors);
		glClear(GL_COLOR_BUFFER_BIT);
		glDrawArrays(GL_QUADS, 0, 4);
		report_pixels("bgra");
	}
	/* The current value of a disabled attribute, set with every width. */
	glDisableVertexAttribArray(value);
	glVertexAttrib1f(value, 0.5f), glDrawArrays(GL_TRIANGLES, 0, 3), report_pixels("attrib1f");
	glVertexAttrib2sv(value, (const GLshort[]){0, 1}), glDrawArrays(GL_TRIANGLES, 0, 3), report_pixels("attrib2sv");
	glVertexAttrib3dv(value, (const GLdouble[]){0.1, 0.9, 0.3}), glDrawArrays(GL_TRIANGLES, 0, 3),
		report_pixels("attrib3dv");
	glVertexAttrib4Nubv(value, colors), glDrawArrays(GL_TRIANGLES, 0, 3), report_pixels("attrib4Nubv");
	glVertexAttrib4Nuiv(value, (const GLuint[]){~0u, 0x80000000u, 0, ~0u}), glDrawArrays(GL_TRIANGLES, 0, 3),
		report_pixels("attrib4Nuiv");
	GLfloat current[4];
	glGetVertexAttribfv(value, GL_CURRENT_VERTEX_ATTRIB, current);
	report_floats("current", 4, current);
	GLint enabled[2], size;
	glGetVertexAttribiv(at, GL_VERTEX_ATTRIB_ARRAY_ENABLED, &enabled[0]);
	glGetVertexAttribiv(value, GL_VERTEX_ATTRIB_ARRAY_ENABLED, &enabled[1]);
	glGetVertexAttribiv(value, GL_VERTEX_ATTRIB_ARRAY_SIZE, &size);
	report("enabled %d %d, size %d", enabled[0], enabled[1], size);
	void *pointer;
	glGetVertexAttribPointerv(at, GL_VERTEX_ATTRIB_ARRAY_POINTER, &pointer);
	report("pointer is %s", pointer == positions ? "ours" : "other");
	glDeleteProgram(program);
	report_error("generic");
}

static void integers_and_doubles(void) {
	GLuint program =
		shader_program("integers",
					   "#version 410 compatibility\nin vec2 at; in ivec2 i; in uvec3 u; in dvec2 d; out vec4 color;\n"
					   "void main() { gl_Position = vec4(at, 0, 1);\n"
					   "color = vec4(float(i.x + i.y) / 100.0, float(u.x ^ u.z) / 255.0, float(d.x * d.y), 1); }",
					   "#version 410 compatibility\nin vec4 color; out vec4 result; void main() { result = color; }");
	glUseProgram(program);
	const GLshort i[] = {10, 20, 30, -5, 0, 7, 90, 1};
	const GLuint u[] = {1, 2, 3, 100, 0, 55, 200, 9, 100, 255, 1, 0};
	const GLdouble d[] = {0.5, 0.5, 0.25, 3, 1, 0, 0.9, 0.9};
	const struct {
		const char *name;
		GLint size;
		GLenum type;
		const void *data;
	} attributes[] = {{"i", 2, GL_SHORT, i}, {"u", 3, GL_UNSIGNED_INT, u}};
	glBindBuffer(GL_ARRAY_BUFFER, 0);
	GLuint at = (GLuint)glGetAttribLocation(program, "at"), dl = (GLuint)glGetAttribLocation(program, "d");
	glVertexAttribPointer(at, 2, GL_FLOAT, GL_FALSE, 0, positions);
	glEnableVertexAttribArray(at);
	for (int a = 0; a < 2; a++) {
		GLuint location = (GLuint)glGetAttribLocation(program, attributes[a].name);
		glVertexAttribIPointer(location, attributes[a].size, attributes[a].type, 0, attributes[a].data);
		glEnableVertexAttribArray(location);
	}
	glVertexAttribLPointer(dl, 2, GL_DOUBLE, 0, d);
	glEnableVertexAttribArray(dl);
	glClear(GL_COLOR_BUFFER_BIT);
	glDrawArrays(GL_QUADS, 0, 4);
	report_pixels("integer and double attributes");
	glDisableVertexAttribArray(dl);
	glVertexAttribL2d(dl, 0.5, 1.5);
	glDisableVertexAttribArray((GLuint)glGetAttribLocation(program, "i"));
	glVertexAttribI2iv((GLuint)glGetAttribLocation(program, "i"), (const GLint[]){60, -10});
	glDrawArrays(GL_QUADS, 0, 4);
	report_pixels("current integers and doubles");
	GLdouble current[4];
	glGetVertexAttribLdv(dl, GL_CURRENT_VERTEX_ATTRIB, current);
	report("current double %g %g", current[0], current[1]);
	glDeleteProgram(program);
	report_error("integers");
}

static void buffer_facts(void) {
	GLuint buffer;
	glGenBuffers(1, &buffer);
	report("is a buffer before binding: %d", glIsBuffer(buffer));
	glBindBuffer(GL_ARRAY_BUFFER, buffer);
	report("is a buffer after binding: %d", glIsBuffer(buffer));
	glBufferData(GL_ARRAY_BUFFER, 100, colors, GL_DYNAMIC_COPY);
	GLint size, usage, mapped;
	glGetBufferParameteriv(GL_ARRAY_BUFFER, GL_BUFFER_SIZE, &size);
	glGetBufferParameteriv(GL_ARRAY_BUFFER, GL_BUFFER_USAGE, &usage);
	glGetBufferParameteriv(GL_ARRAY_BUFFER, GL_BUFFER_MAPPED, &mapped);
	report("size %d, usage 0x%x, mapped %d", size, usage, mapped);
	GLubyte back[20];
	glGetBufferSubData(GL_ARRAY_BUFFER, 0, 20, back);
	report_bytes("sub data", back, 20);
	glClearBufferSubData(GL_ARRAY_BUFFER, GL_R16UI, 4, 8, GL_RED_INTEGER, GL_UNSIGNED_SHORT,
						 (const GLushort[]){0xabcd});
	glGetBufferSubData(GL_ARRAY_BUFFER, 0, 20, back);
	report_bytes("cleared", back, 20);
	STEP(glGetBufferSubData(GL_ARRAY_BUFFER, 90, 20, back));
	STEP(glBufferSubData(GL_ARRAY_BUFFER, 99, 2, back));
	STEP(glBufferData(GL_ARRAY_BUFFER, -1, NULL, GL_STATIC_DRAW));
	glBufferData(GL_ARRAY_BUFFER, 0, NULL, GL_STATIC_DRAW);
	GLint64 size64 = -1;
	glGetBufferParameteri64v(GL_ARRAY_BUFFER, GL_BUFFER_SIZE, &size64);
	report("size of an empty buffer: %lld", (long long)size64);
	glDeleteBuffers(1, &buffer);
	report("is a buffer after delete: %d", glIsBuffer(buffer));
	GET(GL_ARRAY_BUFFER_BINDING);
}

int main(void) {
	window_open_compat();
	fixed_function();
	generic_types();
	integers_and_doubles();
	glUseProgram(0);
	buffer_facts();
	return window_finish();
}
