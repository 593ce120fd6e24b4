/* Feedback and selection: the application's buffers stay where they are, the renderer fills buffers of
 * its own of the same size, and glRenderMode brings back what was written. */
#ifndef VMGL_GUEST_FEEDBACK_H
#define VMGL_GUEST_FEEDBACK_H

#include "guest/context.h"

struct vmgl_feedback {
	GLfloat *feedback;
	GLsizei feedback_size;
	GLuint *selection;
	GLsizei selection_size;
	GLenum mode; /* as glRenderMode set it */
};

void vmgl_feedback_init(struct vmgl_feedback *feedback);

/* What glGetPointerv returns for GL_FEEDBACK_BUFFER_POINTER and GL_SELECTION_BUFFER_POINTER. */
void *vmgl_feedback_pointer(const struct vmgl_context *ctx);
void *vmgl_selection_pointer(const struct vmgl_context *ctx);

#endif
