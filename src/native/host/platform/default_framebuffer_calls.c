/* The entry points that can name framebuffer 0 or one of its buffers, as the guest sees them: translated to the FBO
 * that stands for it. */
#include <string.h>

#include "host/platform/framebuffer_state.h"

static void raise_error(GLenum error) {
	if (vmgl_fb->raised == GL_NO_ERROR)
		vmgl_fb->raised = error;
}

static GLenum get_error(void) {
	GLenum error = vmgl_fb ? vmgl_fb->raised : GL_NO_ERROR;
	if (error == GL_NO_ERROR)
		return vmgl_raw_gl.GetError();
	vmgl_fb->raised = GL_NO_ERROR;
	return error;
}

/* ---- Names of buffers ---- */

static bool single(const struct vmgl_default_framebuffer *fb) {
	return !fb->double_buffered;
}

/* The FBO's attachment for a buffer of the default framebuffer; GL_NONE for GL_NONE; 0xffffffff when GL says
 * INVALID_OPERATION; other enums as they are, for the driver to refuse. */
#define NOT_THERE 0xffffffffu
static GLenum attachment(const struct vmgl_default_framebuffer *fb, GLenum buffer) {
	switch (buffer) {
	case GL_BACK:
	case GL_BACK_LEFT:
		if (fb->es)
			return buffer == GL_BACK ? GL_COLOR_ATTACHMENT0 : buffer;
		return single(fb) ? NOT_THERE : GL_COLOR_ATTACHMENT0;
	case GL_FRONT:
	case GL_FRONT_LEFT:
	case GL_LEFT:
	case GL_FRONT_AND_BACK:
		if (fb->es)
			return buffer;
		return single(fb) ? GL_COLOR_ATTACHMENT0 : GL_COLOR_ATTACHMENT1;
	case GL_RIGHT:
	case GL_FRONT_RIGHT:
	case GL_BACK_RIGHT:
	case GL_AUX0:
	case GL_AUX1:
	case GL_AUX2:
	case GL_AUX3:
		return fb->es ? buffer : NOT_THERE;
	default:
		/* Attachments belong to framebuffer objects. */
		if (buffer >= GL_COLOR_ATTACHMENT0 && buffer <= GL_COLOR_ATTACHMENT31)
			return NOT_THERE;
		return buffer;
	}
}

static GLenum buffer_of(const struct vmgl_default_framebuffer *fb, GLenum attached) {
	if (attached == GL_COLOR_ATTACHMENT0)
		return fb->es || !single(fb) ? GL_BACK : GL_FRONT;
	if (attached == GL_COLOR_ATTACHMENT1)
		return GL_FRONT;
	return attached;
}

/* Applies glDrawBuffer(s) of the default framebuffer. The FBO is bound for drawing. */
static void draw_buffers(struct vmgl_default_framebuffer *fb, GLsizei count, const GLenum *buffers, bool plural) {
	GLenum translated[MAX_DRAW_BUFFERS];
	if (count < 0 || count > MAX_DRAW_BUFFERS) {
		vmgl_raw_gl.DrawBuffers(count, buffers);
		return;
	}
	/* OpenGL ES 3.2, 15.2.1: one buffer, and that the back one. */
	if (fb->es && count != 1) {
		raise_error(GL_INVALID_OPERATION);
		return;
	}
	GLsizei n = count;
	for (GLsizei i = 0; i < count; i++) {
		/* OpenGL 4.6, 17.4.1: with several buffers, each must be one buffer. */
		bool many = buffers[i] == GL_FRONT_AND_BACK || buffers[i] == GL_LEFT || buffers[i] == GL_RIGHT;
		if (plural && !fb->es && (many || buffers[i] == GL_FRONT || (buffers[i] == GL_BACK && count > 1))) {
			raise_error(GL_INVALID_ENUM);
			return;
		}
		translated[i] = attachment(fb, buffers[i]);
		if (translated[i] == NOT_THERE) {
			raise_error(GL_INVALID_OPERATION);
			return;
		}
	}
	if (!plural && (buffers[0] == GL_FRONT_AND_BACK || buffers[0] == GL_LEFT) && !single(fb)) {
		/* LEFT is front left and back left. */
		translated[0] = GL_COLOR_ATTACHMENT0;
		translated[1] = GL_COLOR_ATTACHMENT1;
		n = 2;
	}
	if (plural || n > 1)
		vmgl_raw_gl.DrawBuffers(n, translated);
	else
		vmgl_raw_gl.DrawBuffer(translated[0]);
	memcpy(fb->logical, buffers, (size_t)count * sizeof *buffers);
	fb->logical_count = count;
}

static void draw_buffer(GLenum buffer) {
	struct vmgl_default_framebuffer *fb = vmgl_fb;
	if (fb && fb->draw_default)
		draw_buffers(fb, 1, &buffer, false);
	else
		vmgl_raw_gl.DrawBuffer(buffer);
}

static void draw_buffers_wrapper(GLsizei count, const GLenum *buffers) {
	struct vmgl_default_framebuffer *fb = vmgl_fb;
	if (fb && fb->draw_default)
		draw_buffers(fb, count, buffers, true);
	else
		vmgl_raw_gl.DrawBuffers(count, buffers);
}

static void read_buffer(GLenum buffer) {
	struct vmgl_default_framebuffer *fb = vmgl_fb;
	if (!fb || !fb->read_default) {
		vmgl_raw_gl.ReadBuffer(buffer);
		return;
	}
	GLenum translated = attachment(fb, buffer);
	if (buffer == GL_FRONT_AND_BACK)
		translated = buffer; /* not a single buffer: the driver refuses it */
	if (translated == NOT_THERE) {
		raise_error(GL_INVALID_OPERATION);
		return;
	}
	vmgl_raw_gl.ReadBuffer(translated);
	fb->logical_read = buffer;
}

/* Runs `call` with the default framebuffer bound for drawing (reading). */
#define WITH_DRAW(fb, call)                                                                                            \
	do {                                                                                                               \
		GLint draw_, read_;                                                                                            \
		bool default_ = (fb)->draw_default;                                                                            \
		vmgl_fb_bindings(fb, &draw_, &read_);                                                                          \
		vmgl_raw_gl.BindFramebuffer(vmgl_fb_draw_target(fb), (fb)->fbo);                                               \
		(fb)->draw_default = true;                                                                                     \
		call;                                                                                                          \
		(fb)->draw_default = default_;                                                                                 \
		vmgl_fb_bind_back(fb, draw_, read_);                                                                           \
	} while (0)
#define WITH_READ(fb, call)                                                                                            \
	do {                                                                                                               \
		GLint draw_, read_;                                                                                            \
		bool default_ = (fb)->read_default;                                                                            \
		vmgl_fb_bindings(fb, &draw_, &read_);                                                                          \
		vmgl_raw_gl.BindFramebuffer(vmgl_fb_read_target(fb), vmgl_fb_read_name(fb));                                   \
		(fb)->read_default = true;                                                                                     \
		call;                                                                                                          \
		(fb)->read_default = default_;                                                                                 \
		vmgl_fb_bind_back(fb, draw_, read_);                                                                           \
	} while (0)

static void named_draw_buffer(GLuint framebuffer, GLenum buffer) {
	if (vmgl_fb && framebuffer == 0)
		WITH_DRAW(vmgl_fb, draw_buffers(vmgl_fb, 1, &buffer, false));
	else
		vmgl_raw_gl.NamedFramebufferDrawBuffer(framebuffer, buffer);
}

static void named_draw_buffers(GLuint framebuffer, GLsizei count, const GLenum *buffers) {
	if (vmgl_fb && framebuffer == 0)
		WITH_DRAW(vmgl_fb, draw_buffers(vmgl_fb, count, buffers, true));
	else
		vmgl_raw_gl.NamedFramebufferDrawBuffers(framebuffer, count, buffers);
}

static void named_read_buffer(GLuint framebuffer, GLenum buffer) {
	if (vmgl_fb && framebuffer == 0)
		WITH_READ(vmgl_fb, read_buffer(buffer));
	else
		vmgl_raw_gl.NamedFramebufferReadBuffer(framebuffer, buffer);
}

static void named_draw_buffer_ext(GLuint framebuffer, GLenum buffer) {
	if (vmgl_fb && framebuffer == 0)
		WITH_DRAW(vmgl_fb, draw_buffers(vmgl_fb, 1, &buffer, false));
	else
		vmgl_raw_gl.FramebufferDrawBufferEXT(framebuffer, buffer);
}

static void named_draw_buffers_ext(GLuint framebuffer, GLsizei count, const GLenum *buffers) {
	if (vmgl_fb && framebuffer == 0)
		WITH_DRAW(vmgl_fb, draw_buffers(vmgl_fb, count, buffers, true));
	else
		vmgl_raw_gl.FramebufferDrawBuffersEXT(framebuffer, count, buffers);
}

static void named_read_buffer_ext(GLuint framebuffer, GLenum buffer) {
	if (vmgl_fb && framebuffer == 0)
		WITH_READ(vmgl_fb, read_buffer(buffer));
	else
		vmgl_raw_gl.FramebufferReadBufferEXT(framebuffer, buffer);
}

/* ---- Binding and deleting by the guest ---- */

static void bind_framebuffer(GLenum target, GLuint framebuffer, void (*bind)(GLenum, GLuint)) {
	struct vmgl_default_framebuffer *fb = vmgl_fb;
	if (!fb) {
		bind(target, framebuffer);
		return;
	}
	bool draw = target == GL_FRAMEBUFFER || target == GL_DRAW_FRAMEBUFFER;
	bool read = target == GL_FRAMEBUFFER || target == GL_READ_FRAMEBUFFER;
	if (framebuffer == 0 && (draw || read)) {
		if (draw)
			vmgl_raw_gl.BindFramebuffer(vmgl_fb_draw_target(fb), fb->fbo);
		if (read && !fb->es2)
			vmgl_raw_gl.BindFramebuffer(GL_READ_FRAMEBUFFER, vmgl_fb_read_name(fb));
		vmgl_fb_follow(fb);
	} else {
		bind(target, framebuffer);
	}
	/* A name that the driver refuses leaves the binding as it was. */
	GLint bound_draw, bound_read;
	if (framebuffer != 0) {
		vmgl_fb_bindings(fb, &bound_draw, &bound_read);
		fb->draw_default = (GLuint)bound_draw == fb->fbo;
		fb->read_default = (GLuint)bound_read == vmgl_fb_read_name(fb);
	} else {
		fb->draw_default |= draw;
		fb->read_default |= read;
	}
}

static void bind_framebuffer_core(GLenum target, GLuint framebuffer) {
	bind_framebuffer(target, framebuffer, vmgl_raw_gl.BindFramebuffer);
}

static void bind_framebuffer_ext(GLenum target, GLuint framebuffer) {
	bind_framebuffer(target, framebuffer, vmgl_raw_gl.BindFramebufferEXT);
}

static void bind_framebuffer_oes(GLenum target, GLuint framebuffer) {
	bind_framebuffer(target, framebuffer, vmgl_raw_gl.BindFramebufferOES);
}

/* Deleting what is bound binds framebuffer 0. */
static void delete_framebuffers(GLsizei count, const GLuint *framebuffers) {
	vmgl_raw_gl.DeleteFramebuffers(count, framebuffers);
	struct vmgl_default_framebuffer *fb = vmgl_fb;
	if (!fb)
		return;
	GLint draw, read;
	vmgl_fb_bindings(fb, &draw, &read);
	if (draw == 0)
		bind_framebuffer_core(vmgl_fb_draw_target(fb), 0);
	if (read == 0 && !fb->es2)
		bind_framebuffer_core(GL_READ_FRAMEBUFFER, 0);
}

/* ---- Calls with framebuffer names ---- */

static GLuint draw_name(GLuint framebuffer) {
	return framebuffer == 0 && vmgl_fb ? vmgl_fb->fbo : framebuffer;
}

static GLuint read_name(GLuint framebuffer) {
	return framebuffer == 0 && vmgl_fb ? vmgl_fb_read_name(vmgl_fb) : framebuffer;
}

static void blit_named(GLuint read, GLuint draw, GLint sx0, GLint sy0, GLint sx1, GLint sy1, GLint dx0, GLint dy0,
					   GLint dx1, GLint dy1, GLbitfield mask, GLenum filter) {
	vmgl_raw_gl.BlitNamedFramebuffer(read_name(read), draw_name(draw), sx0, sy0, sx1, sy1, dx0, dy0, dx1, dy1, mask,
									 filter);
}

static GLenum check_named(GLuint framebuffer, GLenum target) {
	if (framebuffer == 0 && vmgl_fb)
		return vmgl_fb->draw ? GL_FRAMEBUFFER_COMPLETE : GL_FRAMEBUFFER_UNDEFINED;
	return vmgl_raw_gl.CheckNamedFramebufferStatus(framebuffer, target);
}

static GLenum check(GLenum target) {
	struct vmgl_default_framebuffer *fb = vmgl_fb;
	bool is_default = fb && ((target == GL_READ_FRAMEBUFFER && fb->read_default) ||
							 ((target == GL_FRAMEBUFFER || target == GL_DRAW_FRAMEBUFFER) && fb->draw_default));
	if (is_default)
		return fb->draw ? GL_FRAMEBUFFER_COMPLETE : GL_FRAMEBUFFER_UNDEFINED;
	return vmgl_raw_gl.CheckFramebufferStatus(target);
}

static void clear_named_iv(GLuint framebuffer, GLenum buffer, GLint index, const GLint *value) {
	vmgl_raw_gl.ClearNamedFramebufferiv(draw_name(framebuffer), buffer, index, value);
}

static void clear_named_uiv(GLuint framebuffer, GLenum buffer, GLint index, const GLuint *value) {
	vmgl_raw_gl.ClearNamedFramebufferuiv(draw_name(framebuffer), buffer, index, value);
}

static void clear_named_fv(GLuint framebuffer, GLenum buffer, GLint index, const GLfloat *value) {
	vmgl_raw_gl.ClearNamedFramebufferfv(draw_name(framebuffer), buffer, index, value);
}

static void clear_named_fi(GLuint framebuffer, GLenum buffer, GLint index, GLfloat depth, GLint stencil) {
	vmgl_raw_gl.ClearNamedFramebufferfi(draw_name(framebuffer), buffer, index, depth, stencil);
}

/* ---- Invalidation: a hint, but one with errors ---- */

static bool translate_attachments(GLsizei count, const GLenum *from, GLenum *to) {
	if (count < 0 || count > 16)
		return false;
	for (GLsizei i = 0; i < count; i++) {
		switch (from[i]) {
		case GL_COLOR:
			to[i] = GL_COLOR_ATTACHMENT0;
			break;
		case GL_DEPTH:
			to[i] = GL_DEPTH_ATTACHMENT;
			break;
		case GL_STENCIL:
			to[i] = GL_STENCIL_ATTACHMENT;
			break;
		default: {
			GLenum translated = attachment(vmgl_fb, from[i]);
			to[i] = translated == NOT_THERE ? from[i] : translated;
			if ((translated == NOT_THERE && from[i] >= GL_COLOR_ATTACHMENT0 && from[i] <= GL_COLOR_ATTACHMENT31) ||
				from[i] == GL_DEPTH_ATTACHMENT || from[i] == GL_STENCIL_ATTACHMENT ||
				from[i] == GL_DEPTH_STENCIL_ATTACHMENT)
				to[i] = GL_NONE; /* the driver's INVALID_ENUM */
		}
		}
	}
	return true;
}

static bool is_default_target(GLenum target) {
	return vmgl_fb && (target == GL_READ_FRAMEBUFFER ? vmgl_fb->read_default : vmgl_fb->draw_default);
}

static void invalidate(GLenum target, GLsizei count, const GLenum *attachments) {
	GLenum translated[16];
	if (is_default_target(target) && translate_attachments(count, attachments, translated))
		attachments = translated;
	vmgl_raw_gl.InvalidateFramebuffer(target, count, attachments);
}

static void invalidate_sub(GLenum target, GLsizei count, const GLenum *attachments, GLint x, GLint y, GLsizei width,
						   GLsizei height) {
	GLenum translated[16];
	if (is_default_target(target) && translate_attachments(count, attachments, translated))
		attachments = translated;
	vmgl_raw_gl.InvalidateSubFramebuffer(target, count, attachments, x, y, width, height);
}

static void discard(GLenum target, GLsizei count, const GLenum *attachments) {
	GLenum translated[16];
	if (is_default_target(target) && translate_attachments(count, attachments, translated))
		attachments = translated;
	vmgl_raw_gl.DiscardFramebufferEXT(target, count, attachments);
}

static void invalidate_named(GLuint framebuffer, GLsizei count, const GLenum *attachments) {
	GLenum translated[16];
	if (framebuffer == 0 && vmgl_fb && translate_attachments(count, attachments, translated))
		attachments = translated;
	vmgl_raw_gl.InvalidateNamedFramebufferData(draw_name(framebuffer), count, attachments);
}

static void invalidate_named_sub(GLuint framebuffer, GLsizei count, const GLenum *attachments, GLint x, GLint y,
								 GLsizei width, GLsizei height) {
	GLenum translated[16];
	if (framebuffer == 0 && vmgl_fb && translate_attachments(count, attachments, translated))
		attachments = translated;
	vmgl_raw_gl.InvalidateNamedFramebufferSubData(draw_name(framebuffer), count, attachments, x, y, width, height);
}

/* ---- Questions ---- */

/* glGetFramebufferAttachmentParameteriv of framebuffer 0, OpenGL 4.6 section 9.2.3; `ask` asks about the FBO. */
static void default_parameter(GLuint framebuffer, GLenum target, GLenum which, GLenum pname, GLint *value) {
	struct vmgl_default_framebuffer *fb = vmgl_fb;
	GLenum attached;
	switch (which) {
	case GL_DEPTH:
		attached = GL_DEPTH_ATTACHMENT;
		break;
	case GL_STENCIL:
		attached = GL_STENCIL_ATTACHMENT;
		break;
	default:
		attached = attachment(fb, which);
		/* Buffers that exist in name only: there is nothing. */
		if (attached == NOT_THERE && !(which >= GL_COLOR_ATTACHMENT0 && which <= GL_COLOR_ATTACHMENT31)) {
			if (pname == GL_FRAMEBUFFER_ATTACHMENT_OBJECT_TYPE)
				*value = GL_NONE;
			else
				raise_error(GL_INVALID_ENUM);
			return;
		}
		if (attached == NOT_THERE || attached == which) {
			raise_error(which == GL_DEPTH_ATTACHMENT || which == GL_STENCIL_ATTACHMENT ||
								which == GL_DEPTH_STENCIL_ATTACHMENT
							? GL_INVALID_OPERATION
							: GL_INVALID_ENUM);
			return;
		}
	}
	if (pname == GL_FRAMEBUFFER_ATTACHMENT_OBJECT_NAME) {
		*value = 0;
		return;
	}
	if (target)
		vmgl_raw_gl.GetFramebufferAttachmentParameteriv(target, attached, pname, value);
	else
		vmgl_raw_gl.GetNamedFramebufferAttachmentParameteriv(framebuffer, attached, pname, value);
	if (pname == GL_FRAMEBUFFER_ATTACHMENT_OBJECT_TYPE && *value == GL_RENDERBUFFER)
		*value = GL_FRAMEBUFFER_DEFAULT;
}

static void get_attachment(GLenum target, GLenum which, GLenum pname, GLint *value) {
	if (is_default_target(target))
		default_parameter(0, target, which, pname, value);
	else
		vmgl_raw_gl.GetFramebufferAttachmentParameteriv(target, which, pname, value);
}

static void get_named_attachment(GLuint framebuffer, GLenum which, GLenum pname, GLint *value) {
	if (framebuffer == 0 && vmgl_fb)
		default_parameter(vmgl_fb->fbo, 0, which, pname, value);
	else
		vmgl_raw_gl.GetNamedFramebufferAttachmentParameteriv(framebuffer, which, pname, value);
}

/* GL_FRAMEBUFFER_DEFAULT_* are parameters of framebuffer objects; the default framebuffer has the others. */
static bool object_parameter(GLenum pname) {
	return pname >= GL_FRAMEBUFFER_DEFAULT_WIDTH && pname <= GL_FRAMEBUFFER_DEFAULT_FIXED_SAMPLE_LOCATIONS;
}

static void get_parameter(GLenum target, GLenum pname, GLint *value) {
	if (is_default_target(target) && object_parameter(pname))
		raise_error(GL_INVALID_OPERATION);
	else if (is_default_target(target) && pname == GL_DOUBLEBUFFER)
		*value = vmgl_fb->double_buffered;
	else
		vmgl_raw_gl.GetFramebufferParameteriv(target, pname, value);
}

static void get_named_parameter(GLuint framebuffer, GLenum pname, GLint *value) {
	if (framebuffer == 0 && vmgl_fb && object_parameter(pname))
		raise_error(GL_INVALID_OPERATION);
	else if (framebuffer == 0 && vmgl_fb && pname == GL_DOUBLEBUFFER)
		*value = vmgl_fb->double_buffered;
	else
		vmgl_raw_gl.GetNamedFramebufferParameteriv(draw_name(framebuffer), pname, value);
}

/* The value of a glGet where the FBO would show; false: the driver's answer is right. */
static bool special(GLenum pname, GLint *value) {
	struct vmgl_default_framebuffer *fb = vmgl_fb;
	if (!fb)
		return false;
	switch (pname) {
	case GL_DRAW_FRAMEBUFFER_BINDING: /* and FRAMEBUFFER_BINDING */
		*value = 0;
		return fb->draw_default;
	case GL_READ_FRAMEBUFFER_BINDING:
		*value = 0;
		return fb->read_default;
	case GL_DOUBLEBUFFER:
		*value = fb->double_buffered;
		return fb->draw_default && !fb->es;
	case GL_READ_BUFFER:
		if (!fb->read_default)
			return false;
		vmgl_raw_gl.GetIntegerv(pname, value);
		if (fb->logical_read && attachment(fb, fb->logical_read) == (GLenum)*value)
			*value = (GLint)fb->logical_read;
		else
			*value = (GLint)buffer_of(fb, (GLenum)*value);
		return true;
	case GL_DRAW_BUFFER:
		pname = GL_DRAW_BUFFER0;
		break;
	default:
		if (pname < GL_DRAW_BUFFER0 || pname > GL_DRAW_BUFFER15)
			return false;
	}
	if (!fb->draw_default)
		return false;
	vmgl_raw_gl.GetIntegerv(pname, value);
	GLsizei i = (GLsizei)(pname - GL_DRAW_BUFFER0);
	if (i < fb->logical_count && fb->logical[i]) {
		GLenum logical = fb->logical[i];
		GLenum expected = (logical == GL_FRONT_AND_BACK || logical == GL_LEFT) && !single(fb) ? GL_COLOR_ATTACHMENT0
																							  : attachment(fb, logical);
		if (expected == (GLenum)*value) {
			*value = (GLint)logical;
			return true;
		}
	} else if (fb->logical_count == 1 && i == 1 && *value == GL_COLOR_ATTACHMENT1) {
		/* The second half of FRONT_AND_BACK. */
		*value = GL_NONE;
		return true;
	}
	*value = (GLint)buffer_of(fb, (GLenum)*value);
	return true;
}

static void get_integer(GLenum pname, GLint *values) {
	GLint value;
	if (special(pname, &value))
		*values = value;
	else
		vmgl_raw_gl.GetIntegerv(pname, values);
}

static void get_boolean(GLenum pname, GLboolean *values) {
	GLint value;
	if (special(pname, &value))
		*values = value != 0;
	else
		vmgl_raw_gl.GetBooleanv(pname, values);
}

static void get_float(GLenum pname, GLfloat *values) {
	GLint value;
	if (special(pname, &value))
		*values = (GLfloat)value;
	else
		vmgl_raw_gl.GetFloatv(pname, values);
}

static void get_double(GLenum pname, GLdouble *values) {
	GLint value;
	if (special(pname, &value))
		*values = value;
	else
		vmgl_raw_gl.GetDoublev(pname, values);
}

static void get_integer64(GLenum pname, GLint64 *values) {
	GLint value;
	if (special(pname, &value))
		*values = value;
	else
		vmgl_raw_gl.GetInteger64v(pname, values);
}

/* ---- Changing the default framebuffer is an error ---- */

static bool refuse(GLenum target) {
	if (!is_default_target(target))
		return false;
	raise_error(GL_INVALID_OPERATION);
	return true;
}

static void set_parameter(GLenum target, GLenum pname, GLint value) {
	if (!refuse(target))
		vmgl_raw_gl.FramebufferParameteri(target, pname, value);
}

static void attach_texture(GLenum target, GLenum which, GLuint texture, GLint level) {
	if (!refuse(target))
		vmgl_raw_gl.FramebufferTexture(target, which, texture, level);
}

static void attach_texture_1d(GLenum target, GLenum which, GLenum kind, GLuint texture, GLint level) {
	if (!refuse(target))
		vmgl_raw_gl.FramebufferTexture1D(target, which, kind, texture, level);
}

static void attach_texture_2d(GLenum target, GLenum which, GLenum kind, GLuint texture, GLint level) {
	if (!refuse(target))
		vmgl_raw_gl.FramebufferTexture2D(target, which, kind, texture, level);
}

static void attach_texture_3d(GLenum target, GLenum which, GLenum kind, GLuint texture, GLint level, GLint layer) {
	if (!refuse(target))
		vmgl_raw_gl.FramebufferTexture3D(target, which, kind, texture, level, layer);
}

static void attach_layer(GLenum target, GLenum which, GLuint texture, GLint level, GLint layer) {
	if (!refuse(target))
		vmgl_raw_gl.FramebufferTextureLayer(target, which, texture, level, layer);
}

static void attach_renderbuffer(GLenum target, GLenum which, GLenum kind, GLuint renderbuffer) {
	if (!refuse(target))
		vmgl_raw_gl.FramebufferRenderbuffer(target, which, kind, renderbuffer);
}

/* ---- Reading from a multisampled default framebuffer ---- */

static unsigned read_samples(const struct vmgl_default_framebuffer *fb) {
	return fb && fb->read && !fb->es2 ? fb->read->surface->format.samples : 0;
}

/* What is bound for reading is one of several samples per pixel: binds it resolved. */
static bool resolve_begin(void) {
	struct vmgl_default_framebuffer *fb = vmgl_fb;
	if (!fb || !fb->read_default || read_samples(fb) == 0)
		return false;
	vmgl_fb_resolve(fb, fb->read, vmgl_fb_read_name(fb));
	return true;
}

/* Runs `call` with the default framebuffer resolved, if that is what it reads. */
#define RESOLVED(call)                                                                                                 \
	do {                                                                                                               \
		const bool resolved_ = resolve_begin();                                                                        \
		call;                                                                                                          \
		if (resolved_)                                                                                                 \
			vmgl_raw_gl.BindFramebuffer(GL_READ_FRAMEBUFFER, vmgl_fb_read_name(vmgl_fb));                              \
	} while (0)

static void read_pixels(GLint x, GLint y, GLsizei width, GLsizei height, GLenum format, GLenum type, void *pixels) {
	RESOLVED(vmgl_raw_gl.ReadPixels(x, y, width, height, format, type, pixels));
}

static void readn_pixels(GLint x, GLint y, GLsizei width, GLsizei height, GLenum format, GLenum type, GLsizei bytes,
						 void *pixels) {
	RESOLVED(vmgl_raw_gl.ReadnPixels(x, y, width, height, format, type, bytes, pixels));
}

static void copy_pixels(GLint x, GLint y, GLsizei width, GLsizei height, GLenum type) {
	RESOLVED(vmgl_raw_gl.CopyPixels(x, y, width, height, type));
}

static void copy_image_1d(GLenum target, GLint level, GLenum format, GLint x, GLint y, GLsizei width, GLint border) {
	RESOLVED(vmgl_raw_gl.CopyTexImage1D(target, level, format, x, y, width, border));
}

static void copy_image_2d(GLenum target, GLint level, GLenum format, GLint x, GLint y, GLsizei width, GLsizei height,
						  GLint border) {
	RESOLVED(vmgl_raw_gl.CopyTexImage2D(target, level, format, x, y, width, height, border));
}

static void copy_sub_1d(GLenum target, GLint level, GLint to, GLint x, GLint y, GLsizei width) {
	RESOLVED(vmgl_raw_gl.CopyTexSubImage1D(target, level, to, x, y, width));
}

static void copy_sub_2d(GLenum target, GLint level, GLint to_x, GLint to_y, GLint x, GLint y, GLsizei width,
						GLsizei height) {
	RESOLVED(vmgl_raw_gl.CopyTexSubImage2D(target, level, to_x, to_y, x, y, width, height));
}

static void copy_sub_3d(GLenum target, GLint level, GLint to_x, GLint to_y, GLint to_z, GLint x, GLint y, GLsizei width,
						GLsizei height) {
	RESOLVED(vmgl_raw_gl.CopyTexSubImage3D(target, level, to_x, to_y, to_z, x, y, width, height));
}

static void copy_texture_sub_1d(GLuint texture, GLint level, GLint to, GLint x, GLint y, GLsizei width) {
	RESOLVED(vmgl_raw_gl.CopyTextureSubImage1D(texture, level, to, x, y, width));
}

static void copy_texture_sub_2d(GLuint texture, GLint level, GLint to_x, GLint to_y, GLint x, GLint y, GLsizei width,
								GLsizei height) {
	RESOLVED(vmgl_raw_gl.CopyTextureSubImage2D(texture, level, to_x, to_y, x, y, width, height));
}

static void copy_texture_sub_3d(GLuint texture, GLint level, GLint to_x, GLint to_y, GLint to_z, GLint x, GLint y,
								GLsizei width, GLsizei height) {
	RESOLVED(vmgl_raw_gl.CopyTextureSubImage3D(texture, level, to_x, to_y, to_z, x, y, width, height));
}

void vmgl_default_framebuffer_install(struct vmgl_gl *gl) {
	vmgl_raw_gl = *gl;
	/* Only what the driver has: a NULL entry is what tells that it has not. */
#define REPLACE(name, wrapper)                                                                                         \
	if (gl->name)                                                                                                      \
	gl->name = wrapper
	REPLACE(GetError, get_error);
	REPLACE(DrawBuffer, draw_buffer);
	REPLACE(DrawBuffers, draw_buffers_wrapper);
	REPLACE(ReadBuffer, read_buffer);
	REPLACE(NamedFramebufferDrawBuffer, named_draw_buffer);
	REPLACE(NamedFramebufferDrawBuffers, named_draw_buffers);
	REPLACE(NamedFramebufferReadBuffer, named_read_buffer);
	REPLACE(FramebufferDrawBufferEXT, named_draw_buffer_ext);
	REPLACE(FramebufferDrawBuffersEXT, named_draw_buffers_ext);
	REPLACE(FramebufferReadBufferEXT, named_read_buffer_ext);
	REPLACE(BindFramebuffer, bind_framebuffer_core);
	REPLACE(BindFramebufferEXT, bind_framebuffer_ext);
	REPLACE(BindFramebufferOES, bind_framebuffer_oes);
	REPLACE(DeleteFramebuffers, delete_framebuffers);
	REPLACE(BlitNamedFramebuffer, blit_named);
	REPLACE(CheckNamedFramebufferStatus, check_named);
	REPLACE(CheckFramebufferStatus, check);
	REPLACE(ClearNamedFramebufferiv, clear_named_iv);
	REPLACE(ClearNamedFramebufferuiv, clear_named_uiv);
	REPLACE(ClearNamedFramebufferfv, clear_named_fv);
	REPLACE(ClearNamedFramebufferfi, clear_named_fi);
	REPLACE(InvalidateFramebuffer, invalidate);
	REPLACE(InvalidateSubFramebuffer, invalidate_sub);
	REPLACE(DiscardFramebufferEXT, discard);
	REPLACE(InvalidateNamedFramebufferData, invalidate_named);
	REPLACE(InvalidateNamedFramebufferSubData, invalidate_named_sub);
	REPLACE(GetFramebufferAttachmentParameteriv, get_attachment);
	REPLACE(GetNamedFramebufferAttachmentParameteriv, get_named_attachment);
	REPLACE(GetFramebufferParameteriv, get_parameter);
	REPLACE(GetNamedFramebufferParameteriv, get_named_parameter);
	REPLACE(GetIntegerv, get_integer);
	REPLACE(GetBooleanv, get_boolean);
	REPLACE(GetFloatv, get_float);
	REPLACE(GetDoublev, get_double);
	REPLACE(GetInteger64v, get_integer64);
	REPLACE(FramebufferParameteri, set_parameter);
	REPLACE(FramebufferTexture, attach_texture);
	REPLACE(FramebufferTexture1D, attach_texture_1d);
	REPLACE(FramebufferTexture2D, attach_texture_2d);
	REPLACE(FramebufferTexture3D, attach_texture_3d);
	REPLACE(FramebufferTextureLayer, attach_layer);
	REPLACE(FramebufferRenderbuffer, attach_renderbuffer);
	REPLACE(ReadPixels, read_pixels);
	REPLACE(ReadnPixels, readn_pixels);
	REPLACE(CopyPixels, copy_pixels);
	REPLACE(CopyTexImage1D, copy_image_1d);
	REPLACE(CopyTexImage2D, copy_image_2d);
	REPLACE(CopyTexSubImage1D, copy_sub_1d);
	REPLACE(CopyTexSubImage2D, copy_sub_2d);
	REPLACE(CopyTexSubImage3D, copy_sub_3d);
	REPLACE(CopyTextureSubImage1D, copy_texture_sub_1d);
	REPLACE(CopyTextureSubImage2D, copy_texture_sub_2d);
	REPLACE(CopyTextureSubImage3D, copy_texture_sub_3d);
#undef REPLACE
}
