/* Generated from gl.xml by `npm run generate`; do not edit. */
#include "gen/pnames.h"

#include "gen/gl.h"
#include "wire/classes.h"

unsigned vmgl_pname_count(uint32_t pname) {
	switch (pname) {
	case GL_ACCUM_CLEAR_VALUE:
	case GL_TEXTURE_BORDER_COLOR:
		return 4;
	default:
		return 1;
	}
}

int vmgl_pname_class(uint32_t pname) {
	switch (pname) {
	case GL_TEXTURE_BINDING_2D:
		return VMGL_CLASS_TEXTURE;
	default:
		return -1;
	}
}
