/** X forwarding that is not there: sshd says it to the machine that ssh came from, if anybody. */
import { findInPath } from '../program.ts';

/** For an ssh session without a display: what is the case, and what to do about it. Otherwise undefined. */
export function lackOfForwarding(env: NodeJS.ProcessEnv): { found: string; cure: string } | undefined {
  if (env.DISPLAY || env.WAYLAND_DISPLAY || !(env.SSH_CONNECTION || env.SSH_CLIENT)) return undefined;
  const xauth = findInPath('xauth', { PATH: `${env.PATH ?? ''}:/usr/bin:/usr/local/bin` })
    ? 'the sshd of this machine must find xauth (XAuthLocation)'
    : 'install the package xauth on this machine';
  return {
    found: 'DISPLAY is not set: this ssh session has no X display',
    cure: `Connect with ssh -X. If you did, ${xauth}, and its sshd_config must say "X11Forwarding yes".`,
  };
}
