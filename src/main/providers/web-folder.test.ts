import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openSmallDisk } from '../../../lab/small-disk.ts';
import { toFailure } from '../../shared/failure.ts';
import { describeConformance } from './conformance.ts';
import { createRig, failureOf, type Rig, rigNow } from './conformance-rig.ts';
import { handleAt } from './own-storage.ts';
import { publish } from './web-folder/copy.ts';
import { diskFailure, fileName, segmentsOf } from './web-folder/place.ts';
import { startWebServer, type WebServer } from './web-folder/test-web-server.ts';
import { webFolder } from './web-folder.ts';

const noServer = 'nothing stands between us and the disk';
const placeholder = { folder: '/nowhere', publicUrl: 'http://127.0.0.1:1/', keyTemplate: '{random}/{filename}' };

async function start() {
  const server = await startWebServer();
  return { standIn: server.farSide, arrived: server.arrived, stop: server.stop };
}

/** What can not be seen, or would lead elsewhere or be hidden, is an underscore. */
const tame = (name: string): string => name.replaceAll(/[/\\\p{Cc}\p{Cf}]/gu, '_').replace(/^\./, '_.');

describeConformance(webFolder, {
  start,
  settings: placeholder,
  expectedName: tame,
  cannot: {
    sending: noServer,
    statuses: noServer,
    limits: noServer,
    cuts: noServer,
    answers: noServer,
  },
  differs: {
    refuse: { kind: 'settings-invalid', because: 'a folder that is not there is what its user sees' },
    'wrong-handle': { kind: 'settings-invalid', because: 'it names another folder, in which nothing is deleted' },
  },
});

interface Box extends AsyncDisposable {
  readonly server: WebServer;
  readonly rig: Rig;
}

async function openBox(settings: object = {}): Promise<Box> {
  const server = await startWebServer();
  const standIn = { ...server.farSide, settings: { ...server.farSide.settings, ...settings } };
  const rig = await createRig(webFolder, {
    start: async () => ({ standIn, arrived: server.arrived, stop: server.stop }),
  });
  return { server, rig, [Symbol.asyncDispose]: () => rig.close() };
}

const invalid = (field: string) => ({ failure: { kind: 'settings-invalid', field }, sent: 'nothing' });
const signal = new AbortController().signal;

describe('a copy', () => {
  test('has the name that the template makes, below the public address, and is there for everyone', async () => {
    await using box = await openBox({ keyTemplate: 'in/{year}/{name}' });
    const { payload, sha256 } = await box.rig.payloadOf(1000, 'a b#.txt');
    const { link, deleteHandle } = await box.rig.send(payload);
    const year = new Date(rigNow).getFullYear();
    expect(link).toBe(`${box.server.url}in/${year}/a%20b%23.txt`);
    expect(deleteHandle).toBe(handleAt(box.server.folder, `in/${year}/a b#.txt`));
    expect(await box.server.arrived(link)).toMatchObject({ sha256 });
    const [file = ''] = box.server.files();
    expect(statSync(file).mode & 0o777).toBe(0o644 & ~process.umask());
    expect(box.server.files()).toHaveLength(1);
  });

  test('of a taken name gets another one, and the first stays', async () => {
    await using box = await openBox({ keyTemplate: '{filename}' });
    writeFileSync(join(box.server.folder, 'a.txt'), 'mine');
    const { payload, sha256 } = await box.rig.payloadOf(10, 'a.txt');
    const { link } = await box.rig.send(payload);
    expect(link).toMatch(/\/a-[a-z0-9]{16}\.txt$/);
    expect(await box.server.arrived(link)).toMatchObject({ sha256 });
    expect(readFileSync(join(box.server.folder, 'a.txt'), 'utf8')).toBe('mine');
  });

  test('of a taken name that is as long as names may be gets another one too', async () => {
    await using box = await openBox({ keyTemplate: '{filename}' });
    const name = `${'n'.repeat(251)}.txt`;
    const { payload } = await box.rig.payloadOf(10, name);
    await box.rig.send(payload);
    expect((await box.rig.send(payload)).link).toMatch(/\/n{234}-[a-z0-9]{16}\.txt$/);
  });

  test.each(['link', 'rename'] as const)('replaces nothing where the disk knows %s only', async (how) => {
    await using box = await openBox();
    const { folder } = box.server;
    const part = join(folder, 'part');
    writeFileSync(part, 'new');
    writeFileSync(join(folder, 'a.txt'), 'old');
    const noLinks = Object.assign(new Error('no'), { code: 'EPERM', syscall: 'link' });
    const name = await publish(part, {
      folder,
      name: 'a.txt',
      ...(how === 'rename' && { link: () => Promise.reject(noLinks) }),
    });
    expect([name, readFileSync(join(folder, name), 'utf8')]).toEqual([expect.stringMatching(/^a-\w{16}\.txt$/), 'new']);
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('old');
  });

  test('never sets up the web server, nor is hidden', async () => {
    await using box = await openBox({ keyTemplate: '{filename}' });
    const { link } = await box.rig.send((await box.rig.payloadOf(10, '.htaccess')).payload);
    expect(new URL(link).pathname).toBe('/_.htaccess');
  });

  test('that is cancelled at half, or whose file changes, leaves nothing', async () => {
    await using box = await openBox();
    const { payload } = await box.rig.payloadOf(5_000_000);
    const saved: (string | null)[] = [];
    const cancel = new AbortController();
    const failed = await box.rig.failing(payload, {
      signal: cancel.signal,
      checkpoint: (state) => saved.push(state),
      onProgress: (bytes) => bytes > 2_000_000 && cancel.abort(),
    });
    expect(failed).toEqual({ failure: { kind: 'cancelled' }, sent: 'part' });
    expect(box.server.files()).toEqual([]);
    expect([saved.length, saved.at(-1)]).toEqual([2, null]);
    const changed = await box.rig.failing(payload, { onProgress: () => writeFileSync(payload.source.path, 'other') });
    expect(changed).toEqual({ failure: { kind: 'source-changed' }, sent: 'part' });
    expect(box.server.files()).toEqual([]);
  });

  test('that was killed leaves a hidden part, which the next one or a clean-up removes', async () => {
    await using box = await openBox();
    const state = 'b/.droprelay-0123456789abcdef.part';
    const leave = (): void => {
      mkdirSync(join(box.server.folder, 'b'), { recursive: true });
      writeFileSync(join(box.server.folder, state), 'half');
    };
    leave();
    await box.rig.send((await box.rig.payloadOf(10)).payload, { resumeFrom: state });
    expect(box.server.files()).toHaveLength(1);
    leave();
    await box.rig.connection.discard?.(state, signal);
    await box.rig.connection.discard?.(state, signal);
    expect(box.server.files()).toHaveLength(1);
    // What is no part of ours is left alone.
    writeFileSync(join(box.server.folder, 'b/other.part'), 'x');
    for (const other of ['b/other.part', '../x/.droprelay-0123456789abcdef.part', '', '{}']) {
      await box.rig.connection.discard?.(other, signal);
    }
    expect(box.server.files()).toHaveLength(2);
  });
});

describe('the folder', () => {
  test('is never made: where it is missing, the setting is named, for deletions too', async () => {
    await using box = await openBox();
    const { payload } = await box.rig.payloadOf(10);
    const { link, deleteHandle } = await box.rig.send(payload);
    await box.server.farSide.fail({ kind: 'refuse' });
    expect(await box.rig.failing(payload)).toEqual(invalid('folder'));
    const removal = box.rig.connection.remove?.({ link, deleteHandle: deleteHandle ?? '' }, signal);
    expect(await failureOf(removal ?? Promise.resolve())).toEqual(invalid('folder'));
    writeFileSync(box.server.folder, 'a file now');
    expect(await box.rig.failing(payload)).toEqual(invalid('folder'));
    rmSync(box.server.folder);
  });

  test.skipIf(process.getuid?.() === 0)('that may not be written to says so', async () => {
    await using box = await openBox({ folder: '/usr/bin' });
    expect((await box.rig.failing((await box.rig.payloadOf(10)).payload)).failure).toMatchObject({ kind: 'forbidden' });
  });

  test('that is full is told apart, and nothing is left in it', async ({ skip }) => {
    const folder = mkdtempSync(join(tmpdir(), 'droprelay-full-'));
    const opened = await openSmallDisk(folder, 512);
    if ('missing' in opened) return skip(opened.missing);
    using disk = opened.disk;
    // For others than root it lies in a namespace of its own, and the folder's real path, which is used, leads out of that.
    if (disk.within.length > 0) return skip('only root can lay a small disk where this program finds it');
    await using box = await openBox({ folder: disk.folder });
    const failed = await box.rig.failing((await box.rig.payloadOf(2_000_000)).payload);
    // The next destination may have room; a full disk of the program's own would end the upload.
    const full = { failure: { kind: 'quota', host: expect.stringContaining('127.0.0.1') } };
    expect(failed).toMatchObject(full);
    disk.fill();
    expect(await box.rig.failing((await box.rig.payloadOf(10)).payload)).toMatchObject(full);
    disk.free();
    expect((await box.rig.send((await box.rig.payloadOf(10)).payload)).deleteHandle).toMatch(/"\d{4}-/);
  });

  test('loses nothing by a handle of another one', async () => {
    await using box = await openBox({ keyTemplate: '{filename}' });
    await using other = await openBox({ keyTemplate: '{filename}' });
    const { payload } = await box.rig.payloadOf(10, 'a.txt');
    const { link, deleteHandle } = await box.rig.send(payload);
    await other.rig.send(payload);
    const removal = other.rig.connection.remove?.({ link, deleteHandle: deleteHandle ?? '' }, signal);
    expect(await failureOf(removal ?? Promise.resolve())).toEqual(invalid('folder'));
    expect(other.server.files()).toHaveLength(1);
  });

  test.each(['upload', 'remove'] as const)('has no way out by a link within it (%s)', async (act) => {
    await using box = await openBox({ keyTemplate: '{name}/{filename}' });
    const outside = dirname(box.server.folder);
    writeFileSync(join(outside, 'out.txt'), 'precious');
    symlinkSync(outside, join(box.server.folder, 'out'));
    const action =
      act === 'upload'
        ? box.rig.send((await box.rig.payloadOf(10, 'out.txt')).payload)
        : box.rig.connection.remove?.(
            { link: box.server.url, deleteHandle: handleAt(box.server.folder, 'out/out.txt') },
            signal,
          );
    expect(await failureOf(Promise.resolve(action))).toMatchObject({ failure: { kind: 'forbidden' }, sent: 'nothing' });
    expect(readFileSync(join(outside, 'out.txt'), 'utf8')).toBe('precious');
  });

  test.each(['../out.txt', 'a/../../out.txt', '/out.txt', '', '.', '..', 'a//b', 'a/\0'])(
    'deletes nothing by the handle %j',
    async (key) => {
      await using box = await openBox();
      writeFileSync(join(dirname(box.server.folder), 'out.txt'), 'precious');
      const deleteHandle = handleAt(box.server.folder, key);
      const removal = box.rig.connection.remove?.({ link: box.server.url, deleteHandle }, signal);
      expect((await failureOf(removal ?? Promise.resolve())).failure.kind).toBe('forbidden');
      expect(readFileSync(join(dirname(box.server.folder), 'out.txt'), 'utf8')).toBe('precious');
    },
  );
});

test.each([
  ['ENOSPC', 'quota'],
  ['EDQUOT', 'quota'],
  ['EACCES', 'forbidden'],
  ['EPERM', 'forbidden'],
  ['EROFS', 'forbidden'],
  ['EIO', 'connection'],
  ['ESTALE', 'connection'],
  ['ENOENT', 'settings-invalid'],
  ['ENAMETOOLONG', 'settings-invalid'],
])('%s of the disk is %s, and no path is told', (code, kind) => {
  const error = Object.assign(new Error(`${code}: /home/canary`), { code, syscall: 'write', path: '/home/canary' });
  const told = diskFailure(error, 'files.example.org', 'part');
  expect(told).toMatchObject({ failure: { kind }, sent: 'part' });
  expect(JSON.stringify(toFailure(told))).not.toContain('canary');
  expect(toFailure(diskFailure(new TypeError('x'), '', 'part')).kind).toBe('bug');
});

describe('on Windows', () => {
  test.each([
    ['a.txt:stream', 'a.txt_stream'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['com1.tar.gz', '_com1.tar.gz'],
    ['what? "now".txt', 'what_ _now_.txt'],
    ['end.', 'end_'],
    ['console.txt', 'console.txt'],
  ])('the name %j is %j there', (name, expected) => {
    expect(fileName(name, 'win32')).toBe(expected);
    expect(fileName(expected, 'win32')).toBe(expected);
    expect(fileName(name, 'linux')).toBe(name);
  });

  test('a handle does not lead to a device, a stream or another folder', () => {
    for (const key of ['a/NUL', 'a.txt:x', 'a/..\\..\\b', 'C:\\b']) expect(segmentsOf(key, 'win32')).toBeNull();
    expect(segmentsOf('a/b.txt', 'win32')).toEqual(['a', 'b.txt']);
  });
});

test.each([
  ['folder', { folder: 'relative/path' }],
  ['folder', { folder: '' }],
  ['publicUrl', { publicUrl: '' }],
  ['publicUrl', { publicUrl: 'file:///srv' }],
  ['keyTemplate', { keyTemplate: '{nothing}' }],
])('a %s that can not be is refused: %j', (field, change) => {
  expect(webFolder.settings.safeParse({ ...placeholder, ...change }).error?.issues[0]?.path).toEqual([field]);
  expect(webFolder.settings.safeParse({ ...placeholder, [field]: undefined }).success).toBe(field === 'keyTemplate');
});
