/** gen/pnames.h and .c: how many values an enum takes, and whether they are object names. */
import { classConstant, type Model } from '../model/model.ts';
import { banner, guard } from './c.ts';

export function emitPnamesHeader(): string {
  return guard(
    'gen/pnames.h',
    `#include <stdint.h>

/* Values that a parameter of this name has; 1 for names that the table does not know. */
unsigned vmgl_pname_count(uint32_t pname);

/* The class of the object names that a query of this name returns (enum vmgl_class), -1 for other values. */
int vmgl_pname_class(uint32_t pname);
`,
  );
}

export function emitPnamesSource({ pnames, registry }: Model): string {
  const values = new Map(registry.enums.map(({ name, value }) => [name, BigInt(value)]));
  const cases = <T>(table: Record<string, T>, result: (what: T) => string): string => {
    const groups = new Map<string, string[]>();
    const seen = new Set<bigint>();
    for (const name of Object.keys(table).sort()) {
      if (!values.has(name) || seen.has(values.get(name)!)) continue;
      seen.add(values.get(name)!);
      const what = result(table[name]!);
      groups.set(what, [...(groups.get(what) ?? []), name]);
    }
    return [...groups]
      .map(([what, names]) => `${names.map((name) => `\tcase ${name}:\n`).join('')}\t\treturn ${what};\n`)
      .join('');
  };
  const counts = Object.fromEntries(Object.entries(pnames.counts).filter(([, count]) => count !== 1));
  return `${banner}
#include "gen/pnames.h"

#include "gen/gl.h"
#include "wire/classes.h"

unsigned vmgl_pname_count(uint32_t pname) {
	switch (pname) {
${cases(counts, String)}	default:
		return 1;
	}
}

int vmgl_pname_class(uint32_t pname) {
	switch (pname) {
${cases(pnames.classes, classConstant)}	default:
		return -1;
	}
}
`;
}
