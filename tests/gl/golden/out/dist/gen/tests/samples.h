/* Generated from gl.xml by `npm run generate`; do not edit. */
#ifndef VMGL_GEN_TESTS_SAMPLES_H
#define VMGL_GEN_TESTS_SAMPLES_H

#include <stddef.h>
#include <stdint.h>

/* Writes one valid command of this opcode to zeroed memory, aligned to 8 bytes; returns its size, 0 when there is no
 * such command or it needs more than `capacity` bytes (64 KiB are enough for all of them). */
size_t vmgl_sample(uint32_t opcode, void *at, size_t capacity);

#endif
