/* Calls of every command that the driver has, with arguments of the right kind that need not fit each other. */
#include "calls_any.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "support/shader.h"
#include "support/window.h"

#define POOL 4096
#define NAMES_EACH 6
#define ROOM (8ul << 20)
#define ARGUMENTS 16ul
#define COMPARED 16384
#define FRESH_NAMES 20000

static GLuint names[NAMES_COUNT][NAMES_EACH];
static GLint integers[2 * POOL];
static GLint64 longs[2 * POOL];
static GLfloat floats[2 * POOL];
static GLdouble doubles[2 * POOL];
static GLushort halves[2 * POOL];
static GLenum enums[2 * POOL];
static unsigned char *answers;

static void (*functions[4096])(void);
static unsigned usable[4096];
static unsigned usable_count;

/* Left out, by name. */
static const struct {
	const char *pattern;
	const char *reason; /* to read only */
} left_out[] = {
	/* What has to stay in order: hand-written calls do it. */
	{"gl*Begin*", "would make errors of all that comes"},
	{"glEnd*", "as glBegin*"},
	{"glNewList", "as glBegin"},
	{"glCallList*", "Mesa 22.3 crashes in lists that are not there while it compiles one"},
	{"glDeleteLists", "takes away lists that others call"},
	{"glGenLists", "ranges of names"},
	{"glRenderMode", "feedback and selection end by hand"},
	{"glFeedbackBuffer", "keeps the pointer"},
	{"glSelectBuffer", "keeps the pointer"},
	{"gl*Map*Buffer*", "gives addresses"},
	{"glFlushMapped*", "as glMapBufferRange"},
	/* Undefined outside of glBegin and glEnd. */
	{"glVertex[234]*", "fixed_calls has them"},
	{"glVertexAttrib[1-4]*NV", "with index 0 as glVertex"},
	{"glEval[CP]*", "fixed_calls has them"},
	/* Arrays that draws would read from nowhere. */
	{"gl*Vertex*Array*", "draws would read what is not there"},
	{"gl*VertexBuffer*", "as arrays"},
	{"gl*VertexAttrib*Pointer*", "as arrays"},
	{"gl*VertexAttrib*Format*", "as arrays"},
	{"gl*VertexAttribBinding*", "as arrays"},
	{"gl*Pointer*", "as arrays"},
	{"gl*ClientState*", "as arrays"},
	{"glInterleavedArrays", "as arrays"},
	{"gl*ClientAttrib*", "as arrays: state_calls has the pixel store state"},
	{"glArrayElement*", "as arrays"},
	{"glDraw*Arrays*", "as arrays"},
	{"glDraw*Element*", "as arrays"},
	{"glDrawTransformFeedback*", "as arrays"},
	/* Answers that differ by nature. */
	{"glGetString*", "what vmgl carries of the extensions"},
	{"glGet[BDFIU][onl]*v", "state.c asks it; some names are of time and memory"},
	{"glReadPixels", "what is beyond the window is undefined: draw_calls has it"},
	{"glGetProgramBinary", "a driver's own"},
	{"glProgramBinary", "a driver's own"},
	{"glShaderBinary", "a driver's own"},
	{"glGetDebugMessageLog*", "a driver's own words"},
	{"gl*InfoLog*", "a driver's own words"},
	{"gl*PerfMonitor*", "counters of the machine"},
	{"gl*PerfQuery*", "counters of the machine"},
	{"gl*Memory*EXT", "file descriptors"},
	{"gl*Semaphore*", "file descriptors"},
	{"glGetGraphicsResetStatus*", "the renderer's own"},
	{"glQueryCounter", "time"},
	{"gl*ColorTable*", "of the imaging subset, which drivers no longer have"},
	{"gl*Convolution*", "of the imaging subset"},
	{"gl*SeparableFilter*", "of the imaging subset"},
	{"gl*Histogram*", "of the imaging subset"},
	{"gl*Minmax*", "of the imaging subset"},
	{"glGetNamedProgramLocalParameterI*", "Mesa 22.3 answers nothing"},
	{"glGetProgramStageiv", "Mesa 22.3 answers 0 to what it refuses"},
	{"glGetTextureLevelParameter*", "Mesa 22.3 answers 0 to what it refuses"},
	{"glGet*LevelParameterf*", "Mesa 22.3 answers 0 to what it refuses"},
	{"glGetNamedFramebufferParameter*", "Mesa 22.3 answers 0 to what it refuses"},
	{"glGetVertexAttrib*", "Mesa 22.3 answers 0 to what it refuses: state.c asks"},
	{"glGetObjectParameter*", "Mesa 22.3 answers 0 to what it refuses"},
	{"glGet*Indexed*EXT", "Mesa 22.3 knows less of them than of glGetIntegeri_v"},
	{"glGet[DF]*i_vEXT", "as glGet*Indexed*EXT"},
	/* Differences that stay (docs/known-gaps.md). */
	{"glGet*PolygonStipple*", "bits beside the pattern, in bytes that skipped pixels share with it"},
	{"glVertexAttribs*NV", "of negative numbers: tests/programs/half_attributes.c has the others"},
	{"glPixelStoref", "Mesa 22.3 rounds to 0 what is true by the specification: state_calls has it"},
	{"glIsEnabledi", "vmgl answers of texture coordinate arrays, which Mesa 22.3 does not know there"},
	{"gl*Enabledi*EXT", "as glIsEnabledi"},
	{"glIsEnabledIndexedEXT", "as glIsEnabledi"},
	{"glCompressedTextureSubImage*", "of several mistakes another one is found first"},
	{"glGetnCompressedTexImage*", "of several mistakes another one is found first"},
	{"glGetnTexImage*", "of several mistakes another one is found first"},
	{"glReadnPixels*", "of several mistakes another one is found first"},
	{"glTextureSubImage*EXT", "of several mistakes another one is found first"},
	/* Mesa 22.3 does nothing, without an error. */
	{"glGetnMap[dfi]v", "only under its ARB name"},
	{"glGetnPixelMap*v", "only under its ARB name"},
	/* Mesa 22.3 lets a colour from before it count after it, or not, as other calls have it. */
	{"glColorMaterial", "while it is enabled"},
	/* Mesa 22.3 takes more values than the one that there is. */
	{"glMaterial[fi]", "fixed_calls has them"},
	/* state_calls has them, in ways that Mesa 22.3 gets right. */
	{"glPushAttrib", "what an inner glPopAttrib leaves, the outer one leaves too"},
	{"glPixelStorei", "rows as long as enums are large end behind all memory"},
	/* Mesa 22.3 crashes. */
	{"glBitmap", "where textures change before it draws what it keeps: fixed_calls has it"},
	{"glProgram*Parameters4fvEXT", "or copies anything, where the count is negative"},
	{"glUniformSubroutinesuiv", "where there are none"},
	{"glInvalidateTexSubImage", "where there is no image"},
	{"glGetnUniform*v*", "where the sizes differ"},
	{"gl*ProgramString*", "where the length is negative; a program of noise is none"},
	{"glDrawPixels", "without end, for bitmaps of stencil values: draw_calls has it"},
	{"glDebugMessageControl*", "where a list of messages comes with other conditions"},
	{"glMultiTexSubImage*", "where there is no image"},
	{"glCopy*Tex*Image*", "where there is nothing to read: object_calls has them"},
};

GLenum draw_any_enum(void) {
	return any_enums[draw_below(any_enum_count)];
}

GLenum draw_enum(const GLenum *values, size_t core, size_t count) {
	if (one_in(60))
		return draw_below(0x10000);
	return values[draw_below(core && !one_in(8) ? core : count)];
}

GLbitfield draw_bits(const GLenum *values, size_t count) {
	GLbitfield bits = 0;
	for (int i = draw_int(0, 3); i >= 0; i--)
		bits |= values[draw_below(count)];
	return one_in(60) ? draw() : bits;
}

GLint draw_extent(void) {
	static const GLint sizes[] = {0, 1, 4, 8, 16, 16, 32, 7, 33};
	return one_in(40) ? -1 : PICK(sizes);
}

GLint draw_room(void) {
	static const GLint sizes[] = {0, 1, 4, 16, 64, 4096, 65536, 65536};
	return PICK(sizes); /* Mesa 22.3 takes negative ones for no limit */
}

GLint draw_offset(void) {
	static const GLint sizes[] = {0, 0, 4, 16, 64, 256, 300, 1000, 4096};
	return one_in(40) ? -4 : PICK(sizes);
}

GLint draw_number(void) {
	return one_in(40) ? (GLint)draw() : one_in(6) ? (GLint)draw_any_enum() : draw_int(-1, 9);
}

GLuint draw_index(void) {
	return one_in(40) ? draw_any_enum() : draw_below(9);
}

GLenum draw_unit_enum(void) {
	return GL_TEXTURE0 + draw_below(8);
}

GLenum draw_program_target(void) {
	return one_in(2) ? GL_VERTEX_PROGRAM_ARB : GL_FRAGMENT_PROGRAM_ARB;
}

GLuint draw_name(enum names of) {
	if (of == NAMES_TEXTURE && one_in(3))
		return 100 * (1 + draw_below(4)) + draw_below(3); /* those of object_calls */
	return one_in(40) ? draw() >> 1 : names[of][draw_below(NAMES_EACH)];
}

const GLuint *draw_names(enum names of) {
	static GLuint some[64];
	for (size_t i = 0; i < 8; i++)
		some[i] = draw_name(of);
	return some;
}

#define DRAW_FROM(type, function, pool)                                                                                \
	type function(void) {                                                                                              \
		return (pool) + draw_below(POOL);                                                                              \
	}
DRAW_FROM(const GLenum *, draw_enums, enums)
DRAW_FROM(const GLint *, draw_integers, integers)
DRAW_FROM(const GLint64 *, draw_longs, longs)
DRAW_FROM(const GLfloat *, draw_floats, floats)
DRAW_FROM(const GLdouble *, draw_doubles, doubles)
DRAW_FROM(const GLushort *, draw_halves, halves)

const void *draw_noise(void) {
	return noise + 16 * draw_below(4096);
}

const char *draw_text(void) {
	static const char *const texts[] = {"color", "offset",  "matrix", "scale[1]", "texture0",
										"extra", "nothing", "",       "first"};
	return PICK(texts);
}

void *room(unsigned n) {
	memset(answers + n * ROOM, 0x5a, COMPARED);
	return answers + n * ROOM;
}

void record_room(const char *name, unsigned n) {
	record(name, answers + n * ROOM, COMPARED);
}

/* --- which of them --- */

static bool among(const char *word, const char *words) {
	size_t length = strlen(word);
	for (const char *at = words; (at = strstr(at, word)); at += length)
		if ((at == words || at[-1] == ' ') && (at[length] == ' ' || at[length] == 0))
			return true;
	return false;
}

static bool wanted(const char *name) {
	for (size_t i = 0; i < COUNT(left_out); i++)
		if (!fnmatch(left_out[i].pattern, name, 0))
			return false;
	return true;
}

static bool provided(const struct any_call *call) {
	GLint major = 0, minor = 0, count = 0;
	glGetIntegerv(GL_MAJOR_VERSION, &major);
	glGetIntegerv(GL_MINOR_VERSION, &minor);
	glGetIntegerv(GL_NUM_EXTENSIONS, &count);
	if (call->version && call->version <= 10 * major + minor)
		return true;
	for (GLint i = 0; i < count; i++)
		if (among((const char *)glGetStringi(GL_EXTENSIONS, (GLuint)i), call->extensions))
			return true;
	return false;
}

void find_calls(FILE *known, FILE *out) {
	if (known) {
		if (fscanf(known, "%u", &usable_count) != 1 || usable_count > COUNT(usable))
			exit(2);
		for (unsigned i = 0; i < usable_count; i++)
			if (fscanf(known, "%u", &usable[i]) != 1 || usable[i] >= any_call_count)
				exit(2);
	} else {
		for (unsigned i = 0; i < any_call_count; i++)
			if (wanted(any_calls[i].name) && provided(&any_calls[i]))
				usable[usable_count++] = i;
		fprintf(out, "%u\n", usable_count);
		for (unsigned i = 0; i < usable_count; i++)
			fprintf(out, "%u\n", usable[i]);
	}
	for (unsigned i = 0; i < usable_count; i++) {
		functions[i] = glXGetProcAddress((const GLubyte *)any_calls[usable[i]].name);
		if (!functions[i]) {
			fprintf(stderr, "There is no %s.\n", any_calls[usable[i]].name);
			exit(2);
		}
	}
}

/* --- what they work on --- */

static const char *const sources[][2] = {
	{"#version 120\nuniform vec2 offset; uniform mat4 matrix; attribute vec4 extra;\n"
	 "void main() { gl_Position = gl_Vertex + vec4(offset, 0, 0) + matrix * vec4(0); gl_FrontColor = gl_BackColor = "
	 "extra; "
	 "gl_TexCoord[0] = extra; gl_PointSize = 3.0; }",
	 "#version 120\nuniform vec4 color; uniform float scale[3]; uniform sampler2D texture0;\n"
	 "void main() { gl_FragColor = gl_Color * color * scale[1] + texture2D(texture0, gl_TexCoord[0].xy); }"},
	/* No uniform block in the vertex shader: with nothing bound to it Mesa's (22.3) glRasterPos crashes. */
	{"#version 330 compatibility\nuniform ivec2 offset;\n"
	 "void main() { gl_Position = gl_Vertex + vec4(vec2(offset), 0, 0); gl_FrontColor = gl_BackColor = gl_Color; "
	 "gl_PointSize = 3.0; }",
	 "#version 330 compatibility\nlayout(std140) uniform block { vec4 color; mat4 matrix; };\n"
	 "uniform uint scale[3]; out vec4 first;\nvoid main() { first = gl_Color + color + float(scale[1]); }"},
};

static void make_any_programs(void) {
	for (size_t i = 0; i < COUNT(sources); i++) {
		GLuint program = glCreateProgram();
		for (int stage = 0; stage < 2; stage++) {
			GLuint shader = glCreateShader(stage ? GL_FRAGMENT_SHADER : GL_VERTEX_SHADER);
			glShaderSource(shader, 1, &sources[i][stage], NULL);
			glCompileShader(shader);
			glAttachShader(program, shader);
			names[NAMES_PROGRAM][2 * i + 1 + (size_t)stage] = shader;
		}
		glLinkProgram(program);
		names[NAMES_PROGRAM][2 * i] = program;
	}
	names[NAMES_PROGRAM][4] = 0;
	names[NAMES_PROGRAM][5] = 9999;
}

/* Fresh names follow the highest in Mesa, and are the lowest in vmgl, where a program may choose its own. So the lowest
 * are taken, and FRESH_NAMES too: those after it are drawn by nobody. */
static void take_names(void) {
	GLuint taken[16];
	glGenTextures(COUNT(taken), taken);
	glGenBuffers(COUNT(taken), taken);
	glGenRenderbuffers(COUNT(taken), taken);
	glGenFramebuffers(COUNT(taken), taken);
	glGenQueries(COUNT(taken), taken);
	glBindTexture(GL_TEXTURE_2D, FRESH_NAMES);
	glBindBuffer(GL_ARRAY_BUFFER, FRESH_NAMES);
	glBindRenderbuffer(GL_RENDERBUFFER, FRESH_NAMES);
	glBindFramebuffer(GL_FRAMEBUFFER, FRESH_NAMES);
	glBindProgramARB(GL_VERTEX_PROGRAM_ARB, FRESH_NAMES);
	glBeginQuery(GL_SAMPLES_PASSED, FRESH_NAMES);
	glEndQuery(GL_SAMPLES_PASSED);
}

void make_any_objects(void) {
	answers = mmap(NULL, ROOM * ARGUMENTS, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (answers == MAP_FAILED)
		exit(2);
	for (size_t i = 0; i < 2 * POOL; i++) {
		integers[i] = draw_number();
		longs[i] = draw_int(-1, 300);
		floats[i] = draw_float();
		doubles[i] = (GLdouble)draw_float();
		halves[i] = (GLushort)(draw() & 0xbfff); /* no infinities */
		enums[i] = draw_any_enum();
	}
	for (unsigned i = 0; i < NAMES_EACH; i++)
		for (unsigned of = 0; of < NAMES_COUNT; of++)
			names[of][i] = i == 4 ? 0 : i == 5 ? 9999 : 7000 + i;
	glGenBuffers(4, names[NAMES_BUFFER]);
	glGenSamplers(4, names[NAMES_SAMPLER]);
	glGenRenderbuffers(4, names[NAMES_RENDERBUFFER]);
	glGenFramebuffers(4, names[NAMES_FRAMEBUFFER]);
	glGenQueries(4, names[NAMES_QUERY]);
	glGenTransformFeedbacks(4, names[NAMES_TRANSFORM_FEEDBACK]);
	glGenProgramPipelines(4, names[NAMES_PIPELINE]);
	glGenVertexArrays(4, names[NAMES_VERTEX_ARRAY]);
	for (unsigned i = 0; i < 4; i++) {
		glBindBuffer(GL_ARRAY_BUFFER, names[NAMES_BUFFER][i]);
		glBindRenderbuffer(GL_RENDERBUFFER, names[NAMES_RENDERBUFFER][i]);
		glBindFramebuffer(GL_FRAMEBUFFER, names[NAMES_FRAMEBUFFER][i]);
	}
	take_names();
	glBindBuffer(GL_ARRAY_BUFFER, 0);
	glBindRenderbuffer(GL_RENDERBUFFER, 0);
	glBindFramebuffer(GL_FRAMEBUFFER, 0);
	glBindTexture(GL_TEXTURE_2D, 0);
	glBindProgramARB(GL_VERTEX_PROGRAM_ARB, 0);
	make_any_programs();
}

static void nothing(void) {}

static void store_plainly(void) {
	static const GLenum stores[] = {GL_UNPACK_SWAP_BYTES, GL_UNPACK_SKIP_PIXELS, GL_UNPACK_SKIP_ROWS};
	for (size_t i = 0; i < COUNT(stores); i++)
		glPixelStorei(stores[i], 0);
}

static bool sets_current_value(const char *name) {
	static const char *const patterns[] = {"glColor[34P]*", "gl*TexCoord*",      "glVertexAttrib*", "glNormal*",
										   "glIndex*",      "glSecondaryColor*", "glFogCoord*"};
	for (size_t i = 0; i < COUNT(patterns); i++)
		if (!fnmatch(patterns[i], name, 0))
			return true;
	return false;
}

static void any(void) {
	unsigned i = draw_below(usable_count);
	const char *name = any_calls[usable[i]].name;
	if (strstr(name, "Tex"))
		keep_transfer_apart();
	/* Mesa (22.3) minds the pixel store state here, and not in glClearTexImage; vmgl in neither. */
	if (!fnmatch("glClear*Buffer*Data*", name, 0))
		store_plainly();
	if (sets_current_value(name))
		keep_values_apart();
	/* Mesa (22.3) crashes where draws of hand-written calls find an index buffer empty. */
	if (strstr(name, "BufferData") || strstr(name, "BufferStorage"))
		glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, 0);
	any_calls[usable[i]].make(skipped(name) ? nothing : functions[i], name);
	if (!strncmp(name, "glEvalMesh", 10))
		set_evaluated();
}

static const struct call calls[] = {{any, 1}};
const struct calls all_calls = {calls, COUNT(calls)};
