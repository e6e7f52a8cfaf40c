// `npm run package`: builds, and packages the app for this machine into dist/, with its fuses set.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildIfStale } from './build.ts';
import { findElectron, type Runtime } from './electron-runtime.ts';
import { DESKTOP_ID, desktopEntry } from './package/desktop-entry.ts';
import { PlainFailure, say } from './plain-failure.ts';
import { PROJECT_ROOT, runStep, tool } from './processes.ts';

const MARKER = 'NOT-FOR-PUBLISHING.txt';
const MARKER_TEXT = `This package was made for a test on one machine.
Its Electron did not come from the Electron project. Do not publish it, and do not give it to anyone.
`;

/**
 * `args` are the targets of this system to make, such as `deb AppImage`; without any the app lies in a folder, as it
 * would be installed.
 */
export async function main(args: readonly string[]): Promise<number> {
  const runtime = await findElectron();
  const targets = args.length > 0 ? args : ['dir'];
  requirePublishable(runtime, targets);
  const output = join(PROJECT_ROOT, 'dist', isOfficial(runtime) ? '' : 'local-test-only');
  const executable = await makePackage(runtime, output, targets);
  if (!isOfficial(runtime)) warn(runtime);
  say(targets.includes('dir') ? `The app: ${executable}` : `The packages: ${output}`);
  return 0;
}

/** Packages into `output`, builds before where that is needed, and gives the path of the program in the folder form. */
export async function makePackage(
  runtime: Runtime,
  output: string,
  targets: readonly string[] = ['dir'],
): Promise<string> {
  requirePublishable(runtime, targets);
  await buildIfStale(runtime);
  // electron-builder leaves what an earlier run had there and this one has not.
  rmSync(output, { recursive: true, force: true });
  const [node, script] = tool('electron-builder', 'electron-builder');
  const distribution = folderOf(runtime.executable);
  const version = readFileSync(join(distribution, 'version'), 'utf8').trim().replace(/^v/, '');
  const code = await runStep(node, [
    script,
    ...[systemOption(process.platform), ...targets, `--${process.arch}`],
    ...['--config', 'electron-builder.config.ts', '--publish', 'never'],
    `--config.directories.output=${output}`,
    `--config.electronDist=${distribution}`,
    `--config.electronVersion=${version}`,
  ]);
  if (code !== 0) throw new PlainFailure('The app could not be packaged.');
  const executable = packagedExecutable(output, process.platform, process.arch);
  if (targets.includes('dir')) finishFolder(folderOf(executable), executable, runtime);
  return executable;
}

/** Throws a PlainFailure if this Electron may not leave this machine and the targets are made for that. */
export function requirePublishable(runtime: Runtime, targets: readonly string[]): void {
  const others = targets.filter((target) => target !== 'dir');
  if (isOfficial(runtime) || others.length === 0) return;
  throw new PlainFailure(
    `Packages to give away (${others.join(', ')}) are made of the official Electron only, and this one is not: ${runtime.executable}`,
  );
}

/** Where electron-builder leaves the program. */
export function packagedExecutable(output: string, platform: NodeJS.Platform, arch: string): string {
  const suffix = arch === 'x64' ? '' : `-${arch}`;
  if (platform === 'darwin') return join(output, `mac${suffix}`, 'Droprelay.app', 'Contents', 'MacOS', 'Droprelay');
  if (platform === 'win32') return join(output, `win${suffix}-unpacked`, 'Droprelay.exe');
  return join(output, `linux${suffix}-unpacked`, 'droprelay');
}

function isOfficial(runtime: Runtime): boolean {
  return runtime.origin === 'official';
}

/** The folder that holds the app whole: on macOS the program is three folders down in it. */
function folderOf(executable: string): string {
  return process.platform === 'darwin' ? join(executable, '..', '..', '..', '..') : dirname(executable);
}

function systemOption(platform: NodeJS.Platform): string {
  return platform === 'darwin' ? '--mac' : platform === 'win32' ? '--win' : '--linux';
}

/** What an installer would do: the entry in the menu and its icons, under `share` as Linux desktops look for them. */
function finishFolder(folder: string, executable: string, runtime: Runtime): void {
  if (!isOfficial(runtime)) writeFileSync(join(folder, MARKER), MARKER_TEXT);
  if (process.platform !== 'linux') return;
  const share = join(folder, 'share');
  const { description }: { description: string } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8'));
  mkdirSync(join(share, 'applications'), { recursive: true });
  writeFileSync(join(share, 'applications', `${DESKTOP_ID}.desktop`), desktopEntry(executable, description));
  const icons = join(PROJECT_ROOT, 'resources', 'icons');
  for (const name of readdirSync(icons)) {
    cpSync(join(icons, name), join(share, 'icons', 'hicolor', name.replace('.png', ''), 'apps', `${DESKTOP_ID}.png`));
  }
}

function warn(runtime: Runtime): void {
  say('');
  say('*** A LOCAL TEST PACKAGE, NOT FOR PUBLISHING ***');
  say(`*** Its Electron is not the official one: ${runtime.executable}`);
  say(`*** ${MARKER} in it says so.`);
  say('');
}
