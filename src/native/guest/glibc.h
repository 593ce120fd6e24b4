/* Included before every file of the guest library: programs bring their own glibc, which may be as old as 2.28. glibc
 * 2.34 moved libpthread and libdl into libc under new symbol versions; these are the ones from before, which it
 * still has. libpthread.so.0 is linked by name for machines where it is not empty (meson.build). */
#ifndef VMGL_GUEST_GLIBC_H
#define VMGL_GUEST_GLIBC_H

#if defined(__x86_64__)
#define VMGL_GLIBC_OLD "GLIBC_2.2.5"
#elif defined(__i386__)
#define VMGL_GLIBC_OLD "GLIBC_2.0"
#define VMGL_GLIBC_DL_OPEN "GLIBC_2.1"
#elif defined(__aarch64__)
#define VMGL_GLIBC_OLD "GLIBC_2.17"
#endif

#ifndef VMGL_GLIBC_DL_OPEN
#define VMGL_GLIBC_DL_OPEN VMGL_GLIBC_OLD
#endif

#ifdef VMGL_GLIBC_OLD
__asm__(".symver dladdr, dladdr@" VMGL_GLIBC_OLD);
__asm__(".symver dlerror, dlerror@" VMGL_GLIBC_OLD);
__asm__(".symver dlopen, dlopen@" VMGL_GLIBC_DL_OPEN);
__asm__(".symver dlsym, dlsym@" VMGL_GLIBC_OLD);
__asm__(".symver pthread_getspecific, pthread_getspecific@" VMGL_GLIBC_OLD);
__asm__(".symver pthread_key_create, pthread_key_create@" VMGL_GLIBC_OLD);
__asm__(".symver pthread_key_delete, pthread_key_delete@" VMGL_GLIBC_OLD);
__asm__(".symver pthread_mutex_trylock, pthread_mutex_trylock@" VMGL_GLIBC_OLD);
__asm__(".symver pthread_once, pthread_once@" VMGL_GLIBC_OLD);
__asm__(".symver pthread_setspecific, pthread_setspecific@" VMGL_GLIBC_OLD);
#endif

#endif
