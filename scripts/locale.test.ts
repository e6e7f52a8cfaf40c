// Files with names in any script can be dropped, also where no locale is set.
import { expect, test } from 'vitest';
import { withUtf8 } from './locale.ts';

test.each([
  [{}, { LC_CTYPE: 'C.UTF-8' }],
  [{ LANG: 'C' }, { LANG: 'C', LC_CTYPE: 'C.UTF-8' }],
  [
    { LANG: '', LC_ALL: 'POSIX' },
    { LANG: '', LC_ALL: 'C.UTF-8' },
  ],
  [{ LANG: 'de_DE.UTF-8' }, { LANG: 'de_DE.UTF-8' }],
  [
    { LANG: 'C', LC_CTYPE: 'ja_JP.eucJP' },
    { LANG: 'C', LC_CTYPE: 'ja_JP.eucJP' },
  ],
])('%j becomes %j', (before, after) => {
  expect(withUtf8(before, 'linux', () => 'UTF-8')).toEqual(after);
});

test('a locale that is not installed comes down to ASCII, and is replaced', () => {
  const asked = { LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8' };
  expect(withUtf8(asked, 'linux', () => 'ANSI_X3.4-1968')).toEqual({ ...asked, LC_ALL: 'C.UTF-8' });
  expect(withUtf8({ LANG: 'de_DE.UTF-8' }, 'linux', () => 'ANSI_X3.4-1968')).toMatchObject({ LC_CTYPE: 'C.UTF-8' });
});

test('macOS and Windows do not take it from there', () => {
  expect(withUtf8({}, 'darwin')).toEqual({});
});
