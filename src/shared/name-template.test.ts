import { expect, test } from 'vitest';
import { nameByTemplate, splitName, unknownNameWords } from './name-template.ts';
import { nameProblem } from './upload-name.ts';

const at = new Date(2026, 10, 2, 4, 5, 6);
const by = (template: string, name: string): string => nameByTemplate(template, { name, at, random: 'k3x9q2vm' });

test.each([
  ['photo.jpg', 'photo', '.jpg'],
  ['photo', 'photo', ''],
  ['.env', '.env', ''],
  ['.env.local', '.env', '.local'],
  ['a.b.c.png', 'a.b.c', '.png'],
  ['backup.tar.gz', 'backup', '.tar.gz'],
  ['.tar.gz', '.tar', '.gz'],
  ['Report v1. final', 'Report v1. final', ''],
  ['note.a-very-long-ending-indeed', 'note.a-very-long-ending-indeed', ''],
  ['名前.日本', '名前', '.日本'],
  ['two\nlines.txt', 'two\nlines', '.txt'],
])('%j is %j with the ending %j', (name, base, ending) => {
  expect(splitName(name)).toEqual({ base, ending });
});

test.each([
  ['{name}', 'photo.jpg', 'photo.jpg'],
  ['{date} {name}', 'photo.jpg', '2026-11-02 photo.jpg'],
  ['{date}_{time}', 'backup.tar.gz', '2026-11-02_04-05-06.tar.gz'],
  ['{random}', '.env', 'k3x9q2vm'],
  ['{nmae}', 'a.txt', '{nmae}.txt'],
  ['../{name}', 'a.txt', '..-a.txt'],
  ['{name}', 'a{date}.txt', 'a{date}.txt'],
  ['  ', 'a.txt', 'a.txt'],
  ['a\\b\u0000c\u202e', 'a.txt', 'a-b-c-.txt'],
  ['..', 'noending', 'noending'],
  ['x'.repeat(400), 'a.txt', `${'x'.repeat(251)}.txt`],
  ['é'.repeat(200), 'a.txt', `${'é'.repeat(125)}.txt`],
])('%j makes of %j %j', (template, name, expected) => {
  expect(by(template, name)).toBe(expected);
});

test('what a template makes can always be a name', () => {
  for (const template of ['/', '\\', '\u2028', '.', '..', '...', '\ud800', '{name}/{name}', ' . ', '\u2066']) {
    for (const name of ['a.txt', '.env', 'x', 'ü'.repeat(120)]) expect(nameProblem(by(template, name))).toBeNull();
  }
});

test('words that mean nothing are named once', () => {
  expect(unknownNameWords('{name} {nmae} {x} {nmae}')).toEqual(['nmae', 'x']);
});
