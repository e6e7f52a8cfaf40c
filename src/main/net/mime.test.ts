import { expect, it } from 'vitest';
import { mimeOf } from './mime.ts';

it.each([
  ['photo.JPG', 'image/jpeg'],
  ['a.tar.gz', 'application/gzip'],
  ['page.html', 'text/html'],
  ['html', 'application/octet-stream'],
  ['.png', 'application/octet-stream'],
  ['notes.unheard-of', 'application/octet-stream'],
  ['', 'application/octet-stream'],
])('%s is %s', (name, type) => {
  expect(mimeOf(name)).toBe(type);
});
