import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { writeWhole } from './draft.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function place(): { folder: string; file: string } {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-draft-'));
  folders.push(folder);
  return { folder, file: join(folder, 'list.csv') };
}

test('takes the place of what was there, and nothing else is touched or left', async () => {
  const { folder, file } = place();
  writeFileSync(file, 'old');
  writeFileSync(`${file}.draft`, 'of the user');
  expect(await writeWhole(file, 'new')).toBe('saved');
  expect(readFileSync(file, 'utf8')).toBe('new');
  expect(readFileSync(`${file}.draft`, 'utf8')).toBe('of the user');
  expect(readdirSync(folder)).toHaveLength(2);
});

test('what the place does not take leaves nothing', async () => {
  const { folder, file } = place();
  mkdirSync(join(file, 'a folder that is not empty'), { recursive: true });
  writeFileSync(`${file}.draft`, 'of the user');
  expect(await writeWhole(file, 'new')).toBe('refused');
  expect(readdirSync(folder).toSorted()).toEqual(['list.csv', 'list.csv.draft']);
});

test('two that write to one place at once do not mix', async () => {
  const { folder, file } = place();
  const texts = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(100_000));
  expect(await Promise.all(texts.map((text) => writeWhole(file, text)))).toEqual(texts.map(() => 'saved'));
  expect(texts).toContain(readFileSync(file, 'utf8'));
  expect(readdirSync(folder)).toHaveLength(1);
});
