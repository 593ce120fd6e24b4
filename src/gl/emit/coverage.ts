/** docs/coverage.md: every command and extension, and why one that is missing is missing. */
import type { Model } from '../model/model.ts';

export function emitCoverage({ commands, extensions, versions }: Model): string {
  const version = (value: number) => (value ? `${Math.floor(value / 10)}.${value % 10}` : 'none');
  const missing = commands.filter(({ flavour }) => flavour === 'unsupported');
  const core = commands.filter((command) => command.core);
  const carried = extensions.filter(({ reason }) => !reason);
  return `<!-- Generated from gl.xml by \`npm run generate\`; do not edit. -->
# What vmgl carries

| | carried | of |
|---|---|---|
| commands of core versions | ${core.filter(({ flavour }) => flavour !== 'unsupported').length} | ${core.length} |
| all commands, aliases not counted | ${commands.length - missing.length} | ${commands.length} |
| extensions | ${carried.length} | ${extensions.length} |

Versions wholly carried: OpenGL ${version(versions.compat)} (compatibility), ${version(versions.core)} (core); OpenGL ES ${version(versions.gles1)} and ${version(versions.gles2)}.
What is advertised is what of this the host's driver has as well.

## Commands that are not carried

Their entry points do not exist, and GetProcAddress gives NULL for them.

| command | reason |
|---|---|
${missing.map(({ name, reason }) => `| ${name} | ${reason} |`).join('\n')}

## Extensions that are never advertised

| extension | reason |
|---|---|
${extensions
  .filter(({ reason }) => reason)
  .map(({ name, reason }) => `| ${name} | ${reason} |`)
  .join('\n')}

## Extensions that are advertised when the host has them

| extension | APIs |
|---|---|
${carried.map(({ name, apis, trusted }) => `| ${name} | ${apis.join(', ')}${trusted ? `; \`--trust-guests\`` : ''} |`).join('\n')}

Those with \`--trust-guests\` need that option of the stub:

${carried.flatMap(({ name, trusted }) => (trusted ? [`- ${name}: ${trusted}`] : [])).join('\n')}

## Commands that are carried

\`async\`: sent and forgotten. \`sync\`: waits for its answer. \`custom\`: shadowed or rewritten in the guest. \`local\`: answered
in the guest, or carried by commands of our own.

| command | flavour | aliases |
|---|---|---|
${commands
  .filter(({ flavour }) => flavour !== 'unsupported')
  .map(
    ({ name, flavour, aliases, spreads }) =>
      `| ${name} | ${spreads ? `as ${spreads.name}` : flavour} | ${aliases.map((alias) => alias.name).join(', ')} |`,
  )
  .join('\n')}
`;
}
