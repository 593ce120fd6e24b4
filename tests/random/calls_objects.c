/* Calls on objects: textures, samplers, buffers, framebuffers, programs, queries. Every image and buffer gets its data
 * when it gets its size, as what was never written may hold anything. */
#include "random.h"

#include <stdlib.h>

#include "support/shader.h"
#include "support/window.h"

GLuint buffers[2 * BUFFERS], framebuffers[FRAMEBUFFERS + 1], programs[PROGRAMS + 1];
unsigned char *noise;

static GLuint samplers[3], targets[4], renderbuffers[2], queries[4];

/* Names that nobody generated work too, in this profile. */
#define TEXTURE_NAME(target, n) (100 * ((target) + 1) + (n))
#define TEXTURES 3
static const GLenum texture_targets[] = {GL_TEXTURE_2D, GL_TEXTURE_1D, GL_TEXTURE_3D, GL_TEXTURE_CUBE_MAP};

static const struct {
	GLint internal;
	GLenum format, type;
} formats[] = {{GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE},
			   {GL_RGB, GL_RGB, GL_UNSIGNED_BYTE},
			   {GL_LUMINANCE_ALPHA, GL_LUMINANCE_ALPHA, GL_UNSIGNED_BYTE},
			   {GL_ALPHA8, GL_ALPHA, GL_UNSIGNED_BYTE},
			   {GL_RGBA16F, GL_RGBA, GL_UNSIGNED_SHORT},
			   {GL_R8, GL_RED, GL_UNSIGNED_BYTE},
			   {GL_RGB565, GL_RGB, GL_UNSIGNED_SHORT_5_6_5},
			   {GL_RGBA4, GL_RGBA, GL_UNSIGNED_SHORT_4_4_4_4_REV},
			   {GL_RGB10_A2, GL_RGBA, GL_UNSIGNED_INT_2_10_10_10_REV},
			   {GL_INTENSITY, GL_BGRA, GL_UNSIGNED_INT_8_8_8_8_REV},
			   {GL_SRGB8_ALPHA8, GL_RGBA, GL_UNSIGNED_BYTE},
			   {GL_DEPTH_COMPONENT24, GL_DEPTH_COMPONENT, GL_UNSIGNED_INT}};

int framebuffer_size(void) {
	GLint draw_name = 0, read_name = 0;
	glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &draw_name);
	glGetIntegerv(GL_READ_FRAMEBUFFER_BINDING, &read_name);
	return draw_name || read_name ? TARGET_SIZE : WINDOW_SIZE;
}

void keep_transfer_apart(void) {
	static const struct {
		GLenum name;
		GLfloat idle;
	} transfers[] = {{GL_RED_SCALE, 1},   {GL_GREEN_SCALE, 1}, {GL_BLUE_SCALE, 1},       {GL_ALPHA_SCALE, 1},
					 {GL_DEPTH_SCALE, 1}, {GL_RED_BIAS, 0},    {GL_GREEN_BIAS, 0},       {GL_BLUE_BIAS, 0},
					 {GL_ALPHA_BIAS, 0},  {GL_DEPTH_BIAS, 0},  {GL_INDEX_SHIFT, 0},      {GL_INDEX_OFFSET, 0},
					 {GL_MAP_COLOR, 0},   {GL_MAP_STENCIL, 0}, {GL_UNPACK_SWAP_BYTES, 0}};
	static const GLenum stores[] = {GL_UNPACK_SKIP_ROWS, GL_UNPACK_SKIP_PIXELS, GL_UNPACK_SKIP_IMAGES,
									GL_UNPACK_ROW_LENGTH, GL_UNPACK_IMAGE_HEIGHT};
	for (size_t i = 0; i < COUNT(transfers); i++) {
		GLfloat value = transfers[i].idle;
		glGetFloatv(transfers[i].name, &value);
		if (value == transfers[i].idle)
			continue;
		for (size_t n = 0; n < COUNT(stores); n++)
			glPixelStorei(stores[n], 0);
		return;
	}
}

static void texture_image(unsigned target, GLint level, int size) {
	size_t f = draw_below(COUNT(formats));
	GLint internal = formats[f].internal;
	GLenum format = draw_bad(formats[f].format), type = formats[f].type;
	const GLvoid *data = noise + draw_below(64) * 8;
	keep_transfer_apart();
	say("glTexImage of target %u, level %d, size %d, internal 0x%x, format 0x%x", target, level, size, internal,
		format);
	switch (target) {
	case 0:
		glTexImage2D(GL_TEXTURE_2D, level, internal, size, size, 0, format, type, data);
		return;
	case 1:
		glTexImage1D(GL_TEXTURE_1D, level, internal, size, 0, format, type, data);
		return;
	case 2:
		glTexImage3D(GL_TEXTURE_3D, level, internal, size / 4, size / 4, 4, 0, format, type, data);
		return;
	default:
		for (GLenum face = 0; face < 6; face++)
			glTexImage2D(GL_TEXTURE_CUBE_MAP_POSITIVE_X + face, level, internal, size, size, 0, format, type, data);
	}
}

static void define_texture(void) {
	GLint level = one_in(3) ? draw_int(-1, 2) : 0;
	texture_image(draw_below(4), level, level > 0 ? 32 >> level : 32);
}

static void bind_texture(void) {
	unsigned target = draw_below(4);
	GLuint name = one_in(5) ? 0 : TEXTURE_NAME(target, draw_below(TEXTURES));
	/* Units of the fixed pipeline: of those beyond Mesa answers nothing, without an error. */
	GLenum unit = draw_bad(GL_TEXTURE0 + draw_below(one_in(8) ? 8 : 3));
	say("unit 0x%x, texture %u of target %u", unit, name, target);
	if (one_in(2))
		glActiveTexture(unit < GL_TEXTURE8 || unit >= GL_TEXTURE0 + 1024 ? unit : GL_TEXTURE0);
	glBindTexture(draw_bad(texture_targets[target]), name);
}

static void delete_texture(void) {
	unsigned target = draw_below(4);
	GLuint name = TEXTURE_NAME(target, draw_below(TEXTURES));
	/* Mesa's glPopAttrib makes textures anew that were deleted since (docs/known-gaps.md). */
	GLint depth = 0;
	glGetIntegerv(GL_ATTRIB_STACK_DEPTH, &depth);
	if (depth > 0)
		return;
	say("glDeleteTextures(%u)", name);
	glDeleteTextures(1, &name);
	GLboolean is = glIsTexture(name);
	record("glIsTexture", &is, sizeof(is));
}

static void texture_parameter(void) {
	static const struct {
		GLenum name;
		GLint values[6];
	} parameters[] = {
		{GL_TEXTURE_MIN_FILTER,
		 {GL_NEAREST, GL_LINEAR, GL_NEAREST_MIPMAP_NEAREST, GL_LINEAR_MIPMAP_LINEAR, GL_LINEAR, GL_NEAREST}},
		{GL_TEXTURE_MAG_FILTER, {GL_NEAREST, GL_LINEAR, GL_NEAREST, GL_LINEAR, GL_NEAREST, GL_REPEAT}},
		{GL_TEXTURE_WRAP_S,
		 {GL_REPEAT, GL_CLAMP_TO_EDGE, GL_CLAMP, GL_MIRRORED_REPEAT, GL_CLAMP_TO_BORDER, GL_MIRROR_CLAMP_TO_EDGE}},
		{GL_TEXTURE_WRAP_T, {GL_REPEAT, GL_CLAMP_TO_EDGE, GL_CLAMP, GL_MIRRORED_REPEAT, GL_REPEAT, GL_REPEAT}},
		{GL_TEXTURE_BASE_LEVEL, {0, 0, 0, 1, 2, -1}},
		{GL_TEXTURE_MAX_LEVEL, {1000, 1000, 0, 1, 2, -1}},
		{GL_TEXTURE_COMPARE_MODE, {GL_NONE, GL_COMPARE_REF_TO_TEXTURE, GL_NONE, GL_NONE, GL_NONE, 7}},
		{GL_TEXTURE_COMPARE_FUNC, {GL_LEQUAL, GL_GREATER, GL_ALWAYS, GL_NEVER, GL_LESS, 7}},
		{GL_DEPTH_TEXTURE_MODE, {GL_LUMINANCE, GL_ALPHA, GL_INTENSITY, GL_RED, GL_LUMINANCE, 7}},
		{GL_TEXTURE_SWIZZLE_R, {GL_RED, GL_GREEN, GL_ZERO, GL_ONE, GL_ALPHA, GL_RED}},
		{GL_GENERATE_MIPMAP, {0, 0, 0, 1, 0, 0}},
	};
	size_t p = draw_below(COUNT(parameters));
	GLenum target = draw_bad(PICK(texture_targets)), name = draw_bad(parameters[p].name);
	GLint value = parameters[p].values[draw_below(6)];
	const GLfloat border[4] = {draw_unit(), draw_float(), draw_unit(), draw_unit()};
	say("glTexParameter(0x%x, 0x%x, 0x%x)", target, name, (unsigned)value);
	switch (draw_below(4)) {
	case 0:
		glTexParameterf(target, name, (GLfloat)value);
		return;
	case 1:
		glTexParameterfv(target, GL_TEXTURE_BORDER_COLOR, border);
		return;
	default:
		glTexParameteri(target, name, value);
	}
}

static void texture_sub_image(void) {
	say("glTexSubImage2D");
	keep_transfer_apart();
	glTexSubImage2D(GL_TEXTURE_2D, 0, draw_int(-1, 20), draw_int(0, 20), draw_int(0, 14), draw_int(0, 14),
					draw_bad(one_in(2) ? GL_RGBA : GL_BGRA), GL_UNSIGNED_BYTE, noise);
}

/* Into images of one kind that have data: Mesa (22.3) leaves noise in others, and in what glCopyTexImage2D makes. Where
 * there is no source it uses NULL. */
static void texture_copy(void) {
	int room = framebuffer_size() - 32;
	GLint read = 0, buffer = 0, internal = 0;
	glGetIntegerv(GL_READ_FRAMEBUFFER_BINDING, &read);
	glGetIntegerv(GL_READ_BUFFER, &buffer);
	glGetTexLevelParameteriv(GL_TEXTURE_2D, 0, GL_TEXTURE_INTERNAL_FORMAT, &internal);
	record("internal format", &internal, sizeof(internal));
	if (read != 0 || buffer == GL_NONE)
		return;
	say("glCopyTexSubImage2D");
	if (internal != GL_RGB8) {
		keep_transfer_apart();
		glTexImage2D(GL_TEXTURE_2D, 0, GL_RGB8, 32, 32, 0, GL_RGBA, GL_UNSIGNED_BYTE, noise);
	} else
		glCopyTexSubImage2D(GL_TEXTURE_2D, 0, draw_int(0, 16), draw_int(0, 16), draw_int(0, room), draw_int(0, room),
							16, 16);
}

void keep_rows_apart(GLint width) {
	GLint length = 0;
	glGetIntegerv(GL_PACK_ROW_LENGTH, &length);
	if (length < width)
		glPixelStorei(GL_PACK_ROW_LENGTH, 0);
}

static void texture_read(void) {
	static unsigned char pixels[1u << 20];
	unsigned target = draw_below(3);
	size_t f = draw_below(9);
	say("glGetTexImage of target %u, format 0x%x", target, formats[f].format);
	for (size_t i = 0; i < sizeof(pixels) / 16; i++)
		pixels[i] = (unsigned char)i;
	keep_rows_apart(32);
	glGetTexImage(texture_targets[target], one_in(6) ? 1 : 0, formats[f].format, formats[f].type, pixels);
	record("glGetTexImage", pixels, sizeof(pixels) / 16);
}

static void mipmap(void) {
	GLenum target = draw_bad(PICK(texture_targets));
	say("glGenerateMipmap(0x%x)", target);
	glGenerateMipmap(target);
}

static void sampler(void) {
	GLuint unit = draw_below(3), which = draw_below(4);
	say("sampler %u, unit %u", which, unit);
	if (one_in(2))
		glBindSampler(unit, which == 3 ? 0 : samplers[which]);
	else if (which < 3)
		glSamplerParameteri(samplers[which], draw_bad(one_in(2) ? GL_TEXTURE_WRAP_S : GL_TEXTURE_MIN_FILTER),
							one_in(2) ? GL_REPEAT : GL_LINEAR);
}

static void buffer_data(void) {
	GLuint which = draw_below(BUFFERS);
	static const GLenum usages[] = {GL_STATIC_DRAW, GL_DYNAMIC_DRAW, GL_STREAM_READ, GL_STREAM_COPY};
	GLintptr offset = draw_int(one_in(9) ? -1 : 0, 4000);
	GLsizeiptr bytes = draw_int(one_in(9) ? -1 : 0, 5000);
	unsigned how = draw_below(5);
	unsigned char back[256] = {0};
	say("buffer %u, %u: %ld %ld", which, how, (long)offset, (long)bytes);
	glBindBuffer(GL_COPY_WRITE_BUFFER, buffers[which]);
	if (how == 0)
		glBufferData(GL_COPY_WRITE_BUFFER, BUFFER_BYTES, noise + draw_below(1000), draw_bad(PICK(usages)));
	else if (how == 1)
		glBufferSubData(GL_COPY_WRITE_BUFFER, offset, bytes, noise);
	else if (how == 2) {
		glGetBufferSubData(GL_COPY_WRITE_BUFFER, offset * 2, 256, back);
		record("glGetBufferSubData", back, sizeof(back));
	} else if (how == 3) {
		unsigned char *map = glMapBufferRange(GL_COPY_WRITE_BUFFER, offset, 256, GL_MAP_READ_BIT | GL_MAP_WRITE_BIT);
		if (map) {
			record("map", map, 256);
			for (int i = 0; i < 40; i++)
				map[i * 3] = (unsigned char)draw();
			glUnmapBuffer(GL_COPY_WRITE_BUFFER);
		}
	} else {
		glBindBuffer(GL_COPY_READ_BUFFER, buffers[draw_below(BUFFERS)]);
		glCopyBufferSubData(GL_COPY_READ_BUFFER, GL_COPY_WRITE_BUFFER, 4096 + offset / 4, offset / 4, 700);
	}
}

static void bind_framebuffer(void) {
	GLuint which = draw_below(FRAMEBUFFERS + 3);
	static const GLenum points[] = {GL_FRAMEBUFFER, GL_DRAW_FRAMEBUFFER, GL_READ_FRAMEBUFFER};
	GLenum point = draw_bad(PICK(points));
	say("glBindFramebuffer(0x%x, #%u)", point, which);
	glBindFramebuffer(point, framebuffers[which < FRAMEBUFFERS ? which : FRAMEBUFFERS]);
	GLenum status = glCheckFramebufferStatus(GL_DRAW_FRAMEBUFFER);
	record("status", &status, sizeof(status));
}

static void attach(void) {
	static const GLenum points[] = {GL_COLOR_ATTACHMENT0, GL_COLOR_ATTACHMENT1, GL_DEPTH_ATTACHMENT,
									GL_DEPTH_STENCIL_ATTACHMENT};
	GLenum point = draw_bad(PICK(points));
	bool depth = point == GL_DEPTH_ATTACHMENT || point == GL_DEPTH_STENCIL_ATTACHMENT;
	unsigned which = draw_below(4);
	say("attach 0x%x, %u", point, which);
	if (one_in(3))
		glFramebufferRenderbuffer(GL_FRAMEBUFFER, point, GL_RENDERBUFFER, which == 3 ? 0 : renderbuffers[depth]);
	else
		glFramebufferTexture2D(GL_FRAMEBUFFER, point, GL_TEXTURE_2D, which == 3 ? 0 : targets[depth ? 3 : which], 0);
}

static void framebuffer_buffers(void) {
	static const GLenum names[] = {GL_COLOR_ATTACHMENT0, GL_COLOR_ATTACHMENT1, GL_NONE, GL_BACK, GL_FRONT};
	GLenum one = draw_bad(PICK(names)), other = PICK(names);
	say("draw or read buffer 0x%x 0x%x", one, other);
	switch (draw_below(3)) {
	case 0:
		/* What is in front is drawn by others too. */
		glDrawBuffer(one == GL_FRONT ? GL_BACK : one);
		return;
	case 1:
		glDrawBuffers(draw_int(-1, 2),
					  (const GLenum[]){one == GL_FRONT ? GL_NONE : one, other == GL_FRONT ? GL_NONE : other});
		return;
	default:
		glReadBuffer(one == GL_FRONT ? GL_BACK : one);
	}
}

/* Only between the window and others: what overlaps is undefined, and the others have images in common. */
static void blit(void) {
	int room = framebuffer_size();
	GLint draw_name = 0, read_name = 0;
	glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &draw_name);
	glGetIntegerv(GL_READ_FRAMEBUFFER_BINDING, &read_name);
	if (!draw_name == !read_name)
		return;
	say("glBlitFramebuffer");
	glBlitFramebuffer(0, 0, draw_int(0, room), draw_int(0, room), draw_int(0, room), 0, draw_int(0, room),
					  draw_int(0, room), one_in(3) ? GL_DEPTH_BUFFER_BIT : GL_COLOR_BUFFER_BIT,
					  one_in(2) ? GL_NEAREST : draw_bad(GL_LINEAR));
}

static void use_program(void) {
	GLuint which = draw_below(PROGRAMS + 3);
	say("glUseProgram(#%u)", which);
	glUseProgram(programs[which < PROGRAMS ? which : PROGRAMS]);
}

static void uniform(void) {
	static const char *const names[] = {"color", "offset", "matrix", "scale[1]", "scale", "texture0", "nothing"};
	const char *name = PICK(names);
	GLuint which = draw_below(PROGRAMS);
	GLint location = glGetUniformLocation(programs[which], name);
	GLfloat values[16];
	for (int i = 0; i < 16; i++)
		values[i] = draw_float();
	say("uniform %s of #%u at %d", name, which, location);
	record("location", &location, sizeof(location));
	switch (draw_below(7)) {
	case 0:
		glUniform4fv(location, 1, values);
		break;
	case 1:
		glUniform1fv(location, draw_int(-1, 3), values);
		break;
	case 2:
		glUniformMatrix4fv(location, 1, (GLboolean)one_in(2), values);
		break;
	case 3:
		glProgramUniform2f(programs[which], location, values[0], values[1]);
		break;
	case 4:
		glUniform1i(location, draw_int(-1, 3));
		break;
	default:
		if (location >= 0) {
			glGetUniformfv(programs[which], location, values);
			record("glGetUniformfv", values, sizeof(values));
		}
	}
}

static void query(void) {
	static const GLenum query_targets[] = {GL_SAMPLES_PASSED, GL_ANY_SAMPLES_PASSED, GL_PRIMITIVES_GENERATED};
	unsigned which = draw_below(3), how = draw_below(3);
	GLuint64 result = 0;
	say("query %u, %u", which, how);
	if (how == 0)
		glBeginQuery(query_targets[which], queries[which]);
	else if (how == 1)
		glEndQuery(query_targets[which]);
	else {
		glGetQueryObjectui64v(queries[which], GL_QUERY_RESULT, &result);
		record("query result", &result, sizeof(result));
	}
}

/* Of the ones that the calls below use, and of what they leave alone: neither is ever deleted. All write the colours of
 * both sides and the point size: two-sided colours, feedback and GL_PROGRAM_POINT_SIZE use what else were undefined. */
static void make_programs(void) {
	static const char *const vertex[] = {
		"#version 120\nuniform vec2 offset; uniform mat4 matrix;\n"
		"void main() { gl_Position = ftransform() + vec4(offset * 0.1, 0, 0) + matrix * vec4(0); gl_FrontColor = "
		"gl_BackColor = gl_Color;\n"
		"gl_TexCoord[0] = gl_MultiTexCoord0; gl_PointSize = 3.0; }",
		"#version 120\nattribute vec4 extra; uniform float scale[3];\n"
		"void main() { gl_Position = gl_ModelViewMatrix * gl_Vertex * (1.0 + 0.1 * scale[1]);\n"
		"gl_FrontColor = gl_BackColor = extra; gl_TexCoord[0] = gl_Vertex + scale[0] + scale[2]; gl_PointSize = 4.0; }",
		"#version 330 compatibility\nuniform mat4 matrix; out vec4 value;\n"
		"void main() { gl_Position = gl_Vertex; value = gl_Color + 0.25 * matrix[0];\n"
		"gl_FrontColor = gl_BackColor = gl_Color; gl_PointSize = 2.0; }",
	};
	static const char *const fragment[] = {
		"#version 120\nuniform sampler2D texture0; uniform vec4 color;\n"
		"void main() { gl_FragColor = gl_Color + 0.5 * texture2D(texture0, gl_TexCoord[0].xy) * color; }",
		"#version 120\nuniform vec4 color;\nvoid main() { gl_FragColor = gl_Color * color; }",
		"#version 330 compatibility\nin vec4 value; layout(location = 0) out vec4 first; layout(location = 1) out vec4 "
		"second;\n"
		"void main() { first = value; second = value.bgra; }",
	};
	for (int i = 0; i < PROGRAMS; i++)
		programs[i] = shader_program("random", vertex[i], fragment[i]);
}

void make_objects(void) {
	noise = malloc(2 * NOISE_BYTES);
	for (size_t i = 0; i < 2 * NOISE_BYTES; i++)
		noise[i] = (unsigned char)draw();
	glClearColor(0, 0, 0, 0);
	glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT | GL_STENCIL_BUFFER_BIT);
	make_programs();
	glGenBuffers(2 * BUFFERS, buffers);
	for (unsigned i = 0; i < 2 * BUFFERS; i++) {
		/* Indices of each type, all below 24, in places of their own. */
		static union {
			GLubyte bytes[BUFFER_BYTES];
			GLushort shorts[BUFFER_BYTES / 2];
			GLuint ints[BUFFER_BYTES / 4];
		} indices;
		for (unsigned n = 0; n < 64; n++) {
			indices.bytes[n] = (GLubyte)draw_below(24);
			indices.shorts[512 + n] = (GLushort)draw_below(24);
			indices.ints[512 + n] = draw_below(24);
		}
		glBindBuffer(GL_COPY_WRITE_BUFFER, buffers[i]);
		glBufferData(GL_COPY_WRITE_BUFFER, BUFFER_BYTES, i < BUFFERS ? (const void *)noise : (const void *)&indices,
					 GL_STATIC_DRAW);
	}
	glGenSamplers(3, samplers);
	glGenQueries(4, queries);
	glGenTextures(4, targets);
	for (int i = 0; i < 4; i++) {
		static const struct {
			GLint internal;
			GLenum format, type;
		} kinds[] = {{GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE},
					 {GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE},
					 {GL_RGB10_A2, GL_RGBA, GL_UNSIGNED_BYTE},
					 {GL_DEPTH24_STENCIL8, GL_DEPTH_STENCIL, GL_UNSIGNED_INT_24_8}};
		glBindTexture(GL_TEXTURE_2D, targets[i]);
		glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
		glTexImage2D(GL_TEXTURE_2D, 0, kinds[i].internal, TARGET_SIZE, TARGET_SIZE, 0, kinds[i].format, kinds[i].type,
					 noise);
	}
	glBindTexture(GL_TEXTURE_2D, 0);
	glGenRenderbuffers(2, renderbuffers);
	glGenFramebuffers(FRAMEBUFFERS, framebuffers);
	for (int i = 0; i < 2; i++) {
		glBindRenderbuffer(GL_RENDERBUFFER, renderbuffers[i]);
		glRenderbufferStorage(GL_RENDERBUFFER, i ? GL_DEPTH24_STENCIL8 : GL_RGBA8, TARGET_SIZE, TARGET_SIZE);
		glBindFramebuffer(GL_FRAMEBUFFER, framebuffers[i]);
		glFramebufferRenderbuffer(GL_FRAMEBUFFER, i ? GL_DEPTH_STENCIL_ATTACHMENT : GL_COLOR_ATTACHMENT0,
								  GL_RENDERBUFFER, renderbuffers[i]);
		if (i)
			glDrawBuffer(GL_NONE);
		glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT | GL_STENCIL_BUFFER_BIT);
		glFramebufferTexture2D(GL_FRAMEBUFFER, i ? GL_COLOR_ATTACHMENT0 : GL_COLOR_ATTACHMENT1, GL_TEXTURE_2D,
							   targets[i], 0);
		if (i)
			glDrawBuffer(GL_COLOR_ATTACHMENT0);
	}
	glBindFramebuffer(GL_FRAMEBUFFER, 0);
}

static const struct call calls[] = {{define_texture, 4},
									{bind_texture, 6},
									{delete_texture, 1},
									{texture_parameter, 6},
									{texture_sub_image, 3},
									{texture_copy, 2},
									{texture_read, 2},
									{mipmap, 1},
									{sampler, 2},
									{buffer_data, 4},
									{bind_framebuffer, 3},
									{attach, 1},
									{framebuffer_buffers, 2},
									{blit, 1},
									{use_program, 3},
									{uniform, 4},
									{query, 2}};
const struct calls object_calls = {calls, COUNT(calls)};
