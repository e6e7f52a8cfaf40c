import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { gather, type IntakeFolder } from './intake.ts';
import { type Packed, zipFolder } from './zip-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'droprelay-zip-'));
afterAll(() => rmSync(root, { recursive: true }));
let folder = '';
let count = 0;
beforeEach(() => {
  count += 1;
  folder = join(root, `n${count}`, 'Fotos ü');
  mkdirSync(folder, { recursive: true });
});

function make(path: string, content: string | Uint8Array = path): string {
  const full = join(folder, path);
  mkdirSync(join(full, '..'), { recursive: true });
  writeFileSync(full, content);
  return full;
}

async function gathered(path = folder): Promise<IntakeFolder> {
  const [found] = await gather([path]);
  if (found?.kind !== 'folder') throw new Error('a folder with files');
  return found;
}

/** Writes the zip beside the folder, and gives its path and what was told on the way. */
async function pack(from: IntakeFolder, signal = new AbortController().signal) {
  const told: Packed[] = [];
  const zip = zipFolder(from, signal, (packed) => told.push(packed));
  const path = join(root, `${count}.zip`);
  const { open } = await import('node:fs/promises');
  await using file = await open(path, 'w');
  await file.writeFile(zip.bytes);
  return { path, told, name: zip.name, unreadable: zip.unreadable };
}

/** Another program's reading of the zip: its files in a new folder. */
function unpack(path: string): string {
  const to = join(root, `out${count}`);
  execFileSync('python3', [
    '-c',
    'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall(sys.argv[2])',
    path,
    to,
  ]);
  return to;
}

/** Names and times as another program lists them. */
function list(path: string): { name: string; method: number; size: number; time: number[] }[] {
  const script =
    'import sys,zipfile,json; print(json.dumps([{"name":i.filename,"method":i.compress_type,"size":i.file_size,"time":i.date_time} for i in zipfile.ZipFile(sys.argv[1]).infolist()]))';
  return JSON.parse(execFileSync('python3', ['-c', script, path], { encoding: 'utf8' }));
}

describe('a folder as one zip', () => {
  test('another program unpacks the same bytes, names of every script and folders below included', async () => {
    const bytes = {
      'a.txt': randomBytes(10),
      'below/写真 🙂.bin': randomBytes(700_000),
      'empty.txt': new Uint8Array(),
    };
    for (const [path, content] of Object.entries(bytes)) make(path, content);
    const { path, told, name, unreadable } = await pack(await gathered());
    expect({ name, unreadable }).toEqual({ name: 'Fotos ü.zip', unreadable: [] });
    expect(told.at(-1)).toEqual({ files: 3, bytes: 700_010 });
    const out = unpack(path);
    for (const [at, content] of Object.entries(bytes)) {
      expect(readFileSync(join(out, 'Fotos ü', at)).equals(Buffer.from(content))).toBe(true);
    }
  });

  test.each(['large.txt', 'large.mp4'])(
    '%s: the bytes read of it are told on the way, and never fewer',
    async (name) => {
      truncateSync(make(name), 20_000_000);
      make('z.txt', 'z');
      const { told } = await pack(await gathered());
      const within = told.filter(({ files, bytes }) => files === 0 && bytes > 0 && bytes < 20_000_000);
      expect(within.length).toBeGreaterThan(1);
      expect(told.map(({ bytes }) => bytes)).toEqual(told.map(({ bytes }) => bytes).toSorted((a, b) => a - b));
      expect(told.at(-1)).toEqual({ files: 2, bytes: 20_000_001 });
    },
  );

  test('files keep the time of their last change, and what is packed already is only stored', async () => {
    const time = new Date(2019, 3, 5, 6, 7, 8);
    for (const path of ['a.txt', 'b.JPG']) utimesSync(make(path, 'x'.repeat(1000)), time, time);
    const { path } = await pack(await gathered());
    expect(list(path)).toEqual([
      { name: 'Fotos ü/a.txt', method: 8, size: 1000, time: [2019, 4, 5, 6, 7, 8] },
      { name: 'Fotos ü/b.JPG', method: 0, size: 1000, time: [2019, 4, 5, 6, 7, 8] },
    ]);
  });

  test('a file from before 1970 is packed as well', async () => {
    const old = new Date(Date.UTC(1969, 6, 20));
    utimesSync(make('old.txt', 'x'), old, old);
    const { path } = await pack(await gathered());
    expect(list(path)).toMatchObject([{ name: 'Fotos ü/old.txt', size: 1 }]);
  });

  test.skipIf(process.platform === 'win32')('names that become the same in the zip lose no file', async () => {
    for (const name of ['a:b.txt', 'a\\b.txt', 'a_b.txt', 'a_b-2.txt', 'c:', 'c_']) make(name);
    const { path } = await pack(await gathered());
    const names = list(path).map(({ name }) => name);
    expect(new Set(names).size).toBe(6);
    expect(names).toContain('Fotos ü/a_b.txt');
    expect(names.filter((name) => /[:\\]/.test(name))).toEqual([]);
  });

  test('links inside are left out, whatever they lead to', async () => {
    make('a.txt');
    symlinkSync('/etc/passwd', join(folder, 'link.txt'));
    symlinkSync(folder, join(folder, 'loop'));
    const { path } = await pack(await gathered());
    expect(list(path).map(({ name }) => name)).toEqual(['Fotos ü/a.txt']);
  });

  test.skipIf(process.platform === 'win32')(
    'a link that took a file’s place since is not followed, and named',
    async () => {
      make('a.txt');
      const swapped = make('b.txt');
      const found = await gathered();
      rmSync(swapped);
      symlinkSync('/etc/passwd', swapped);
      const { path, unreadable } = await pack(found);
      expect(unreadable).toEqual(['b.txt']);
      expect(list(path).map(({ name }) => name)).toEqual(['Fotos ü/a.txt']);
    },
  );

  test('files that are gone, and special ones, are named; the rest is packed', async () => {
    for (const path of ['a.txt', 'gone.txt', 'z.txt']) make(path);
    if (process.platform !== 'win32') execFileSync('mkfifo', [join(folder, 'pipe')]);
    const found = await gathered();
    rmSync(join(folder, 'gone.txt'));
    const { path, unreadable, told } = await pack(found);
    expect(unreadable).toEqual(process.platform === 'win32' ? ['gone.txt'] : ['gone.txt', 'pipe']);
    // What could not be read is done with, and counts no bytes.
    expect(told.at(-1)).toEqual({ files: found.files.length, bytes: 'a.txt'.length + 'z.txt'.length });
    expect(list(path).map(({ name }) => name)).toEqual(['Fotos ü/a.txt', 'Fotos ü/z.txt']);
  });

  test('a folder of which nothing can be read fails as such', async () => {
    make('a.txt');
    const found = await gathered();
    rmSync(join(folder, 'a.txt'));
    await expect(pack(found)).rejects.toMatchObject({ failure: { kind: 'source-unreadable', why: 'no-permission' } });
  });

  test.skipIf(process.platform === 'win32')(
    'a name that would be a drive or a step elsewhere is none in the zip',
    async () => {
      make('C:\\x\\..\\y.txt', 'y');
      const { path } = await pack(await gathered());
      expect(list(path).map(({ name }) => name)).toEqual(['Fotos ü/C__x_.._y.txt']);
    },
  );

  test('it ends as soon as it is stopped, in the middle of a file too', async () => {
    truncateSync(make('large.bin'), 3_000_000_000);
    const stopping = new AbortController();
    const zip = zipFolder(await gathered(), stopping.signal, () => undefined);
    let bytes = 0;
    const reading = (async () => {
      for await (const chunk of zip.bytes) {
        bytes += chunk.length;
        stopping.abort();
      }
    })();
    await expect(reading).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
    expect(bytes).toBeLessThan(10_000_000);
  });

  test('one who stops reading lets go of the file', async () => {
    truncateSync(make('large.bin'), 3_000_000_000);
    const zip = zipFolder(await gathered(), new AbortController().signal, () => undefined);
    for await (const chunk of zip.bytes) if (chunk.length > 0) break;
    const open = (): string =>
      process.platform === 'linux' ? execFileSync('ls', ['-l', `/proc/${process.pid}/fd`], { encoding: 'utf8' }) : '';
    await expect.poll(open).not.toContain('large.bin');
  });

  test('a large file takes no more memory than a small one', async () => {
    truncateSync(make('large.jpg'), 200_000_000);
    const zip = zipFolder(await gathered(), new AbortController().signal, () => undefined);
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    for await (const _ of zip.bytes) most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    expect(most).toBeLessThan(100_000_000);
  });

  test('a long name of a folder leaves room for the ending', async () => {
    folder = join(root, `n${count}`, 'ü'.repeat(127));
    make('a.txt');
    const { name } = await pack(await gathered());
    expect(name.endsWith('ü.zip')).toBe(true);
    expect(Buffer.byteLength(name)).toBeLessThan(205);
  });
});
