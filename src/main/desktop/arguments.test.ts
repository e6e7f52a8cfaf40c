import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { callerFolder, optionsOf, readArguments } from './arguments.ts';

const folder = resolve('/caller');
const at = (...names: string[]): string[] => names.map((name) => resolve(folder, name));
const installed = { packaged: true, folder };
const development = { packaged: false, folder };
const odd = resolve('/a b', '100% #1 é漢.txt');

test.each<[string, boolean, string[], string[]]>([
  [
    'development: what follows --',
    false,
    ['electron', '.', '--no-sandbox', '--', 'a.txt', '-b.txt'],
    at('a.txt', '-b.txt'),
  ],
  ['development: nothing without --', false, ['electron', '.', 'a.txt'], []],
  [
    'installed: every argument that is no switch',
    true,
    ['droprelay', '--no-sandbox', 'a.txt', 'b.txt'],
    at('a.txt', 'b.txt'),
  ],
  ['installed: what follows -- is data', true, ['droprelay', '--', '--help'], at('--help')],
  ['installed: an option of ours is a name there', true, ['droprelay', '--', '--hidden'], at('--hidden')],
  ['installed: both', true, ['droprelay', 'a.txt', '--flag', '--', '-b'], at('a.txt', '-b')],
  ['a second -- is a name', false, ['electron', '.', '--', '--'], at('--')],
  ['empty ones are left out', false, ['electron', '.', '--', '', 'a'], at('a')],
  ['absolute ones stay', false, ['electron', '.', '--', resolve('/x/y')], [resolve('/x/y')]],
  ['macOS adds a process number', true, ['Droprelay', '-psn_0_123', 'a'], at('a')],
  ['a file URL is the file', true, ['droprelay', pathToFileURL(odd).href], [odd]],
  ['a file URL of another computer is none', true, ['droprelay', 'file://elsewhere.example/etc/x'], []],
  ['other URLs are no files', true, ['droprelay', 'https://a.example/x', 'ftp://b/c', 'a'], at('a')],
  ['after -- a URL is a name like any other', true, ['droprelay', '--', 'ab:c'], at('ab:c')],
])('%s', (_, packaged, argv, expected) => {
  expect(readArguments(argv, { packaged, folder }).files).toEqual(expected);
});

test('options of ours are told apart from files', () => {
  expect(readArguments(['droprelay', '--upload-clipboard'], installed)).toEqual({
    files: [],
    act: 'upload-clipboard',
    hidden: false,
  });
  expect(readArguments(['electron', '.', '--upload-files'], development).act).toBe('upload-files');
  expect(readArguments(['droprelay', '--hidden'], installed)).toMatchObject({ hidden: true, act: null });
  expect(readArguments(['droprelay', '--', '--upload-clipboard'], installed).act).toBeNull();
});

describe('a deep link', () => {
  test.each([
    [['droprelay://upload?path=/etc/passwd']],
    [['droprelay:--upload-clipboard']],
    [['DropRelay://x']],
    [['droprelay://x', '--upload-clipboard']],
    [['droprelay://x"', '--', '/etc/passwd']],
    [['droprelay:', '/etc/passwd', 'file:///etc/passwd']],
    [['--hidden', 'droprelay:x', '--upload-files', '--']],
  ])('%j does nothing, and neither does what was smuggled in beside it', (words) => {
    const nothing = { files: [], act: null, hidden: false };
    expect(readArguments(['droprelay', ...words], installed)).toEqual(nothing);
    expect(readArguments(['electron', '.', ...words], development)).toEqual(nothing);
  });

  test('after -- is the name of a file', () => {
    expect(readArguments(['droprelay', '--', 'droprelay:x'], installed).files).toEqual(at('droprelay:x'));
  });
});

test('only in development npm says where it was called', () => {
  expect(callerFolder({ INIT_CWD: '/x' }, false, '/y')).toBe('/x');
  expect(callerFolder({}, false, '/y')).toBe('/y');
  expect(callerFolder({ INIT_CWD: '/x' }, true, '/y')).toBe('/y');
});

test('a restart has the options of the start, and nothing that was asked for', () => {
  const argv = ['/app', '--no-sandbox', '--upload-files', '--hidden', '/some/file', '--', '/a', '--b'];
  expect(optionsOf(argv, true)).toEqual(['--no-sandbox']);
  expect(optionsOf(['/electron', '/project', '--x', '--', '/a'], false)).toEqual(['/project', '--x']);
});
