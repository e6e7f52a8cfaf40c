import { expect, test } from 'vitest';
import { freeLabel } from './destination-label.ts';

test.each<[string, string[], string]>([
  ['catbox', [], 'catbox'],
  ['catbox', ['catbox'], 'catbox 2'],
  ['catbox', ['catbox', 'catbox 2'], 'catbox 3'],
  ['catbox 2', ['catbox 2'], 'catbox 3'],
  ['x'.repeat(100), ['x'.repeat(100)], `${'x'.repeat(95)} 2`],
  ['x'.repeat(120), [], 'x'.repeat(100)],
])('%s among %j becomes %s', (wanted, taken, label) => {
  expect(freeLabel(wanted, taken)).toBe(label);
});
