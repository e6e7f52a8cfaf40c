import { expect, test } from 'vitest';
import { wordsOf } from './history-words.ts';

test.each([
  ['nothing to look for', '  \t\n ', { match: null, short: null, all: null }],
  ['a long word', 'holiday', { match: '("holiday")', short: null }],
  ['long words, each once', ' a.png  b.png a.png', { match: '("a.png") AND ("b.png")', short: null }],
  ['what means something to the index', '"NEAR( col:x"*', { match: '("""NEAR(") AND ("col:x""*")', short: null }],
  ['a control character', 'abc\0def', { match: '("abc") AND ("def")' }],
])('%s', (_what, text, expected) => {
  expect(wordsOf(text)).toMatchObject(expected);
});

test('a short word is looked for as it is, whatever it means to LIKE', () => {
  expect(wordsOf('%_')).toEqual({
    match: null,
    short: { sql: String.raw`(text LIKE ? ESCAPE '\')`, values: [String.raw`%\%\_%`] },
    all: { sql: String.raw`(text LIKE ? ESCAPE '\')`, values: [String.raw`%\%\_%`] },
  });
});

test('letters beyond ASCII are looked for in both cases and both forms', () => {
  const { short, match } = wordsOf('Ö Übung');
  expect(short?.values).toEqual(
    ['%\u00d6%', '%\u00f6%', '%O\u0308%', '%o\u0308%', '%O\u0308%'].filter((v, i, a) => a.indexOf(v) === i),
  );
  expect(match).toBe('("\u00dcbung" OR "U\u0308bung")');
});

test('more words than anybody types are not looked for', () => {
  expect(wordsOf(Array.from({ length: 250 }, (_, at) => `w${at}x`).join(' ')).all?.values).toHaveLength(32);
});
