// What the tests in the app with real parts of the system need beside Electron: a keyring, and other programs to work with.
import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { PlainFailure } from '../plain-failure.ts';

/** The programs, the Debian packages that bring them, and what each is for. */
const REAL_TOOLS = {
  'dbus-daemon': { package: 'dbus', what: 'the session bus of the keyring' },
  'dbus-send': { package: 'dbus', what: 'asks the bus for the keyring' },
  'gnome-keyring-daemon': { package: 'gnome-keyring', what: 'the keyring' },
  xdotool: { package: 'xdotool', what: 'presses keys, and finds windows' },
  openbox: { package: 'openbox', what: 'the window manager' },
  xclip: { package: 'xclip', what: 'reads the clipboard as another program' },
  sway: { package: 'sway', what: 'a Wayland desktop without a screen' },
  'wl-copy': { package: 'wl-clipboard', what: 'the other end of the clipboard on Wayland' },
  'wl-paste': { package: 'wl-clipboard', what: 'the other end of the clipboard on Wayland' },
  '/usr/lib/python3/dist-packages/gi': { package: 'python3-gi', what: 'the tray and the notifications of the tests' },
  'desktop-file-validate': { package: 'desktop-file-utils', what: 'judges the entry in the menu' },
} as const;

type RealTool = keyof typeof REAL_TOOLS;

/** Returns when all of them are there, and on systems other than Linux; else a PlainFailure that names what is missing. */
export function requireRealTools(): void {
  if (process.platform !== 'linux') return;
  const message = explainRealTools(missingRealTools(onPath));
  if (message) throw new PlainFailure(message);
}

export function missingRealTools(isThere: (program: string) => boolean): RealTool[] {
  return (Object.keys(REAL_TOOLS) as RealTool[]).filter((program) => !isThere(program));
}

/** One message on everything that is missing, or an empty text. */
export function explainRealTools(missing: readonly RealTool[]): string {
  if (missing.length === 0) return '';
  const packages = new Set(missing.map((program) => REAL_TOOLS[program].package));
  return [
    'The tests with real parts of the system can not run here yet, as something is missing:',
    ...missing.map((program) => `- ${program}, ${REAL_TOOLS[program].what}`),
    'Install it. On Debian, as root:',
    `    apt-get install -y ${[...packages].join(' ')}`,
  ].join('\n');
}

function onPath(program: string): boolean {
  if (isAbsolute(program)) return existsSync(program);
  return (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, program)));
}
