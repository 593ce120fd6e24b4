/* Internal formats: what the driver makes of them, uploads and GetTexImage in other formats and types,
 * mipmaps, proxies, level parameters, integer and depth textures, borders, swizzles. */
#include <string.h>

#include "support/report.h"
#include "support/window.h"

static GLubyte noise[8192];

static void level(const char *name, GLenum target, int l) {
	static const GLenum pnames[] = {GL_TEXTURE_WIDTH,           GL_TEXTURE_HEIGHT,       GL_TEXTURE_DEPTH,
									GL_TEXTURE_INTERNAL_FORMAT, GL_TEXTURE_RED_SIZE,     GL_TEXTURE_GREEN_SIZE,
									GL_TEXTURE_BLUE_SIZE,       GL_TEXTURE_ALPHA_SIZE,   GL_TEXTURE_LUMINANCE_SIZE,
									GL_TEXTURE_DEPTH_SIZE,      GL_TEXTURE_STENCIL_SIZE, GL_TEXTURE_RED_TYPE,
									GL_TEXTURE_SHARED_SIZE,     GL_TEXTURE_COMPRESSED};
	GLint values[14];
	for (int i = 0; i < 14; i++) {
		values[i] = -1;
		glGetTexLevelParameteriv(target, l, pnames[i], &values[i]);
	}
	report_ints(name, 14, values);
	report_error(name);
}

/* Every format with every type, also those that GL refuses. */
static void all_pairs(void) {
	static const struct {
		GLenum internal, as; /* what GL makes of it, and the format in which it is asked back */
		GLenum formats[20];
	} kinds[] = {
		{GL_RGBA32F,
		 GL_RGBA,
		 {GL_RED, GL_GREEN, GL_BLUE, GL_ALPHA, GL_LUMINANCE, GL_INTENSITY, GL_COLOR_INDEX, GL_LUMINANCE_ALPHA, GL_RG,
		  GL_RGB, GL_BGR, GL_RGBA, GL_BGRA, GL_ABGR_EXT, GL_YCBCR_MESA, GL_CMYK_EXT, GL_422_EXT}},
		{GL_RGBA32UI,
		 GL_RGBA_INTEGER,
		 {GL_RED_INTEGER, GL_GREEN_INTEGER, GL_BLUE_INTEGER, GL_ALPHA_INTEGER, GL_LUMINANCE_INTEGER_EXT,
		  GL_LUMINANCE_ALPHA_INTEGER_EXT, GL_RG_INTEGER, GL_RGB_INTEGER, GL_BGR_INTEGER, GL_RGBA_INTEGER,
		  GL_BGRA_INTEGER}},
		{GL_DEPTH_COMPONENT32F, GL_DEPTH_COMPONENT, {GL_DEPTH_COMPONENT}},
		{GL_DEPTH32F_STENCIL8, GL_DEPTH_COMPONENT, {GL_DEPTH_STENCIL}},
		{GL_STENCIL_INDEX8, GL_STENCIL_INDEX, {GL_STENCIL_INDEX}},
		{GL_YCBCR_MESA, GL_YCBCR_MESA, {GL_YCBCR_MESA}},
	};
	static const GLenum types[] = {
		GL_UNSIGNED_BYTE,
		GL_BYTE,
		GL_UNSIGNED_SHORT,
		GL_SHORT,
		GL_UNSIGNED_INT,
		GL_INT,
		GL_HALF_FLOAT,
		GL_FLOAT,
		GL_DOUBLE,
		GL_BITMAP,
		GL_UNSIGNED_BYTE_3_3_2,
		GL_UNSIGNED_BYTE_2_3_3_REV,
		GL_UNSIGNED_SHORT_5_6_5,
		GL_UNSIGNED_SHORT_5_6_5_REV,
		GL_UNSIGNED_SHORT_4_4_4_4,
		GL_UNSIGNED_SHORT_4_4_4_4_REV,
		GL_UNSIGNED_SHORT_5_5_5_1,
		GL_UNSIGNED_SHORT_1_5_5_5_REV,
		GL_UNSIGNED_INT_8_8_8_8,
		GL_UNSIGNED_INT_8_8_8_8_REV,
		GL_UNSIGNED_INT_10_10_10_2,
		GL_UNSIGNED_INT_2_10_10_10_REV,
		GL_UNSIGNED_INT_24_8,
		GL_UNSIGNED_INT_10F_11F_11F_REV,
		GL_UNSIGNED_INT_5_9_9_9_REV,
		GL_FLOAT_32_UNSIGNED_INT_24_8_REV,
		GL_UNSIGNED_SHORT_8_8_MESA,
		GL_UNSIGNED_SHORT_8_8_REV_MESA,
	};
	report("-- all pairs");
	for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++)
		for (const GLenum *format = kinds[k].formats; *format; format++)
			for (size_t t = 0; t < sizeof(types) / sizeof(*types); t++) {
				const GLenum as = kinds[k].as;
				/* Mesa (22.3) never comes back. */
				if (*format == GL_STENCIL_INDEX && types[t] == GL_BITMAP)
					continue;
				GLubyte back[6 * 4 * 16];
				memset(back, 0, sizeof(back));
				glTexImage2D(GL_TEXTURE_2D, 0, (GLint)kinds[k].internal, 6, 4, 0, *format, types[t], noise);
				const GLenum error = glGetError();
				if (error == GL_NO_ERROR)
					glGetTexImage(GL_TEXTURE_2D, 0, as,
								  as == GL_RGBA_INTEGER    ? GL_UNSIGNED_INT
								  : as == GL_STENCIL_INDEX ? GL_UNSIGNED_BYTE
								  : as == GL_YCBCR_MESA    ? GL_UNSIGNED_SHORT_8_8_MESA
														   : GL_FLOAT,
								  back);
				report("internal %#x, format %#x, type %#x: error %#x", kinds[k].internal, *format, types[t], error);
				report_bytes("texels", back, sizeof(back));
			}
	report_error("all pairs");
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 1, 1, 0, GL_RGBA, GL_UNSIGNED_BYTE, noise);
}

int main(void) {
	window_open_compat();
	uint32_t state = 13;
	for (size_t i = 0; i < sizeof(noise); i++)
		noise[i] = (GLubyte)report_noise(&state);
	static const struct {
		const char *name;
		GLint internal;
		GLenum format, type;
	} formats[] = {{"3", 3, GL_RGB, GL_UNSIGNED_BYTE},
				   {"R8", GL_R8, GL_RED, GL_UNSIGNED_BYTE},
				   {"RG8", GL_RG8, GL_RG, GL_UNSIGNED_BYTE},
				   {"RGB565", GL_RGB565, GL_RGB, GL_UNSIGNED_SHORT_5_6_5},
				   {"RGBA4", GL_RGBA4, GL_RGBA, GL_UNSIGNED_SHORT_4_4_4_4},
				   {"RGB5_A1", GL_RGB5_A1, GL_RGBA, GL_UNSIGNED_SHORT_5_5_5_1},
				   {"SRGB8_ALPHA8", GL_SRGB8_ALPHA8, GL_RGBA, GL_UNSIGNED_BYTE},
				   {"RGB10_A2", GL_RGB10_A2, GL_RGBA, GL_UNSIGNED_INT_10_10_10_2},
				   {"RGBA16", GL_RGBA16, GL_RGBA, GL_UNSIGNED_SHORT},
				   {"RGBA8_SNORM", GL_RGBA8_SNORM, GL_RGBA, GL_BYTE},
				   {"R16F", GL_R16F, GL_RED, GL_UNSIGNED_BYTE},
				   {"RGBA32F", GL_RGBA32F, GL_RGBA, GL_UNSIGNED_BYTE},
				   {"RGB9_E5", GL_RGB9_E5, GL_RGB, GL_UNSIGNED_BYTE},
				   {"R11F_G11F_B10F", GL_R11F_G11F_B10F, GL_RGB, GL_UNSIGNED_BYTE},
				   {"ALPHA8", GL_ALPHA8, GL_ALPHA, GL_UNSIGNED_BYTE},
				   {"LUMINANCE8", GL_LUMINANCE8, GL_LUMINANCE, GL_UNSIGNED_BYTE},
				   {"LUMINANCE8_ALPHA8", GL_LUMINANCE8_ALPHA8, GL_LUMINANCE_ALPHA, GL_UNSIGNED_BYTE},
				   {"INTENSITY8", GL_INTENSITY8, GL_RED, GL_UNSIGNED_BYTE},
				   {"RGBA8 from bgr", GL_RGBA8, GL_BGR, GL_UNSIGNED_BYTE},
				   {"RGBA8 from abgr", GL_RGBA8, GL_ABGR_EXT, GL_UNSIGNED_BYTE},
				   {"RGBA8 from int", GL_RGBA8, GL_RGBA, GL_UNSIGNED_INT}};
	static GLubyte back[16 * 16 * 16];
	for (unsigned f = 0; f < sizeof(formats) / sizeof(*formats); f++) {
		glTexImage2D(GL_TEXTURE_2D, 0, formats[f].internal, 16, 16, 0, formats[f].format, formats[f].type, noise);
		level(formats[f].name, GL_TEXTURE_2D, 0);
		static const struct {
			GLenum format, type;
			int bytes;
		} as[] = {{GL_RGBA, GL_UNSIGNED_BYTE, 4},
				  {GL_RGB, GL_FLOAT, 12},
				  {GL_BGRA, GL_UNSIGNED_SHORT_1_5_5_5_REV, 2},
				  {GL_RED, GL_UNSIGNED_SHORT, 2},
				  {GL_LUMINANCE, GL_UNSIGNED_BYTE, 1},
				  {GL_ALPHA, GL_HALF_FLOAT, 2}};
		for (int a = 0; a < 6; a++) {
			memset(back, 0, sizeof(back));
			glGetTexImage(GL_TEXTURE_2D, 0, as[a].format, as[a].type, back);
			report_bytes("got", back, sizeof(back));
		}
		report_error("gets");
	}
	report("-- integers and depth");
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8UI, 8, 8, 0, GL_RGBA_INTEGER, GL_UNSIGNED_BYTE, noise);
	level("RGBA8UI", GL_TEXTURE_2D, 0);
	GLuint uints[256];
	glGetTexImage(GL_TEXTURE_2D, 0, GL_BGRA_INTEGER, GL_UNSIGNED_INT, uints);
	report_bytes("integers", uints, sizeof(uints));
	STEP(glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_FLOAT, back));
	glTexImage2D(GL_TEXTURE_2D, 0, GL_DEPTH24_STENCIL8, 8, 8, 0, GL_DEPTH_STENCIL, GL_UNSIGNED_INT_24_8, noise);
	level("DEPTH24_STENCIL8", GL_TEXTURE_2D, 0);
	glGetTexImage(GL_TEXTURE_2D, 0, GL_DEPTH_STENCIL, GL_UNSIGNED_INT_24_8, uints);
	report_bytes("depth and stencil", uints, 256);
	glGetTexImage(GL_TEXTURE_2D, 0, GL_DEPTH_COMPONENT, GL_FLOAT, uints);
	report_bytes("depth", uints, 256);
	glTexImage2D(GL_TEXTURE_2D, 0, GL_DEPTH32F_STENCIL8, 4, 4, 0, GL_DEPTH_STENCIL, GL_FLOAT_32_UNSIGNED_INT_24_8_REV,
				 noise);
	memset(uints, 0, sizeof(uints));
	glGetTexImage(GL_TEXTURE_2D, 0, GL_DEPTH_STENCIL, GL_FLOAT_32_UNSIGNED_INT_24_8_REV, uints);
	for (int i = 0; i < 16; i++)
		uints[2 * i + 1] &= 0xff;
	report_bytes("32 and 8", uints, 128);
	report_error("depth");

	all_pairs();
	report("-- mipmaps");
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 32, 8, 0, GL_RGBA, GL_UNSIGNED_BYTE, noise);
	glGenerateMipmap(GL_TEXTURE_2D);
	for (int l = 0; l < 7; l++) {
		level("level", GL_TEXTURE_2D, l);
		memset(back, 0, sizeof(back));
		glGetTexImage(GL_TEXTURE_2D, l, GL_RGBA, GL_UNSIGNED_BYTE, back);
		report_bytes("level", back, 1024);
	}
	glTexParameteri(GL_TEXTURE_2D, GL_GENERATE_MIPMAP, GL_TRUE);
	glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, 8, 8, GL_RGBA, GL_UNSIGNED_BYTE, noise + 2000);
	glGetTexImage(GL_TEXTURE_2D, 2, GL_RGBA, GL_UNSIGNED_BYTE, back);
	report_bytes("regenerated", back, 64);
	STEP(glGetTexLevelParameteriv(GL_TEXTURE_2D, 99, GL_TEXTURE_WIDTH, (GLint[1]){0}));

	report("-- proxies");
	glTexImage2D(GL_PROXY_TEXTURE_2D, 0, GL_RGBA8, 64, 64, 0, GL_RGBA, GL_UNSIGNED_BYTE, NULL);
	level("proxy", GL_PROXY_TEXTURE_2D, 0);
	glTexImage2D(GL_PROXY_TEXTURE_2D, 0, GL_RGBA8, 1 << 20, 1 << 20, 0, GL_RGBA, GL_UNSIGNED_BYTE, NULL);
	level("too large", GL_PROXY_TEXTURE_2D, 0);
	STEP(glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 1 << 20, 1, 0, GL_RGBA, GL_UNSIGNED_BYTE, NULL));
	STEP(glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, -1, 1, 0, GL_RGBA, GL_UNSIGNED_BYTE, NULL));
	STEP(glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 4, 4, 0, GL_RGBA, GL_UNSIGNED_SHORT_5_6_5, noise));
	STEP(glTexImage2D(GL_TEXTURE_2D, 0, 0x1234, 4, 4, 0, GL_RGBA, GL_UNSIGNED_BYTE, noise));
	STEP(glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 4, 4, 0, 0x1234, GL_UNSIGNED_BYTE, noise));
	STEP(glTexSubImage2D(GL_TEXTURE_2D, 0, 30, 0, 8, 8, GL_RGBA, GL_UNSIGNED_BYTE, noise));

	report("-- parameters");
	glTexParameteriv(GL_TEXTURE_2D, GL_TEXTURE_SWIZZLE_RGBA, (const GLint[]){GL_BLUE, GL_ONE, GL_ZERO, GL_RED});
	glTexParameterfv(GL_TEXTURE_2D, GL_TEXTURE_BORDER_COLOR, (const GLfloat[]){0.1f, 0.2f, 1.5f, -1});
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_BORDER);
	glTexParameterf(GL_TEXTURE_2D, GL_TEXTURE_LOD_BIAS, 0.5f);
	GLint ints[4];
	GLfloat floats[4];
	glGetTexParameteriv(GL_TEXTURE_2D, GL_TEXTURE_SWIZZLE_RGBA, ints);
	report_ints("swizzle", 4, ints);
	glGetTexParameterfv(GL_TEXTURE_2D, GL_TEXTURE_BORDER_COLOR, floats);
	report_floats("border", 4, floats);
	glGetTexParameteriv(GL_TEXTURE_2D, GL_TEXTURE_BORDER_COLOR, ints);
	report_ints("border", 4, ints);
	glGetTexParameterfv(GL_TEXTURE_2D, GL_TEXTURE_LOD_BIAS, floats);
	report_floats("bias", 1, floats);
	glGetTexParameteriv(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, ints);
	report("filter 0x%x", ints[0]);
	STEP(glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_LINEAR));
	STEP(glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_BASE_LEVEL, -1));
	STEP(glTexParameteri(0x1234, GL_TEXTURE_BASE_LEVEL, 0));
	glEnable(GL_TEXTURE_2D);
	glBegin(GL_QUADS);
	glTexCoord2f(-0.5f, -0.5f), glVertex2f(-1, -1), glTexCoord2f(1.5f, 0), glVertex2f(1, -1);
	glTexCoord2f(1.5f, 2.5f), glVertex2f(1, 1), glTexCoord2f(-0.5f, 1), glVertex2f(-1, 1);
	glEnd();
	report_pixels("swizzled");
	return window_finish();
}
