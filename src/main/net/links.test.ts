import { expect, it } from 'vitest';
import { parseLink } from './links.ts';

it.each([
  ['https://files.test/a.png', 'https://files.test/a.png'],
  [' \thttps://files.test/a%20b#c?d \r\n', 'https://files.test/a%20b#c?d'],
  ['https://files.test:8443/ü', 'https://files.test:8443/%C3%BC'],
])('%j is a link', (text, href) => {
  expect(parseLink(text)?.href).toBe(href);
});

it.each([
  '',
  'files.test/a.png',
  'http://files.test/a.png',
  'ftp://files.test/a',
  'javascript:alert(1)',
  'https:files.test',
  'https:\\\\files.test',
  'https://files.test\\@evil.test/',
  'https://',
  'https://.files.test/a',
  'https://files..test/a',
  'https://user@files.test/',
  'https://user:secret@files.test/',
  'https://files.test/a b',
  'https://files.test/a\nhttps://files.test/b',
  'https://files.test/\u0000',
  'https://files.test/\u202egnp.exe',
  'Error: https://files.test/a',
  '<a href="https://files.test/">',
  `https://files.test/${'a'.repeat(8192)}`,
  `https://files.test/${'ü'.repeat(1400)}`,
])('%j is none', (text) => {
  expect(parseLink(text)).toBeNull();
});

it('may be plain http where that is allowed, and only of the hosts that are named', () => {
  expect(parseLink('http://127.0.0.1:80/x', { allowHttp: true })?.host).toBe('127.0.0.1');
  const hosts = ['files.test', 'local.test:8080'];
  expect(parseLink('https://files.test/x', { hosts })).not.toBeNull();
  expect(parseLink('https://FILES.test/x', { hosts })).not.toBeNull();
  expect(parseLink('https://local.test:8080/x', { hosts })).not.toBeNull();
  expect(parseLink('https://local.test/x', { hosts })).toBeNull();
  expect(parseLink('https://files.test.evil.test/x', { hosts })).toBeNull();
});
