/** gen/guest/proctable.c: what GetProcAddress finds, and what may be advertised. */
import type { Command, Model } from '../model/model.ts';
import { banner } from './c.ts';
import { isExported } from './entry.ts';

const exportedNames = (commands: readonly Command[]): string[] =>
  commands
    .filter(isExported)
    .flatMap((command) => [command.registry, ...command.aliases].map(({ name }) => name))
    .sort();

/** The list that the library's dynamic symbols are compared with. */
export const emitExports = ({ commands }: Model): string => `${exportedNames(commands).join('\n')}\n`;

export function emitProctable({ commands, extensions, versions }: Model): string {
  const names = exportedNames(commands);
  const carried = extensions
    .filter(({ reason }) => !reason)
    .map(({ name }) => name)
    .sort();
  return `${banner}
#include "gen/guest/proctable.h"

#include <stdlib.h>
#include <string.h>

#include "guest/procedures.h"

static const struct vmgl_procedure procedures[] = {
${names.map((name) => `\tVMGL_PROCEDURE(${name}),`).join('\n')}
	{NULL, NULL}, /* keeps the table from being empty; never searched */
};

static const char *const extensions[] = {
${carried.map((name) => `\t"${name}",`).join('\n')}
	NULL,
};

static int compare_name(const void *name, const void *other) {
	return strcmp(name, *(const char *const *)other);
}

void (*vmgl_gl_proc(const char *name))(void) {
	return vmgl_find_procedure(procedures, sizeof procedures / sizeof *procedures - 1, name);
}

bool vmgl_extension_marshalled(const char *name) {
	return bsearch(name, extensions, sizeof extensions / sizeof *extensions - 1, sizeof *extensions, compare_name) != NULL;
}

int vmgl_marshalled_version(enum vmgl_api api) {
	switch (api) {
	case VMGL_API_GL_COMPAT:
		return ${versions.compat};
	case VMGL_API_GL_CORE:
		return ${versions.core};
	case VMGL_API_GLES1:
		return ${versions.gles1};
	case VMGL_API_GLES2:
		return ${versions.gles2};
	}
	return 0;
}
`;
}

export function emitProctableHeader(): string {
  return `${banner}
#ifndef VMGL_GEN_GUEST_PROCTABLE_H
#define VMGL_GEN_GUEST_PROCTABLE_H

#include "guest/context.h"

/* The entry point of a GL function that is carried, NULL for every other name. */
void (*vmgl_gl_proc(const char *name))(void);

/* Whether every call of the extension is carried and nothing about it needs memory or handles of the client. */
bool vmgl_extension_marshalled(const char *name);

/* The highest version, 10 * major + minor, all of whose calls are carried; 0 for none. */
int vmgl_marshalled_version(enum vmgl_api api);

#endif
`;
}
