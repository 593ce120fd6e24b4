/* Uniforms of every type, and the whole reflection of a program: everything that GetActive*, GetProgramiv and the
 * program interface say, and buffers for its limits: too small ones get their terminator. */
#include <limits.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

static const char vertex[] =
	"#version 430\nin vec4 at; in mat3 frame; in ivec2 kind; in float list[2];\n"
	"layout(std140, binding = 2) uniform Camera { mat4 view; vec3 eye; float zoom[3]; };\n"
	"struct Light { vec3 place; float power; ivec4 flags[2]; }; uniform Light lights[3]; uniform mat4x3 shear; uniform "
	"mat2x4 skew; uniform double exact; uniform dmat2 twice; uniform bvec3 switches; uniform uvec4 masks[2];\n"
	"out vec4 color; out float depth[2];\n"
	"void main() { vec3 p = frame * at.xyz; p += shear * at + (skew * at.xy).xyz + float(exact) * vec3(list[1]); color "
	"= vec4(lights[0].place + lights[2].place * lights[1].power, float(lights[1].flags[1].x + kind.y)); color.x += "
	"float(masks[1].y) + (switches.y ? 1.0 : 0.0) + float(twice[1].x);\n"
	"depth[0] = eye.x; depth[1] = zoom[2]; gl_Position = view * vec4(p, 1); }";
static const char fragment[] =
	"#version 430\nin vec4 color; in float depth[2]; layout(location = 1) out vec4 bright; layout(location = 0) out "
	"vec4 base; uniform sampler2D images[4]; uniform isampler3D volume; uniform Block { vec2 shift; uint count; } "
	"blocks[2];\n"
	"layout(std430, binding = 1) buffer Log { uint used; vec4 entries[]; }; layout(binding = 0) uniform atomic_uint "
	"hits; layout(rgba8) uniform image2D target;\n"
	"void main() { base = color * texture(images[2], blocks[1].shift) + vec4(texture(volume, vec3(depth[0]))); bright "
	"= vec4(depth[1] + float(blocks[0].count)); entries[used] = base; atomicCounterIncrement(hits); imageStore(target, "
	"ivec2(0), base); }";

static void program_values(GLuint program) {
	static const struct {
		const char *name;
		GLenum pname;
	} all[] = {{"ACTIVE_ATTRIBUTES", GL_ACTIVE_ATTRIBUTES},
			   {"ACTIVE_ATTRIBUTE_MAX_LENGTH", GL_ACTIVE_ATTRIBUTE_MAX_LENGTH},
			   {"ACTIVE_UNIFORMS", GL_ACTIVE_UNIFORMS},
			   {"ACTIVE_UNIFORM_MAX_LENGTH", GL_ACTIVE_UNIFORM_MAX_LENGTH},
			   {"ACTIVE_UNIFORM_BLOCKS", GL_ACTIVE_UNIFORM_BLOCKS},
			   {"ACTIVE_UNIFORM_BLOCK_MAX_NAME_LENGTH", GL_ACTIVE_UNIFORM_BLOCK_MAX_NAME_LENGTH},
			   {"ATTACHED_SHADERS", GL_ATTACHED_SHADERS},
			   {"DELETE_STATUS", GL_DELETE_STATUS},
			   {"LINK_STATUS", GL_LINK_STATUS},
			   {"INFO_LOG_LENGTH", GL_INFO_LOG_LENGTH},
			   {"TRANSFORM_FEEDBACK_VARYINGS", GL_TRANSFORM_FEEDBACK_VARYINGS},
			   {"ACTIVE_ATOMIC_COUNTER_BUFFERS", GL_ACTIVE_ATOMIC_COUNTER_BUFFERS},
			   {"PROGRAM_SEPARABLE", GL_PROGRAM_SEPARABLE},
			   {"PROGRAM_BINARY_RETRIEVABLE_HINT", GL_PROGRAM_BINARY_RETRIEVABLE_HINT}};
	for (unsigned i = 0; i < sizeof(all) / sizeof(*all); i++) {
		GLint value = -1;
		glGetProgramiv(program, all[i].pname, &value);
		report("%s: %d", all[i].name, value);
	}
	report_error("GetProgramiv");
}

static void reflection(GLuint program) {
	GLint count;
	char name[64];
	GLsizei length;
	GLint size;
	GLenum type;
	glGetProgramiv(program, GL_ACTIVE_UNIFORMS, &count);
	GLuint indices[64];
	for (GLint i = 0; i < count && i < 64; i++) {
		indices[i] = (GLuint)i;
		memset(name, '#', sizeof(name));
		glGetActiveUniform(program, (GLuint)i, sizeof(name), &length, &size, &type, name);
		report("uniform %d: \"%s\" (%d) size %d type 0x%x, %s", i, name, length, size, type,
			   glGetUniformLocation(program, name) >= 0 ? "has a location" : "no location");
	}
	static const struct {
		const char *name;
		GLenum pname;
	} properties[] = {{"TYPE", GL_UNIFORM_TYPE},
					  {"SIZE", GL_UNIFORM_SIZE},
					  {"NAME_LENGTH", GL_UNIFORM_NAME_LENGTH},
					  {"BLOCK_INDEX", GL_UNIFORM_BLOCK_INDEX},
					  {"OFFSET", GL_UNIFORM_OFFSET},
					  {"ARRAY_STRIDE", GL_UNIFORM_ARRAY_STRIDE},
					  {"MATRIX_STRIDE", GL_UNIFORM_MATRIX_STRIDE},
					  {"IS_ROW_MAJOR", GL_UNIFORM_IS_ROW_MAJOR},
					  {"ATOMIC_COUNTER_BUFFER_INDEX", GL_UNIFORM_ATOMIC_COUNTER_BUFFER_INDEX}};
	for (unsigned p = 0; p < sizeof(properties) / sizeof(*properties); p++) {
		GLint values[64] = {0};
		glGetActiveUniformsiv(program, count, indices, properties[p].pname, values);
		report_ints(properties[p].name, count, values);
	}
	glGetProgramiv(program, GL_ACTIVE_ATTRIBUTES, &count);
	for (GLint i = 0; i < count; i++) {
		glGetActiveAttrib(program, (GLuint)i, sizeof(name), &length, &size, &type, name);
		report("attribute %d: \"%s\" (%d) size %d type 0x%x at %d", i, name, length, size, type,
			   glGetAttribLocation(program, name));
	}
	glGetProgramiv(program, GL_ACTIVE_UNIFORM_BLOCKS, &count);
	for (GLint i = 0; i < count; i++) {
		static const GLenum pnames[] = {GL_UNIFORM_BLOCK_BINDING,
										GL_UNIFORM_BLOCK_DATA_SIZE,
										GL_UNIFORM_BLOCK_NAME_LENGTH,
										GL_UNIFORM_BLOCK_ACTIVE_UNIFORMS,
										GL_UNIFORM_BLOCK_REFERENCED_BY_VERTEX_SHADER,
										GL_UNIFORM_BLOCK_REFERENCED_BY_FRAGMENT_SHADER};
		GLint values[6], members[16];
		for (int p = 0; p < 6; p++)
			glGetActiveUniformBlockiv(program, (GLuint)i, pnames[p], &values[p]);
		glGetActiveUniformBlockName(program, (GLuint)i, sizeof(name), &length, name);
		report("block %d: \"%s\" (%d), index %u", i, name, length, glGetUniformBlockIndex(program, name));
		report_ints("values", 6, values);
		glGetActiveUniformBlockiv(program, (GLuint)i, GL_UNIFORM_BLOCK_ACTIVE_UNIFORM_INDICES, members);
		report_ints("members", values[3] < 16 ? values[3] : 16, members);
	}
	glGetUniformIndices(program, 4, (const GLchar *const[]){"exact", "nothing", "lights[1].power", "zoom"}, indices);
	report_uints("indices", 4, indices);
	memset(name, '#', sizeof(name));
	glGetActiveUniformName(program, 2, 6, &length, name);
	report("cut: \"%s\" (%d), next '%c'", name, length, name[6]);
	glGetActiveUniform(program, 0, 1, &length, &size, &type, name);
	report("cut to nothing: \"%s\" (%d)", name, length);
	GLint atomic[2];
	glGetActiveAtomicCounterBufferiv(program, 0, GL_ATOMIC_COUNTER_BUFFER_DATA_SIZE, &atomic[0]);
	glGetActiveAtomicCounterBufferiv(program, 0, GL_ATOMIC_COUNTER_BUFFER_ACTIVE_ATOMIC_COUNTERS, &atomic[1]);
	report_ints("atomic buffer", 2, atomic);
	report_error("reflection");

	static const struct {
		const char *name;
		GLenum interface;
	} interfaces[] = {{"UNIFORM", GL_UNIFORM},
					  {"UNIFORM_BLOCK", GL_UNIFORM_BLOCK},
					  {"PROGRAM_INPUT", GL_PROGRAM_INPUT},
					  {"PROGRAM_OUTPUT", GL_PROGRAM_OUTPUT},
					  {"BUFFER_VARIABLE", GL_BUFFER_VARIABLE},
					  {"SHADER_STORAGE_BLOCK", GL_SHADER_STORAGE_BLOCK},
					  {"ATOMIC_COUNTER_BUFFER", GL_ATOMIC_COUNTER_BUFFER},
					  {"TRANSFORM_FEEDBACK_VARYING", GL_TRANSFORM_FEEDBACK_VARYING}};
	for (unsigned i = 0; i < sizeof(interfaces) / sizeof(*interfaces); i++) {
		GLint active = -1, longest = -1;
		glGetProgramInterfaceiv(program, interfaces[i].interface, GL_ACTIVE_RESOURCES, &active);
		if (interfaces[i].interface != GL_ATOMIC_COUNTER_BUFFER)
			glGetProgramInterfaceiv(program, interfaces[i].interface, GL_MAX_NAME_LENGTH, &longest);
		report("%s: %d, longest name %d", interfaces[i].name, active, longest);
		for (GLint r = 0; r < active && interfaces[i].interface != GL_ATOMIC_COUNTER_BUFFER; r++) {
			glGetProgramResourceName(program, interfaces[i].interface, (GLuint)r, sizeof(name), &length, name);
			report("  %d: \"%s\" (%d), index %u", r, name, length,
				   glGetProgramResourceIndex(program, interfaces[i].interface, name));
			if (interfaces[i].interface == GL_PROGRAM_INPUT || interfaces[i].interface == GL_PROGRAM_OUTPUT) {
				GLint values[4] = {-9, -9, -9, -9};
				glGetProgramResourceiv(
					program, interfaces[i].interface, (GLuint)r, 4,
					(const GLenum[]){GL_TYPE, GL_ARRAY_SIZE, GL_LOCATION, GL_REFERENCED_BY_FRAGMENT_SHADER}, 4, &length,
					values);
				report_ints("  values", length, values);
				report("  location %d, index %d", glGetProgramResourceLocation(program, interfaces[i].interface, name),
					   interfaces[i].interface == GL_PROGRAM_OUTPUT
						   ? glGetProgramResourceLocationIndex(program, GL_PROGRAM_OUTPUT, name)
						   : 0);
			}
		}
	}
	report_error("interfaces");
}

/* Counts that are larger than the uniform: what is beyond its end is ignored, and need not exist. */
static void too_many(GLuint program) {
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	uint8_t *memory = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	mprotect(memory + page, page, PROT_NONE);
	GLuint *masks = (GLuint *)(void *)(memory + page) - 8, found[8];
	for (GLuint i = 0; i < 8; i++)
		masks[i] = 100 + i;
	static const GLsizei counts[] = {2, 5000, 1 << 26, INT_MAX};
	for (unsigned i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
		masks[0]++;
		glUniform4uiv(glGetUniformLocation(program, "masks"), counts[i], masks);
		if (i > 0)
			glProgramUniform4uiv(program, glGetUniformLocation(program, "masks[1]"), counts[i], masks + 4);
		glGetUniformuiv(program, glGetUniformLocation(program, "masks[0]"), found);
		glGetUniformuiv(program, glGetUniformLocation(program, "masks[1]"), found + 4);
		report_uints("masks", 8, found);
		/* No array: an error, whatever the count. */
		STEP(glUniform1uiv(glGetUniformLocation(program, "exact"), counts[i], masks));
		STEP(glUniform4uiv(-1, counts[i], masks));
	}
	munmap(memory, 2 * page);
}

static void values(GLuint program) {
	glUseProgram(program);
	glUniform3f(glGetUniformLocation(program, "lights[2].place"), 1, 2, 3);
	glUniform1f(glGetUniformLocation(program, "lights[1].power"), 0.5f);
	glUniform4iv(glGetUniformLocation(program, "lights[1].flags"), 2, (const GLint[]){1, 2, 3, 4, 5, 6, 7, 8});
	GLfloat numbers[16];
	for (int i = 0; i < 16; i++)
		numbers[i] = (float)i + 0.25f;
	glUniformMatrix4x3fv(glGetUniformLocation(program, "shear"), 1, GL_TRUE, numbers);
	glUniformMatrix2x4fv(glGetUniformLocation(program, "skew"), 1, GL_FALSE, numbers);
	glUniform1d(glGetUniformLocation(program, "exact"), 1e-300);
	glUniformMatrix2dv(glGetUniformLocation(program, "twice"), 1, GL_TRUE, (const GLdouble[]){1, 2, 3, 4});
	glUniform3i(glGetUniformLocation(program, "switches"), 0, 7, -1);
	glUniform4uiv(glGetUniformLocation(program, "masks[1]"), 1, (const GLuint[]){~0u, 1u << 31, 3, 4});
	glUniform1iv(glGetUniformLocation(program, "images"), 4, (const GLint[]){3, 2, 1, 0});
	report_error("set");
	too_many(program);
	static const char *const names[] = {"lights[2].place", "lights[1].power", "lights[1].flags[1]", "shear", "skew",
										"switches",        "images[2]"};
	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++) {
		GLfloat floats[17];
		GLint ints[17];
		for (int n = 0; n < 17; n++)
			floats[n] = -5, ints[n] = -5;
		GLint location = glGetUniformLocation(program, names[i]);
		glGetUniformfv(program, location, floats);
		glGetUniformiv(program, location, ints);
		report("%s", names[i]);
		report_floats("floats", 13, floats);
		report_ints("ints", 13, ints);
	}
	GLuint masks[4];
	glGetUniformuiv(program, glGetUniformLocation(program, "masks[1]"), masks);
	report_uints("masks", 4, masks);
	GLdouble doubles[4];
	glGetUniformdv(program, glGetUniformLocation(program, "twice"), doubles);
	report("twice: %g %g %g %g", doubles[0], doubles[1], doubles[2], doubles[3]);
	glGetUniformdv(program, glGetUniformLocation(program, "exact"), doubles);
	report("exact: %g", doubles[0]);
	GLint untouched = 31337;
	STEP(glGetUniformiv(program, 9999, &untouched));
	STEP(glGetUniformiv(program, -1, &untouched));
	report("untouched: %d", untouched);
	glProgramUniform1f(program, glGetUniformLocation(program, "lights[0].power"), 9);
	glUniformBlockBinding(program, glGetUniformBlockIndex(program, "Block[1]"), 5);
	glShaderStorageBlockBinding(program, glGetProgramResourceIndex(program, GL_SHADER_STORAGE_BLOCK, "Log"), 6);
	GLint binding;
	glGetActiveUniformBlockiv(program, glGetUniformBlockIndex(program, "Block[1]"), GL_UNIFORM_BLOCK_BINDING, &binding);
	report("binding: %d", binding);
	STEP(glUniformBlockBinding(program, 99, 1));
	STEP(glGetActiveUniform(program, 999, 10, NULL, &binding, (GLenum *)&binding, (char[10]){0}));
	STEP(glGetUniformLocation(0, "x"));
	STEP(glGetProgramiv(program, GL_TEXTURE_2D, &binding));
	STEP(glGetProgramiv(31337, GL_LINK_STATUS, &binding));
	STEP(glGetProgramResourceIndex(program, GL_TEXTURE_2D, "x"));
}

int main(void) {
	window_open_core(4, 3);
	GLuint program = shader_program("reflection", vertex, fragment);
	program_values(program);
	reflection(program);
	values(program);
	GLuint unlinked = glCreateProgram();
	report("unlinked: %d %d", glGetUniformLocation(unlinked, "x"), glGetAttribLocation(unlinked, "x"));
	report_error("unlinked");
	program_values(unlinked);
	STEP(glUniform1f(0, 1));
	return window_finish();
}
