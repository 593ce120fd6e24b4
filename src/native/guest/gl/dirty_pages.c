#include "guest/gl/dirty_pages.h"

#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Newer than the headers that this must build with: linux/userfaultfd.h and linux/fs.h of Linux 6.7. */
#define USER_MODE_ONLY 1
#define WP_UNPOPULATED ((uint64_t)1 << 13)
#define WP_ASYNC ((uint64_t)1 << 15)
#define PAGE_IS_WRITTEN ((uint64_t)1 << 1)
#define SCAN_WP_MATCHING ((uint64_t)1 << 0)
#define SCAN_CHECK_WPASYNC ((uint64_t)1 << 1)
struct page_region {
	uint64_t start, end, categories;
};
struct scan {
	uint64_t size, flags, start, end, walk_end, vec, vec_len, max_pages;
	uint64_t category_inverted, category_mask, category_anyof_mask, return_mask;
};
#define SCAN_PAGEMAP _IOWR('f', 16, struct scan)

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static enum { NOT_TRIED, WORKS, ABSENT } state;
static int faults = -1, pagemap = -1;

/* Both descriptors are about the parent's memory. */
static void after_fork(void) {
	pthread_mutex_init(&lock, NULL);
	if (state == WORKS) {
		close(faults);
		close(pagemap);
	}
	faults = pagemap = -1;
	state = NOT_TRIED;
}

__attribute__((constructor)) static void register_fork_handler(void) {
	pthread_atfork(NULL, NULL, after_fork);
}

static bool open_both(void) {
	faults = (int)syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK | USER_MODE_ONLY);
	struct uffdio_api api = {.api = UFFD_API, .features = WP_ASYNC | WP_UNPOPULATED};
	if (faults >= 0 && ioctl(faults, UFFDIO_API, &api) == 0)
		pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	if (pagemap >= 0)
		return true;
	if (faults >= 0)
		close(faults);
	faults = -1;
	return false;
}

static bool works(void) {
	pthread_mutex_lock(&lock);
	if (state == NOT_TRIED)
		state = open_both() ? WORKS : ABSENT;
	bool result = state == WORKS;
	pthread_mutex_unlock(&lock);
	return result;
}

static struct uffdio_range pages(void *memory, size_t bytes) {
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	return (struct uffdio_range){.start = (uintptr_t)memory, .len = (bytes + page - 1) & ~(page - 1)};
}

bool vmgl_dirty_track(void *memory, size_t bytes) {
	if (!works())
		return false;
	struct uffdio_register tracked = {.range = pages(memory, bytes), .mode = UFFDIO_REGISTER_MODE_WP};
	if (ioctl(faults, UFFDIO_REGISTER, &tracked) != 0)
		return false;
	struct uffdio_writeprotect protect = {.range = tracked.range, .mode = UFFDIO_WRITEPROTECT_MODE_WP};
	if (ioctl(faults, UFFDIO_WRITEPROTECT, &protect) == 0)
		return true;
	vmgl_dirty_forget(memory, bytes);
	return false;
}

void vmgl_dirty_forget(void *memory, size_t bytes) {
	struct uffdio_range range = pages(memory, bytes);
	if (works())
		ioctl(faults, UFFDIO_UNREGISTER, &range);
}

int vmgl_dirty_take(uintptr_t *cursor, uintptr_t end, struct vmgl_dirty_range *ranges, unsigned most) {
	struct page_region found[64];
	struct scan scan = {
		.size = sizeof scan,
		.flags = SCAN_WP_MATCHING | SCAN_CHECK_WPASYNC,
		.start = *cursor,
		.end = end,
		.vec = (uintptr_t)found,
		.vec_len = most < 64 ? most : 64,
		.category_mask = PAGE_IS_WRITTEN,
		.return_mask = PAGE_IS_WRITTEN,
	};
	/* A program that closes descriptors it never opened takes the record with them: the kernel then says so. */
	int count = works() ? ioctl(pagemap, SCAN_PAGEMAP, &scan) : -1;
	if (count < 0 || scan.walk_end <= *cursor)
		return -1;
	for (int i = 0; i < count; i++)
		ranges[i] = (struct vmgl_dirty_range){(uintptr_t)found[i].start, (uintptr_t)found[i].end};
	*cursor = (uintptr_t)scan.walk_end;
	return count;
}
