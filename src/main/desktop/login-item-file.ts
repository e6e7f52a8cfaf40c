/** Start at login on Linux: an entry of ours in the folder of autostart entries (freedesktop.org, Desktop Entry 1.5). */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { commandWords, type LaunchCommand } from './launch-command.ts';
import type { LoginItem } from './login-item.ts';

/** Where the session looks for entries of this user. */
export function autostartFolder(env: NodeJS.ProcessEnv): string {
  const config = env.XDG_CONFIG_HOME;
  return join(config && isAbsolute(config) ? config : join(homedir(), '.config'), 'autostart');
}

export function autostartItem(folder: string, command: LaunchCommand): LoginItem {
  const file = join(folder, 'droprelay.desktop');
  return {
    view: () => ({ atLogin: isOn(file), needsApproval: false }),
    set(on) {
      if (!on) return rmSync(file, { force: true });
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const draft = `${file}.draft`;
      writeFileSync(draft, autostartEntry(command), { mode: 0o644 });
      renameSync(draft, file);
    },
  };
}

/** The text of the entry; `TryExec` makes the session pass over a program that is not there any more. */
export function autostartEntry(command: LaunchCommand): string {
  const lines = {
    Type: 'Application',
    Name: 'Droprelay',
    Exec: commandWords(command).map(argument).join(' '),
    TryExec: value(command.program),
    Terminal: 'false',
    'X-GNOME-Autostart-enabled': 'true',
  };
  const text = Object.entries(lines).map(([key, each]) => `${key}=${each}\n`);
  return `[Desktop Entry]\n${text.join('')}`;
}

/** False for an entry that was switched off in place, or whose program is gone. */
function isOn(file: string): boolean {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return false;
  }
  const of = (key: string): string => new RegExp(`^${key}\\s*=\\s*(.*?)\\s*$`, 'm').exec(text)?.[1] ?? '';
  if (of('Hidden') === 'true' || of('X-GNOME-Autostart-enabled') === 'false') return false;
  const program = plain(of('TryExec'));
  return !isAbsolute(program) || existsSync(program);
}

/** An argument of `Exec`: quoted, `%` doubled, as it would be a field code; then escaped as every value is. */
function argument(word: string): string {
  const doubled = word.replaceAll('%', '%%');
  return /^[\w/.%+-]+$/.test(doubled) ? doubled : value(`"${doubled.replace(/["`$\\]/g, '\\$&')}"`);
}

function value(text: string): string {
  const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r' };
  return text.replace(/[\\\n\t\r]/g, (each) => escapes[each] ?? each).replace(/^ /, '\\s');
}

function plain(text: string): string {
  const meanings: Readonly<Record<string, string>> = { s: ' ', n: '\n', t: '\t', r: '\r' };
  return text.replace(/\\(.)/g, (_, each: string) => meanings[each] ?? each);
}
