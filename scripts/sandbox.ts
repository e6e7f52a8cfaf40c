// Chromium's sandbox: root must do without it, and everybody else must have it.
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { say } from './plain-failure.ts';
import { capture } from './processes.ts';

/** Chromium refuses to run as root with its sandbox: Linux, user id 0. */
export function runsAsRoot(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0;
}

/** The switches that this user's Electron needs. Only for root is the sandbox given up. */
export function sandboxSwitches(root: boolean = runsAsRoot()): string[] {
  return root ? ['--no-sandbox'] : [];
}

/** Tells the person at the terminal when the sandbox is off. */
export function announceSandbox(root: boolean = runsAsRoot()): void {
  if (root) say("Running as root: Chromium's sandbox is off (--no-sandbox). Any other user gets it.");
}

/** What keeps the sandbox from working for a user who is not root, with the way out; null when nothing does. */
export async function sandboxObstacle(executable: string): Promise<string | null> {
  if (process.platform !== 'linux' || runsAsRoot() || isSetuidRoot(join(dirname(executable), 'chrome-sandbox'))) {
    return null;
  }
  const { code } = await capture('sh', ['-c', 'command -v unshare >/dev/null || exit 0; unshare -Ur true'], {
    limitMs: 5000,
  });
  if (code === 0) return null;
  return [
    "Chromium's sandbox: this system does not let users make user namespaces. Allow it with one of these:",
    '    sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0   (Ubuntu 23.10 and newer)',
    '    sudo sysctl -w kernel.unprivileged_userns_clone=1               (Debian 10 and older)',
    '  In a container, the system that runs it has to allow them.',
  ].join('\n');
}

function isSetuidRoot(file: string): boolean {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat?.uid === 0 && (stat.mode & 0o4000) !== 0;
}
