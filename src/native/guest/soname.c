/* libGL.so.1, libGLX.so.0 and libOpenGL.so.0: their symbols are libvmgl.so's, which they need. Symbol lookups that
 * start at a library, by dlsym() or by the dynamic linker, go on in what it needs. */
extern const char vmgl_guest_library[];

/* Without a reference the linker would drop the need (--as-needed). */
__attribute__((used)) static const void *const needs = vmgl_guest_library;
