/* What the generated calls (gen/tests/random_calls.c) draw their arguments with. */
#ifndef RANDOM_CALLS_ANY_H
#define RANDOM_CALLS_ANY_H

#include "random.h"

struct any_call {
	const char *name;
	void (*make)(void (*call)(void), const char *name);
	int version;            /* 10 * major + minor of the first that has it; 0 for none */
	const char *extensions; /* that have it, separated by spaces */
};

extern const struct any_call any_calls[];
extern const size_t any_call_count;
extern const GLenum any_enums[];
extern const size_t any_enum_count;

/* Mostly one of the first `core`, now and then another one of the group, or anything. */
GLenum draw_enum(const GLenum *values, size_t core, size_t count);
GLenum draw_any_enum(void);
GLbitfield draw_bits(const GLenum *values, size_t count);

/* Widths and heights; sizes of answers; offsets and sizes in buffers; any other number. */
GLint draw_extent(void);
GLint draw_room(void);
GLint draw_offset(void);
GLint draw_number(void);
/* Not near the end of the numbers: Mesa (22.3) adds to them, and crashes where that overflows. */
GLuint draw_index(void);
/* Of the fixed pipeline: Mesa writes past the end of the state of its last unit. */
GLenum draw_unit_enum(void);
/* Mesa (22.3) makes assembly programs of any other target, too, and cannot delete them. */
GLenum draw_program_target(void);

enum names {
	NAMES_BUFFER,
	NAMES_TEXTURE,
	NAMES_RENDERBUFFER,
	NAMES_SAMPLER,
	NAMES_PROGRAM,
	NAMES_ARB_PROGRAM,
	NAMES_SYNC,
	NAMES_LIST,
	NAMES_FRAMEBUFFER,
	NAMES_VERTEX_ARRAY,
	NAMES_QUERY,
	NAMES_PIPELINE,
	NAMES_TRANSFORM_FEEDBACK,
	NAMES_COUNT
};

/* An object of the class, 0, or a name that nobody has. */
GLuint draw_name(enum names of);

/* Arrays that are longer than any call takes. */
const GLuint *draw_names(enum names of);
const GLenum *draw_enums(void);
const GLint *draw_integers(void);
const GLint64 *draw_longs(void);
const GLfloat *draw_floats(void);
const GLdouble *draw_doubles(void);
const GLushort *draw_halves(void);
const char *draw_text(void);
const void *draw_noise(void);

/* Where the answer to argument `n` goes: the same bytes before each call; record_room() compares the first of them. */
void *room(unsigned n);
void record_room(const char *name, unsigned n);

#endif
