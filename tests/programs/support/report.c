#include "report.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void report(const char *format, ...) {
	va_list list;
	va_start(list, format);
	vprintf(format, list);
	va_end(list);
	putchar('\n');
	fflush(stdout); /* a crash must not take earlier lines with it */
}

void report_skip(const char *format, ...) {
	va_list list;
	va_start(list, format);
	printf("skip: ");
	vprintf(format, list);
	va_end(list);
	putchar('\n');
	exit(EXIT_SKIP);
}

static const char *error_name(GLenum error) {
	switch (error) {
	case GL_NO_ERROR:
		return "ok";
	case GL_INVALID_ENUM:
		return "INVALID_ENUM";
	case GL_INVALID_VALUE:
		return "INVALID_VALUE";
	case GL_INVALID_OPERATION:
		return "INVALID_OPERATION";
	case GL_STACK_OVERFLOW:
		return "STACK_OVERFLOW";
	case GL_STACK_UNDERFLOW:
		return "STACK_UNDERFLOW";
	case GL_OUT_OF_MEMORY:
		return "OUT_OF_MEMORY";
	case GL_INVALID_FRAMEBUFFER_OPERATION:
		return "INVALID_FRAMEBUFFER_OPERATION";
	case GL_CONTEXT_LOST:
		return "CONTEXT_LOST";
	default:
		return "unknown error";
	}
}

void report_error(const char *step) {
	GLenum error = glGetError();
	printf("%s: %s", step, error_name(error));
	for (int i = 0; error != GL_NO_ERROR && i < 8; i++) {
		error = glGetError();
		if (error != GL_NO_ERROR)
			printf(", %s", error_name(error));
	}
	putchar('\n');
	fflush(stdout);
}

uint64_t report_hash(const void *data, size_t bytes) {
	const unsigned char *byte = data;
	uint64_t hash = 0xcbf29ce484222325u; /* FNV-1a */
	for (size_t i = 0; i < bytes; i++)
		hash = (hash ^ byte[i]) * 0x100000001b3u;
	return hash;
}

void report_bytes(const char *name, const void *data, size_t bytes) {
	report("%s: %zu bytes, hash %016" PRIx64, name, bytes, report_hash(data, bytes));
}

void report_ints(const char *name, int count, const GLint *values) {
	printf("%s:", name);
	for (int i = 0; i < count; i++)
		printf(" %d", values[i]);
	putchar('\n');
	fflush(stdout);
}

void report_uints(const char *name, int count, const GLuint *values) {
	printf("%s:", name);
	for (int i = 0; i < count; i++)
		printf(" %u", values[i]);
	putchar('\n');
	fflush(stdout);
}

void report_floats(const char *name, int count, const GLfloat *values) {
	printf("%s:", name);
	for (int i = 0; i < count; i++)
		printf(" %.9g", (double)values[i]);
	putchar('\n');
	fflush(stdout);
}

void report_text(const char *name, const char *text) {
	report("%s: \"%s\"", name, text ? text : "(null)");
}

void report_integer(const char *name, GLenum pname, int count) {
	GLint values[32];
	for (int i = 0; i < 32; i++)
		values[i] = -12345; /* shows what a failing call leaves alone, and writes past the end */
	glGetIntegerv(pname, values);
	GLenum error = glGetError();
	/* What a failing get leaves behind is the driver's affair; tests/programs/errors.c looks at what must not change.
	 */
	printf("%s:", name);
	for (int i = 0; i < count && !error; i++)
		printf(" %d", values[i]);
	if (error)
		printf(" (%s)", error_name(error));
	if (values[count] != -12345)
		printf(" (wrote more than %d)", count);
	putchar('\n');
	fflush(stdout);
}

static void dump(const char *step, int width, int height, const unsigned char *rgba) {
	const char *folder = getenv("PROGRAMS_DUMP");
	if (!folder)
		return;
	char path[512], name[128];
	snprintf(name, sizeof(name), "%s", step);
	for (char *c = name; *c; c++)
		if (*c == '/' || *c == ' ')
			*c = '_';
	snprintf(path, sizeof(path), "%s/%s-%s.ppm", folder, program_invocation_short_name, name);
	FILE *file = fopen(path, "wb");
	if (!file)
		return;
	fprintf(file, "P6\n%d %d\n255\n", width, height);
	for (int y = height - 1; y >= 0; y--)
		for (int x = 0; x < width; x++)
			fwrite(rgba + 4 * ((size_t)y * (size_t)width + (size_t)x), 1, 3, file);
	fclose(file);
}

void report_pixels_of(const char *step, int width, int height) {
	size_t bytes = (size_t)width * (size_t)height * 4;
	unsigned char *pixels = malloc(bytes);
	memset(pixels, 0x5a, bytes);
	glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, pixels);
	GLenum error = glGetError();
	size_t lit = 0;
	for (size_t i = 0; i < bytes; i += 4)
		lit += pixels[i] || pixels[i + 1] || pixels[i + 2];
	report("%s: %dx%d pixels, %zu not black, hash %016" PRIx64 ", %s", step, width, height, lit,
		   report_hash(pixels, bytes), error_name(error));
	dump(step, width, height, pixels);
	free(pixels);
}

void report_pixels(const char *step) {
	report_pixels_of(step, WINDOW_SIZE, WINDOW_SIZE);
}

uint32_t report_noise(uint32_t *state) {
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}
