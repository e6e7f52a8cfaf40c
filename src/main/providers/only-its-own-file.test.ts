/** Adding a provider touches its own file, its test, its stand-in and the list: nothing else may name one. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hostIds } from '../../../lab/lab.ts';
import { providers } from './index.ts';

const root = join(import.meta.dirname, '../../..');
/** It is no host: its server is a part of the program, and the user chooses it by name. */
const embedded = 'this-computer';
const ids = [...new Set([...providers.map(({ id }) => id), ...hostIds])].filter((id) => id !== embedded);

const isTest =
  /\.test\.tsx?$|\/test-[\w-]+\.tsx?$|^src\/main\/crash\/|^src\/main\/providers\/(conformance|mutated-answers)/;
/** Two hosts of one operator, who answer in the same words from addresses of one domain. */
const related: Readonly<Record<string, string>> = { catbox: 'litterbox' };
/** What providers say of themselves and their settings, in other languages: looked up by their own words. */
const isTranslation = /^src\/shared\/messages\/\w+\/provided\.ts$/;
const isItsOwn = (file: string, id: string) =>
  file === 'src/main/providers/index.ts' ||
  new RegExp(`^src/main/providers/(${id}|${related[id] ?? id})\\b`).test(file);

/** Comments may give a host as an example. */
function code(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(?<!:)\/\/.*/g, '');
}

const files = globSync('src/**/*.{ts,tsx,html,css}', { cwd: root })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !isTest.test(file) && !isTranslation.test(file))
  .map((file) => ({ file, text: code(readFileSync(join(root, file), 'utf8')) }));

test.each(ids)('nothing but its own file and the list names %s', (id) => {
  // Short names are parts of words, and of the window's measures (`--s3`).
  const named = new RegExp(id.length > 4 ? id : `(?<!--)\\b${id}\\b`, 'i');
  expect(files.filter(({ file, text }) => !isItsOwn(file, id) && named.test(text)).map(({ file }) => file)).toEqual([]);
  expect(files.some(({ file, text }) => isItsOwn(file, id) && named.test(text))).toBe(true);
});

test('the whole program was looked at', () => {
  expect(files.length).toBeGreaterThan(200);
  expect(ids.length).toBeGreaterThanOrEqual(3);
});
