#include "hostile_driver.h"

#include <stdlib.h>
#include <string.h>

#include "wire/arrays.h"

/* Maps of more are refused, as for want of memory. */
#define MAP_MAX (1 << 20)
#define BUFFERS 64
#define ATTRIBUTES 16

static struct vmgl_gl null;
static GLenum pending;
static volatile unsigned sum;
static unsigned draws;

static void fail(GLenum error) {
	if (pending == GL_NO_ERROR)
		pending = error;
}

static GLenum get_error(void) {
	GLenum error = pending;
	pending = GL_NO_ERROR;
	return error;
}

unsigned hostile_driver_draws(void) {
	unsigned made = draws;
	draws = 0;
	return made;
}

/* ---- Buffers and their maps ---- */

static struct {
	GLuint name;
	uint8_t *map;
} buffers[BUFFERS];
static GLuint bound[0x10000];

static uint8_t **map_of(GLuint name) {
	for (int i = 0; i < BUFFERS; i++)
		if (buffers[i].name == name && name != 0)
			return &buffers[i].map;
	return NULL;
}

/* What the bound element buffer was last filled with. */
static uint8_t *element_data;
static size_t element_bytes;

static void keep_elements(const void *data, GLsizeiptr size) {
	free(element_data);
	element_bytes = data != NULL && size > 0 && size < MAP_MAX ? (size_t)size : 0;
	element_data = malloc(element_bytes + 1);
	if (element_bytes != 0)
		memcpy(element_data, data, element_bytes);
}

static void bind_buffer(GLenum target, GLuint name) {
	null.BindBuffer(target, name);
	if (target == GL_ELEMENT_ARRAY_BUFFER)
		keep_elements(NULL, 0);
	bound[target & 0xffff] = name;
	for (int i = 0; i < BUFFERS && name != 0 && map_of(name) == NULL; i++)
		if (buffers[i].name == 0)
			buffers[i].name = name;
}

static void *map_named(GLuint name, GLintptr offset, GLsizeiptr length, GLbitfield access) {
	uint8_t **map = map_of(name);
	(void)access;
	if (map == NULL || *map != NULL || offset < 0 || length <= 0 || length > MAP_MAX) {
		fail(GL_INVALID_OPERATION);
		return NULL;
	}
	return *map = calloc(1, (size_t)length);
}

static void *map_bound(GLenum target, GLintptr offset, GLsizeiptr length, GLbitfield access) {
	return map_named(bound[target & 0xffff], offset, length, access);
}

static void end_map(GLuint name) {
	uint8_t **map = map_of(name);
	if (map == NULL || *map == NULL)
		return;
	free(*map);
	*map = NULL;
}

static GLboolean unmap_named(GLuint name) {
	end_map(name);
	return GL_TRUE;
}

static GLboolean unmap_bound(GLenum target) {
	end_map(bound[target & 0xffff]);
	return GL_TRUE;
}

static void buffer_data(GLenum target, GLsizeiptr size, const void *data, GLenum usage) {
	null.BufferData(target, size, data, usage);
	if (target == GL_ELEMENT_ARRAY_BUFFER)
		keep_elements(data, size);
	end_map(bound[target & 0xffff]);
}

static void delete_buffers(GLsizei count, const GLuint *names) {
	null.DeleteBuffers(count, names);
	for (GLsizei i = 0; i < count; i++) {
		end_map(names[i]);
		for (int target = 0; names[i] != 0 && target < 0x10000; target++)
			if (bound[target] == names[i])
				bind_buffer((GLenum)target, 0);
		for (int k = 0; k < BUFFERS; k++)
			if (buffers[k].name == names[i])
				buffers[k].name = 0;
	}
}

static void get_buffer(GLenum target, GLenum pname, GLint *value) {
	uint8_t **map = map_of(bound[target & 0xffff]);
	*value = pname == GL_BUFFER_MAPPED && map != NULL && *map != NULL;
}

static void get_named_buffer(GLuint name, GLenum pname, GLint *value) {
	uint8_t **map = map_of(name);
	*value = pname == GL_BUFFER_MAPPED && map != NULL && *map != NULL;
}

/* ---- Arrays ---- */

struct pointer {
	const uint8_t *at;
	uint32_t bytes, stride, divisor;
	GLuint buffer;
	bool enabled;
};
static struct pointer generic[ATTRIBUTES], color;

static void set_pointer(struct pointer *pointer, GLint size, GLenum type, GLsizei stride, const void *at) {
	pointer->at = at;
	pointer->bytes = vmgl_array_element_bytes((uint32_t)size, type);
	pointer->stride = stride ? (uint32_t)stride : pointer->bytes;
	pointer->buffer = bound[GL_ARRAY_BUFFER];
}

static void attribute_pointer(GLuint index, GLint size, GLenum type, GLboolean normalized, GLsizei stride,
							  const void *at) {
	(void)normalized;
	if (index < ATTRIBUTES)
		set_pointer(&generic[index], size, type, stride, at);
}

static void color_pointer(GLint size, GLenum type, GLsizei stride, const void *at) {
	set_pointer(&color, size, type, stride, at);
}

static void enable_attribute(GLuint index) {
	if (index < ATTRIBUTES)
		generic[index].enabled = true;
}

static void disable_attribute(GLuint index) {
	if (index < ATTRIBUTES)
		generic[index].enabled = false;
}

static void enable_client(GLenum array) {
	if (array == GL_COLOR_ARRAY)
		color.enabled = true;
}

static void disable_client(GLenum array) {
	if (array == GL_COLOR_ARRAY)
		color.enabled = false;
}

static bool without_divisors;

void hostile_driver_refuse_divisors(bool refuse) {
	without_divisors = refuse;
}

static void set_divisor(GLuint index, GLuint divisor) {
	if (without_divisors)
		fail(GL_INVALID_OPERATION);
	else if (index < ATTRIBUTES)
		generic[index].divisor = divisor;
}

static void get_attribute(GLuint index, GLenum pname, GLint *params) {
	/* The renderer asks for single values into single variables; the null GL gives four of everything. */
	memset(params, 0, pname == GL_CURRENT_VERTEX_ATTRIB ? 4 * sizeof(*params) : sizeof(*params));
	if (index < ATTRIBUTES && pname == GL_VERTEX_ATTRIB_ARRAY_BUFFER_BINDING)
		*params = (GLint)generic[index].buffer;
	else if (index < ATTRIBUTES && pname == GL_VERTEX_ATTRIB_ARRAY_DIVISOR)
		*params = (GLint)generic[index].divisor;
}

static void get_indexed(GLenum pname, GLuint index, GLint *value) {
	if (pname == GL_VERTEX_BINDING_DIVISOR)
		*value = index < ATTRIBUTES ? (GLint)generic[index].divisor : 0;
	else
		null.GetIntegeri_v(pname, index, value);
}

/* There is no vertex array object but the one without a name. */
static void bind_vertex_array(GLuint name) {
	if (name != 0)
		fail(GL_INVALID_OPERATION);
}

static void get_integer(GLenum pname, GLint *value) {
	switch (pname) {
	case GL_ARRAY_BUFFER_BINDING:
		*value = (GLint)bound[GL_ARRAY_BUFFER];
		break;
	case GL_ELEMENT_ARRAY_BUFFER_BINDING:
		*value = (GLint)bound[GL_ELEMENT_ARRAY_BUFFER];
		break;
	case GL_COPY_READ_BUFFER_BINDING: /* these two have one number as target and as question */
	case GL_COPY_WRITE_BUFFER_BINDING:
		*value = (GLint)bound[pname];
		break;
	default:
		null.GetIntegerv(pname, value);
	}
}

static bool in_memory(const struct pointer *pointer) {
	return pointer->enabled && pointer->buffer == 0;
}

/* In 32 bits with a sign, as Mesa does. */
static void fetch(const struct pointer *pointer, uint32_t element) {
	const uint8_t *at = pointer->at + (int32_t)(element * pointer->stride);
	for (uint32_t i = 0; i < pointer->bytes; i++)
		sum += at[i];
}

/* The arrays in memory that have an element for each vertex. */
static int per_vertex(const struct pointer **found) {
	int count = 0;
	if (in_memory(&color))
		found[count++] = &color;
	for (int i = 0; i < ATTRIBUTES; i++)
		if (in_memory(&generic[i]) && generic[i].divisor == 0)
			found[count++] = &generic[i];
	return count;
}

/* The arrays that have one for some instances. */
static void instances(GLsizei count, GLuint base) {
	for (int i = 0; i < ATTRIBUTES; i++)
		for (GLsizei k = 0; in_memory(&generic[i]) && generic[i].divisor != 0 && k < count; k++)
			fetch(&generic[i], base + (uint32_t)k / generic[i].divisor);
}

static void arrays(GLint first, GLsizei count) {
	const struct pointer *pointers[ATTRIBUTES + 1];
	const int used = per_vertex(pointers);
	draws++;
	for (GLsizei i = 0; first >= 0 && used != 0 && i < count; i++)
		for (int k = 0; k < used; k++)
			fetch(pointers[k], (uint32_t)first + (uint32_t)i);
}

/* Drivers add the base vertex to indices of 32 bits. They look at the indices before they look at how many instances
 * there are. */
static void elements(GLsizei count, GLenum type, const void *indices, GLint base) {
	const struct pointer *pointers[ATTRIBUTES + 1];
	const int used = per_vertex(pointers);
	const uint32_t size = vmgl_index_bytes(type);
	draws++;
	for (GLsizei i = 0; size != 0 && bound[GL_ELEMENT_ARRAY_BUFFER] == 0 && i < count; i++) {
		uint32_t index = 0;
		for (uint32_t byte = 0; byte < size; byte++)
			index |= (uint32_t)((const uint8_t *)indices)[(size_t)i * size + byte] << 8 * byte;
		for (int k = 0; k < used; k++)
			fetch(pointers[k], index + (uint32_t)base);
	}
}

static void draw_arrays(GLenum mode, GLint first, GLsizei count) {
	(void)mode;
	arrays(first, count);
	instances(count > 0, 0);
}

static void draw_arrays_instanced(GLenum mode, GLint first, GLsizei count, GLsizei number) {
	(void)mode;
	arrays(first, number > 0 ? count : 0);
	instances(count > 0 ? number : 0, 0);
}

static void draw_arrays_base(GLenum mode, GLint first, GLsizei count, GLsizei number, GLuint base) {
	(void)mode;
	arrays(first, number > 0 ? count : 0);
	instances(count > 0 ? number : 0, base);
}

static void draw_elements_base_all(GLenum mode, GLsizei count, GLenum type, const void *indices, GLsizei number,
								   GLint base, GLuint base_instance) {
	(void)mode;
	elements(count, type, indices, base);
	instances(count > 0 && vmgl_index_bytes(type) ? number : 0, base_instance);
}

static void draw_elements(GLenum mode, GLsizei count, GLenum type, const void *indices) {
	draw_elements_base_all(mode, count, type, indices, 1, 0, 0);
}

static void draw_range(GLenum mode, GLuint start, GLuint end, GLsizei count, GLenum type, const void *indices) {
	(void)start, (void)end;
	draw_elements_base_all(mode, count, type, indices, 1, 0, 0);
}

static void draw_base(GLenum mode, GLsizei count, GLenum type, const void *indices, GLint base) {
	draw_elements_base_all(mode, count, type, indices, 1, base, 0);
}

static void draw_instanced(GLenum mode, GLsizei count, GLenum type, const void *indices, GLsizei number) {
	draw_elements_base_all(mode, count, type, indices, number, 0, 0);
}

static void draw_instanced_base(GLenum mode, GLsizei count, GLenum type, const void *indices, GLsizei number,
								GLint base) {
	draw_elements_base_all(mode, count, type, indices, number, base, 0);
}

static void draw_instanced_base_instance(GLenum mode, GLsizei count, GLenum type, const void *indices, GLsizei number,
										 GLuint base_instance) {
	draw_elements_base_all(mode, count, type, indices, number, 0, base_instance);
}

static void multi_arrays(GLenum mode, const GLint *first, const GLsizei *count, GLsizei number) {
	for (GLsizei i = 0; i < number; i++)
		draw_arrays(mode, first[i], count[i]);
}

static void multi_elements(GLenum mode, const GLsizei *count, GLenum type, const void *const *indices, GLsizei number) {
	for (GLsizei i = 0; i < number; i++)
		draw_elements(mode, count[i], type, indices[i]);
}

static void multi_elements_base(GLenum mode, const GLsizei *count, GLenum type, const void *const *indices,
								GLsizei number, const GLint *base) {
	for (GLsizei i = 0; i < number; i++)
		draw_base(mode, count[i], type, indices[i], base[i]);
}

static void multi_arrays_indirect(GLenum mode, const void *indirect, GLsizei number, GLsizei stride) {
	const GLuint(*p)[4] = indirect;
	(void)stride;
	for (GLsizei i = 0; bound[GL_DRAW_INDIRECT_BUFFER] == 0 && i < number; i++)
		draw_arrays_base(mode, (GLint)p[i][2], (GLsizei)p[i][0], (GLsizei)p[i][1], p[i][3]);
}

/* Nobody draws indices that are not in the buffer. */
static void multi_elements_indirect(GLenum mode, GLenum type, const void *indirect, GLsizei number, GLsizei stride) {
	const GLuint(*p)[5] = indirect;
	const GLuint buffer = bound[GL_ELEMENT_ARRAY_BUFFER];
	const size_t size = vmgl_index_bytes(type), most = size == 0 ? 0 : element_bytes / size;
	(void)stride;
	bound[GL_ELEMENT_ARRAY_BUFFER] = 0;
	for (GLsizei i = 0; bound[GL_DRAW_INDIRECT_BUFFER] == 0 && i < number; i++) {
		const size_t first = p[i][2] < most ? p[i][2] : most, count = p[i][0] < most - first ? p[i][0] : most - first;
		draw_elements_base_all(mode, (GLsizei)count, type, element_data + first * size, (GLsizei)p[i][1],
							   (GLint)p[i][3], p[i][4]);
	}
	bound[GL_ELEMENT_ARRAY_BUFFER] = buffer;
}

/* ---- What another context changes between a question and its use ---- */

/* A texture that has 2 by 2 texels when one asks, and more when one reads. */
static void get_level(GLuint texture, GLenum target, GLint level, GLenum pname, GLint *value) {
	(void)texture, (void)target, (void)level;
	*value = pname == GL_TEXTURE_WIDTH || pname == GL_TEXTURE_HEIGHT ? 2 : pname == GL_TEXTURE_DEPTH;
}

static void get_image(GLuint texture, GLenum target, GLint level, GLenum format, GLenum type, void *pixels) {
	(void)texture, (void)target, (void)level, (void)format, (void)type;
	/* Into a buffer it would be an error. */
	if (bound[GL_PIXEL_PACK_BUFFER] == 0)
		memset(pixels, 1, 4096);
}

/* A block that has one uniform when one asks for their number, and more when one asks for them. */
static void get_block(GLuint program, GLuint index, GLenum pname, GLint *values) {
	(void)program, (void)index;
	const int count = pname == GL_UNIFORM_BLOCK_ACTIVE_UNIFORM_INDICES ? 4096 : 1;
	for (int i = 0; i < count; i++)
		values[i] = pname == GL_UNIFORM_BLOCK_ACTIVE_UNIFORMS ? 1 : 0;
}

/* ---- Feedback and selection ---- */

static GLenum mode = GL_RENDER;
static struct {
	GLsizei size;
	uint32_t *words;
} feedback, selection;

static void feedback_buffer(GLsizei size, GLenum type, GLfloat *words) {
	if (mode == GL_FEEDBACK || size < 0 || type < GL_2D || type > GL_4D_COLOR_TEXTURE) {
		fail(GL_INVALID_OPERATION);
		return;
	}
	feedback.size = size;
	feedback.words = (uint32_t *)(void *)words;
}

static void select_buffer(GLsizei size, GLuint *words) {
	if (mode == GL_SELECT || size < 0) {
		fail(GL_INVALID_OPERATION);
		return;
	}
	selection.size = size;
	selection.words = words;
}

static void get_pointer(GLenum pname, void **pointer) {
	if (pname == GL_FEEDBACK_BUFFER_POINTER)
		*pointer = feedback.words;
	else if (pname == GL_SELECTION_BUFFER_POINTER)
		*pointer = selection.words;
	else
		null.GetPointerv(pname, pointer);
}

static void fill(uint32_t *words, GLsizei size) {
	for (GLsizei i = 0; i < size && i < 4096; i++)
		words[i] = 0xffffffff;
	if (size > 0)
		words[size - 1] = 0xffffffff;
}

/* What was drawn meanwhile fills the buffer. */
static GLint render_mode(GLenum wanted) {
	if ((wanted != GL_RENDER && wanted != GL_FEEDBACK && wanted != GL_SELECT) ||
		(wanted == GL_FEEDBACK && feedback.words == NULL) || (wanted == GL_SELECT && selection.words == NULL)) {
		fail(GL_INVALID_OPERATION);
		return 0;
	}
	GLint result = 0;
	if (mode == GL_FEEDBACK) {
		fill(feedback.words, feedback.size);
		result = feedback.size;
	} else if (mode == GL_SELECT) {
		fill(selection.words, selection.size);
		result = -1;
	}
	mode = wanted;
	return result;
}

void hostile_driver_install(struct vmgl_gl *gl) {
	null = *gl;
	gl->GetError = get_error;
	gl->BindBuffer = bind_buffer;
	gl->MapBufferRange = map_bound;
	gl->MapNamedBufferRange = map_named;
	gl->UnmapBuffer = unmap_bound;
	gl->UnmapNamedBuffer = unmap_named;
	gl->BufferData = buffer_data;
	gl->DeleteBuffers = delete_buffers;
	gl->GetBufferParameteriv = get_buffer;
	gl->GetNamedBufferParameteriv = get_named_buffer;
	gl->VertexAttribPointer = attribute_pointer;
	gl->ColorPointer = color_pointer;
	gl->EnableVertexAttribArray = enable_attribute;
	gl->DisableVertexAttribArray = disable_attribute;
	gl->EnableClientState = enable_client;
	gl->DisableClientState = disable_client;
	gl->GetVertexAttribiv = get_attribute;
	gl->GetIntegerv = get_integer;
	gl->VertexAttribDivisor = set_divisor;
	gl->VertexBindingDivisor = set_divisor;
	gl->GetIntegeri_v = get_indexed;
	gl->BindVertexArray = bind_vertex_array;
	gl->DrawArrays = draw_arrays;
	gl->DrawArraysInstanced = draw_arrays_instanced;
	gl->DrawArraysInstancedBaseInstance = draw_arrays_base;
	gl->DrawElements = draw_elements;
	gl->DrawRangeElements = draw_range;
	gl->DrawElementsBaseVertex = draw_base;
	gl->DrawElementsInstanced = draw_instanced;
	gl->DrawElementsInstancedBaseVertex = draw_instanced_base;
	gl->DrawElementsInstancedBaseInstance = draw_instanced_base_instance;
	gl->DrawElementsInstancedBaseVertexBaseInstance = draw_elements_base_all;
	gl->MultiDrawArrays = multi_arrays;
	gl->MultiDrawElements = multi_elements;
	gl->MultiDrawElementsBaseVertex = multi_elements_base;
	gl->GetTextureLevelParameterivEXT = get_level;
	gl->GetTextureImageEXT = get_image;
	gl->GetActiveUniformBlockiv = get_block;
	gl->MultiDrawArraysIndirect = multi_arrays_indirect;
	gl->MultiDrawElementsIndirect = multi_elements_indirect;
	gl->FeedbackBuffer = feedback_buffer;
	gl->SelectBuffer = select_buffer;
	gl->GetPointerv = get_pointer;
	gl->RenderMode = render_mode;
}
