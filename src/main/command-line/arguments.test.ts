import { expect, test } from 'vitest';
import { parseCommand } from './arguments.ts';

const hour = 3_600_000;
const usual = { json: false, fragile: false, verify: true, keepAtLeastMs: null, config: null, inputName: 'stdin' };

test.each<[string[], object]>([
  [['a'], { kind: 'upload', files: ['a'], to: null, ...usual }],
  [['--to', 'x,y', 'a', 'b'], { kind: 'upload', files: ['a', 'b'], to: ['x', 'y'] }],
  [['--to=x', 'a'], { kind: 'upload', files: ['a'], to: ['x'] }],
  [['--to', ' x, x ,,y', 'a'], { kind: 'upload', files: ['a'], to: ['x', 'y'] }],
  [['--', '--to', '-a'], { kind: 'upload', files: ['--to', '-a'], to: null }],
  [['a', '--json', '--fragile', '--no-verify'], { kind: 'upload', json: true, fragile: true, verify: false }],
  [['--config', 'c.json', 'a'], { kind: 'upload', config: 'c.json' }],
  [['-'], { kind: 'upload', files: ['-'], inputName: 'stdin' }],
  [['-', '--name', 'log.txt'], { kind: 'upload', files: ['-'], inputName: 'log.txt' }],
  [['--keep-at-least', '7d', 'a'], { keepAtLeastMs: 7 * 24 * hour }],
  [['--keep-at-least', '1.5h', 'a'], { keepAtLeastMs: 1.5 * hour }],
  [['--keep-at-least', '90m', 'a'], { keepAtLeastMs: 1.5 * hour }],
  [['--keep-at-least', '30s', 'a'], { keepAtLeastMs: 30_000 }],
  [['--keep-at-least=2w', 'a'], { keepAtLeastMs: 14 * 24 * hour }],
  [['a'], { sendAnyway: false, keepLocation: false }],
  [['a', '--send-anyway', '--keep-location'], { sendAnyway: true, keepLocation: true }],
  [['a'], { style: { format: 'url' } }],
  [['a', '--format', 'markdown'], { style: { format: 'markdown' } }],
  [['a', '--format', '{name}: {url}'], { style: { format: 'template', template: '{name}: {url}' } }],
  [['--status'], { kind: 'status', json: false, online: false, to: null }],
  [['--status', '--json', '--to', 'x'], { kind: 'status', json: true, to: ['x'] }],
  [['--status', 'x', '--online'], { kind: 'status', online: true, to: ['x'] }],
  [['--leftovers', 'x'], { kind: 'leftovers', to: ['x'], delete: false, json: false }],
  [['--leftovers', '--to', 'x', '--delete', '--json'], { kind: 'leftovers', to: ['x'], delete: true, json: true }],
  [['--help', '--version'], { kind: 'help' }],
  [['-h'], { kind: 'help' }],
  [['--version'], { kind: 'version' }],
])('%j', (args, expected) => {
  expect(parseCommand(args)).toMatchObject(expected);
});

test.each<[string[], RegExp]>([
  [[], /No file/],
  [['--to', ''], /no destination/],
  [['--to', ',', 'a'], /no destination/],
  [['--to', 'x'.repeat(65), 'a'], /can not exist/],
  [['-x', 'a'], /-x/],
  [['--to'], /--to/],
  [['--keep-at-least', '7', 'a'], /90m/],
  [['--keep-at-least', '0d', 'a'], /90m/],
  [['--keep-at-least', '7y', 'a'], /90m/],
  [['--keep-at-least=-7d', 'a'], /90m/],
  [['--keep-at-least', '999999999w', 'a'], /90m/],
  [['-', '-'], /once/],
  [['a', '--format', 'template'], /markdown, html/],
  [['a', '--format', '{name}'], /\{url\}/],
  [['a', '--format', 'html', '--json'], /do not go together/],
  [['--name', 'x', 'a'], /goes with -/],
  [['--name', '../x', '-'], /plain file name/],
  [['--name', '..', '-'], /plain file name/],
  [['--name=', '-'], /plain file name/],
  [['--name', 'x'.repeat(201), '-'], /plain file name/],
  [['--status', 'a', 'b'], /one destination/],
  [['--status', 'a', '--to', 'b'], /not both/],
  [['--status', 'x'.repeat(65)], /can not exist/],
  [['--leftovers'], /one destination/],
  [['--leftovers', 'a', 'b'], /one destination/],
  [['--leftovers', 'a', '--to', 'b'], /one destination/],
  [['--leftovers', '--to', 'a,b'], /one destination/],
  [['--leftovers', 'x'.repeat(65)], /can not exist/],
  [['--delete', 'a'], /goes with --leftovers/],
  [['--online', 'a'], /goes with --status/],
  [['--\u001b[31m\n', 'a'], /^[^\p{Cc}]*$/u],
])('%j is bad usage', (args, reason) => {
  const command = parseCommand(args);
  expect(command.kind === 'bad-usage' && command.reason).toMatch(reason);
});
