/* The stable report of a program: one line per fact, values only, no addresses, times or names that
 * a driver may choose. */
#ifndef PROGRAMS_REPORT_H
#define PROGRAMS_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gl.h"

#define WINDOW_SIZE 128 /* width and height of what the programs draw to */
#define EXIT_SKIP 77

void report(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Exits with 77: the program cannot run here. */
void report_skip(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

/* All errors that wait, in order. */
void report_error(const char *step);
#define STEP(call) (call, report_error(#call))

uint64_t report_hash(const void *data, size_t bytes);
void report_bytes(const char *name, const void *data, size_t bytes);
void report_ints(const char *name, int count, const GLint *values);
void report_uints(const char *name, int count, const GLuint *values);
void report_floats(const char *name, int count, const GLfloat *values);
void report_text(const char *name, const char *text);

/* glGet* of a name, with the error it raised. */
void report_integer(const char *name, GLenum pname, int count);
#define GET(pname) report_integer(#pname, pname, 1)
#define GETN(pname, n) report_integer(#pname, pname, n)

/* Reads RGBA8 of the read framebuffer from 0,0; leaves the pack state as it was (it expects the
 * default one). With PROGRAMS_DUMP=folder also writes folder/program-step.ppm to look at. */
void report_pixels_of(const char *step, int width, int height);
void report_pixels(const char *step);

/* Repeatable noise in place of rand(). */
uint32_t report_noise(uint32_t *state);

#endif
