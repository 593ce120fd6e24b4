/* Contexts of a share group see each other's work in program order, and nothing in it can wait for ever:
 * the guest's bookkeeping, then the renderer's waiting. */
#include <pthread.h>
#include <string.h>
#include <time.h>

#include "check.h"
#include "gen/guest/encode.h"
#include "guest/context.h"
#include "guest/gl/order.h"

struct vmgl_context vmgl_no_context = {.none = true};
__thread struct vmgl_context *vmgl_current __attribute__((tls_model("initial-exec"))) = &vmgl_no_context;

/* What was written, as "A:publish 1" or "B:wait A 1". */
static char written[256];

void vmgl_enc_vmglPublish(struct vmgl_context *ctx, GLuint sequence, GLboolean flush) {
	size_t at = strlen(written);
	snprintf(written + at, sizeof(written) - at, "%u:%s %u;", ctx->id, flush ? "flush" : "publish", sequence);
}

void vmgl_enc_vmglWait(struct vmgl_context *ctx, GLuint stream, GLuint sequence) {
	size_t at = strlen(written);
	snprintf(written + at, sizeof(written) - at, "%u:wait %u %u;", ctx->id, stream, sequence);
}

static unsigned flushes;

void vmgl_stream_flush(struct vmgl_stream *stream) {
	(void)stream;
	flushes++;
}

#define CHECK_WRITTEN(expected)                                                                                        \
	do {                                                                                                               \
		if (strcmp(written, expected) != 0)                                                                            \
			fprintf(stderr, "written: %s\n", written);                                                                 \
		CHECK(strcmp(written, expected) == 0);                                                                         \
		written[0] = '\0';                                                                                             \
	} while (0)

int main(void) {
	struct vmgl_share_group *group = vmgl_group_create();
	struct vmgl_context a = {.id = 1}, b = {.id = 2}, c = {.id = 3};
	vmgl_group_join(group, &a);

	/* Alone: marks, but no flush and no wait. */
	vmgl_order_publish(&a);
	vmgl_order(&a);
	CHECK_WRITTEN("1:publish 1;");
	CHECK_EQUAL(flushes, 0);
	/* A swap flushes by itself; what is let go may be looked at by who joins later. */
	vmgl_order_publish_swap(&a);
	vmgl_order_publish_flushed(&a);
	CHECK_WRITTEN("1:publish 2;1:flush 3;");

	/* Who joins waits for what was done before; the context that is current when it happens is flushed. */
	vmgl_current = &a;
	vmgl_group_join(group, &b);
	CHECK_WRITTEN("1:publish 4;");
	CHECK(flushes > 0);
	CHECK(a.names[VMGL_CLASS_TEXTURE] != NULL && a.names[VMGL_CLASS_TEXTURE] == b.names[VMGL_CLASS_TEXTURE]);
	vmgl_order(&b);
	CHECK_WRITTEN("2:wait 1 4;");
	vmgl_order(&b);
	CHECK_WRITTEN(""); /* once */

	/* Both publish; each waits for the other, not for itself. */
	vmgl_order_publish(&a);
	vmgl_order(&a);
	CHECK_WRITTEN("1:publish 5;");
	vmgl_order_publish(&b);
	CHECK_WRITTEN("2:publish 1;");
	vmgl_order(&a);
	CHECK_WRITTEN("1:wait 2 1;");
	vmgl_order(&b);
	CHECK_WRITTEN("2:wait 1 5;");

	/* What is seen of a swap is not left to it. */
	vmgl_order_publish_swap(&b);
	CHECK_WRITTEN("2:flush 2;");
	vmgl_order(&a);
	written[0] = '\0';

	/* Publishing without having looked does not lose the other's news. */
	vmgl_order_publish(&a);
	vmgl_order_publish(&b);
	written[0] = '\0';
	vmgl_order(&b);
	CHECK_WRITTEN("2:wait 1 6;");

	/* One that leaves is still waited for, until it has ended: what it published last is 4. */
	vmgl_order(&a);
	written[0] = '\0';
	CHECK(!vmgl_group_leave(&b));
	CHECK_WRITTEN("2:publish 4;");
	vmgl_order(&a);
	CHECK_WRITTEN("1:wait 2 5;");
	vmgl_group_join(group, &c);
	written[0] = '\0';
	vmgl_order(&c);
	CHECK_WRITTEN("3:wait 1 7;3:wait 2 5;");

	/* One that joins, and first looks after others have gone on, waits for what they did in between too. */
	struct vmgl_context late = {.id = 4};
	vmgl_group_join(group, &late);
	vmgl_order_publish(&a);
	vmgl_order_publish(&a);
	written[0] = '\0';
	vmgl_order(&late);
	CHECK(strstr(written, "4:wait 1 ") != NULL);
	CHECK(!vmgl_group_leave(&late));
	written[0] = '\0';

	/* Thousands of contexts come and go. */
	for (unsigned i = 0; i < 2000; i++) {
		struct vmgl_context passing = {.id = 100 + i};
		vmgl_group_join(group, &passing);
		CHECK(!vmgl_group_leave(&passing));
		written[0] = '\0';
	}
	/* A lost stream writes nothing. */
	a.stream.lost = true;
	vmgl_order_publish(&a);
	CHECK_WRITTEN("");
	CHECK(!vmgl_group_leave(&c));
	CHECK(vmgl_group_leave(&a));
	vmgl_group_destroy(group);
	return 0;
}
