// `npm start` builds again exactly when the app in out/ is not what the sources say.
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isStale } from './build.ts';

let root: string;
const runtime = { executable: '/e', major: 42, origin: 'copy' } as const;
const at = (path: string, seconds: number): void => utimesSync(join(root, path), seconds, seconds);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'droprelay-build-'));
  mkdirSync(join(root, 'src', 'main'), { recursive: true });
  mkdirSync(join(root, 'out'));
  writeFileSync(join(root, 'src', 'main', 'index.ts'), '');
  writeFileSync(join(root, 'package.json'), '{}');
  writeFileSync(join(root, 'out', '.built'), 'Electron 42\n');
  for (const path of ['src/main/index.ts', 'src/main', 'src', 'package.json']) at(path, 1000);
  at('out/.built', 2000);
});
afterEach(() => rmSync(root, { recursive: true }));

test('a build that is newer than all sources is used', () => {
  expect(isStale(root, runtime)).toBe(false);
});

test.each(['src/main/index.ts', 'src/main', 'package.json'])('a later change of %s is built', (path) => {
  at(path, 3000);
  expect(isStale(root, runtime)).toBe(true);
});

test('a build for another Electron is not used', () => {
  expect(isStale(root, { ...runtime, major: 45 })).toBe(true);
});

test('a build that did not finish is not used', () => {
  rmSync(join(root, 'out', '.built'));
  expect(isStale(root, runtime)).toBe(true);
});
