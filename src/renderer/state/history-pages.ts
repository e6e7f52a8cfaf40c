/** The rows of a found list that were read so far, by pages; those far from what is looked at are forgotten. */
import type { HistoryRow } from '../../shared/history.ts';
import type { UploadId } from '../../shared/ids.ts';

export const pageSize = 100;
/** A screen shows parts of two or three; the others are for scrolling to and fro. */
const kept = 12;

/** Null stands for a row that is gone. */
export type Page = readonly (HistoryRow | null)[];
export type Pages = ReadonlyMap<number, Page>;

export const noPages: Pages = new Map();

/** Undefined where it was not read yet. */
export function rowAt(pages: Pages, place: number): HistoryRow | null | undefined {
  return pages.get(Math.floor(place / pageSize))?.[place % pageSize];
}

export function placeOfId(pages: Pages, id: UploadId): number | null {
  for (const [page, rows] of pages) {
    const at = rows.findIndex((row) => row?.id === id);
    if (at >= 0) return page * pageSize + at;
  }
  return null;
}

/** The pages that hold the places from `first` up to `end`. */
export function pagesFor(first: number, end: number): number[] {
  if (end <= first) return [];
  const from = Math.floor(first / pageSize);
  const to = Math.floor((end - 1) / pageSize);
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

/** With one more page; the ones farthest from it go first. */
export function withPage(pages: Pages, number: number, rows: Page): Pages {
  const all = new Map(pages).set(number, rows);
  if (all.size <= kept) return all;
  const nearest = [...all].sort(([one], [other]) => Math.abs(one - number) - Math.abs(other - number));
  return new Map(nearest.slice(0, kept));
}

/** With these rows changed; pages without one of them stay the same. */
export function changed(pages: Pages, change: (row: HistoryRow) => HistoryRow): Pages {
  let touched = false;
  const all = new Map<number, Page>();
  for (const [number, rows] of pages) {
    const next = rows.map((row) => row && change(row));
    const isSame = next.every((row, at) => row === rows[at]);
    if (!isSame) touched = true;
    all.set(number, isSame ? rows : next);
  }
  return touched ? all : pages;
}
