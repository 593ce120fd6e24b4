/* Lines for whoever looks for a fault, from the guest library and the renderer. Written when VMGL_DEBUG is set, or
 * CR_DEBUG, its name in VMGL; to the file of VMGL_DEBUG_FILE (CR_DEBUG_FILE), which alone switches them on too, or to
 * stderr. "%p" in the file's name becomes the process id. */
#ifndef VMGL_WIRE_DIAGNOSE_H
#define VMGL_WIRE_DIAGNOSE_H

/* Opens the file. For processes that lose the right to open files later; others do so with the first line. */
void vmgl_diagnose_open(void);

/* One line, without its end. From any thread; costs one load where nothing is written. */
void vmgl_diagnose(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
