/* What programs ask about shaders and programs: logs, sources, attributes, uniforms, blocks, values, and every way to
 * ask wrongly. */
#include <stdlib.h>
#include <string.h>

#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

static const char vertex_source[] =
	"#version 330 compatibility\n"
	"in vec4 position; in mat2 turn; in float weights[2];\n"
	"struct Light { vec3 at; float power[3]; };\n"
	"uniform Light lights[2]; uniform mat4x3 matrix; uniform ivec2 pair; uniform uint bits; uniform bool flags[4];\n"
	"uniform Shared { vec4 a; mat3 b[2]; float c[3]; };\n"
	"uniform Named { vec2 x; layout(row_major) mat4 m; } named[2];\n"
	"out vec4 color; out float other;\n"
	"void main() {\n"
	"  vec3 sum = lights[0].at * lights[1].power[2] + lights[1].at + matrix * position + b[1] * vec3(pair, "
	"float(bits));\n"
	"  if (flags[3]) sum += vec3(c[1], named[0].x) + (named[1].m * a).xyz;\n"
	"  color = vec4(sum, weights[1]) + gl_Vertex + gl_ModelViewMatrix * a; other = turn[1].x;\n"
	"  gl_Position = position;\n"
	"}\n";
static const char fragment_source[] =
	"#version 330 compatibility\n"
	"in vec4 color; in float other; uniform sampler2D image; uniform sampler2DShadow shadows[2]; uniform vec4 tint;\n"
	"out vec4 first; out vec4 second;\n"
	"void main() { first = color * texture(image, vec2(other)) + tint; second = vec4(texture(shadows[1], color.xyz)); "
	"}\n";

static void report_locations(GLuint program) {
	static const char *const names[] = {
		"matrix",
		"pair",
		"bits",
		"flags",
		"flags[0]",
		"flags[3]",
		"flags[4]",
		"flags[03]",
		"flags[",
		"flags]",
		"lights",
		"lights[0]",
		"lights[1].at",
		"lights[1].power",
		"lights[1].power[0]",
		"lights[1].power[2]",
		"lights[2].at",
		"a",
		"b",
		"c[1]",
		"Shared",
		"Shared.a",
		"named[0].x",
		"Named.x",
		"Named[0].x",
		"image",
		"shadows[1]",
		"shadows",
		"tint",
		"gl_ModelViewMatrix",
		"nothing",
		"",
		"tint[0]",
		"matrix[0]",
	};
	for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
		report("location of %s: %d", names[i], glGetUniformLocation(program, names[i]));
		if (i % 7 == 0)
			report("again: %d", glGetUniformLocation(program, names[i]));
		const char *name = names[i];
		GLuint index = 77;
		glGetUniformIndices(program, 1, &name, &index);
		report("index: %d", (int)index);
	}
	const char *no_name = NULL; /* Mesa takes it for a name that nothing has */
	GLuint no_index = 77;
	glGetUniformIndices(program, 1, &no_name, &no_index);
	report("index of NULL: %d", (int)no_index);
	report_error("index of NULL");
	static const char *const attribs[] = {"position",   "turn",      "weights", "weights[0]", "weights[1]",
										  "weights[2]", "gl_Vertex", "turn[0]", "nothing",    "tint"};
	for (unsigned i = 0; i < sizeof attribs / sizeof *attribs; i++)
		report("attribute %s: %d", attribs[i], glGetAttribLocation(program, attribs[i]));
	static const char *const outputs[] = {"first", "second", "color", "nothing"};
	for (unsigned i = 0; i < sizeof outputs / sizeof *outputs; i++)
		report("output %s: %d", outputs[i], glGetFragDataLocation(program, outputs[i]));
	static const char *const blocks[] = {"Shared", "Named", "Named[0]", "Named[1]", "Named[2]", "named", "nothing", ""};
	for (unsigned i = 0; i < sizeof blocks / sizeof *blocks; i++)
		report("block %s: %d", blocks[i], (int)glGetUniformBlockIndex(program, blocks[i]));
	report_error("locations");
}

static void report_active(GLuint program) {
	static const GLenum pnames[] = {
		GL_DELETE_STATUS,
		GL_LINK_STATUS,
		GL_VALIDATE_STATUS,
		GL_INFO_LOG_LENGTH,
		GL_ATTACHED_SHADERS,
		GL_ACTIVE_ATTRIBUTES,
		GL_ACTIVE_ATTRIBUTE_MAX_LENGTH,
		GL_ACTIVE_UNIFORMS,
		GL_ACTIVE_UNIFORM_MAX_LENGTH,
		GL_ACTIVE_UNIFORM_BLOCKS,
		GL_ACTIVE_UNIFORM_BLOCK_MAX_NAME_LENGTH,
		GL_TRANSFORM_FEEDBACK_VARYINGS,
		GL_GEOMETRY_VERTICES_OUT,
	};
	for (unsigned i = 0; i < sizeof pnames / sizeof *pnames; i++) {
		GLint value = -77;
		glGetProgramiv(program, pnames[i], &value);
		report("program 0x%x: %d", pnames[i], value);
	}
	report_error("program values");
	GLint attribs = 0, uniforms = 0, blocks = 0;
	glGetProgramiv(program, GL_ACTIVE_ATTRIBUTES, &attribs);
	glGetProgramiv(program, GL_ACTIVE_UNIFORMS, &uniforms);
	glGetProgramiv(program, GL_ACTIVE_UNIFORM_BLOCKS, &blocks);
	GLchar name[64];
	GLsizei length;
	GLint size;
	GLenum type;
	for (GLint i = 0; i <= attribs; i++) {
		memset(name, 'z', sizeof name), length = -7, size = -7, type = 7;
		glGetActiveAttrib(program, (GLuint)i, sizeof name - 1, &length, &size, &type, name);
		name[63] = 0;
		report("attribute %d: %s %d %d 0x%x", i, name, length, size, type);
	}
	report_error("attributes");
	for (GLint i = 0; i <= uniforms; i++) {
		memset(name, 'z', sizeof name), length = -7, size = -7, type = 7;
		glGetActiveUniform(program, (GLuint)i, sizeof name - 1, &length, &size, &type, name);
		name[63] = 0;
		report("uniform %d: %s %d %d 0x%x", i, name, length, size, type);
		report_bytes("buffer", name, sizeof name);
		static const GLenum properties[] = {
			GL_UNIFORM_TYPE,          GL_UNIFORM_SIZE,         GL_UNIFORM_NAME_LENGTH,
			GL_UNIFORM_BLOCK_INDEX,   GL_UNIFORM_OFFSET,       GL_UNIFORM_ARRAY_STRIDE,
			GL_UNIFORM_MATRIX_STRIDE, GL_UNIFORM_IS_ROW_MAJOR, GL_UNIFORM_ATOMIC_COUNTER_BUFFER_INDEX};
		GLint values[9] = {-7, -7, -7, -7, -7, -7, -7, -7, -7};
		GLuint index = (GLuint)i;
		for (int k = 0; k < 9; k++)
			glGetActiveUniformsiv(program, 1, &index, properties[k], &values[k]);
		report_ints("properties", 9, values);
		glGetActiveUniformName(program, index, 5, &length, name);
		report("short name: %s %d", name, length);
	}
	report_error("uniforms");
	GLuint every[64];
	GLint offsets[64] = {0};
	for (GLuint i = 0; i < 64; i++)
		every[i] = i;
	if (uniforms <= 64) {
		glGetActiveUniformsiv(program, uniforms, every, GL_UNIFORM_OFFSET, offsets);
		report_ints("offsets", uniforms, offsets);
	}
	for (GLint i = 0; i <= blocks; i++) {
		memset(name, 'z', sizeof name), length = -7;
		glGetActiveUniformBlockName(program, (GLuint)i, 7, &length, name);
		name[63] = 0;
		report("block %d: %s %d", i, name, length);
		static const GLenum properties[] = {GL_UNIFORM_BLOCK_BINDING,
											GL_UNIFORM_BLOCK_DATA_SIZE,
											GL_UNIFORM_BLOCK_NAME_LENGTH,
											GL_UNIFORM_BLOCK_ACTIVE_UNIFORMS,
											GL_UNIFORM_BLOCK_REFERENCED_BY_VERTEX_SHADER,
											GL_UNIFORM_BLOCK_REFERENCED_BY_FRAGMENT_SHADER,
											GL_UNIFORM_BLOCK_REFERENCED_BY_GEOMETRY_SHADER};
		GLint values[7] = {-7, -7, -7, -7, -7, -7, -7};
		glUniformBlockBinding(program, (GLuint)i, (GLuint)i + 3);
		for (int k = 0; k < 7; k++)
			glGetActiveUniformBlockiv(program, (GLuint)i, properties[k], &values[k]);
		report_ints("properties", 7, values);
		GLint members[32];
		memset(members, 0x55, sizeof members);
		glGetActiveUniformBlockiv(program, (GLuint)i, GL_UNIFORM_BLOCK_ACTIVE_UNIFORM_INDICES, members);
		report_ints("members", 32, members);
	}
	report_error("blocks");
}

static void report_values(GLuint program) {
	glUseProgram(program);
	static const GLfloat numbers[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
	glUniformMatrix4x3fv(glGetUniformLocation(program, "matrix"), 1, GL_TRUE, numbers);
	glUniform2i(glGetUniformLocation(program, "pair"), -3, 70000);
	glUniform1ui(glGetUniformLocation(program, "bits"), 0xdeadbeef);
	glUniform1iv(glGetUniformLocation(program, "flags"), 4, (const GLint[]){0, 1, 0, 9});
	glUniform1fv(glGetUniformLocation(program, "lights[1].power[1]"), 2, numbers);
	report_error("set");
	static const char *const names[] = {"matrix",     "pair",   "bits", "flags[1]", "flags[3]", "lights[1].power[2]",
										"shadows[1]", "nothing"};
	for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
		GLint location = glGetUniformLocation(program, names[i]);
		GLfloat floats[20];
		GLint ints[20];
		GLuint uints[20];
		GLdouble doubles[20];
		for (int k = 0; k < 20; k++)
			floats[k] = -7, ints[k] = -7, uints[k] = 7, doubles[k] = -7;
		glGetUniformfv(program, location, floats);
		glGetUniformiv(program, location, ints);
		glGetUniformuiv(program, location, uints);
		report_floats(names[i], 20, floats);
		report_ints(names[i], 20, ints);
		report_uints(names[i], 20, uints);
		report_error("get");
		if (glGetUniformdv) {
			glGetUniformdv(program, location, doubles);
			report_bytes(names[i], doubles, sizeof doubles);
			report_error("get double");
		}
		if (glGetnUniformfv) {
			glGetnUniformfv(program, location, 8, floats);
			report_error("a little room");
			glGetnUniformfv(program, location, sizeof floats, floats);
			glGetnUniformfv(program, location, -1, floats);
			report_error("room");
			report_floats(names[i], 20, floats);
		}
	}
	glUseProgram(0);
}

static void report_shaders(void) {
	static const char *const pieces[] = {"#version 120\n", "void main() {xxxx", " gl_Position = gl_Vertex; }",
										 "not this"};
	static const GLint lengths[] = {-1, 13, -1};
	GLuint shader = glCreateShader(GL_VERTEX_SHADER);
	glShaderSource(shader, 3, pieces, lengths);
	GLchar text[200];
	GLsizei length = -1;
	memset(text, 'z', sizeof text);
	glGetShaderSource(shader, 40, &length, text);
	report("source of %d: %s", length, text);
	report_bytes("buffer", text, sizeof text);
	GLint value = -1;
	glGetShaderiv(shader, GL_COMPILE_STATUS, &value);
	report("compiled: %d", value);
	glCompileShader(shader);
	static const GLenum pnames[] = {GL_SHADER_TYPE,     GL_DELETE_STATUS,        GL_COMPILE_STATUS,
									GL_INFO_LOG_LENGTH, GL_SHADER_SOURCE_LENGTH, GL_LINK_STATUS};
	for (unsigned i = 0; i < 6; i++) {
		value = -77;
		glGetShaderiv(shader, pnames[i], &value);
		report("shader 0x%x: %d", pnames[i], value);
	}
	report_error("shader values");
	STEP(glShaderSource(shader, -1, pieces, NULL));
	STEP(glShaderSource(shader, 1, NULL, NULL));
	const char *bad = "#version 120\nvoid main() { gl_Position = nonsense; }\n";
	glShaderSource(shader, 1, &bad, NULL);
	glCompileShader(shader);
	glGetShaderiv(shader, GL_COMPILE_STATUS, &value);
	report("compiled: %d", value);
	memset(text, 'z', sizeof text);
	glGetShaderInfoLog(shader, sizeof text, &length, text);
	report("log of %d: %s", length, text);
	glGetShaderInfoLog(shader, 9, &length, text);
	report("log of %d: %s", length, text);
	glGetShaderInfoLog(shader, 0, &length, NULL);
	report("log of %d", length);
	STEP(glGetShaderInfoLog(shader, -1, &length, text));
	STEP(glGetProgramInfoLog(shader, 10, &length, text));
	STEP(glGetShaderiv(12345, GL_COMPILE_STATUS, &value));
	STEP(glCreateShader(GL_TEXTURE_2D));
	report("no shader: %u", glCreateShader(GL_TEXTURE_2D));
	report_error("no shader");

	/* Deleted objects live on while they are in use. */
	GLuint program = glCreateProgram(), found[4] = {9, 9, 9, 9};
	GLsizei count = -1;
	glAttachShader(program, shader);
	STEP(glAttachShader(program, shader));
	glDeleteShader(shader);
	report("still a shader: %d", glIsShader(shader));
	glGetShaderiv(shader, GL_DELETE_STATUS, &value);
	report("deleted: %d", value);
	glGetAttachedShaders(program, 4, &count, found);
	report("attached: %d %d %u", count, found[0] == shader, found[1]);
	glLinkProgram(program);
	glGetProgramiv(program, GL_LINK_STATUS, &value);
	report("linked: %d", value);
	memset(text, 'z', sizeof text);
	glGetProgramInfoLog(program, sizeof text, &length, text);
	report("log of %d: %s", length, text);
	report("of a program that is not linked: %d %d %d", glGetUniformLocation(program, "x"),
		   glGetAttribLocation(program, "x"), glGetFragDataLocation(program, "x"));
	report_error("not linked");
	report("of no program: %d %d", glGetUniformLocation(12345, "x"), (int)glGetUniformBlockIndex(12345, "x"));
	report_error("no program");
	STEP(glUseProgram(program));
	glDetachShader(program, shader);
	report("still a shader: %d", glIsShader(shader));
	STEP(glGetShaderiv(shader, GL_DELETE_STATUS, &value));
	STEP(glLinkProgram(program));
	glDeleteProgram(program);
	report("still a program: %d", glIsProgram(program));
	STEP(glDeleteProgram(program));
	STEP(glDeleteShader(0));
	STEP(glGetProgramiv(program, GL_LINK_STATUS, &value));
	STEP(glLinkProgram(0));
}

int main(void) {
	window_open_compat();
	report_shaders();
	GLuint shaders[] = {shader_make(GL_VERTEX_SHADER, vertex_source), shader_make(GL_FRAGMENT_SHADER, fragment_source),
						0};
	GLuint program = glCreateProgram();
	glAttachShader(program, shaders[0]);
	glAttachShader(program, shaders[1]);
	glBindAttribLocation(program, 5, "weights");
	glBindFragDataLocation(program, 1, "first");
	glBindFragDataLocation(program, 0, "second");
	const char *varyings[] = {"color", "other"};
	glTransformFeedbackVaryings(program, 2, varyings, GL_SEPARATE_ATTRIBS);
	STEP(glGetUniformLocation(program, "tint"));
	STEP(glGetActiveUniform(program, 0, 0, NULL, NULL, NULL, NULL));
	glLinkProgram(program);
	report_locations(program);
	report_active(program);
	report_values(program);
	GLchar name[16];
	GLsizei length, size;
	GLenum type;
	for (GLuint i = 0; i < 3; i++) {
		length = -7, size = -7, type = 7, name[0] = 0;
		glGetTransformFeedbackVarying(program, i, sizeof name, &length, &size, &type, name);
		report("varying %u: %s %d %d 0x%x", i, name, length, size, type);
	}
	report_error("varyings");
	glValidateProgram(program);
	GLint value = -1;
	glGetProgramiv(program, GL_VALIDATE_STATUS, &value);
	report("valid: %d", value);
	glGetProgramiv(program, GL_INFO_LOG_LENGTH, &value);
	report("log length: %d", value);

	/* A link that fails takes the answers away, the next one gives new ones. */
	glDetachShader(program, shaders[1]);
	const char *other = "#version 330\nin vec4 color; in vec2 missing; uniform vec3 fresh; out vec4 c; void main() { c "
						"= color + fresh.xyzz + missing.xxyy; }";
	GLuint replaced = glCreateShader(GL_FRAGMENT_SHADER);
	glShaderSource(replaced, 1, &other, NULL);
	glCompileShader(replaced);
	glAttachShader(program, replaced);
	glLinkProgram(program);
	report("linked wrongly: %d", glGetUniformLocation(program, "fresh"));
	report_error("linked wrongly");
	other = "#version 330\nin vec4 color; uniform vec3 fresh; out vec4 c; void main() { c = color + fresh.xyzz; }";
	glShaderSource(replaced, 1, &other, NULL);
	glCompileShader(replaced);
	glTransformFeedbackVaryings(program, 0, NULL, GL_INTERLEAVED_ATTRIBS);
	glLinkProgram(program);
	report("found: %d %d", glGetUniformLocation(program, "fresh") >= 0, glGetUniformLocation(program, "tint"));
	report_error("linked again");

	if (glCreateShaderProgramv && window_has("GL_ARB_separate_shader_objects")) {
		const char *lone[] = {"#version 330\nuniform vec4 lone;", "out vec4 c; void main() { c = lone; }"};
		GLuint separable = glCreateShaderProgramv(GL_FRAGMENT_SHADER, 2, lone), pipeline;
		report("lone: %d", glGetUniformLocation(separable, "lone") >= 0);
		glGenProgramPipelines(1, &pipeline);
		glUseProgramStages(pipeline, GL_FRAGMENT_SHADER_BIT, separable);
		glActiveShaderProgram(pipeline, separable);
		glGetProgramPipelineiv(pipeline, GL_FRAGMENT_SHADER, &value);
		report("in the pipeline: %d", value == (GLint)separable);
		glGetProgramPipelineiv(pipeline, GL_ACTIVE_PROGRAM, &value);
		report("active: %d", value == (GLint)separable);
		STEP(glCreateShaderProgramv(GL_TEXTURE_2D, 1, lone));
		STEP(glCreateShaderProgramv(GL_FRAGMENT_SHADER, -1, lone));
		const char *broken = "nonsense";
		GLuint failed = glCreateShaderProgramv(GL_VERTEX_SHADER, 1, &broken);
		glGetProgramiv(failed, GL_LINK_STATUS, &value);
		report("broken: %d %d", failed != 0, value);
		report_error("separable");
	}
	if (glGetProgramResourceiv && window_has("GL_ARB_program_interface_query")) {
		GLint members = 0;
		glGetProgramInterfaceiv(program, GL_UNIFORM, GL_ACTIVE_RESOURCES, &members);
		for (GLint i = 0; i < members; i++) {
			static const GLenum properties[] = {GL_NAME_LENGTH, GL_TYPE, GL_ARRAY_SIZE, GL_BLOCK_INDEX, GL_LOCATION};
			GLint values[8] = {-7, -7, -7, -7, -7, -7, -7, -7};
			GLchar resource[64] = "";
			length = -7;
			glGetProgramResourceiv(program, GL_UNIFORM, (GLuint)i, 5, properties, 8, &length, values);
			report_ints("resource", 8, values);
			glGetProgramResourceName(program, GL_UNIFORM, (GLuint)i, sizeof resource, &length, resource);
			report("%s %d index %u location %d", resource, length,
				   glGetProgramResourceIndex(program, GL_UNIFORM, resource),
				   glGetProgramResourceLocation(program, GL_UNIFORM, resource));
		}
		report_error("resources");
	}
	glDeleteProgram(program);
	return window_finish();
}
