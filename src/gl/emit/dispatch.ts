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
    `#include <stdbool.h>

#include "gen/gl.h"

/* NULL where the driver has none of a function's names. */
struct vmgl_gl {
${members.join('\n')}
};

/* Asks for every function by its own name, then by its aliases in the registry's order. Without trust the driver
 * has none of the functions that only trusted guests may call. */
void vmgl_gl_load(struct vmgl_gl *gl, bool trust, void *(*get_proc)(const char *name));

/* Whether only trusted guests may know that the driver has this extension. */
bool vmgl_extension_needs_trust(const char *name);
`,
  );
}

export function emitDispatchSource({ commands, extensions }: Model): string {
  const trusted = extensions.filter((extension) => extension.trusted && !extension.reason);
  const rows = commands.map(
    (command) =>
      `\t{"${[command.registry, ...command.aliases].map(({ name }) => name).join('\\0')}\\0", ${command.trusted}},`,
  );
  return `${banner}
#include "gen/host/dispatch.h"

#include <string.h>

/* The names of each member of struct vmgl_gl in turn, the last one followed by an empty one. */
static const struct {
	const char *names;
	bool needs_trust;
} functions[] = {
${rows.join('\n')}
};
enum { COUNT = sizeof functions / sizeof *functions };

_Static_assert(sizeof(struct vmgl_gl) == COUNT * sizeof(void (*)(void)), "one row per member");

static const char *const trusted_extensions[] = {
${trusted.map(({ name }) => `\t"${name}",`).join('\n')}
	NULL,
};

void vmgl_gl_load(struct vmgl_gl *gl, bool trust, void *(*get_proc)(const char *name)) {
	for (size_t i = 0; i < COUNT; i++) {
		void *proc = NULL;
		if (trust || !functions[i].needs_trust)
			for (const char *name = functions[i].names; !proc && *name; name += strlen(name) + 1)
				proc = get_proc(name);
		memcpy((char *)gl + i * sizeof proc, &proc, sizeof proc);
	}
}

bool vmgl_extension_needs_trust(const char *name) {
	for (const char *const *one = trusted_extensions; *one; one++)
		if (strcmp(name, *one) == 0)
			return true;
	return false;
}
`;
}
