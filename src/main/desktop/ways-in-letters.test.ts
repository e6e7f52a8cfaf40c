import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isTaken, type Letter, leaveLetter, removeLetter, takeLetters } from './ways-in-letters.ts';

function letterFolder(): string {
  const home = mkdtempSync(join(tmpdir(), 'droprelay-letters-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  return join(home, 'handed');
}

const none = (error: unknown): void => {
  throw error;
};
const letter: Letter = { files: ['/a b', '/line\nbreak', '/--x'], act: 'upload-files', shows: true };

test('a letter is there until it is taken, whole, and stays until it was seen to', () => {
  const folder = letterFolder();
  expect(takeLetters(folder, none)).toEqual([]);
  const name = leaveLetter(folder, letter, 1_000);
  expect(isTaken(folder, name)).toBe(false);
  expect(takeLetters(folder, none)).toEqual([{ ...letter, name, at: 1_000, isNew: true }]);
  expect(isTaken(folder, name)).toBe(true);
  expect(takeLetters(folder, none)).toEqual([{ ...letter, name, at: 1_000, isNew: false }]);
  removeLetter(folder, name);
  expect([readdirSync(folder), isTaken(folder, name)]).toEqual([[], true]);
});

test('what is no letter is removed and told, a half-written one is left alone', () => {
  const folder = letterFolder();
  const name = leaveLetter(folder, letter, 1_000);
  writeFileSync(join(folder, '2-aa.json'), '{"files":"/etc/passwd"}');
  writeFileSync(join(folder, '3-aa.json.taken'), '{"files":["/etc/pa');
  writeFileSync(join(folder, '4-aa.json.draft'), '{"files":["/etc/pa');
  const reported: unknown[] = [];
  const taken = takeLetters(folder, (error) => reported.push(error));
  expect(taken.map((each) => each.name)).toEqual([name]);
  expect(reported).toHaveLength(2);
  expect(readdirSync(folder)).toEqual([`${name}.taken`, '4-aa.json.draft']);
});
