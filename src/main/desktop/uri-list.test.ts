import { hostname } from 'node:os';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { pathsOfUriList } from './uri-list.ts';

const windows = process.platform === 'win32';
const root = windows ? 'C:\\files\\' : '/files/';
const uri = (name: string): string => pathToFileURL(root + name).href;

test.each([
  'plain.txt',
  '100% sure.txt',
  'a#b.txt',
  ...(windows ? [] : ['a?b.txt', 'a\\b.txt', 'a\nb.txt']),
  '写真 📷.png',
  'a+b & c.txt',
  "it's.txt",
  ' spaces around ',
])('%s comes back as it is', (name) => {
  expect(pathsOfUriList(`${uri(name)}\r\n`)).toEqual([root + name]);
});

test('comments, empty lines and other addresses are left out; the order stays', () => {
  const list = ['# a comment', uri('2'), '', 'https://host.example/x', 'trash:///y', uri('1')].join('\r\n');
  expect(pathsOfUriList(list)).toEqual([`${root}2`, `${root}1`]);
});

test('x-special/gnome-copied-files begins with what is to be done', () => {
  expect(pathsOfUriList(`copy\n${uri('1')}\n${uri('2')}`)).toEqual([`${root}1`, `${root}2`]);
  expect(pathsOfUriList(`cut\n${uri('1')}\0`)).toEqual([`${root}1`]);
});

test('only files of this computer count', () => {
  const at = (host: string): string => uri('1').replace('file://', `file://${host}`);
  expect(pathsOfUriList(at('localhost'))).toEqual([`${root}1`]);
  expect(pathsOfUriList(at(hostname().toUpperCase()))).toEqual([`${root}1`]);
  expect(pathsOfUriList(at('server.example'))).toEqual([]);
});

test('the scheme may be written in capitals', () => {
  expect(pathsOfUriList(uri('1').replace('file:', 'FILE:'))).toEqual([`${root}1`]);
});

test.each(['file:///a%2Fb', 'file:///bad%zz', 'file:///%ff', 'file:', 'no list', ''])('%s names nothing', (list) => {
  expect(pathsOfUriList(list).filter((path) => path !== '/')).toEqual([]);
});
