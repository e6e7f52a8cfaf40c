import { expect, test } from 'vitest';
import { contentDisposition, contentType } from './headers.ts';

test.each(['image/png', 'image/jpeg', 'text/plain', 'text/plain; charset=utf-8', 'application/pdf', 'IMAGE/PNG'])(
  '%s is shown in place',
  (mime) => expect(contentDisposition('a', mime)).toMatch(/^inline; /),
);

test.each([
  'text/html',
  'TEXT/HTML; charset=utf-8',
  'application/xhtml+xml',
  'image/svg+xml',
  'text/xml',
  'application/xml',
  'application/rss+xml',
  'text/javascript',
  'text/css',
  'audio/mpeg',
  'video/mp4',
  'application/octet-stream',
  'multipart/x-mixed-replace',
  'message/rfc822',
  'text/plain\r\nX: y',
  'image/png, text/html',
  '',
])('%s can only be saved', (mime) => expect(contentDisposition('a', mime)).toMatch(/^attachment; /));

test.each([
  ['plain.txt', 'plain.txt', 'plain.txt'],
  ['two words.txt', 'two words.txt', 'two%20words.txt'],
  ['quote".txt', 'quote_.txt', 'quote%22.txt'],
  ["it's (1)*.txt", 'it_s _1__.txt', 'it%27s%20%281%29%2A.txt'],
  ['a\r\nSet-Cookie: x=1', 'a__Set-Cookie_ x_1', 'a__Set-Cookie%3A%20x%3D1'],
  ['nul\0tab\t.txt', 'nul_tab_.txt', 'nul_tab_.txt'],
  ['../../etc/passwd', '.._.._etc_passwd', '.._.._etc_passwd'],
  ['..\\..\\boot.ini', '.._.._boot.ini', '.._.._boot.ini'],
  ['100%.txt', '100_.txt', '100%25.txt'],
  ['a;b=c.txt', 'a_b_c.txt', 'a%3Bb%3Dc.txt'],
  ['日本.txt', '__.txt', '%E6%97%A5%E6%9C%AC.txt'],
  ['🎉.txt', '__.txt', '%F0%9F%8E%89.txt'],
  ['\u202Egpj.exe', '_gpj.exe', '%E2%80%AEgpj.exe'],
  ['half \uD83C.txt', 'half _.txt', 'half%20%EF%BF%BD.txt'],
])('the name %o can neither end the header nor leave the folder', (name, ascii, whole) => {
  expect(contentDisposition(name, 'text/html')).toBe(`attachment; filename="${ascii}"; filename*=UTF-8''${whole}`);
});

test.each([
  ['image/png', 'image/png'],
  ['text/html; charset=utf-8', 'text/html; charset=utf-8'],
  ['text/plain', 'text/plain; charset=utf-8'],
  ['text/plain; charset=latin1', 'text/plain; charset=latin1'],
  ['text/plain\r\nX: y', 'application/octet-stream'],
  ['nonsense', 'application/octet-stream'],
  ['', 'application/octet-stream'],
])('the type %o goes out as %s', (mime, expected) => expect(contentType(mime)).toBe(expected));
