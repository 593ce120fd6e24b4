/** gen/host/dispatch.h and .c: the driver's entry points, one per alias group. */
import type { Model } from '../model/model.ts';
import { banner, guard, member, parameters } from './c.ts';

export function emitDispatchHeader({ commands }: Model): string {
  const members = commands.map((command) => {
    const returns = command.registry.returns;
    return `\t${returns}${returns.endsWith('*') ? '' : ' '}(*${member(command)})(${parameters(command.registry.params)});`;
  });
  return guard(
    'gen/host/dispatch.h',
    `#include "gen/gl.h"

/* NULL where the driver has none of a function's names. */
struct vmgl_gl {
${members.join('\n')}
};

/* Asks for every function by its own name, then by its aliases in the registry's order. */
void vmgl_gl_load(struct vmgl_gl *gl, void *(*get_proc)(const char *name));
`,
  );
}

export function emitDispatchSource({ commands }: Model): string {
  const rows = commands.map(
    (command) => `\t"${[command.registry, ...command.aliases].map(({ name }) => name).join('\\0')}\\0",`,
  );
  return `${banner}
#include "gen/host/dispatch.h"

#include <string.h>

/* The names of each member of struct vmgl_gl in turn, the last one followed by an empty one. */
static const char *const names[] = {
${rows.join('\n')}
};

_Static_assert(sizeof(struct vmgl_gl) == sizeof names / sizeof *names * sizeof(void (*)(void)), "one row per member");

void vmgl_gl_load(struct vmgl_gl *gl, void *(*get_proc)(const char *name)) {
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		void *proc = NULL;
		for (const char *name = names[i]; !proc && *name; name += strlen(name) + 1)
			proc = get_proc(name);
		memcpy((char *)gl + i * sizeof proc, &proc, sizeof proc);
	}
}
`;
}
