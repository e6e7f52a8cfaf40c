/** The packaged app, as users get it: its fuses, and its main job from a file to the link in the clipboard. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { freePort } from '../lab/servers/server.ts';
import { findElectron, type Runtime } from '../scripts/electron-runtime.ts';
import { makePackage } from '../scripts/package.ts';
import { capture } from '../scripts/processes.ts';
import { keyringFolder, startKeyring } from './keyring.ts';
import { startProgram, windowsOfClass, xClipboard } from './packaged-app.ts';

test.describe.configure({ timeout: 2 * 60_000 });
test.skip(process.platform !== 'linux', 'reads the clipboard and the windows of X11');

let runtime: Runtime;
let folder = '';
/** The packaged program. */
let droprelay = '';
test.beforeAll(async () => {
  runtime = await findElectron();
  folder = mkdtempSync(join(tmpdir(), 'droprelay-package-'));
  droprelay = await makePackage(runtime, join(folder, 'dist'));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

/** The desktop on which Chromium asks the keyring. */
const gnome = { XDG_CURRENT_DESKTOP: 'GNOME' };

let scene = '';
test.beforeEach(() => {
  scene = mkdtempSync(join(folder, 'scene-'));
});

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function makeFile(name: string, bytes = randomBytes(100_000)): string {
  const path = join(scene, name);
  writeFileSync(path, bytes);
  return path;
}

/** A program that leaves a file where it was run, and the path of that file. */
function trap(path: string): { program: string; sprung: string } {
  const sprung = join(scene, 'sprung');
  writeFileSync(path, `process.getBuiltinModule('node:fs').writeFileSync(${JSON.stringify(sprung)}, '');\n`);
  return { program: path, sprung };
}

/** An app that does nothing. */
function idleApp(): string {
  const path = join(scene, 'idle.cjs');
  writeFileSync(path, 'setInterval(() => {}, 1000);\n');
  return path;
}

test('a file given as an argument is hashed and uploaded, and its link is in the clipboard', async () => {
  await using lab = await startLab();
  // Filebin is told the hash of each file before it gets it.
  const settings = lab.chainOf('filebin');
  const home = join(scene, 'home');
  const bytes = randomBytes(3_000_000);
  await using app = startProgram(droprelay, { home, settings, args: [makeFile('first ü.bin', bytes)] });
  await expect.poll(() => lab.filebin.uploads.length, { timeout: 30_000, message: app.output() }).toBe(1);
  const [first] = lab.filebin.uploads;
  expect(first).toMatchObject({ name: 'first ü.bin', sha256: sha256(bytes) });
  expect(lab.filebin.requests.map(({ headers }) => headers['content-sha256'])).toContain(sha256(bytes));
  await expect.poll(xClipboard).toBe(first?.link);
  await expect.poll(() => windowsOfClass('droprelay')).toHaveLength(1);

  // A relative name means the folder of the start that it comes with.
  const second = { home, folder: scene, files: ['--second.bin'] };
  makeFile('--second.bin');
  await using again = startProgram(droprelay, second);
  expect(await again.ended).toBe(0);
  await expect.poll(() => lab.filebin.uploads.length, { timeout: 30_000 }).toBe(2);
  expect(lab.filebin.uploads[1]?.name).toBe('--second.bin');
  await expect.poll(xClipboard).toBe(lab.filebin.uploads[1]?.link);
});

test('a link of ours from elsewhere hands over no file', async () => {
  await using lab = await startLab();
  const home = join(scene, 'home');
  await using _app = startProgram(droprelay, { home, settings: lab.settings, args: [makeFile('first.bin')] });
  await expect.poll(() => lab.catbox.uploads.length, { timeout: 30_000 }).toBe(1);
  makeFile('private.bin');
  await using link = startProgram(droprelay, { home, args: ['droprelay:x/../../private.bin'] });
  expect(await link.ended).toBe(0);
  await using last = startProgram(droprelay, { home, args: [makeFile('last.bin')] });
  expect(await last.ended).toBe(0);
  await expect.poll(() => lab.catbox.uploads.map(({ name }) => name)).toContain('last.bin');
  expect(lab.standIns.flatMap(({ uploads }) => uploads.map(({ name }) => name))).not.toContain('private.bin');
});

test('a locked keyring holds up neither the start nor an upload that needs no secret', async () => {
  await using lab = await startLab();
  using keys = keyringFolder();
  const home = join(scene, 'home');
  const start = (file: string) => ({ home, settings: lab.settings, files: [makeFile(file)] });
  {
    // The keyring comes to be with the first key that is kept in it.
    await using open = await startKeyring(keys.path, 'open');
    await using app = startProgram(droprelay, { ...start('open.bin'), env: { ...open.env, ...gnome } });
    await expect.poll(() => lab.catbox.uploads.length, { timeout: 30_000, message: app.output() }).toBe(1);
    await expect.poll(() => existsSync(join(keys.path, 'data', 'keyrings', 'login.keyring'))).toBe(true);
  }
  await using locked = await startKeyring(keys.path, 'locked');
  await using app = startProgram(droprelay, { ...start('locked.bin'), env: { ...locked.env, ...gnome } });
  await expect.poll(() => windowsOfClass('droprelay')).toHaveLength(1);
  await expect.poll(() => lab.catbox.uploads.length, { message: app.output() }).toBe(2);
});

test('the fuses are set', async () => {
  const { version, ...wire } = await getCurrentFuseWire(droprelay);
  expect(version).toBe('1');
  // As the program holds them: the characters 0 and 1.
  const [DISABLE, ENABLE] = [0x30, 0x31];
  expect(wire).toMatchObject({
    [FuseV1Options.RunAsNode]: DISABLE,
    // With it the app stood still at its start until a locked keyring was opened.
    [FuseV1Options.EnableCookieEncryption]: DISABLE,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: DISABLE,
    [FuseV1Options.EnableNodeCliInspectArguments]: DISABLE,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: ENABLE,
    [FuseV1Options.OnlyLoadAppFromAsar]: ENABLE,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: DISABLE,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: DISABLE,
  });
});

test('neither ELECTRON_RUN_AS_NODE nor NODE_OPTIONS brings in another program', async () => {
  const { program, sprung } = trap(join(scene, 'trap.cjs'));
  const starts = [
    { env: { ELECTRON_RUN_AS_NODE: '1' }, args: [program] },
    { env: { NODE_OPTIONS: `--require=${program}` }, args: [idleApp()] },
  ];
  for (const start of starts) {
    // The bare Electron walks into the trap: it works.
    await using bare = startProgram(runtime.executable, { home: join(scene, 'bare'), ...start });
    await expect.poll(() => existsSync(sprung), { timeout: 30_000, message: bare.output() }).toBe(true);
    rmSync(sprung);
    await expectWorks(start);
    expect(existsSync(sprung)).toBe(false);
  }
});

test('--inspect opens no door', async () => {
  const port = await freePort();
  const args = [`--inspect=127.0.0.1:${port}`];
  {
    await using bare = startProgram(runtime.executable, { home: join(scene, 'bare'), args: [...args, idleApp()] });
    await expect.poll(() => isOpen(port), { timeout: 30_000, message: bare.output() }).toBe(true);
  }
  await expectWorks({ args }, async () => expect(await isOpen(port)).toBe(false));
});

test('--remote-debugging-port, which no fuse covers, opens no door either', async () => {
  const port = await freePort();
  const args = [`--remote-debugging-port=${port}`];
  {
    await using bare = startProgram(runtime.executable, { home: join(scene, 'bare'), args: [...args, idleApp()] });
    await expect.poll(() => isOpen(port), { timeout: 30_000, message: bare.output() }).toBe(true);
  }
  await expectWorks({ args }, async () => expect(await isOpen(port)).toBe(false));
});

test('a folder beside the package is not loaded, nor in its place', async () => {
  const resources = join(dirname(droprelay), 'resources');
  const app = join(resources, 'app');
  mkdirSync(app);
  const { sprung } = trap(join(app, 'index.js'));
  writeFileSync(join(app, 'package.json'), '{"name":"other","main":"index.js"}');
  await expectWorks({});
  const asar = join(resources, 'app.asar');
  renameSync(asar, join(scene, 'app.asar'));
  try {
    await using without = startProgram(droprelay, { home: join(scene, 'home') });
    expect(await without.ended).not.toBe(0);
  } finally {
    renameSync(join(scene, 'app.asar'), asar);
    rmSync(app, { recursive: true });
  }
  expect(existsSync(sprung)).toBe(false);
});

test('the entry in the menu is one that desktops accept, and leads to this program', async () => {
  const entry = join(dirname(droprelay), 'share', 'applications', 'droprelay.desktop');
  expect(await capture('desktop-file-validate', [entry], { limitMs: 10_000 })).toMatchObject({ code: 0, output: '' });
  const text = readFileSync(entry, 'utf8');
  expect(text).toContain(`\nExec=${droprelay} %F\n`);
  // Names in other languages stand between.
  const actions = text.split(/^(?=\[)/m).map((group) => group.split('\n').filter((line) => !/^Name\[/.test(line)));
  const action = (id: string): string[] =>
    actions.find(([head]) => head === `[Desktop Action ${id}]`)?.slice(1, 3) ?? [];
  expect(action('UploadFiles')).toEqual(['Name=Upload files…', `Exec=${droprelay} --upload-files`]);
  expect(action('UploadClipboard')).toEqual(['Name=Upload clipboard', `Exec=${droprelay} --upload-clipboard`]);
});

/** Starts the packaged app so, sees it upload a file, and looks at `meanwhile` before it ends. */
async function expectWorks(
  { args = [], env = {} }: { args?: readonly string[]; env?: Readonly<Record<string, string>> },
  meanwhile: () => Promise<void> = async () => undefined,
): Promise<void> {
  await using lab = await startLab();
  const home = mkdtempSync(join(scene, 'home-'));
  const files = [makeFile('works.bin')];
  await using app = startProgram(droprelay, { home, settings: lab.settings, env, args, files });
  const names = (): string[] => lab.catbox.uploads.map(({ name }) => name);
  await expect.poll(names, { timeout: 30_000, message: app.output() }).toContain('works.bin');
  await meanwhile();
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
