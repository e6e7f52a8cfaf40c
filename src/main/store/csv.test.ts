import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvLine } from './csv.ts';

/** The cells of one line, as RFC 4180 reads it. */
function read(line: string): string[] {
  const cells: string[] = [];
  let at = 0;
  while (at < line.length) {
    if (line[at] === '"') {
      let text = '';
      for (at += 1; line[at] !== '"' || line[at + 1] === '"'; at += 1) {
        if (line[at] === '"') at += 1;
        text += line[at];
      }
      cells.push(text);
      at += 1;
    } else {
      const end = line.slice(at).search(/,|\r\n/);
      cells.push(line.slice(at, at + end));
      at += end;
    }
    at += line[at] === ',' ? 1 : 2;
  }
  return cells;
}

test('whatever stands in cells, they are read as they were, but for the sign before what would be a formula', () => {
  const plain = (cell: string | undefined): string | undefined => cell?.replaceAll("'", '');
  const mayBeOne = /[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (cells) => {
      const line = csvLine(['first', ...cells, 'last']);
      const [first, ...rest] = read(line);
      expect([first, rest.at(-1)]).toEqual(['first', 'last']);
      expect(rest.slice(0, -1).map(plain)).toEqual(cells.map(plain));
      cells.forEach((cell, at) => {
        if (!mayBeOne.test(cell)) expect(rest[at]).toBe(cell);
      });
    }),
  );
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1', '\uff1d1', '\uff201'])(
  '%j is no formula',
  (text) => {
    expect(read(csvLine(['a', text, 'b']))).toEqual(['a', `'${text}`, 'b']);
  },
);

test('numbers are numbers, and nothing is nothing', () => {
  expect(csvLine([-1, 0, null, '', 'x'])).toBe('-1,0,,,x\r\n');
});

// Where the comma stands in decimals, as in Germany, they part cells at semicolons.
test.each(['a;=1+1', 'https://x.example/;@SUM(A1);', 'a; -1', 'a;"=1', 'a;\uff1d1'])(
  'no part of %j is a formula to spreadsheets of other countries',
  (text) => {
    const parts = csvLine(['a', text, 'b']).split(';');
    expect(parts.slice(1).filter((part) => /^["\s]*[=+\-@\uff1d]/.test(part))).toEqual([]);
  },
);
