// What the tests with a real keyring need beside Electron: a bus, the keyring, and a hand that answers its prompt.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { PlainFailure } from '../plain-failure.ts';

/** The programs, the Debian packages that bring them, and what each is for. */
const KEYRING_TOOLS = {
  'dbus-daemon': { package: 'dbus', what: 'the session bus of the keyring' },
  'dbus-send': { package: 'dbus', what: 'asks the bus for the keyring' },
  'gnome-keyring-daemon': { package: 'gnome-keyring', what: 'the keyring' },
  xdotool: { package: 'xdotool', what: "types into the keyring's prompt" },
} as const;

type KeyringTool = keyof typeof KEYRING_TOOLS;

/** Returns when all of it is there, and on systems that have another key store; else a PlainFailure that names what is missing. */
export function requireKeyring(): void {
  if (process.platform !== 'linux') return;
  const message = explainKeyring(missingKeyringTools(onPath));
  if (message) throw new PlainFailure(message);
}

export function missingKeyringTools(isThere: (program: string) => boolean): KeyringTool[] {
  return (Object.keys(KEYRING_TOOLS) as KeyringTool[]).filter((program) => !isThere(program));
}

/** One message on everything that is missing, or an empty text. */
export function explainKeyring(missing: readonly KeyringTool[]): string {
  if (missing.length === 0) return '';
  const packages = new Set(missing.map((program) => KEYRING_TOOLS[program].package));
  return [
    'The tests with a real keyring can not run here yet, as something is missing:',
    ...missing.map((program) => `- ${program}, ${KEYRING_TOOLS[program].what}`),
    'Install it. On Debian, as root:',
    `    apt-get install -y ${[...packages].join(' ')}`,
  ].join('\n');
}

function onPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, program)));
}
