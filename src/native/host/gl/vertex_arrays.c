#include "host/gl/vertex_arrays.h"

#include <stdlib.h>
#include <string.h>

#include "gen/host/handlers.h"
#include "host/gl/buffers.h"

static const GLenum client_states[] = {
	[VMGL_ARRAY_VERTEX] = GL_VERTEX_ARRAY,
	[VMGL_ARRAY_NORMAL] = GL_NORMAL_ARRAY,
	[VMGL_ARRAY_COLOR] = GL_COLOR_ARRAY,
	[VMGL_ARRAY_INDEX] = GL_INDEX_ARRAY,
	[VMGL_ARRAY_EDGE_FLAG] = GL_EDGE_FLAG_ARRAY,
	[VMGL_ARRAY_FOG_COORD] = GL_FOG_COORD_ARRAY,
	[VMGL_ARRAY_SECONDARY_COLOR] = GL_SECONDARY_COLOR_ARRAY,
	[VMGL_ARRAY_POINT_SIZE] = GL_POINT_SIZE_ARRAY_OES,
	[VMGL_ARRAY_TEXCOORD] = GL_TEXTURE_COORD_ARRAY,
};

/* `count` slots from `first` on. */
static uint64_t slots(unsigned first, GLint count, unsigned most) {
	if (count <= 0)
		return 0;
	return (count >= (GLint)most ? VMGL_ARRAY_BIT(most) - 1 : VMGL_ARRAY_BIT(count) - 1) << first;
}

struct vmgl_host_vertex *vmgl_host_vertex(struct vmgl_host_context *ctx) {
	if (ctx->vertex)
		return ctx->vertex;
	struct vmgl_host_vertex *vertex = calloc(1, sizeof *vertex);
	if (!vertex) {
		vmgl_fatal(ctx, "out of memory");
		return NULL;
	}
	vmgl_sources_init(&vertex->zero.sources);
	vertex->vao = &vertex->zero;
	/* The first of these may be an error in a context without shaders or without fixed functions. */
	GLint attributes = 0, units = 0;
	vmgl_error_begin(ctx);
	ctx->gl->GetIntegerv(GL_MAX_VERTEX_ATTRIBS, &attributes);
	if (ctx->gl->ClientActiveTexture)
		ctx->gl->GetIntegerv(ctx->es ? GL_MAX_TEXTURE_UNITS : GL_MAX_TEXTURE_COORDS, &units);
	vmgl_error_forget(ctx);
	bool fixed = ctx->compat && ctx->gl->EnableClientState && (!ctx->es || ctx->version < 20);
	if (fixed) {
		vertex->valid = VMGL_ARRAY_BIT(VMGL_ARRAY_VERTEX) | VMGL_ARRAY_BIT(VMGL_ARRAY_NORMAL) |
						VMGL_ARRAY_BIT(VMGL_ARRAY_COLOR) |
						slots(VMGL_ARRAY_TEXCOORD, units < 1 ? 1 : units, VMGL_TEXCOORD_ARRAYS);
		if (ctx->es && ctx->gl->PointSizePointerOES)
			vertex->valid |= VMGL_ARRAY_BIT(VMGL_ARRAY_POINT_SIZE);
		if (!ctx->es) {
			vertex->valid |= VMGL_ARRAY_BIT(VMGL_ARRAY_INDEX) | VMGL_ARRAY_BIT(VMGL_ARRAY_EDGE_FLAG);
			if (ctx->gl->FogCoordPointer)
				vertex->valid |= VMGL_ARRAY_BIT(VMGL_ARRAY_FOG_COORD);
			if (ctx->gl->SecondaryColorPointer)
				vertex->valid |= VMGL_ARRAY_BIT(VMGL_ARRAY_SECONDARY_COLOR);
		}
	}
	if (ctx->gl->EnableVertexAttribArray && ctx->gl->VertexAttribPointer)
		vertex->valid |= slots(VMGL_ARRAY_GENERIC, attributes, VMGL_GENERIC_ARRAYS);
	const char *renderer = (const char *)ctx->gl->GetString(GL_RENDERER);
	vertex->noop = renderer && strcmp(renderer, "NOOP") == 0;
	return ctx->vertex = vertex;
}

static void free_value(uintptr_t value) {
	free((void *)value);
}

void vmgl_host_vertex_finish(struct vmgl_host_context *ctx) {
	if (!ctx->vertex)
		return;
	vmgl_map_each(&ctx->vertex->vaos, free_value);
	vmgl_map_free(&ctx->vertex->vaos);
	free(ctx->vertex);
	ctx->vertex = NULL;
}

bool vmgl_host_outside(struct vmgl_host_context *ctx) {
	struct vmgl_host_vertex *vertex = vmgl_host_vertex(ctx);
	if (!vertex)
		return false;
	if (__builtin_expect(!vertex->maybe_inside, 1))
		return true;
	/* A query is an error there too, and leaves its result alone. */
	GLint depth = -1;
	ctx->gl->GetIntegerv(GL_MODELVIEW_STACK_DEPTH, &depth);
	vertex->maybe_inside = depth == -1;
	return !vertex->maybe_inside;
}

void vmgl_host_glBegin(struct vmgl_host_context *ctx, GLenum mode) {
	if (!VMGL_HAS(ctx, Begin))
		return;
	/* The last moment at which arrays can be set up for a glArrayElement. */
	if (vmgl_host_vertex(ctx) && !ctx->vertex->maybe_inside)
		vmgl_host_arrays_ready(ctx, 0);
	ctx->gl->Begin(mode);
	ctx->unaskable = ctx->list_executes;
	/* In a core profile the call fails, and so would the question whether it did. */
	if (ctx->vertex && ctx->compat)
		ctx->vertex->maybe_inside = true;
}

/* Outside from here on, whatever was begun: a failing glEnd was outside before, and what a list compiles cannot start
 * inside. Not left to a question: see vmgl_host_glNewList(). */
void vmgl_host_glEnd(struct vmgl_host_context *ctx) {
	if (!VMGL_HAS(ctx, End))
		return;
	ctx->gl->End();
	ctx->unaskable = ctx->list_executes;
	if (ctx->vertex)
		ctx->vertex->maybe_inside = false;
}

void vmgl_host_glArrayElement(struct vmgl_host_context *ctx, GLint i) {
	const struct vmgl_host_vertex *vertex = vmgl_host_vertex(ctx);
	if (vertex && ctx->gl->ArrayElement && !(vertex->vao->enabled & vertex->vao->sources.bufferless))
		ctx->gl->ArrayElement(i);
	else
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
}

/* In a list that is executed too Mesa (22.3) takes everything after the first glEnd that sets up arrays, or asks, for
 * a call inside, and raises an error later. So it is done before. */
void vmgl_host_glNewList(struct vmgl_host_context *ctx, GLuint list, GLenum mode) {
	if (!VMGL_HAS(ctx, NewList))
		return;
	vmgl_host_arrays_ready(ctx, 0);
	ctx->gl->NewList(list, mode);
	if (!ctx->compat || list == 0 || (mode != GL_COMPILE && mode != GL_COMPILE_AND_EXECUTE))
		return; /* refused */
	ctx->compiles = true;
	ctx->list_executes = mode == GL_COMPILE_AND_EXECUTE;
}

void vmgl_host_glEndList(struct vmgl_host_context *ctx) {
	if (!VMGL_HAS(ctx, EndList))
		return;
	ctx->gl->EndList();
	ctx->compiles = ctx->list_executes = ctx->unaskable = false;
}

/* A list may begin primitives and leave the end to its caller. */
static void lists_called(struct vmgl_host_context *ctx) {
	if (ctx->vertex && ctx->compat)
		ctx->vertex->maybe_inside = true;
}

void vmgl_host_glCallList(struct vmgl_host_context *ctx, GLuint list) {
	if (!VMGL_HAS(ctx, CallList))
		return;
	ctx->gl->CallList(list);
	lists_called(ctx);
}

void vmgl_host_glCallLists(struct vmgl_host_context *ctx, GLsizei n, GLenum type, const void *lists,
						   size_t lists_bytes) {
	(void)lists_bytes;
	if (!VMGL_HAS(ctx, CallLists))
		return;
	ctx->gl->CallLists(n, type, lists);
	lists_called(ctx);
}

/* Mesa takes client arrays in glEnable, NV_vertex_program had capabilities for generic ones. */
static bool enables_arrays(GLenum cap) {
	return (cap >= GL_VERTEX_ARRAY && cap <= GL_EDGE_FLAG_ARRAY) || cap == GL_FOG_COORD_ARRAY ||
		   cap == GL_SECONDARY_COLOR_ARRAY || cap == GL_POINT_SIZE_ARRAY_OES ||
		   (cap >= GL_VERTEX_ATTRIB_ARRAY0_NV && cap <= GL_VERTEX_ATTRIB_ARRAY15_NV) || cap == GL_WEIGHT_ARRAY_ARB ||
		   cap == GL_MATRIX_INDEX_ARRAY_ARB;
}

void vmgl_host_glEnable(struct vmgl_host_context *ctx, GLenum cap) {
	if (enables_arrays(cap))
		vmgl_error_set(ctx, GL_INVALID_ENUM);
	else
		ctx->gl->Enable(cap);
}

void vmgl_host_glDisable(struct vmgl_host_context *ctx, GLenum cap) {
	if (enables_arrays(cap))
		vmgl_error_set(ctx, GL_INVALID_ENUM);
	else
		ctx->gl->Disable(cap);
}

static void texture_unit(struct vmgl_host_context *ctx, unsigned unit) {
	if (ctx->vertex->client_texture == unit)
		return;
	ctx->gl->ClientActiveTexture(GL_TEXTURE0 + unit);
	ctx->vertex->client_texture = unit;
}

static void toggle(struct vmgl_host_context *ctx, unsigned slot, bool enable) {
	const struct vmgl_gl *gl = ctx->gl;
	if (slot >= VMGL_ARRAY_GENERIC) {
		if (enable)
			gl->EnableVertexAttribArray(slot - VMGL_ARRAY_GENERIC);
		else
			gl->DisableVertexAttribArray(slot - VMGL_ARRAY_GENERIC);
		return;
	}
	if (slot >= VMGL_ARRAY_TEXCOORD && gl->ClientActiveTexture)
		texture_unit(ctx, slot - VMGL_ARRAY_TEXCOORD);
	GLenum array = client_states[slot < VMGL_ARRAY_TEXCOORD ? slot : VMGL_ARRAY_TEXCOORD];
	if (enable)
		gl->EnableClientState(array);
	else
		gl->DisableClientState(array);
}

bool vmgl_host_arrays_fix(struct vmgl_host_context *ctx, uint64_t provided) {
	if (!vmgl_host_outside(ctx))
		return false;
	struct vmgl_host_vao *vao = ctx->vertex->vao;
	uint64_t want = vao->wanted & (~vao->sources.bufferless | provided);
	for (uint64_t left = want ^ vao->enabled; left; left &= left - 1) {
		unsigned slot = (unsigned)__builtin_ctzll(left);
		toggle(ctx, slot, want >> slot & 1);
	}
	vao->enabled = want;
	return true;
}

void vmgl_host_vmglPrimitiveRestart(struct vmgl_host_context *ctx, GLboolean enable) {
	void (*set)(GLenum) = enable ? ctx->gl->EnableClientState : ctx->gl->DisableClientState;
	if (set && ctx->compat && !ctx->es)
		set(GL_PRIMITIVE_RESTART_NV);
	else
		vmgl_error_set(ctx, GL_INVALID_ENUM);
}

void vmgl_host_vmglArrayEnables(struct vmgl_host_context *ctx, GLuint64 enabled) {
	struct vmgl_host_vertex *vertex = vmgl_host_vertex(ctx);
	if (vertex)
		vertex->vao->wanted = enabled & vertex->valid;
}

void vmgl_host_array_pointer(struct vmgl_host_context *ctx, unsigned slot, GLint size, GLenum type, unsigned flags,
							 GLsizei stride, const void *pointer) {
	const struct vmgl_gl *gl = ctx->gl;
	if (slot >= VMGL_ARRAY_GENERIC) {
		GLuint index = slot - VMGL_ARRAY_GENERIC;
		if (flags & VMGL_ARRAY_INTEGER) {
			if (gl->VertexAttribIPointer)
				gl->VertexAttribIPointer(index, size, type, stride, pointer);
		} else if (flags & VMGL_ARRAY_LONG) {
			if (gl->VertexAttribLPointer)
				gl->VertexAttribLPointer(index, size, type, stride, pointer);
		} else
			gl->VertexAttribPointer(index, size, type, flags & VMGL_ARRAY_NORMALIZED, stride, pointer);
		return;
	}
	switch (slot) {
	case VMGL_ARRAY_VERTEX:
		gl->VertexPointer(size, type, stride, pointer);
		return;
	case VMGL_ARRAY_NORMAL:
		gl->NormalPointer(type, stride, pointer);
		return;
	case VMGL_ARRAY_COLOR:
		gl->ColorPointer(size, type, stride, pointer);
		return;
	case VMGL_ARRAY_INDEX:
		gl->IndexPointer(type, stride, pointer);
		return;
	case VMGL_ARRAY_EDGE_FLAG:
		gl->EdgeFlagPointer(stride, pointer);
		return;
	case VMGL_ARRAY_FOG_COORD:
		gl->FogCoordPointer(type, stride, pointer);
		return;
	case VMGL_ARRAY_SECONDARY_COLOR:
		gl->SecondaryColorPointer(size, type, stride, pointer);
		return;
	case VMGL_ARRAY_POINT_SIZE:
		gl->PointSizePointerOES(type, stride, pointer);
		return;
	default:
		if (gl->ClientActiveTexture)
			texture_unit(ctx, slot - VMGL_ARRAY_TEXCOORD);
		gl->TexCoordPointer(size, type, stride, pointer);
	}
}

/* Does every driver take this? Where that is not certain the driver is asked what became of the call. */
static bool surely_taken(const struct vmgl_host_context *ctx, unsigned slot, GLint size, GLenum type, unsigned flags,
						 GLsizei stride) {
	if (ctx->es || stride < 0 || stride > 2048 || size > 4)
		return false;
	bool any = (type >= GL_BYTE && type <= GL_FLOAT) || type == GL_DOUBLE;
	bool wide = type == GL_SHORT || type == GL_INT || type == GL_FLOAT || type == GL_DOUBLE;
	if (slot >= VMGL_ARRAY_GENERIC)
		return size >= 1 && (flags & VMGL_ARRAY_LONG      ? false
							 : flags & VMGL_ARRAY_INTEGER ? any && type < GL_FLOAT && ctx->gl->VertexAttribIPointer
														  : any);
	if (slot >= VMGL_ARRAY_TEXCOORD)
		return size >= 1 && wide;
	switch (slot) {
	case VMGL_ARRAY_VERTEX:
		return size >= 2 && wide;
	case VMGL_ARRAY_NORMAL:
		return wide || type == GL_BYTE;
	case VMGL_ARRAY_COLOR:
		return size >= 3 && any;
	default:
		return false;
	}
}

static GLuint driver_buffer(struct vmgl_host_context *ctx, unsigned slot) {
	static const GLenum pnames[] = {
		[VMGL_ARRAY_VERTEX] = GL_VERTEX_ARRAY_BUFFER_BINDING,
		[VMGL_ARRAY_NORMAL] = GL_NORMAL_ARRAY_BUFFER_BINDING,
		[VMGL_ARRAY_COLOR] = GL_COLOR_ARRAY_BUFFER_BINDING,
		[VMGL_ARRAY_INDEX] = GL_INDEX_ARRAY_BUFFER_BINDING,
		[VMGL_ARRAY_EDGE_FLAG] = GL_EDGE_FLAG_ARRAY_BUFFER_BINDING,
		[VMGL_ARRAY_FOG_COORD] = GL_FOG_COORD_ARRAY_BUFFER_BINDING,
		[VMGL_ARRAY_SECONDARY_COLOR] = GL_SECONDARY_COLOR_ARRAY_BUFFER_BINDING,
		[VMGL_ARRAY_POINT_SIZE] = GL_POINT_SIZE_ARRAY_BUFFER_BINDING_OES,
		[VMGL_ARRAY_TEXCOORD] = GL_TEXTURE_COORD_ARRAY_BUFFER_BINDING,
	};
	GLint buffer = 0;
	if (slot >= VMGL_ARRAY_GENERIC)
		ctx->gl->GetVertexAttribiv(slot - VMGL_ARRAY_GENERIC, GL_VERTEX_ATTRIB_ARRAY_BUFFER_BINDING, &buffer);
	else {
		if (slot >= VMGL_ARRAY_TEXCOORD && ctx->gl->ClientActiveTexture)
			texture_unit(ctx, slot - VMGL_ARRAY_TEXCOORD);
		ctx->gl->GetIntegerv(pnames[slot < VMGL_ARRAY_TEXCOORD ? slot : VMGL_ARRAY_TEXCOORD], &buffer);
	}
	return (GLuint)buffer;
}

void vmgl_host_vmglArrayPointer(struct vmgl_host_context *ctx, GLuint slot, GLint size, GLenum type, GLuint flags,
								GLsizei stride, GLuint64 offset) {
	if (!vmgl_host_outside(ctx))
		return;
	struct vmgl_host_vertex *vertex = ctx->vertex;
	if (slot >= VMGL_ARRAY_COUNT || !(vertex->valid >> slot & 1)) {
		vmgl_error_set(ctx, GL_INVALID_VALUE);
		return;
	}
	GLuint buffer = vmgl_host_buffer_name(ctx, GL_ARRAY_BUFFER);
	if (!buffer) { /* the offset would be an address */
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
		return;
	}
	vmgl_host_array_pointer(ctx, slot, size, type, flags, stride, (const void *)(uintptr_t)offset);
	if (surely_taken(ctx, slot, size, type, flags, stride))
		vmgl_sources_pointer(&vertex->vao->sources, slot, buffer);
	else
		vmgl_sources_pointer(&vertex->vao->sources, slot, driver_buffer(ctx, slot));
}

/* Vertex array objects. */

static struct vmgl_host_vao *find(struct vmgl_host_vertex *vertex, GLuint name) {
	if (vertex->vao->name == name)
		return vertex->vao;
	const uintptr_t *found = vmgl_map_find(&vertex->vaos, name);
	return found ? (struct vmgl_host_vao *)*found : NULL;
}

static struct vmgl_host_vao *create(struct vmgl_host_context *ctx, GLuint name) {
	struct vmgl_host_vao *vao = calloc(1, sizeof *vao);
	if (!vao || !vmgl_map_put(&ctx->vertex->vaos, name, (uintptr_t)vao)) {
		free(vao);
		vmgl_fatal(ctx, "out of memory");
		return NULL;
	}
	vao->name = name;
	vmgl_sources_init(&vao->sources);
	return vao;
}

void vmgl_host_glBindVertexArray(struct vmgl_host_context *ctx, GLuint name) {
	if (!VMGL_HAS(ctx, BindVertexArray) || !vmgl_host_outside(ctx))
		return;
	struct vmgl_host_vertex *vertex = ctx->vertex;
	ctx->gl->BindVertexArray(name);
	struct vmgl_host_vao *vao = name ? find(vertex, name) : &vertex->zero;
	if (!vao) {
		GLint bound = 0;
		ctx->gl->GetIntegerv(GL_VERTEX_ARRAY_BINDING, &bound);
		if ((GLuint)bound != name || !(vao = create(ctx, name)))
			return;
	}
	vertex->vao = vao;
}

void vmgl_host_vmglDeleteVertexArrays(struct vmgl_host_context *ctx, GLsizei n, const GLuint *arrays,
									  size_t arrays_bytes) {
	(void)arrays_bytes;
	if (n <= 0 || !ctx->gl->DeleteVertexArrays || !vmgl_host_outside(ctx))
		return;
	struct vmgl_host_vertex *vertex = ctx->vertex;
	const GLuint *names = vmgl_names_translate(ctx, VMGL_CLASS_VERTEX_ARRAY, n, arrays);
	if (!names)
		return;
	ctx->gl->DeleteVertexArrays(n, names);
	for (GLsizei i = 0; i < n; i++) {
		const uintptr_t *found = names[i] ? vmgl_map_find(&vertex->vaos, names[i]) : NULL;
		if (!found)
			continue;
		struct vmgl_host_vao *vao = (struct vmgl_host_vao *)*found;
		if (vertex->vao == vao)
			vertex->vao = &vertex->zero;
		vmgl_map_remove(&vertex->vaos, names[i]);
		free(vao);
	}
	vmgl_names_remove(ctx, VMGL_CLASS_VERTEX_ARRAY, n, arrays);
}

/* The object that a call by name was about; NULL when there is none (the driver has raised the error). */
static struct vmgl_host_vao *named(struct vmgl_host_context *ctx, GLuint name) {
	if (name == 0)
		return &ctx->vertex->zero;
	struct vmgl_host_vao *vao = find(ctx->vertex, name);
	if (!vao && ctx->gl->IsVertexArray && ctx->gl->IsVertexArray(name))
		vao = create(ctx, name);
	return vao;
}

static bool binding_ok(GLuint index) {
	return index < VMGL_GENERIC_ARRAYS;
}

/* What the driver says of a binding point of ARB_vertex_attrib_binding. */
static GLuint binding_value(struct vmgl_host_context *ctx, const struct vmgl_host_vao *vao, GLuint index,
							GLenum pname) {
	GLint value = 0;
	/* An index beyond the driver's limit is an error that the call itself has raised already. */
	if (vao == ctx->vertex->vao && ctx->gl->GetIntegeri_v)
		ctx->gl->GetIntegeri_v(pname, index, &value);
	else if (vao->name && ctx->gl->GetVertexArrayIndexediv)
		ctx->gl->GetVertexArrayIndexediv(vao->name, index, pname, &value);
	else if (ctx->gl->GetIntegeri_v && ctx->gl->BindVertexArray) {
		ctx->gl->BindVertexArray(vao->name);
		ctx->gl->GetIntegeri_v(pname, index, &value);
		ctx->gl->BindVertexArray(ctx->vertex->vao->name);
	}
	return (GLuint)value;
}

static void learn_binding(struct vmgl_host_context *ctx, struct vmgl_host_vao *vao, GLuint index) {
	if (vao && binding_ok(index))
		vmgl_sources_buffer(&vao->sources, VMGL_ARRAY_GENERIC + index,
							binding_value(ctx, vao, index, GL_VERTEX_BINDING_BUFFER));
}

/* Divisors are the driver's word, too: they decide how much of an array is read, and contexts that have none have the
 * calls nevertheless, where they do nothing. */
static void learn_binding_divisor(struct vmgl_host_context *ctx, struct vmgl_host_vao *vao, GLuint index) {
	if (vao && binding_ok(index))
		vao->sources.divisor[VMGL_ARRAY_GENERIC + index] = binding_value(ctx, vao, index, GL_VERTEX_BINDING_DIVISOR);
}

static void set_binding(struct vmgl_host_context *ctx, struct vmgl_host_vao *vao, GLuint index, GLuint binding) {
	if (!vao || !binding_ok(binding) || index >= VMGL_GENERIC_ARRAYS ||
		!(ctx->vertex->valid >> (VMGL_ARRAY_GENERIC + index) & 1))
		return;
	vmgl_sources_binding(&vao->sources, VMGL_ARRAY_GENERIC + index, VMGL_ARRAY_GENERIC + binding);
}

/* The same where there may be no binding points: of an attribute that has its own. */
static void learn_divisor(struct vmgl_host_context *ctx, struct vmgl_host_vao *vao, GLuint index) {
	GLint divisor = 0;
	if (!vao || index >= VMGL_GENERIC_ARRAYS || !(ctx->vertex->valid >> (VMGL_ARRAY_GENERIC + index) & 1))
		return;
	bool other = vao != ctx->vertex->vao;
	if (other)
		ctx->gl->BindVertexArray(vao->name);
	ctx->gl->GetVertexAttribiv(index, GL_VERTEX_ATTRIB_ARRAY_DIVISOR, &divisor);
	if (other)
		ctx->gl->BindVertexArray(ctx->vertex->vao->name);
	vao->sources.divisor[VMGL_ARRAY_GENERIC + index] = (uint32_t)divisor;
}

/* A binding without a buffer must not hold an offset, which some drivers take for an address. */
#define OFFSET(buffer, offset) ((buffer) ? (offset) : 0)

void vmgl_host_glBindVertexBuffer(struct vmgl_host_context *ctx, GLuint binding, GLuint buffer, GLintptr offset,
								  GLsizei stride) {
	if (!VMGL_HAS(ctx, BindVertexBuffer) || !vmgl_host_outside(ctx))
		return;
	ctx->gl->BindVertexBuffer(binding, buffer, OFFSET(buffer, offset), stride);
	learn_binding(ctx, ctx->vertex->vao, binding);
}

void vmgl_host_glVertexArrayVertexBuffer(struct vmgl_host_context *ctx, GLuint vaobj, GLuint binding, GLuint buffer,
										 GLintptr offset, GLsizei stride) {
	if (!VMGL_HAS(ctx, VertexArrayVertexBuffer) || !vmgl_host_outside(ctx))
		return;
	ctx->gl->VertexArrayVertexBuffer(vaobj, binding, buffer, OFFSET(buffer, offset), stride);
	learn_binding(ctx, named(ctx, vaobj), binding);
}

void vmgl_host_glVertexArrayBindVertexBufferEXT(struct vmgl_host_context *ctx, GLuint vaobj, GLuint binding,
												GLuint buffer, GLintptr offset, GLsizei stride) {
	if (!VMGL_HAS(ctx, VertexArrayBindVertexBufferEXT) || !vmgl_host_outside(ctx))
		return;
	ctx->gl->VertexArrayBindVertexBufferEXT(vaobj, binding, buffer, OFFSET(buffer, offset), stride);
	learn_binding(ctx, named(ctx, vaobj), binding);
}

/* Copies the offsets, without those of empty bindings. NULL when the session ends. */
static const GLintptr *clean_offsets(struct vmgl_host_context *ctx, GLsizei count, const GLuint *buffers,
									 const GLintptr *offsets) {
	GLintptr *clean = vmgl_scratch(ctx, (uint64_t)count * sizeof *clean + 1);
	for (GLsizei i = 0; clean && i < count; i++)
		clean[i] = OFFSET(buffers[i], offsets[i]);
	return clean;
}

void vmgl_host_glBindVertexBuffers(struct vmgl_host_context *ctx, GLuint first, GLsizei count, const GLuint *buffers,
								   size_t buffers_bytes, const GLintptr *offsets, size_t offsets_bytes,
								   const GLsizei *strides, size_t strides_bytes) {
	(void)buffers_bytes, (void)offsets_bytes, (void)strides_bytes;
	if (!VMGL_HAS(ctx, BindVertexBuffers) || !vmgl_host_outside(ctx))
		return;
	if (buffers && count > 0) {
		if (!offsets || !strides || !(offsets = clean_offsets(ctx, count, buffers, offsets)))
			return;
	}
	ctx->gl->BindVertexBuffers(first, count, buffers, offsets, strides);
	for (GLsizei i = 0; i < count && binding_ok(first + (GLuint)i); i++)
		learn_binding(ctx, ctx->vertex->vao, first + (GLuint)i);
}

void vmgl_host_glVertexArrayVertexBuffers(struct vmgl_host_context *ctx, GLuint vaobj, GLuint first, GLsizei count,
										  const GLuint *buffers, size_t buffers_bytes, const GLintptr *offsets,
										  size_t offsets_bytes, const GLsizei *strides, size_t strides_bytes) {
	(void)buffers_bytes, (void)offsets_bytes, (void)strides_bytes;
	if (!VMGL_HAS(ctx, VertexArrayVertexBuffers) || !vmgl_host_outside(ctx))
		return;
	if (buffers && count > 0) {
		if (!offsets || !strides || !(offsets = clean_offsets(ctx, count, buffers, offsets)))
			return;
	}
	ctx->gl->VertexArrayVertexBuffers(vaobj, first, count, buffers, offsets, strides);
	struct vmgl_host_vao *vao = named(ctx, vaobj);
	for (GLsizei i = 0; i < count && binding_ok(first + (GLuint)i); i++)
		learn_binding(ctx, vao, first + (GLuint)i);
}

void vmgl_host_glVertexAttribBinding(struct vmgl_host_context *ctx, GLuint index, GLuint binding) {
	if (!VMGL_HAS(ctx, VertexAttribBinding) || !vmgl_host_outside(ctx))
		return;
	ctx->gl->VertexAttribBinding(index, binding);
	set_binding(ctx, ctx->vertex->vao, index, binding);
}

void vmgl_host_glVertexArrayAttribBinding(struct vmgl_host_context *ctx, GLuint vaobj, GLuint index, GLuint binding) {
	if (!VMGL_HAS(ctx, VertexArrayAttribBinding) || !vmgl_host_outside(ctx))
		return;
	ctx->gl->VertexArrayAttribBinding(vaobj, index, binding);
	set_binding(ctx, named(ctx, vaobj), index, binding);
}

void vmgl_host_glVertexArrayVertexAttribBindingEXT(struct vmgl_host_context *ctx, GLuint vaobj, GLuint index,
												   GLuint binding) {
	if (!VMGL_HAS(ctx, VertexArrayVertexAttribBindingEXT) || !vmgl_host_outside(ctx))
		return;
	ctx->gl->VertexArrayVertexAttribBindingEXT(vaobj, index, binding);
	set_binding(ctx, named(ctx, vaobj), index, binding);
}

void vmgl_host_glVertexAttribDivisor(struct vmgl_host_context *ctx, GLuint index, GLuint divisor) {
	if (!VMGL_HAS(ctx, VertexAttribDivisor) || !vmgl_host_outside(ctx))
		return;
	ctx->gl->VertexAttribDivisor(index, divisor);
	set_binding(ctx, ctx->vertex->vao, index, index);
	learn_divisor(ctx, ctx->vertex->vao, index);
}

void vmgl_host_glVertexBindingDivisor(struct vmgl_host_context *ctx, GLuint binding, GLuint divisor) {
	if (!VMGL_HAS(ctx, VertexBindingDivisor) || !vmgl_host_outside(ctx))
		return;
	ctx->gl->VertexBindingDivisor(binding, divisor);
	learn_binding_divisor(ctx, ctx->vertex->vao, binding);
}

void vmgl_host_glVertexArrayBindingDivisor(struct vmgl_host_context *ctx, GLuint vaobj, GLuint binding,
										   GLuint divisor) {
	if (!VMGL_HAS(ctx, VertexArrayBindingDivisor) || !vmgl_host_outside(ctx))
		return;
	ctx->gl->VertexArrayBindingDivisor(vaobj, binding, divisor);
	learn_binding_divisor(ctx, named(ctx, vaobj), binding);
}

void vmgl_host_glVertexArrayVertexBindingDivisorEXT(struct vmgl_host_context *ctx, GLuint vaobj, GLuint binding,
													GLuint divisor) {
	if (!VMGL_HAS(ctx, VertexArrayVertexBindingDivisorEXT) || !vmgl_host_outside(ctx))
		return;
	ctx->gl->VertexArrayVertexBindingDivisorEXT(vaobj, binding, divisor);
	learn_binding_divisor(ctx, named(ctx, vaobj), binding);
}

void vmgl_host_glVertexArrayVertexAttribDivisorEXT(struct vmgl_host_context *ctx, GLuint vaobj, GLuint index,
												   GLuint divisor) {
	if (!VMGL_HAS(ctx, VertexArrayVertexAttribDivisorEXT) || !vmgl_host_outside(ctx))
		return;
	ctx->gl->VertexArrayVertexAttribDivisorEXT(vaobj, index, divisor);
	struct vmgl_host_vao *vao = named(ctx, vaobj);
	set_binding(ctx, vao, index, index);
	learn_divisor(ctx, vao, index);
}

void vmgl_host_glVertexArrayElementBuffer(struct vmgl_host_context *ctx, GLuint vaobj, GLuint buffer) {
	if (!VMGL_HAS(ctx, VertexArrayElementBuffer) || !vmgl_host_outside(ctx))
		return;
	ctx->gl->VertexArrayElementBuffer(vaobj, buffer);
	struct vmgl_host_vao *vao = named(ctx, vaobj);
	if (vao)
		vao->element_known = false;
}

/* EXT_direct_state_access: a pointer call with everything given. Only arrays in buffers come here. */

static bool offset_ok(struct vmgl_host_context *ctx, GLuint buffer) {
	if (!vmgl_host_outside(ctx))
		return false;
	if (buffer)
		return true;
	vmgl_error_set(ctx, GL_INVALID_OPERATION);
	return false;
}

/* What became of the call, from the driver: these calls are rare. */
static void learn_pointer(struct vmgl_host_context *ctx, GLuint vaobj, unsigned slot) {
	struct vmgl_host_vertex *vertex = ctx->vertex;
	struct vmgl_host_vao *vao = named(ctx, vaobj);
	if (!vao || slot >= VMGL_ARRAY_COUNT || !(vertex->valid >> slot & 1))
		return;
	bool other = vao != vertex->vao;
	if (other)
		ctx->gl->BindVertexArray(vao->name);
	vmgl_sources_pointer(&vao->sources, slot, driver_buffer(ctx, slot));
	if (other)
		ctx->gl->BindVertexArray(vertex->vao->name);
}

#define OFFSET_EXT(slot, call)                                                                                         \
	do {                                                                                                               \
		if (!offset_ok(ctx, buffer))                                                                                   \
			return;                                                                                                    \
		ctx->gl->call;                                                                                                 \
		learn_pointer(ctx, vaobj, slot);                                                                               \
	} while (0)

void vmgl_host_glVertexArrayVertexOffsetEXT(struct vmgl_host_context *ctx, GLuint vaobj, GLuint buffer, GLint size,
											GLenum type, GLsizei stride, GLintptr offset) {
	if (!VMGL_HAS(ctx, VertexArrayVertexOffsetEXT))
		return;
	OFFSET_EXT(VMGL_ARRAY_VERTEX, VertexArrayVertexOffsetEXT(vaobj, buffer, size, type, stride, offset));
}

void vmgl_host_glVertexArrayColorOffsetEXT(struct vmgl_host_context *ctx, GLuint vaobj, GLuint buffer, GLint size,
										   GLenum type, GLsizei stride, GLintptr offset) {
	if (!VMGL_HAS(ctx, VertexArrayColorOffsetEXT))
		return;
	OFFSET_EXT(VMGL_ARRAY_COLOR, VertexArrayColorOffsetEXT(vaobj, buffer, size, type, stride, offset));
}

void vmgl_host_glVertexArrayEdgeFlagOffsetEXT(struct vmgl_host_context *ctx, GLuint vaobj, GLuint buffer,
											  GLsizei stride, GLintptr offset) {
	if (!VMGL_HAS(ctx, VertexArrayEdgeFlagOffsetEXT))
		return;
	OFFSET_EXT(VMGL_ARRAY_EDGE_FLAG, VertexArrayEdgeFlagOffsetEXT(vaobj, buffer, stride, offset));
}

void vmgl_host_glVertexArrayIndexOffsetEXT(struct vmgl_host_context *ctx, GLuint vaobj, GLuint buffer, GLenum type,
										   GLsizei stride, GLintptr offset) {
	if (!VMGL_HAS(ctx, VertexArrayIndexOffsetEXT))
		return;
	OFFSET_EXT(VMGL_ARRAY_INDEX, VertexArrayIndexOffsetEXT(vaobj, buffer, type, stride, offset));
}

void vmgl_host_glVertexArrayNormalOffsetEXT(struct vmgl_host_context *ctx, GLuint vaobj, GLuint buffer, GLenum type,
											GLsizei stride, GLintptr offset) {
	if (!VMGL_HAS(ctx, VertexArrayNormalOffsetEXT))
		return;
	OFFSET_EXT(VMGL_ARRAY_NORMAL, VertexArrayNormalOffsetEXT(vaobj, buffer, type, stride, offset));
}

void vmgl_host_glVertexArrayFogCoordOffsetEXT(struct vmgl_host_context *ctx, GLuint vaobj, GLuint buffer, GLenum type,
											  GLsizei stride, GLintptr offset) {
	if (!VMGL_HAS(ctx, VertexArrayFogCoordOffsetEXT))
		return;
	OFFSET_EXT(VMGL_ARRAY_FOG_COORD, VertexArrayFogCoordOffsetEXT(vaobj, buffer, type, stride, offset));
}

void vmgl_host_glVertexArraySecondaryColorOffsetEXT(struct vmgl_host_context *ctx, GLuint vaobj, GLuint buffer,
													GLint size, GLenum type, GLsizei stride, GLintptr offset) {
	if (!VMGL_HAS(ctx, VertexArraySecondaryColorOffsetEXT))
		return;
	OFFSET_EXT(VMGL_ARRAY_SECONDARY_COLOR,
			   VertexArraySecondaryColorOffsetEXT(vaobj, buffer, size, type, stride, offset));
}

void vmgl_host_glVertexArrayTexCoordOffsetEXT(struct vmgl_host_context *ctx, GLuint vaobj, GLuint buffer, GLint size,
											  GLenum type, GLsizei stride, GLintptr offset) {
	if (!VMGL_HAS(ctx, VertexArrayTexCoordOffsetEXT))
		return;
	OFFSET_EXT(VMGL_ARRAY_TEXCOORD + ctx->vertex->client_texture,
			   VertexArrayTexCoordOffsetEXT(vaobj, buffer, size, type, stride, offset));
}

void vmgl_host_glVertexArrayMultiTexCoordOffsetEXT(struct vmgl_host_context *ctx, GLuint vaobj, GLuint buffer,
												   GLenum texunit, GLint size, GLenum type, GLsizei stride,
												   GLintptr offset) {
	GLuint unit = texunit - GL_TEXTURE0;
	if (!VMGL_HAS(ctx, VertexArrayMultiTexCoordOffsetEXT))
		return;
	OFFSET_EXT(unit < VMGL_TEXCOORD_ARRAYS ? VMGL_ARRAY_TEXCOORD + unit : VMGL_ARRAY_COUNT,
			   VertexArrayMultiTexCoordOffsetEXT(vaobj, buffer, texunit, size, type, stride, offset));
}

#define GENERIC_SLOT (index < VMGL_GENERIC_ARRAYS ? VMGL_ARRAY_GENERIC + index : VMGL_ARRAY_COUNT)

void vmgl_host_glVertexArrayVertexAttribOffsetEXT(struct vmgl_host_context *ctx, GLuint vaobj, GLuint buffer,
												  GLuint index, GLint size, GLenum type, GLboolean normalized,
												  GLsizei stride, GLintptr offset) {
	if (!VMGL_HAS(ctx, VertexArrayVertexAttribOffsetEXT))
		return;
	OFFSET_EXT(GENERIC_SLOT,
			   VertexArrayVertexAttribOffsetEXT(vaobj, buffer, index, size, type, normalized, stride, offset));
}

void vmgl_host_glVertexArrayVertexAttribIOffsetEXT(struct vmgl_host_context *ctx, GLuint vaobj, GLuint buffer,
												   GLuint index, GLint size, GLenum type, GLsizei stride,
												   GLintptr offset) {
	if (!VMGL_HAS(ctx, VertexArrayVertexAttribIOffsetEXT))
		return;
	OFFSET_EXT(GENERIC_SLOT, VertexArrayVertexAttribIOffsetEXT(vaobj, buffer, index, size, type, stride, offset));
}

void vmgl_host_glVertexArrayVertexAttribLOffsetEXT(struct vmgl_host_context *ctx, GLuint vaobj, GLuint buffer,
												   GLuint index, GLint size, GLenum type, GLsizei stride,
												   GLintptr offset) {
	if (!VMGL_HAS(ctx, VertexArrayVertexAttribLOffsetEXT))
		return;
	OFFSET_EXT(GENERIC_SLOT, VertexArrayVertexAttribLOffsetEXT(vaobj, buffer, index, size, type, stride, offset));
}

void vmgl_host_vertex_buffers_deleted(struct vmgl_host_context *ctx, GLsizei count, const GLuint *buffers) {
	struct vmgl_host_vertex *vertex = ctx->vertex;
	if (!vertex)
		return;
	for (GLsizei i = 0; i < count; i++)
		if (buffers[i])
			vmgl_sources_deleted(&vertex->vao->sources, buffers[i]);
	vertex->vao->element_known = false;
}
