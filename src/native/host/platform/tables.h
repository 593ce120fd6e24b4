/* The process's one session as the platform code sees it: displays, contexts and drawables by the guest's
 * numbers. Everything is guarded by vmgl_tables.lock. */
#ifndef VMGL_HOST_PLATFORM_TABLES_H
#define VMGL_HOST_PLATFORM_TABLES_H

#include <pthread.h>

#include "host/platform/drawable.h"

/* Limits for one guest process: far above what programs need, so that a broken one cannot eat the host. */
#define VMGL_DISPLAYS_MAX 16
#define VMGL_CONTEXTS_MAX 1024
#define VMGL_DRAWABLES_MAX 4096
#define VMGL_DRAWABLE_SIZE_MAX 32768
#define VMGL_DRAWABLE_PIXELS_MAX (64u * 1024 * 1024)

static inline bool vmgl_drawable_size_fits(uint32_t width, uint32_t height) {
	return width <= VMGL_DRAWABLE_SIZE_MAX && height <= VMGL_DRAWABLE_SIZE_MAX &&
		   (uint64_t)width * height <= VMGL_DRAWABLE_PIXELS_MAX;
}

struct vmgl_display_entry {
	struct vmgl_platform *platform; /* NULL: free */
	bool direct;
};

struct vmgl_tables {
	pthread_mutex_t lock;
	struct vmgl_platform *primary;
	struct vmgl_platform *others[VMGL_DISPLAYS_MAX];           /* opened for a guest's display */
	struct vmgl_display_entry displays[VMGL_DISPLAYS_MAX + 1]; /* by the guest's number, from 1 */
	struct vmgl_platform_context *contexts;
	struct vmgl_host_drawable *drawables;
	unsigned context_count, drawable_count;
	const char *driver_path;
	bool trust; /* vmgl_platform_options */
};
extern struct vmgl_tables vmgl_tables;

/* Makes a context, asks it who it is, and forgets it: the driver, its compiler and its files are then loaded. */
bool vmgl_platform_warm(struct vmgl_platform *platform, char *renderer, size_t renderer_bytes, char *version,
						size_t version_bytes, char *error, size_t error_bytes);
/* Where a drawable's buffers belong to a share group (EGL), contexts of another group that go on in it get a copy, if
 * one was saved. */
void vmgl_contents_save(struct vmgl_host_context *ctx);
void vmgl_contents_restore(struct vmgl_host_context *ctx);
/* With the lock held. */
struct vmgl_platform_context *vmgl_table_context(uint32_t id);
struct vmgl_host_drawable *vmgl_table_drawable(uint32_t id);
/* The drawable of the guest's number with a reference on it, or NULL. Takes the lock itself. */
struct vmgl_host_drawable *vmgl_drawable_ref(uint32_t id);
/* Drops a reference; destroys the drawable with the last one. Takes the lock itself. */
void vmgl_drawable_unref(struct vmgl_host_drawable *drawable);
/* Destroys a context that is not current anywhere. Takes the lock itself. */
void vmgl_platform_context_destroy(struct vmgl_platform_context *context);

#endif
