import { expect, test } from 'vitest';
import { parseCommand } from './arguments.ts';

test.each<[string[], object]>([
  [['a'], { kind: 'upload', files: ['a'], to: null }],
  [['--to', 'x,y', 'a', 'b'], { kind: 'upload', files: ['a', 'b'], to: ['x', 'y'] }],
  [['--to=x', 'a'], { kind: 'upload', files: ['a'], to: ['x'] }],
  [['--to', ' x, x ,,y', 'a'], { kind: 'upload', files: ['a'], to: ['x', 'y'] }],
  [['--', '--to', '-a'], { kind: 'upload', files: ['--to', '-a'], to: null }],
  [['--help', '--version'], { kind: 'help' }],
  [['--version'], { kind: 'version' }],
  [[], { kind: 'bad-usage' }],
  [['--to', ''], { kind: 'bad-usage' }],
  [['--to', ',', 'a'], { kind: 'bad-usage' }],
  [['--to', 'x'.repeat(65), 'a'], { kind: 'bad-usage' }],
  [['-x', 'a'], { kind: 'bad-usage' }],
])('%j', (words, expected) => {
  expect(parseCommand(words)).toMatchObject(expected);
});
