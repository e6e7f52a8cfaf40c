import { expect, test } from 'vitest';
import { catboxError } from './catbox-errors.ts';

const context = {
  host: 'catbox.moe',
  sizeBytes: 10,
  limitBytes: 100,
  type: '.exe',
  detail: 'its words',
  now: 0,
};
const answer = (status: number, text: string) => ({ status, text, headers: {}, truncated: false });

test.each([
  [412, 'No files given.', null],
  [412, 'No request type given.', null],
  [412, 'No expire time specified.', null],
  [412, 'Filetype not allowed.', 'type-refused'],
  [200, 'File type not allowed', 'type-refused'],
  [200, 'This extension is disallowed', 'type-refused'],
  [200, 'File is too large', 'too-large'],
  [412, 'GIFs must be under 20MB.', 'too-large'],
  [412, 'Exceeds the maximum size', 'too-large'],
  [412, 'Invalid userhash', 'auth'],
  [412, 'Your IP has been banned.', 'forbidden'],
  [200, '', null],
  [200, 'https://files.catbox.moe/toolarge.exe', null],
  [200, '<html><title>file type not allowed</title></html>', null],
  [500, 'File is too large', null],
  [412, `${'x'.repeat(301)} too large`, null],
])('%i "%s" is %s', (status, text, kind) => {
  expect(catboxError(answer(status, text), context)?.kind ?? null).toBe(kind);
});

test('"No files given." is what an empty file gets, and one that PHP dropped for its size', () => {
  const dropped = answer(412, 'No files given.');
  expect(catboxError(dropped, { ...context, sizeBytes: 0 })).toEqual({ kind: 'empty-refused' });
  expect(catboxError(dropped, { ...context, sizeBytes: 101 })).toEqual({
    kind: 'too-large',
    sizeBytes: 101,
    limitBytes: 100,
  });
});
