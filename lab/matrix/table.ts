/** The fault matrix as a page: drawn, and read back. */
import { bodyOf, type Column, columns, expectationOf, type Row } from './row.ts';

const head = `# Fault matrix

Every fault of the lab, met by the first of two hosts while the second is healthy. This page is made by the tests of \`src/main/engine/fault-matrix.test.ts\` from what the engine really did; do not edit it.

\`\`\`
npx vitest run src/main/engine/fault-matrix.test.ts
DROPRELAY_LONG=1 npx vitest run src/main/engine/fault-matrix.test.ts
UPDATE=1 npx vitest run src/main/engine/fault-matrix.test.ts
\`\`\`

The first runs small bodies everywhere and large multipart ones where the size matters; the second runs every cell, for all multipart hosts, and with \`fragile\` besides; the third runs every cell of this page, and writes it. All wait on an injected clock; hosts that stay silent are given 0.4 s instead of a minute.

A cell says how often the first host was tried, why each attempt failed, and what became of the file: \`attempts: reasons → outcome\`. \`7 s\` between two reasons is the wait that the host asked for; the plain back-off of at most a second is not shown. \`*\`: the ledger says that a copy may remain there. \`°\`: it names the link that is left. \`or\`: the system leaves it open which of them comes, since an answer and a reset, or a reset and the last bytes, are on their way at once. "once": the fault is gone before the second attempt. In parentheses, the proof.

In every cell the healthy host got the file exactly once, and whole, if it was its turn, and nothing otherwise; a link that was given leads to the same bytes, unless it is told as \`unverified\`; every copy that remained at the first host is owned up to; nothing was reported as a defect.
`;

const sizeName = { small: 'small (10 kB)', large: 'large (24 MiB)' } as const;
const titles = columns.map((column) => `${bodyOf(column)}, ${sizeName[column.size]}`);

export type TextOf = (row: Row, column: Column) => string;

export function drawPage(groups: Readonly<Record<string, readonly Row[]>>, textOf: TextOf): string {
  const parts = Object.entries(groups).flatMap(([title, rows]) => [
    `\n## ${title}\n\n`,
    `${lineOf(['fault', ...titles])}\n${lineOf(['---', ...titles.map(() => '---')])}\n`,
    ...rows.map((row) => `${lineOf([row.name, ...columns.map((column) => textOf(row, column))])}\n`),
  ]);
  const others = Object.values(groups).flat().flatMap(deviations);
  return `${head}${parts.join('')}\nMultipart is catbox here; ${others.length === 0 ? 'other hosts do the same.' : `other hosts do the same, but for: ${others.join('; ')}.`}\n`;
}

/** Where another multipart host is expected to do something else than the one in the table. */
function deviations(row: Row): string[] {
  const text = (host: Column['host']): string => told(expectationOf(row, { host, size: 'small' }));
  const usual = text('catbox');
  return (['litterbox', 'x0at'] as const)
    .filter((host) => text(host) !== usual)
    .map((host) => `${row.name} at ${host}: ${text(host)}`);
}

export function told(texts: readonly string[]): string {
  return texts.join('; or ');
}

/** The cells of a page by their row's name. */
export function readPage(page: string): Map<string, readonly string[]> {
  const lines = page.split('\n').filter((line) => line.startsWith('| '));
  return new Map(
    lines.map((line) => {
      const [name = '', ...cells] = line.slice(2, -2).split(' | ');
      return [name, cells];
    }),
  );
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
