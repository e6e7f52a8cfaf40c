import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { filesFromArguments } from './arguments.ts';

const folder = resolve('/caller');
const at = (...names: string[]): string[] => names.map((name) => resolve(folder, name));

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
  ['installed: both', true, ['droprelay', 'a.txt', '--flag', '--', '-b'], at('a.txt', '-b')],
  ['a second -- is a name', false, ['electron', '.', '--', '--'], at('--')],
  ['empty ones are left out', false, ['electron', '.', '--', '', 'a'], at('a')],
  ['absolute ones stay', false, ['electron', '.', '--', resolve('/x/y')], [resolve('/x/y')]],
])('%s', (_, packaged, argv, expected) => {
  expect(filesFromArguments(argv, packaged, folder)).toEqual(expected);
});
