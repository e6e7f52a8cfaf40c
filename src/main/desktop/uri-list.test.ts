import { hostname } from 'node:os';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { pathsOfUriList, readUriList } from './uri-list.ts';

const windows = process.platform === 'win32';
const root = windows ? 'C:\\files\\' : '/files/';
const uri = (name: string): string => pathToFileURL(root + name).href;

test.each([
  'plain.txt',
  '100% sure.txt',
  'a#b.txt',
  ...(windows ? [] : ['a?b.txt', 'a\\b.txt', 'a\nb.txt', 'a\r\nb.txt', 'tab\there']),
  '写真 📷.png',
  '\u200Fשלום\u202E.txt',
  'e\u0301.txt',
  'a+b & c.txt',
  "it's.txt",
  ' spaces around ',
  '%41.txt',
])('%j comes back as it is', (name) => {
  expect(pathsOfUriList(`${uri(name)}\r\n`)).toEqual([root + name]);
});

test.skipIf(windows).each([
  ['file:///files/a b.txt', '/files/a b.txt'],
  ['file:///files/a#b.txt', '/files/a#b.txt'],
  ['file:///files/what?.txt', '/files/what?.txt'],
  ['file:///files/a?b#c?d.txt', '/files/a?b#c?d.txt'],
  ['file:///files/a\\b.txt', '/files/a\\b.txt'],
  ['file:///files/a\tb.txt', '/files/a\tb.txt'],
  ['file:/files/one.txt', '/files/one.txt'],
  ['file:///files/写真.txt', '/files/写真.txt'],
])('%s is not encoded as it should be, and means %s', (written, path) => {
  expect(pathsOfUriList(written)).toEqual([path]);
});

test('comments and empty lines are left out; the order stays, and each file comes once', () => {
  const list = ['# a comment', '#file:///x', uri('2'), '', uri('1'), uri('2')].join('\r\n');
  expect(readUriList(list)).toEqual({ paths: [`${root}2`, `${root}1`], elsewhere: 0, web: 0 });
});

test('files elsewhere and addresses of web pages are told apart', () => {
  const list = ['https://host.example/x', 'trash:///y', 'sftp://me@host/z', 'smb://host/a', uri('1')].join('\n');
  expect(readUriList(list)).toEqual({ paths: [`${root}1`], elsewhere: 3, web: 1 });
});

test('x-special/gnome-copied-files begins with what is to be done', () => {
  expect(pathsOfUriList(`copy\n${uri('1')}\n${uri('2')}`)).toEqual([`${root}1`, `${root}2`]);
  expect(pathsOfUriList(`cut\n${uri('1')}\0`)).toEqual([`${root}1`]);
});

test('only files of this computer count', () => {
  const at = (host: string): string => uri('1').replace('file://', `file://${host}`);
  expect(readUriList(at('localhost'), false).paths).toHaveLength(1);
  expect(readUriList(at(hostname().toUpperCase()), false).paths).toHaveLength(1);
  expect(readUriList(at('server.example'), false)).toEqual({ paths: [], elsewhere: 1, web: 0 });
});

test('on Windows a file server is as good as a disk', () => {
  const list = 'file:///C:/a%20b/%E5%86%99.txt\r\nfile://server/share/c%23d.txt';
  expect(readUriList(list, true).paths).toEqual(['C:\\a b\\写.txt', '\\\\server\\share\\c#d.txt']);
});

test('the scheme may be written in capitals', () => {
  expect(pathsOfUriList(uri('1').replace('file:', 'FILE:'))).toEqual([`${root}1`]);
});

test.each(['file:///a%2Fb', 'file:///bad%zz', 'file:///%ff', 'file:///a%00b'])(
  '%s is a file that has no name here',
  (list) => {
    expect(readUriList(list, false)).toEqual({ paths: [], elsewhere: 1, web: 0 });
  },
);

test.each(['no list', '', 'copy', '\0\0'])('%j names nothing', (list) => {
  expect(readUriList(list)).toEqual({ paths: [], elsewhere: 0, web: 0 });
});
