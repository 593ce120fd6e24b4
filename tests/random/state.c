/* Everything that can be asked: gets of every kind, with every name that the native driver takes for them. */
#include "random.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/report.h"

#define NAMES_MAX 2048
#define LIMIT 0x10000u
#define VALUES 4096 /* more than the longest answer: lists of formats, maps */

static union {
	GLint i[VALUES];
	GLfloat f[VALUES];
	GLdouble d[VALUES];
	GLint64 l[VALUES];
	GLboolean b[VALUES];
	unsigned char bytes[VALUES * 8];
} answer;

struct get {
	const char *name;
	void (*ask)(GLenum pname, GLuint which);
	unsigned whiches; /* targets, units or indices that it is asked for */
	unsigned count;
	GLenum names[NAMES_MAX];
};

static void integers(GLenum pname, GLuint which) {
	(void)which;
	glGetIntegerv(pname, answer.i);
}

static void floats(GLenum pname, GLuint which) {
	(void)which;
	glGetFloatv(pname, answer.f);
}

static void doubles(GLenum pname, GLuint which) {
	(void)which;
	glGetDoublev(pname, answer.d);
}

static void booleans(GLenum pname, GLuint which) {
	(void)which;
	glGetBooleanv(pname, answer.b);
}

static void longs(GLenum pname, GLuint which) {
	(void)which;
	glGetInteger64v(pname, answer.l);
}

static void enabled(GLenum pname, GLuint which) {
	(void)which;
	answer.i[0] = glIsEnabled(pname);
}

static void indexed(GLenum pname, GLuint which) {
	glGetIntegeri_v(pname, which, answer.i);
}

static void enabled_indexed(GLenum pname, GLuint which) {
	answer.i[0] = glIsEnabledi(pname, which);
}

static const GLenum texture_targets[] = {GL_TEXTURE_2D, GL_TEXTURE_1D, GL_TEXTURE_3D, GL_TEXTURE_CUBE_MAP};

static void texture(GLenum pname, GLuint which) {
	glGetTexParameterfv(texture_targets[which], pname, answer.f);
}

static void texture_integers(GLenum pname, GLuint which) {
	glGetTexParameteriv(texture_targets[which], pname, answer.i);
}

static const GLenum level_targets[] = {GL_TEXTURE_2D, GL_TEXTURE_1D, GL_TEXTURE_3D, GL_TEXTURE_CUBE_MAP_NEGATIVE_X,
									   GL_PROXY_TEXTURE_2D};

static void level(GLenum pname, GLuint which) {
	glGetTexLevelParameteriv(level_targets[which / 2], (GLint)(which % 2), pname, answer.i);
}

static void environment(GLenum pname, GLuint which) {
	static const GLenum targets[] = {GL_TEXTURE_ENV, GL_TEXTURE_FILTER_CONTROL, GL_POINT_SPRITE};
	glGetTexEnvfv(targets[which], pname, answer.f);
}

static void generation(GLenum pname, GLuint which) {
	glGetTexGenfv(GL_S + which, pname, answer.f);
}

static void light(GLenum pname, GLuint which) {
	glGetLightfv(GL_LIGHT0 + which, pname, answer.f);
}

static void material(GLenum pname, GLuint which) {
	glGetMaterialfv(which ? GL_BACK : GL_FRONT, pname, answer.f);
}

static void clip_plane(GLenum pname, GLuint which) {
	(void)which;
	glGetClipPlane(pname, answer.d);
}

static void pixel_map(GLenum pname, GLuint which) {
	(void)which;
	glGetPixelMapfv(pname, answer.f);
}

static void map(GLenum pname, GLuint which) {
	static const GLenum queries[] = {GL_COEFF, GL_ORDER, GL_DOMAIN};
	glGetMapdv(pname, queries[which], answer.d);
}

static void buffer(GLenum pname, GLuint which) {
	/* The map pointers are other calls; times of access are not there. */
	glGetBufferParameteriv(which ? GL_ELEMENT_ARRAY_BUFFER : GL_ARRAY_BUFFER, pname, answer.i);
}

static void attribute(GLenum pname, GLuint which) {
	glGetVertexAttribfv(which, pname, answer.f);
}

static void attachment(GLenum pname, GLuint which) {
	static const GLenum attachments[] = {GL_COLOR_ATTACHMENT0, GL_COLOR_ATTACHMENT1, GL_DEPTH_ATTACHMENT,
										 GL_STENCIL_ATTACHMENT};
	GLint bound = 0;
	glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &bound);
	glGetFramebufferAttachmentParameteriv(GL_DRAW_FRAMEBUFFER,
										  bound        ? attachments[which]
										  : which == 2 ? GL_DEPTH
										  : which == 3 ? GL_STENCIL
													   : GL_BACK_LEFT,
										  pname, answer.i);
}

static void program(GLenum pname, GLuint which) {
	glGetProgramiv(programs[which], pname, answer.i);
}

static void query(GLenum pname, GLuint which) {
	static const GLenum targets[] = {GL_SAMPLES_PASSED, GL_PRIMITIVES_GENERATED, GL_TIME_ELAPSED};
	glGetQueryiv(targets[which], pname, answer.i);
}

static void framebuffer(GLenum pname, GLuint which) {
	(void)which;
	glGetFramebufferParameteriv(GL_DRAW_FRAMEBUFFER, pname, answer.i);
}

static void pointer(GLenum pname, GLuint which) {
	(void)which;
	void *at = NULL;
	glGetPointerv(pname, &at);
	/* Offsets into buffers and NULL are facts; addresses are this process's own. */
	answer.l[0] = (uintptr_t)at < 0x10000 ? (GLint64)(uintptr_t)at : -1;
}

static struct get gets[] = {
	{.name = "glGetIntegerv", .ask = integers, .whiches = 1},
	{.name = "glGetFloatv", .ask = floats, .whiches = 1},
	{.name = "glGetDoublev", .ask = doubles, .whiches = 1},
	{.name = "glGetBooleanv", .ask = booleans, .whiches = 1},
	{.name = "glGetInteger64v", .ask = longs, .whiches = 1},
	{.name = "glIsEnabled", .ask = enabled, .whiches = 1},
	{.name = "glGetIntegeri_v", .ask = indexed, .whiches = 2},
	{.name = "glIsEnabledi", .ask = enabled_indexed, .whiches = 2},
	{.name = "glGetTexParameterfv", .ask = texture, .whiches = 4},
	{.name = "glGetTexParameteriv", .ask = texture_integers, .whiches = 4},
	{.name = "glGetTexLevelParameteriv", .ask = level, .whiches = 10},
	{.name = "glGetTexEnvfv", .ask = environment, .whiches = 3},
	{.name = "glGetTexGenfv", .ask = generation, .whiches = 4},
	{.name = "glGetLightfv", .ask = light, .whiches = 8},
	{.name = "glGetMaterialfv", .ask = material, .whiches = 2},
	{.name = "glGetClipPlane", .ask = clip_plane, .whiches = 1},
	{.name = "glGetPixelMapfv", .ask = pixel_map, .whiches = 1},
	{.name = "glGetMapdv", .ask = map, .whiches = 3},
	{.name = "glGetBufferParameteriv", .ask = buffer, .whiches = 2},
	{.name = "glGetVertexAttribfv", .ask = attribute, .whiches = 4},
	{.name = "glGetFramebufferAttachmentParameteriv", .ask = attachment, .whiches = 4},
	{.name = "glGetProgramiv", .ask = program, .whiches = PROGRAMS},
	{.name = "glGetQueryiv", .ask = query, .whiches = 3},
	{.name = "glGetFramebufferParameteriv", .ask = framebuffer, .whiches = 1},
	{.name = "glGetPointerv", .ask = pointer, .whiches = 1},
};

/* Not what depends on the time, or on how much memory there is. */
static bool askable(GLenum name) {
	static const GLenum others[] = {
		GL_TIMESTAMP,
		GL_VBO_FREE_MEMORY_ATI,
		GL_TEXTURE_FREE_MEMORY_ATI,
		GL_RENDERBUFFER_FREE_MEMORY_ATI,
		GL_GPU_MEMORY_INFO_TOTAL_AVAILABLE_MEMORY_NVX,
		GL_GPU_MEMORY_INFO_CURRENT_AVAILABLE_VIDMEM_NVX,
		GL_GPU_MEMORY_INFO_DEDICATED_VIDMEM_NVX,
		GL_GPU_MEMORY_INFO_EVICTION_COUNT_NVX,
		GL_GPU_MEMORY_INFO_EVICTED_MEMORY_NVX,
		GL_DEVICE_LUID_EXT,
		GL_DEVICE_NODE_MASK_EXT,           /* Mesa 22.3 calls NULL */
		GL_IMPLEMENTATION_COLOR_READ_TYPE, /* without anything to read Mesa raises an error, and writes all the same */
		GL_IMPLEMENTATION_COLOR_READ_FORMAT,
		GL_DEVICE_UUID_EXT, /* of an extension about file descriptors */
		GL_DRIVER_UUID_EXT,
		GL_VERTEX_BINDING_OFFSET, /* an address, for arrays in memory */
		GL_NUM_EXTENSIONS,        /* what vmgl carries of them: tests/programs/gets.c */
	};
	for (size_t i = 0; i < COUNT(others); i++)
		if (others[i] == name)
			return false;
	return true;
}

static uint64_t ask(const struct get *get, GLenum name, GLuint which) {
	memset(answer.bytes, 0x5a, sizeof(answer.bytes)); /* what must stay untouched is seen too */
	get->ask(name, which);
	return report_hash(answer.bytes, 64 * sizeof(GLdouble));
}

static void clear_errors(void) {
	while (glGetError() != GL_NO_ERROR)
		;
}

static void search(struct get *get) {
	memset(answer.bytes, 0x5a, sizeof(answer.bytes));
	const uint64_t untouched = report_hash(answer.bytes, 64 * sizeof(GLdouble));
	for (GLenum name = 0; name < LIMIT && get->count < NAMES_MAX; name++) {
		bool accepted = false;
		if (!askable(name))
			continue;
		for (GLuint which = 0; which < get->whiches && !accepted; which++) {
			uint64_t hash = ask(get, name, which);
			/* Some names Mesa takes and answers nothing to. */
			accepted = glGetError() == GL_NO_ERROR && hash != untouched;
		}
		clear_errors();
		if (accepted)
			get->names[get->count++] = name;
	}
}

void find_names(const char *path) {
	clear_errors();
	FILE *file = fopen(path, "r");
	if (file) {
		for (size_t i = 0; i < COUNT(gets); i++) {
			if (fscanf(file, "%u", &gets[i].count) != 1 || gets[i].count > NAMES_MAX)
				exit(2);
			for (unsigned n = 0; n < gets[i].count; n++)
				if (fscanf(file, "%x", &gets[i].names[n]) != 1)
					exit(2);
		}
		find_calls(file, NULL);
		fclose(file);
		return;
	}
	file = fopen(path, "w");
	if (!file)
		exit(2);
	for (size_t i = 0; i < COUNT(gets); i++) {
		search(&gets[i]);
		fprintf(file, "%u\n", gets[i].count);
		for (unsigned n = 0; n < gets[i].count; n++)
			fprintf(file, "%x\n", gets[i].names[n]);
	}
	find_calls(NULL, file);
	fclose(file);
}

static void print_answer(const struct get *get, GLenum name, GLuint which, GLenum error) {
	printf("    %s(0x%04x)[%u]: error 0x%x,", get->name, name, which, error);
	for (int i = 0; i < 6; i++)
		printf(" %08x", (unsigned)answer.i[i]);
	printf(" %016" PRIx64 "\n", report_hash(answer.bytes, 64 * sizeof(GLdouble)));
}

uint64_t state_hash(bool print) {
	uint64_t hash = 0xcbf29ce484222325u;
	clear_errors();
	for (size_t i = 0; i < COUNT(gets); i++)
		for (unsigned n = 0; n < gets[i].count; n++)
			for (GLuint which = 0; which < gets[i].whiches; which++) {
				hash = (hash ^ ask(&gets[i], gets[i].names[n], which)) * 0x100000001b3u;
				GLenum error = gets[i].whiches > 1 || print ? glGetError() : GL_NO_ERROR;
				hash = (hash ^ error) * 0x100000001b3u;
				if (print)
					print_answer(&gets[i], gets[i].names[n], which, error);
			}
	clear_errors();
	return hash;
}

void ask_something(void) {
	const struct get *get = &PICK(gets);
	if (get->count == 0)
		return;
	GLenum name = get->names[draw_below(get->count)];
	GLuint which = draw_below(get->whiches);
	say("%s(0x%04x)[%u]", get->name, name, which);
	ask(get, name, which);
	record(get->name, answer.bytes, 64 * sizeof(GLdouble));
}
