/* Random sequences of GL calls, the same for the same seed whatever the driver answers: run natively and through vmgl
 * they must leave the same errors, the same values and the same picture. */
#ifndef RANDOM_RANDOM_H
#define RANDOM_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "support/gl.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define PICK(array) ((array)[draw_below(COUNT(array))])

/* --- main.c: the dice and the record --- */

uint32_t draw(void);
uint32_t draw_below(size_t limit);
/* Is it one of `n` cases? */
bool one_in(uint32_t n);
/* From `least` to `most`. */
int draw_int(int least, int most);
/* 0, 1, -1, halves and odd values; never an infinity. */
float draw_float(void);
/* From 0 to 1. */
float draw_unit(void);
/* Now and then something that is no enum of this call. */
GLenum draw_bad(GLenum good);

/* What the call that comes is, for --say. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Was the call, of the generated ones, named to be left out? */
bool skipped(const char *name);
/* Values that a call returned become part of what is compared. */
void record(const char *what, const void *data, size_t bytes);

/* --- calls*.c: tables of calls --- */

struct call {
	void (*make)(void);
	unsigned weight;
};

struct calls {
	const struct call *calls;
	size_t count;
};

extern const struct calls state_calls, fixed_calls, object_calls, draw_calls, newer_calls, all_calls;

/* Makes a call that may stand in a display list and between glBegin and glEnd, or be an error there. */
void make_listable_call(void);

/* Textures, buffers, programs and framebuffers that the calls use. Once, before them. */
void make_objects(void);
void make_lists(void);
void make_newer_objects(void);
void make_any_objects(void);

#define BUFFERS 4 /* of array data, then as many of indices */
#define BUFFER_BYTES 8192
#define TARGET_SIZE 64
#define FRAMEBUFFERS 3
#define PROGRAMS 3

extern GLuint buffers[2 * BUFFERS], framebuffers[FRAMEBUFFERS + 1], programs[PROGRAMS + 1];

/* Before images are loaded: Mesa (22.3) reads beyond the end of its own copy when pixels are both changed and skipped,
 * so that nothing is skipped where scales, biases or maps are set or bytes are swapped. */
void keep_transfer_apart(void);

/* Before images of up to `width` are read: where rows overlap Mesa (22.3) swaps the bytes of what they share twice. */
void keep_rows_apart(GLint width);

/* Before a current value is set: of a longer one that was set before the last one Mesa (22.3) keeps components that the
 * specification resets, but not if something had it write them back in between. */
void keep_values_apart(void);

/* After evaluators: Mesa (22.3) leaves what was in memory in the current values that they evaluate. */
void set_evaluated(void);

/* The size of what glReadPixels and copies may touch in the current framebuffers. */
int framebuffer_size(void);

/* Memory for pixels, with noise in it, larger than any image that the calls make. */
extern unsigned char *noise;
#define NOISE_BYTES (4u << 20)

/* --- state.c: everything that can be asked --- */

/* Which of the generated calls the driver has: asks it and writes to `out`, or reads them from `known`. */
void find_calls(FILE *known, FILE *out);
/* Finds the names that each get accepts (slow; natively only), or reads them from `path` where it exists. */
void find_names(const char *path);
/* Hashes all values of all names; prints each with `name` in front when asked to. */
uint64_t state_hash(bool print);
/* One random question, recorded. */
void ask_something(void);

#endif
