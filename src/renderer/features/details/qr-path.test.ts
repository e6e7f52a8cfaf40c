import { encode } from 'uqr';
import { expect, test } from 'vitest';
import { qrPath } from './qr-path.ts';

/** The modules that the path paints, row by row. */
function painted({ size, path }: { size: number; path: string }): boolean[][] {
  const rows = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let at = 0; at < Number(width); at += 1) {
      const row = rows[Number(y)];
      if (row) row[Number(x) + at] = true;
    }
  }
  return rows;
}

test.each(['https://files.example/a1/notes.txt', `https://files.example/${'ü'.repeat(200)}`])(
  '%s is painted whole',
  (link) => {
    const code = qrPath(link);
    if (!code) throw new Error('no code');
    expect(painted(code)).toEqual(encode(link, { ecc: 'M', border: 4 }).data);
    expect(code.path.replaceAll(/M\d+ \d+h(\d+)v1h-\1z/g, '')).toBe('');
  },
);

test('around it four modules stay light', () => {
  const code = qrPath('https://files.example/');
  if (!code) throw new Error('no code');
  const rows = painted(code);
  const edge = (at: number): boolean => at < 4 || at >= code.size - 4;
  expect(rows.flatMap((row, y) => row.filter((isDark, x) => isDark && (edge(x) || edge(y))))).toEqual([]);
  // The corner of the first finder pattern.
  expect(rows[4]?.slice(4, 12)).toEqual([true, true, true, true, true, true, true, false]);
});

test('a link that is too long has none', () => {
  expect(qrPath(`https://files.example/${'a'.repeat(3_000)}`)).toBeNull();
});
