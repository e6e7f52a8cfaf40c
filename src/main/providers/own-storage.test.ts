import { describe, expect, test } from 'vitest';
import {
  keyOf,
  keyTemplateSetting,
  ownsHost,
  publicLink,
  publicUrlSetting,
  randomPart,
  unlike,
} from './own-storage.ts';

const at = new Date(2026, 1, 3, 4, 5, 6).getTime();
const named = (template: string, name = 'my report.tar.gz') => keyOf(template, { name, at, random: 'r4nd0m' });

describe('the name of an upload', () => {
  test.each([
    ['{date}/{name}-{random}', '2026-02-03/my report.tar-r4nd0m.gz'],
    ['{filename}', 'my report.tar.gz'],
    ['{year}/{month}/{day}/{time}.{ext}', '2026/02/03/040506.gz'],
    ['/a//b/{filename}', 'a/b/my report.tar.gz'],
    ['../{filename}', '_../my report.tar.gz'],
  ])('%s', (template, key) => expect(named(template)).toBe(key));

  test.each([
    ['a/../../b\\c.txt', 'a_.._.._b_c.txt'],
    ['..', '_..'],
    ['two\r\nlines\u202e.txt', 'two__lines_.txt'],
    ['no-extension', 'no-extension'],
    ['.hidden', '.hidden'],
  ])('a file named %j stays one segment', (name, key) => expect(named('{filename}', name)).toBe(key));

  test('a name without an extension gets none', () => expect(named('{name}-{random}', 'plain')).toBe('plain-r4nd0m'));

  test('is never longer than storage takes it, and keeps its extension', () => {
    const key = named('{filename}/{filename}/{filename}/{filename}/{filename}', `${'ü'.repeat(200)}.txt`);
    expect(Buffer.byteLength(key)).toBeLessThanOrEqual(1024);
    expect(key.endsWith('.txt')).toBe(true);
    for (const segment of key.split('/')) expect(Buffer.byteLength(segment)).toBeLessThanOrEqual(255);
  });

  test.each(['長'.repeat(83), 'a'.repeat(255), 'ü\u202e'.repeat(60)])('keeps what was drawn by lot: %s', (name) => {
    for (const template of ['{date}/{name}-{random}', '{filename}-{name}-{random}.{ext}', '{random}/{filename}']) {
      const key = named(template, `${name}.mp4`);
      expect(key).toContain('r4nd0m');
      expect(key.endsWith('.mp4')).toBe(true);
      for (const segment of key.split('/')) expect(Buffer.byteLength(segment)).toBeLessThanOrEqual(255);
    }
    const other = unlike(named('a/{filename}', `${name}.mp4`), 'r4nd0m');
    expect(other).toMatch(/^a\/.+-r4nd0m\.mp4$/u);
    expect(Buffer.byteLength(other)).toBeLessThanOrEqual(257);
  });

  test('a template may hold known words alone', () => {
    const setting = keyTemplateSetting('{filename}');
    expect(setting.parse(undefined)).toBe('{filename}');
    for (const text of ['', ' ', 'folder/', '{who}', '{}']) expect(setting.safeParse(text).success).toBe(false);
  });

  test('another one for the same file', () => {
    expect(unlike('a/b.txt', 'x')).toBe('a/b-x.txt');
    expect(unlike('a.b/c', 'x')).toBe('a.b/c-x');
    expect(randomPart()).toMatch(/^[a-z0-9]{16}$/);
    expect(randomPart()).not.toBe(randomPart());
  });
});

describe('the public address', () => {
  test.each([
    ['https://cdn.example', 'a b/ü#?.txt', 'https://cdn.example/a%20b/%C3%BC%23%3F.txt'],
    ['https://cdn.example/files/', 'a', 'https://cdn.example/files/a'],
    ['https://cdn.example/{key}?v=1', 'a/b', 'https://cdn.example/a/b?v=1'],
  ])('%s and %s', (template, key, link) => expect(publicLink(template, key)).toBe(link));

  test('is http or https, without a user name', () => {
    const setting = publicUrlSetting('');
    for (const text of ['', 'http://a.example', 'https://a.example/{key}']) expect(setting.parse(text)).toBe(text);
    for (const text of [
      'a.example',
      'ftp://a.example',
      'https://u:p@a.example',
      'javascript:1',
      'https://a.example/#x',
    ]) {
      expect(setting.safeParse(text).success).toBe(false);
    }
  });

  test('may be private where the settings lead there', () => {
    const url = new URL('http://127.0.0.1:81/a');
    expect(ownsHost(url, ['', 'http://127.0.0.1:81/{key}'])).toBe(true);
    expect(ownsHost(url, ['http://127.0.0.1:82/', 'nonsense'])).toBe(false);
  });
});
