/** Writes docs/environment.md from the table of settings. `node scripts/environment.ts` */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { type Setting, settings } from '../src/settings.ts';
import { commandLine } from './options.ts';
import { root } from './paths.ts';

export function environmentPage(): string {
  const rows = (Object.values(settings) as Setting[]).map(({ env, flag, value, description, readers }) => {
    const shown = flag ? `\`${flag}${value ? ` ${value}` : ''}\`` : '';
    return `| \`${env}\` | ${shown} | ${description.replaceAll('|', '\\|')} | ${readers.join(', ')} |`;
  });
  return `# Environment

Every flag has a variable; a flag wins over its variable. Switches take \`1\` or \`0\`. A variable whose name starts with
\`VMGL_\` and that is not listed here is an error, so that a misspelt one is not silently ignored. \`guest\` and
\`renderer\` in the last column mean that the guest library or the renderer reads the variable itself.

Written by \`node scripts/environment.ts\` from src/settings.ts; do not edit.

| variable | flag | means | read by |
|---|---|---|---|
${rows.join('\n')}

Variables with other names:

| variable | means | read by |
|---|---|---|
| \`GLSTUB\` | the stub, as \`host:port\`: VMGL's name for \`VMGL_STUB\`, which wins over it | run, status, doctor, guest |
| \`IS_GLSTUB_DAEMON\` | needed by VMGL; accepted and of no effect here, whatever its value | |
| \`CR_SYSTEM_GL_PATH\` | a directory with the OpenGL driver to use instead of the system's, wherever vmgl uses this machine's own | renderer, \`run --native\`, guest |
| \`CR_DEBUG\`, \`CR_DEBUG_FILE\` | VMGL's names for \`VMGL_DEBUG\` and \`VMGL_DEBUG_FILE\` | guest, renderer |
| \`DISPLAY\` | the X server of the program, whose root window may announce stubs (\`_VMGL_STUB\`); on the host, the one to render on | run, status, guest, renderer |
| \`XAUTHORITY\` | the file with the cookies of X servers (default \`~/.Xauthority\`) | run, xvnc, guest, renderer |
| \`SSH_CONNECTION\`, \`SSH_CLIENT\` | the first word is a machine where a stub may be, on port 7000 | run, status, guest |
| \`XDG_RUNTIME_DIR\` | where stubs put their sockets (\`vmgl/stub-PORT.sock\`) | run, stub, status, guest |
| \`XDG_CACHE_HOME\`, \`HOME\` | where the libraries are unpacked (\`vmgl/\`), and where \`stub --daemon\` logs | run, stub |
| \`INSTALLPATH\`, \`VMGLPATH\` | the prefix, as for VMGL's make; \`VMGL_PREFIX\` wins, then the first of these | install, uninstall |
| \`DESTDIR\` | the root of the system that is installed to, for making packages | install, uninstall |
| \`XDG_DATA_HOME\` | where a user's systemd units are (\`systemd/user\`) | install, uninstall |
| \`NO_COLOR\` | no colours on terminals | all commands |
`;
}

if (import.meta.main) {
  commandLine('node scripts/environment.ts', {});
  fs.writeFileSync(path.join(root, 'docs/environment.md'), environmentPage());
}
