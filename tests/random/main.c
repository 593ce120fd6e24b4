/* random_calls SEED CALLS NAMES [FROM [SKIP...]]: plays CALLS calls; prints a line at every checkpoint, and from call
 * FROM on every call, error and value. NAMES is a file of the names that can be asked for; it is written if it does not
 * exist. SKIP are patterns of generated calls to leave out while all others stay as they were, to find those that
 * matter. With RANDOM_SETTLE=1 in the environment glFlush() follows every call: it changes nothing by the
 * specification, but Mesa (22.3) draws and takes over current values otherwise as it comes.
 */
#include "random.h"

#include <fnmatch.h>
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/report.h"
#include "support/window.h"

#define CHECKPOINT 250

static uint64_t dice, recorded = 0xcbf29ce484222325u;
static unsigned long at, from = ~0ul;

uint32_t draw(void) {
	dice ^= dice << 13;
	dice ^= dice >> 7;
	dice ^= dice << 17;
	return (uint32_t)(dice >> 32);
}

uint32_t draw_below(size_t limit) {
	return (uint32_t)(draw() % limit);
}

bool one_in(uint32_t n) {
	return draw_below(n) == 0;
}

int draw_int(int least, int most) {
	return least + (int)draw_below((size_t)(most - least + 1));
}

float draw_float(void) {
	static const float values[] = {0, 1, -1, 0.5f, -0.5f, 0.25f, 2, 3, 0.1f, 100};
	return one_in(2) ? PICK(values) : (float)draw_int(-2000, 2000) / 1000;
}

float draw_unit(void) {
	return (float)draw_below(257) / 256;
}

GLenum draw_bad(GLenum good) {
	return one_in(60) ? draw_below(0x10000) : good;
}

static char last[512];

void say(const char *format, ...) {
	va_list list;
	va_start(list, format);
	vsnprintf(last, sizeof(last), format, list);
	va_end(list);
	if (at < from)
		return;
	printf("  %s\n", last);
	fflush(stdout);
}

/* The driver crashed: names the call. */
static void tell_crash(int number) {
	char text[600];
	int length = snprintf(text, sizeof(text), "signal %d in call %lu: %s\n", number, at, last);
	if (length < 0 || write(STDERR_FILENO, text, (size_t)length) < 0)
		_exit(2);
	signal(number, SIG_DFL);
	raise(number);
}

void record(const char *what, const void *data, size_t bytes) {
	uint64_t hash = report_hash(data, bytes);
	recorded = (recorded ^ hash) * 0x100000001b3u;
	if (at < from)
		return;
	if (bytes == sizeof(GLint)) {
		GLint value;
		memcpy(&value, data, sizeof(value));
		printf("    %s: 0x%x\n", what, (unsigned)value);
	} else
		printf("    %s: %zu bytes, hash %016" PRIx64 "\n", what, bytes, hash);
	fflush(stdout);
}

static char **skips;
static int skip_count;

bool skipped(const char *name) {
	for (int i = 0; i < skip_count; i++)
		if (!fnmatch(skips[i], name, 0))
			return true;
	return false;
}

static void make(const struct calls *table) {
	unsigned total = 0;
	for (size_t i = 0; i < table->count; i++)
		total += table->calls[i].weight;
	unsigned chosen = draw_below(total);
	size_t i = 0;
	for (; chosen >= table->calls[i].weight; i++)
		chosen -= table->calls[i].weight;
	table->calls[i].make();
}

void make_listable_call(void) {
	make(one_in(2) ? &state_calls : &fixed_calls);
}

/* What a long sequence would get stuck in: nothing is drawn any more, or nowhere. */
static void refresh(void) {
	static const GLenum modes[] = {GL_TEXTURE, GL_PROJECTION, GL_MODELVIEW};
	static const GLenum bindings[] = {GL_PIXEL_PACK_BUFFER, GL_PIXEL_UNPACK_BUFFER, GL_QUERY_BUFFER};
	for (size_t i = 0; i < COUNT(bindings); i++)
		glBindBuffer(bindings[i], 0);
	glBindProgramPipeline(0);
	glBindFramebuffer(GL_FRAMEBUFFER, 0);
	glDrawBuffer(GL_BACK);
	glDisable(GL_RASTERIZER_DISCARD);
	glDisable(GL_SCISSOR_TEST);
	glColorMask(1, 1, 1, 1);
	glViewport(0, 0, WINDOW_SIZE, WINDOW_SIZE);
	glDepthFunc(GL_LEQUAL);
	glStencilFunc(GL_ALWAYS, 0, ~0u);
	glAlphaFunc(GL_ALWAYS, 0);
	for (size_t i = 0; i < COUNT(modes); i++) {
		glMatrixMode(modes[i]);
		glLoadIdentity();
	}
	glPixelTransferi(GL_MAP_COLOR, 0);
	static const GLenum scales[] = {GL_RED_SCALE, GL_GREEN_SCALE, GL_BLUE_SCALE, GL_ALPHA_SCALE};
	static const GLenum biases[] = {GL_RED_BIAS, GL_GREEN_BIAS, GL_BLUE_BIAS, GL_ALPHA_BIAS};
	for (size_t i = 0; i < COUNT(scales); i++) {
		glPixelTransferf(scales[i], 1);
		glPixelTransferf(biases[i], 0);
	}
	if (one_in(2))
		glUseProgram(0);
}

/* The picture of the window. Comes after refresh(). */
static uint64_t picture_hash(void) {
	static unsigned char pixels[WINDOW_SIZE * WINDOW_SIZE * 4];
	glReadBuffer(GL_BACK);
	while (glGetError() != GL_NO_ERROR)
		;
	glPushClientAttrib(GL_CLIENT_PIXEL_STORE_BIT);
	bool pushed = glGetError() == GL_NO_ERROR;
	static const GLenum stores[] = {GL_PACK_SWAP_BYTES, GL_PACK_LSB_FIRST, GL_PACK_ROW_LENGTH, GL_PACK_SKIP_ROWS,
									GL_PACK_SKIP_PIXELS};
	for (size_t i = 0; pushed && i < COUNT(stores); i++)
		glPixelStorei(stores[i], 0);
	if (pushed) {
		memset(pixels, 0, sizeof(pixels));
		glPixelStorei(GL_PACK_ALIGNMENT, 4);
		glReadPixels(0, 0, WINDOW_SIZE, WINDOW_SIZE, GL_RGBA, GL_UNSIGNED_BYTE, pixels);
		glPopClientAttrib();
	}
	while (glGetError() != GL_NO_ERROR)
		;
	return report_hash(pixels, sizeof(pixels));
}

/* Few draws: each in a state of its own makes the driver compile for milliseconds. */
static void play(void) {
	static const struct {
		const struct calls *calls;
		unsigned share;
	} families[] = {{&all_calls, 46},    {&state_calls, 11}, {&fixed_calls, 8},
					{&object_calls, 12}, {&draw_calls, 5},   {&newer_calls, 8}};
	unsigned chosen = draw_below(100);
	for (size_t i = 0; i < COUNT(families); i++) {
		if (chosen < families[i].share) {
			make(families[i].calls);
			return;
		}
		chosen -= families[i].share;
	}
	ask_something();
}

int main(int argc, char **argv) {
	if (argc < 4) {
		fprintf(stderr, "usage: random_calls SEED CALLS NAMES [FROM [SKIP...]]\n");
		return 2;
	}
	static const int fatal[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL};
	const unsigned long seed = strtoul(argv[1], NULL, 10), calls = strtoul(argv[2], NULL, 10);
	const bool settled = getenv("RANDOM_SETTLE") != NULL;
	window_open_compat();
	find_names(argv[3]);
	if (argc > 4)
		from = strtoul(argv[4], NULL, 10);
	if (argc > 5)
		skips = argv + 5, skip_count = argc - 5;
	dice = (seed + 1) * 0x9e3779b97f4a7c15u;
	make_objects();
	make_lists();
	make_newer_objects();
	make_any_objects();
	for (size_t i = 0; i < COUNT(fatal); i++)
		signal(fatal[i], tell_crash);
	for (at = 0; at < calls; at++) {
		if (at >= from)
			printf("call %lu\n", at);
		play();
		if (settled)
			glFlush();
		/* Not after every call: what is asked between two errors must not matter. */
		if (!one_in(3)) {
			GLint error = (GLint)glGetError();
			record("error", &error, sizeof(error));
		}
		if (at % CHECKPOINT == CHECKPOINT - 1) {
			uint64_t state = state_hash(at >= from);
			refresh();
			uint64_t picture = picture_hash();
			printf("%lu: calls %016" PRIx64 ", state %016" PRIx64 ", picture %016" PRIx64 "\n", at + 1, recorded, state,
				   picture);
			fflush(stdout);
		}
	}
	refresh();
	report("done: picture %016" PRIx64, picture_hash());
	return 0;
}
