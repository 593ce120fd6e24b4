/* glGet: what the guest knows itself, and constants that it asked for once. */
#ifndef VMGL_GUEST_GET_H
#define VMGL_GUEST_GET_H

#include "guest/context.h"
#include "guest/gl/enables.h"
#include "guest/gl/remembered.h"
#include "guest/gl/strings.h"

/* Answers to constants that are not one integer, as one of the glGet calls gave them. */
struct vmgl_constant {
	GLenum pname; /* 0: free */
	uint8_t call; /* enum vmgl_get_call of guest/gl/get.c */
	uint8_t count;
	union {
		GLboolean b[4];
		GLint i[4];
		GLint64 i64[4];
		GLfloat f[4];
		GLdouble d[4];
	} value;
};

#define VMGL_CONSTANTS 128
#define VMGL_RECENT_LIMITS 16

struct vmgl_limit_entry {
	GLenum pname;
	GLint value;
};

struct vmgl_get_state {
	bool lost_reported; /* glGetError said GL_CONTEXT_LOST */
	struct vmgl_enables enables;
	struct vmgl_remembered_state remembered;
	struct vmgl_strings strings;
	struct vmgl_limit_entry *limits; /* sorted by pname */
	unsigned limit_count;
	struct vmgl_limit_entry recent[VMGL_RECENT_LIMITS]; /* of vmgl_limit(), by the lowest bits of the pname; 0: none */
	struct vmgl_constant constants[VMGL_CONSTANTS];     /* open addressing; full ones are not added to */
};

/* An integer constant of wire/context_info.h; 0 when this context does not have it. */
GLint vmgl_limit(struct vmgl_context *ctx, GLenum pname);

#endif
