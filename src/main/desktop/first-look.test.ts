import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { firstLook } from './first-look.ts';

function fileWith(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-first-look-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'settings.json');
  writeFileSync(file, content);
  return file;
}

test('the window looks and speaks as was chosen', () => {
  const file = fileWith('{"preferences":{"theme":"dark","language":"de"}}');
  expect(firstLook(file)).toEqual({ theme: 'dark', language: 'de' });
});

test.each([
  ['no choice', '{}'],
  ['no settings', '[]'],
  ['nothing', ''],
  ['a broken end', '{"preferences":{"theme":"dark"'],
  ['another kind of value', '{"preferences":7}'],
  ['null', '{"preferences":null}'],
  ['no object', 'null'],
  ['names that we do not know', '{"preferences":{"theme":"pink","language":"tlh"}}'],
  ['values that are no names', '{"preferences":{"theme":["dark"],"language":{"toString":1}}}'],
])('%s is as the system has it', (_what, content) => {
  expect(firstLook(fileWith(content))).toEqual({ theme: 'system', language: 'system' });
});

test('a file that is not there is as the system has it', () => {
  expect(firstLook('/nowhere/settings.json')).toEqual({ theme: 'system', language: 'system' });
});

test('of two, the one that can be read counts', () => {
  expect(firstLook(fileWith('{"preferences":{"theme":"light","language":7}}'))).toEqual({
    theme: 'light',
    language: 'system',
  });
});
