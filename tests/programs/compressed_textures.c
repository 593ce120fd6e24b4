/* Compressed textures: upload, partial upload, read back of the blocks and of the texels; compression by
 * the driver; the sizes that the driver reports; blocks in pixel buffers. */
#include <string.h>

#include "support/report.h"
#include "support/window.h"

static GLubyte noise[4096];

static void formats(void) {
	static const struct {
		const char *name, *extension;
		GLenum format;
		int block;
	} all[] = {{"dxt1", "GL_EXT_texture_compression_s3tc", GL_COMPRESSED_RGB_S3TC_DXT1_EXT, 8},
			   {"dxt1a", "GL_EXT_texture_compression_s3tc", GL_COMPRESSED_RGBA_S3TC_DXT1_EXT, 8},
			   {"dxt3", "GL_EXT_texture_compression_s3tc", GL_COMPRESSED_RGBA_S3TC_DXT3_EXT, 16},
			   {"dxt5", "GL_EXT_texture_compression_s3tc", GL_COMPRESSED_RGBA_S3TC_DXT5_EXT, 16},
			   {"rgtc1", "GL_ARB_texture_compression_rgtc", GL_COMPRESSED_RED_RGTC1, 8},
			   {"rgtc1s", "GL_ARB_texture_compression_rgtc", GL_COMPRESSED_SIGNED_RED_RGTC1, 8},
			   {"rgtc2", "GL_ARB_texture_compression_rgtc", GL_COMPRESSED_RG_RGTC2, 16},
			   {"bptc", "GL_ARB_texture_compression_bptc", GL_COMPRESSED_RGBA_BPTC_UNORM, 16},
			   {"bptc float", "GL_ARB_texture_compression_bptc", GL_COMPRESSED_RGB_BPTC_UNSIGNED_FLOAT, 16},
			   {"etc2", "GL_ARB_ES3_compatibility", GL_COMPRESSED_RGB8_ETC2, 8},
			   {"eac", "GL_ARB_ES3_compatibility", GL_COMPRESSED_RG11_EAC, 16}};
	for (unsigned f = 0; f < sizeof(all) / sizeof(*all); f++) {
		if (!window_has(all[f].extension)) {
			report("%s: not here", all[f].name);
			continue;
		}
		int bytes = 3 * 2 * all[f].block; /* 10x7 texels: 3x2 blocks */
		glCompressedTexImage2D(GL_TEXTURE_2D, 0, all[f].format, 10, 7, 0, bytes, noise);
		report_error(all[f].name);
		GLint values[3];
		glGetTexLevelParameteriv(GL_TEXTURE_2D, 0, GL_TEXTURE_COMPRESSED, &values[0]);
		glGetTexLevelParameteriv(GL_TEXTURE_2D, 0, GL_TEXTURE_COMPRESSED_IMAGE_SIZE, &values[1]);
		glGetTexLevelParameteriv(GL_TEXTURE_2D, 0, GL_TEXTURE_INTERNAL_FORMAT, &values[2]);
		report_ints("compressed, size, format", 3, values);
		GLubyte back[512];
		memset(back, 0x33, sizeof(back));
		glGetCompressedTexImage(GL_TEXTURE_2D, 0, back + 3);
		report_bytes("blocks", back, sizeof(back));
		glCompressedTexSubImage2D(GL_TEXTURE_2D, 0, 4, 0, 4, 4, all[f].format, all[f].block, noise + 777);
		report_error("sub image");
		glGetCompressedTexImage(GL_TEXTURE_2D, 0, back + 3);
		report_bytes("blocks", back, sizeof(back));
		if (window_has("GL_EXT_direct_state_access")) {
			GLint name;
			glGetIntegerv(GL_TEXTURE_BINDING_2D, &name);
			memset(back, 0x33, sizeof(back));
			glGetCompressedTextureImageEXT((GLuint)name, GL_TEXTURE_2D, 0, back + 5);
			report_bytes("blocks by name", back, sizeof(back));
			glGetCompressedMultiTexImageEXT(GL_TEXTURE0, GL_TEXTURE_2D, 0, back + 6);
			report_bytes("blocks by unit", back, sizeof(back));
		}
		GLfloat texels[10 * 7 * 4];
		glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_FLOAT, texels);
		for (int i = 0; i < 280; i++)
			if (texels[i] != texels[i])
				texels[i] = 77;
		report_bytes("texels", texels, sizeof(texels));
		STEP(glCompressedTexImage2D(GL_TEXTURE_2D, 0, all[f].format, 10, 7, 0, bytes - 1, noise));
		STEP(glCompressedTexSubImage2D(GL_TEXTURE_2D, 0, 1, 0, 4, 4, all[f].format, all[f].block, noise));
		STEP(glCompressedTexImage2D(GL_TEXTURE_2D, 0, all[f].format, 4, 4, 0, -1, noise));
	}
}

int main(void) {
	window_open_compat();
	uint32_t state = 21;
	for (size_t i = 0; i < sizeof(noise); i++)
		noise[i] = (GLubyte)report_noise(&state);
	formats();
	glGetError();
	if (!window_has("GL_EXT_texture_compression_s3tc") || !window_has("GL_ARB_texture_compression_rgtc"))
		report_skip("no S3TC");

	/* Array and cube layers. */
	glCompressedTexImage3D(GL_TEXTURE_2D_ARRAY, 0, GL_COMPRESSED_RGBA_S3TC_DXT5_EXT, 8, 8, 3, 0, 3 * 64, noise);
	glCompressedTexSubImage3D(GL_TEXTURE_2D_ARRAY, 0, 4, 4, 1, 4, 4, 2, GL_COMPRESSED_RGBA_S3TC_DXT5_EXT, 32,
							  noise + 64);
	GLubyte back[512];
	memset(back, 0, sizeof(back));
	glGetCompressedTexImage(GL_TEXTURE_2D_ARRAY, 0, back);
	report_bytes("array", back, 192);
	for (GLenum face = 0; face < 6; face++)
		glCompressedTexImage2D(GL_TEXTURE_CUBE_MAP_POSITIVE_X + face, 0, GL_COMPRESSED_RGB_S3TC_DXT1_EXT, 4, 4, 0, 8,
							   noise + 8 * face);
	glGetCompressedTexImage(GL_TEXTURE_CUBE_MAP_NEGATIVE_Z, 0, back);
	report_bytes("cube", back, 8);
	report_error("layers");

	/* Compressed by the driver, all mipmap levels. */
	glTexImage2D(GL_TEXTURE_2D, 0, GL_COMPRESSED_RED_RGTC1, 16, 16, 0, GL_RED, GL_UNSIGNED_BYTE, noise);
	glGenerateMipmap(GL_TEXTURE_2D);
	for (int level = 0; level < 5; level++) {
		GLint size = 0;
		glGetTexLevelParameteriv(GL_TEXTURE_2D, level, GL_TEXTURE_COMPRESSED_IMAGE_SIZE, &size);
		report("level %d: size %d", level, size);
		glGetCompressedTexImage(GL_TEXTURE_2D, level, back);
		if (level < 3) /* smaller levels fill a part of a block; what the rest holds is up to chance */
			report_bytes("level", back, (size_t)size);
	}

	/* Blocks from and to a buffer; the bounded getter. */
	GLuint buffer;
	glGenBuffers(1, &buffer);
	glBindBuffer(GL_PIXEL_UNPACK_BUFFER, buffer);
	glBufferData(GL_PIXEL_UNPACK_BUFFER, sizeof(noise), noise, GL_STATIC_DRAW);
	glCompressedTexImage2D(GL_TEXTURE_2D, 0, GL_COMPRESSED_RGBA_S3TC_DXT3_EXT, 8, 8, 0, 64, (void *)96);
	STEP(glCompressedTexImage2D(GL_TEXTURE_2D, 0, GL_COMPRESSED_RGBA_S3TC_DXT3_EXT, 8, 8, 0, 64, (void *)4090));
	glBindBuffer(GL_PIXEL_UNPACK_BUFFER, 0);
	glGetCompressedTexImage(GL_TEXTURE_2D, 0, back);
	report_bytes("from a buffer", back, 64);
	glBindBuffer(GL_PIXEL_PACK_BUFFER, buffer);
	glGetCompressedTexImage(GL_TEXTURE_2D, 0, (void *)128);
	glGetBufferSubData(GL_PIXEL_PACK_BUFFER, 120, 80, back);
	report_bytes("to a buffer", back, 80);
	glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
	memset(back, 9, sizeof(back));
	STEP(glGetnCompressedTexImageARB(GL_TEXTURE_2D, 0, 64, back));
	report_bytes("enough", back, 80);

	/* And on the screen. */
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
	glEnable(GL_TEXTURE_2D);
	glBegin(GL_QUADS);
	glTexCoord2f(0, 0), glVertex2f(-1, -1), glTexCoord2f(1, 0), glVertex2f(1, -1);
	glTexCoord2f(1, 1), glVertex2f(1, 1), glTexCoord2f(0, 1), glVertex2f(-1, 1);
	glEnd();
	report_pixels("textured");
	GLint count = 0, list[256];
	glGetIntegerv(GL_NUM_COMPRESSED_TEXTURE_FORMATS, &count);
	glGetIntegerv(GL_COMPRESSED_TEXTURE_FORMATS, list);
	report_ints("formats", count, list);
	return window_finish();
}
