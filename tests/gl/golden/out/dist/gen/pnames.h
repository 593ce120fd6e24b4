/* Generated from gl.xml by `npm run generate`; do not edit. */
#ifndef VMGL_GEN_PNAMES_H
#define VMGL_GEN_PNAMES_H

#include <stdint.h>

/* Values that a parameter of this name has; 1 for names that the table does not know. */
unsigned vmgl_pname_count(uint32_t pname);

/* The class of the object names that a query of this name returns (enum vmgl_class), -1 for other values. */
int vmgl_pname_class(uint32_t pname);

#endif
