/* The renderer's log: lines on stderr, which the stub puts into its own. */
#ifndef VMGL_HOST_LOG_H
#define VMGL_HOST_LOG_H

/* Logs one line, "vmgl-renderer: …", with the program and its process id once known. Thread-safe. */
void vmgl_log(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Who is served, for the lines to come. Call before threads exist. */
void vmgl_log_client(const char *program, unsigned pid);

#endif
