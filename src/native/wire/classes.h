#ifndef VMGL_WIRE_CLASSES_H
#define VMGL_WIRE_CLASSES_H

/* Classes of object names. Shared by a share group up to VMGL_CLASS_SHARED_END, else per context
 * (OpenGL 4.6 compatibility profile, chapter 5). Shaders and programs are one name space. */
enum vmgl_class {
	VMGL_CLASS_BUFFER,
	VMGL_CLASS_TEXTURE,
	VMGL_CLASS_RENDERBUFFER,
	VMGL_CLASS_SAMPLER,
	VMGL_CLASS_PROGRAM,     /* and shaders */
	VMGL_CLASS_ARB_PROGRAM, /* ARB_vertex_program, ARB_fragment_program */
	VMGL_CLASS_SYNC,
	VMGL_CLASS_LIST, /* display lists: names are the same on both sides, never translated */
	VMGL_CLASS_SHARED_END,
	VMGL_CLASS_FRAMEBUFFER = VMGL_CLASS_SHARED_END,
	VMGL_CLASS_VERTEX_ARRAY,
	VMGL_CLASS_QUERY,
	VMGL_CLASS_PIPELINE,
	VMGL_CLASS_TRANSFORM_FEEDBACK,
	VMGL_CLASS_COUNT
};

#endif
