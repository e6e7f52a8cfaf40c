// What a machine lacks to run Electron, told in one message with the exact command before anything is started.
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Runtime } from './electron-runtime.ts';
import { PlainFailure, say } from './plain-failure.ts';
import {
  ALL_PACKAGES,
  missingLibraries,
  namesForRelease,
  packagesFor,
  releaseUnknown,
  renamedHint,
} from './preconditions/debian.ts';
import { type DragTool, dragToolLines, missingDragTools } from './preconditions/drag-tools.ts';
import { capture, runStep } from './processes.ts';
import { runsAsRoot, sandboxObstacle } from './sandbox.ts';

/** `start` needs a display; `tests` bring their own and need Xvfb for that. */
export type Purpose = 'start' | 'tests';

export interface Lacks {
  /** Shared libraries that Electron's program is linked with. */
  libraries: string[];
  xvfb: boolean;
  display: boolean;
  /** Why Chromium's sandbox can not work, with the way out. */
  sandbox: string | null;
}

export interface Machine {
  root: boolean;
  hasApt: boolean;
  /** The text of /etc/os-release. */
  osRelease: string;
  /** How to run the command under Xvfb, for the message. */
  command: string;
}

/** Returns when Electron can be run here; installs what is missing as root on Debian with `CI` set; else a PlainFailure. */
export async function requireAll(runtime: Runtime, purpose: Purpose): Promise<void> {
  if (process.platform !== 'linux') return;
  const machine = thisMachine();
  let lacks = await lacksOf(runtime, purpose);
  if (packagesOf(lacks).length > 0 && machine.root && machine.hasApt && process.env.CI) {
    await install('Electron', ALL_PACKAGES, machine);
    lacks = await lacksOf(runtime, purpose);
  }
  const message = explain(lacks, machine);
  if (message) throw new PlainFailure(message);
}

/** As `requireAll`, for what a native drag needs: openbox, xdotool and GTK for Debian's Python. */
export async function requireDragTools(): Promise<void> {
  const machine = thisMachine();
  let missing = await missingDragTools(onPath);
  if (missing.length > 0 && machine.root && machine.hasApt && process.env.CI) {
    await install('the native drag', missing, machine);
    missing = await missingDragTools(onPath);
  }
  const message = explainDragTools(missing, machine);
  if (message) throw new PlainFailure(message);
}

/** One message on everything that is missing, or an empty text. */
export function explain(lacks: Lacks, machine: Machine): string {
  const packages = packagesOf(lacks);
  const missing: string[] = [];
  if (lacks.libraries.length > 0) missing.push(`shared libraries: ${lacks.libraries.join(', ')}`);
  if (lacks.xvfb) missing.push('Xvfb, the display of the tests');
  if (lacks.display) missing.push(`a display: neither DISPLAY nor WAYLAND_DISPLAY is set. ${displayAdvice(machine)}`);
  if (lacks.sandbox) missing.push(lacks.sandbox);
  if (missing.length === 0) return '';
  return [
    'Electron can not run here yet, as something is missing:',
    ...missing.map((line) => `- ${line}`),
    ...(packages.length > 0 ? installAdvice(packages, machine) : []),
  ].join('\n');
}

/** One message on the missing tools of a native drag, or an empty text. */
export function explainDragTools(missing: readonly DragTool[], machine: Machine): string {
  if (missing.length === 0) return '';
  return [
    'A native drag can not be made here yet, as something is missing:',
    ...dragToolLines(missing).map((line) => `- ${line}`),
    ...installAdvice(missing, machine),
  ].join('\n');
}

async function lacksOf(runtime: Runtime, purpose: Purpose): Promise<Lacks> {
  // ldd's own messages are in the user's language otherwise.
  const ldd = await capture('ldd', [runtime.executable], { env: { ...process.env, LC_ALL: 'C' }, limitMs: 15_000 });
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return {
    libraries: missingLibraries(ldd.output),
    xvfb: purpose === 'tests' && !onPath('Xvfb'),
    display: purpose === 'start' && !DISPLAY && !WAYLAND_DISPLAY,
    sandbox: await sandboxObstacle(runtime.executable),
  };
}

function packagesOf(lacks: Lacks): string[] {
  return [...(lacks.xvfb ? ['xvfb'] : []), ...packagesFor(lacks.libraries)];
}

function displayAdvice(machine: Machine): string {
  const without = `Start it from a desktop session, or on an invisible one:\n    ${machine.command}`;
  return machine.hasApt ? `${without}\n  (xvfb-run is in the packages xvfb and xauth)` : without;
}

function installAdvice(packages: readonly string[], machine: Machine): string[] {
  if (!machine.hasApt) {
    return [
      'Install the packages of your system that hold them. On Debian:',
      `    apt-get install -y ${packages.join(' ')}`,
    ];
  }
  const names = namesForRelease(packages, machine.osRelease).join(' ');
  const hint = releaseUnknown(machine.osRelease) ? renamedHint(packages) : '';
  return ['Install it with:', `    ${machine.root ? '' : 'sudo '}apt-get install -y ${names}`, ...(hint ? [hint] : [])];
}

async function install(purpose: string, packages: readonly string[], machine: Machine): Promise<void> {
  const names = namesForRelease(packages, machine.osRelease);
  say(`Installing for ${purpose}: ${names.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...names]]) {
    const code = await runStep('apt-get', args, { env });
    if (code !== 0) throw new PlainFailure(`apt-get ${args[0]} failed. The command was: apt-get ${args.join(' ')}`);
  }
}

function thisMachine(): Machine {
  return {
    root: runsAsRoot(),
    hasApt: onPath('apt-get'),
    osRelease: existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '',
    command: 'xvfb-run -a npm start',
  };
}

function onPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, program)));
}
