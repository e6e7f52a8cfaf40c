/** Every fault of the lab × every kind of body × small and large: outcome, attempts and reasons, as docs/ tells them. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, type ExpectStatic, expect, test } from 'vitest';
import { runCell, type Seen } from '../../../lab/matrix/cell.ts';
import { hostRows } from '../../../lab/matrix/host-rows.ts';
import {
  type Column,
  columns,
  expectationOf,
  multipartHosts,
  type Row,
  type Size,
  settled,
} from '../../../lab/matrix/row.ts';
import { storyOf } from '../../../lab/matrix/story.ts';
import { drawPage, readPage, told } from '../../../lab/matrix/table.ts';
import { wayRows } from '../../../lab/matrix/way-rows.ts';

const long = Boolean(process.env.DROPRELAY_LONG);
const update = Boolean(process.env.UPDATE);
const page = join(import.meta.dirname, '../../../docs/fault-matrix.md');
const groups = { 'At the host': hostRows, 'On the way': wayRows };
const rows = Object.values(groups).flat();
/** A cell that takes longer hangs, ms. */
const hangMs = 40_000;

interface Cell {
  readonly row: Row;
  readonly column: Column;
  readonly fragile: boolean;
  readonly name: string;
}

const folder = mkdtempSync(join(tmpdir(), 'droprelay-matrix-files-'));
afterAll(() => rmSync(folder, { recursive: true }));
// Larger than what the system's buffers take in for a host that does not read.
const files = { small: fileOf('small', 10_000), large: fileOf('large', 24 * 1024 * 1024) };

function fileOf(name: Size, size: number) {
  const bytes = randomBytes(size);
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return { path, size, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function cellsOf(row: Row): Cell[] {
  const others = multipartHosts.slice(1).flatMap((host) => [
    { host, size: 'small' as const },
    { host, size: 'large' as const },
  ]);
  const isShort = ({ host, size }: Column): boolean => size === 'small' || (row.sizeMatters === true && host !== 'raw');
  const short = columns.filter((column) => update || isShort(column));
  const wanted = long ? [...columns, ...others] : short;
  return wanted.flatMap((column) => {
    const cell = { row, column, fragile: false, name: `${row.name}: ${column.host}, ${column.size}` };
    return long && column.size === 'small' ? [cell, { ...cell, fragile: true, name: `${cell.name}, fragile` }] : [cell];
  });
}

const keyOf = (row: Row, { host, size }: Column): string => `${row.name} ${host} ${size}`;
/** What the cells of the table turned out to say. */
const seenTexts = new Map<string, string>();

describe.concurrent('fault matrix', () => {
  test.for(rows.flatMap(cellsOf))('$name', { timeout: hangMs }, async ({ row, column, fragile }, { expect }) => {
    const file = files[column.size];
    const seen = await runCell(row, column, file, fragile);
    expectSoundness(seen, file, expect);
    const expected = expectationOf(row, column);
    const allowed = expected.flatMap(settled);
    const story = storyOf(seen);
    expect(fragile ? allowed.map(alone) : allowed).toContain(story);
    if (!fragile) seenTexts.set(keyOf(row, column), allowed.length > 1 ? told(expected) : story);
  });
});

/** The same without a second host: the last reason is the upload's. */
function alone(text: string): string {
  const reason = /([^:,*°]+)[*°]* → second$/.exec(text)?.[1]?.trim();
  return reason === undefined ? text : text.replace(/second$/, `failed: ${reason}`);
}

/** What holds in every cell. */
function expectSoundness(
  { view, ledger, reported, uploads, served }: Seen,
  file: typeof files.small,
  expect: ExpectStatic,
): void {
  expect(reported).toEqual([]);
  expect(['done', 'failed', 'waiting']).toContain(view.state.name);
  expect(view.receipt !== null).toBe(view.state.name === 'done');
  for (const { endedAt, outcome, sentBytes } of ledger) {
    expect(endedAt).not.toBeNull();
    expect(outcome).not.toMatchObject({ failure: { kind: 'bug' } });
    expect(sentBytes).toBeLessThanOrEqual(file.size);
  }

  const atSecond = ledger.filter(({ destinationId }) => destinationId === 'second');
  const second = view.receipt?.destinationId === 'second';
  expect(atSecond.map(({ outcome }) => outcome)).toEqual(
    second ? [{ kind: 'delivered', proof: { kind: 'size', by: 'link' } }] : [],
  );
  expect(uploads.second.map(({ sha256 }) => sha256)).toEqual(second ? [file.sha256] : []);

  const owned = ledger.filter(({ copyMayRemain }) => copyMayRemain).length;
  const wanted = view.receipt?.destinationId === 'first' ? 1 : 0;
  expect(uploads.first.length).toBeLessThanOrEqual(owned + wanted);
  expect(uploads.first.every(({ sha256 }) => sha256 === file.sha256)).toBe(true);

  if (!view.receipt) return;
  expect(ledger.at(-1)?.sentBytes).toBe(file.size);
  if (view.receipt.proof.kind === 'unverified') expect(served?.status).not.toBe(200);
  else expect(served).toEqual({ status: 200, sha256: file.sha256 });
}

test('the page in docs/ tells what the run produced', () => {
  if (update) {
    const missing = rows.flatMap((row) => columns.filter((column) => !seenTexts.has(keyOf(row, column))));
    expect(missing).toEqual([]);
    writeFileSync(
      page,
      drawPage(groups, (row, column) => seenTexts.get(keyOf(row, column)) ?? ''),
    );
  }
  const written = readFileSync(page, 'utf8');
  const cells = readPage(written);
  const textOf = (row: Row, column: Column): string =>
    seenTexts.get(keyOf(row, column)) ?? cells.get(row.name)?.[columns.indexOf(column)] ?? '';
  expect(written).toBe(drawPage(groups, textOf));
});
