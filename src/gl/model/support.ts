/** What may be advertised: extensions and versions all of whose commands are carried. */
import { failIn } from '../errors.ts';
import type { ExtensionPolicy } from '../overlay/types.ts';
import type { Registry } from '../registry/registry.ts';
import type { Command, ExtensionSupport, Model } from './model.ts';

function indexCommands(commands: Command[]): Map<string, Command> {
  return new Map(
    commands.flatMap((command) => [command.registry, ...command.aliases].map(({ name }) => [name, command] as const)),
  );
}

export function markExtensions(
  registry: Registry,
  commands: Command[],
  { excluded, trusted, unlisted, conditional }: ExtensionPolicy,
): ExtensionSupport[] {
  const byName = indexCommands(commands);
  const listed = new Set(registry.extensions.map(({ name }) => name));
  for (const name of [...Object.keys(excluded), ...Object.keys(trusted)])
    if (!listed.has(name) && !unlisted[name]) failIn('extensions', name, 'The registry has no such extension.');
  for (const name of Object.keys(unlisted))
    if (listed.has(name)) failIn('extensions', name, 'The registry has the extension now; it need not be listed here.');
  for (const [name, needless] of Object.entries(conditional)) {
    const has = registry.extensions.find((one) => one.name === name)?.changes.flatMap((change) => change.commands);
    for (const command of needless)
      if (!has?.includes(command)) failIn('extensions', name, `The registry has no such command (${command}) of it.`);
  }
  const known = registry.extensions.map(({ name, apis, changes }): ExtensionSupport => {
    const missing = changes
      .flatMap((change) => change.commands)
      .filter((command) => !conditional[name]?.includes(command))
      .filter((command) => byName.get(command)?.flavour === 'unsupported');
    const reason =
      apis.includes('disabled') || apis.join() === 'glsc2'
        ? 'not an extension of GL or GLES'
        : (excluded[name] ?? (missing.length ? `not carried: ${[...new Set(missing)].join(', ')}` : undefined));
    return { name, apis, reason, trusted: trusted[name] };
  });
  return [...known, ...Object.entries(unlisted).map(([name, apis]) => ({ name, apis, reason: excluded[name] }))].sort(
    (a, b) => (a.name < b.name ? -1 : 1),
  );
}

export function markVersions(registry: Registry, commands: Command[]): Model['versions'] {
  const byName = indexCommands(commands);
  const highest = (api: string, core: boolean): number => {
    const features = registry.features.filter((feature) => feature.api === api).sort((a, b) => a.version - b.version);
    const carried = (name: string) => byName.get(name)?.flavour !== 'unsupported';
    let version = 0;
    for (const [index, feature] of features.entries()) {
      const needed = new Set<string>();
      for (const { changes } of features.slice(0, index + 1))
        for (const change of changes) {
          if (change.remove && !(core && change.profile === 'core')) continue;
          if (!change.remove && change.profile === (core ? 'compatibility' : 'core')) continue;
          for (const name of change.commands) change.remove ? needed.delete(name) : needed.add(name);
        }
      if (![...needed].every(carried)) continue;
      version = feature.version;
    }
    return version;
  };
  return {
    compat: highest('gl', false),
    core: highest('gl', true),
    // The registry's one feature of GLES 1, called 1.0, has the calls of 1.1.
    gles1: highest('gles1', false) ? 11 : 0,
    gles2: highest('gles2', false),
  };
}
