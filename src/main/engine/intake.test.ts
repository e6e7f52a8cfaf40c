import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createHeld, expandPaths, fileAt, totalBytes } from './intake.ts';

const root = mkdtempSync(join(tmpdir(), 'droprelay-intake-'));
let folder = '';
let count = 0;
beforeEach(() => {
  count += 1;
  folder = join(root, String(count));
  mkdirSync(folder);
});
afterAll(() => rmSync(root, { recursive: true }));

function make(path: string, content = ''): string {
  const full = join(folder, path);
  mkdirSync(join(full, '..'), { recursive: true });
  writeFileSync(full, content);
  return full;
}

/** What the paths give, by kind and place below the folder. */
async function expanded(...paths: string[]): Promise<string[]> {
  const files = await expandPaths(paths.map((path) => join(folder, path)));
  return files.map((file) => `${file.kind} ${'path' in file ? relative(folder, file.path) : file.name}`);
}

describe('the files behind dropped paths', () => {
  test('keep the order of the drop; folders are walked in name order', async () => {
    for (const path of ['z.txt', 'd/b.txt', 'd/a/1.txt', 'd/c.txt', 'a.txt']) make(path);
    expect(await expanded('z.txt', 'd', 'a.txt')).toEqual([
      'path z.txt',
      'path d/a/1.txt',
      'path d/b.txt',
      'path d/c.txt',
      'path a.txt',
    ]);
  });

  test('a folder without files is told as such; empty ones inside another are not', async () => {
    mkdirSync(join(folder, 'e/f'), { recursive: true });
    make('g/1.txt');
    mkdirSync(join(folder, 'g/h'));
    expect(await expanded('e', 'g')).toEqual(['empty-folder e', 'path g/1.txt']);
  });

  test('links inside a folder are not followed, loops included; a dropped link is', async () => {
    make('d/1.txt');
    make('outside.txt');
    symlinkSync(join(folder, 'd'), join(folder, 'd/loop'));
    symlinkSync(join(folder, 'outside.txt'), join(folder, 'd/link.txt'));
    symlinkSync(join(folder, 'd'), join(folder, 'dropped'));
    expect(await expanded('d')).toEqual(['path d/1.txt']);
    expect(await expanded('dropped')).toEqual(['path dropped/1.txt']);
  });

  // Windows has no such files.
  if (process.platform !== 'win32') {
    test('a FIFO is handed on, so that its upload tells why it fails', async () => {
      make('d/1.txt');
      execFileSync('mkfifo', [join(folder, 'd/pipe')]);
      expect(await expanded('d', 'd/pipe')).toEqual(['path d/1.txt', 'path d/pipe', 'path d/pipe']);
    });
  }

  test('what can not be looked at stays as it is', async () => {
    expect(await expanded('missing', 'nul\0byte')).toEqual(['path missing', 'path nul\0byte']);
  });

  test('count in bytes as the files they lead to', async () => {
    const file = make('1.txt', '12345');
    symlinkSync(file, join(folder, 'link'));
    const files = [file, join(folder, 'link'), join(folder, 'missing')].map(fileAt);
    expect(await totalBytes([...files, { kind: 'pathless', name: 'x' }])).toBe(10);
  });
});

describe('files that wait for a yes', () => {
  test('are given back once', () => {
    const held = createHeld<string>();
    const token = held.hold('files');
    expect([held.take(token), held.take(token), held.take('unknown')]).toEqual(['files', null, null]);
  });

  test('are forgotten with the oldest', () => {
    const held = createHeld<number>(2);
    const tokens = [1, 2, 3].map((files) => held.hold(files));
    expect(tokens.map((token) => held.take(token))).toEqual([null, 2, 3]);
  });
});
