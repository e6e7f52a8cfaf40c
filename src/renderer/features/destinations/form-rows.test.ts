import { describe, expect, test } from 'vitest';
import type { FormField } from '../../../shared/destination-setup.ts';
import { isShort, rowsOf } from './form-rows.ts';

const base = { title: 'T', description: '', advanced: false };
const text = (name: string, description = ''): FormField => {
  return { ...base, name, description, kind: 'text', default: '', required: false };
};
const url: FormField = { ...base, name: 'url', kind: 'url', default: '', required: true };
const namesOf = (rows: (string | FormField)[][]) =>
  rows.map((row) => row.map((one) => (typeof one === 'string' ? one : one.name)).join(' '));

describe('rows of a form', () => {
  test.each<[string, readonly FormField[], string[]]>([
    ['short ones that follow each other', [text('a'), text('b'), text('c')], ['label a', 'b c']],
    ['one that is left has a row of its own', [text('a'), text('b')], ['label a', 'b']],
    [
      'a wide one parts them, and nothing changes its place',
      [url, text('a'), url, text('b')],
      ['label', 'url', 'a', 'url', 'b'],
    ],
    ['no field at all', [], ['label']],
  ])('%s', (_, fields, expected) => {
    expect(namesOf(rowsOf('label', fields))).toEqual(expected);
  });

  test('without a first one', () => {
    expect(namesOf(rowsOf<string>(null, [text('a'), text('b'), url]))).toEqual(['a b', 'url']);
  });
});

describe('short', () => {
  const choices = (...titles: string[]): FormField => ({
    ...base,
    name: 'c',
    kind: 'choice',
    default: '0',
    choices: titles.map((title, at) => ({ value: String(at), title })),
  });
  test.each<[string, boolean, FormField]>([
    ['a text', true, text('a')],
    ['a text with a long help', false, text('a', 'x'.repeat(81))],
    ['a text with a long title', false, { ...text('a'), title: 'x'.repeat(29) }],
    ['an address', false, url],
    ['a few choices side by side', false, choices('1 hour', '3 days')],
    ['a list to pick from', true, choices(...Array.from({ length: 9 }, (_, at) => `Service ${at}`))],
    ['a list of long choices', false, choices('x'.repeat(29), 'y')],
  ])('%s: %s', (_, expected, field) => {
    expect(isShort(field)).toBe(expected);
  });
});
