/** The rows that were read: by place, found again by id, and never more than some pages of them. */
import { describe, expect, it } from 'vitest';
import type { HistoryRow } from '../../shared/history.ts';
import { BatchId, UploadId } from '../../shared/ids.ts';
import { changed, noPages, pageSize, pagesFor, placeOfId, rowAt, withPage } from './history-pages.ts';

const idOf = (place: number) => UploadId.parse(`u${place}`);

function rowOf(place: number): HistoryRow {
  return {
    id: idOf(place),
    batchId: BatchId.parse('b'),
    position: 0,
    rank: 0,
    name: `${place}.txt`,
    size: 1,
    mime: 'text/plain',
    state: { name: 'done' },
    receipt: null,
    sentBytes: 0,
    copiesMayRemainAt: [],
    location: null,
    createdAt: 0,
    kind: 'document',
    intake: 'drop',
    dismissed: false,
    endsAt: null,
    check: null,
    movedFrom: null,
    pictured: false,
  };
}

const page = (number: number) => Array.from({ length: pageSize }, (_, at) => rowOf(number * pageSize + at));

describe('the pages of the history', () => {
  it('give a row by its place, and its place by its id', () => {
    const pages = withPage(withPage(noPages, 0, page(0)), 3, page(3));
    expect(rowAt(pages, 305)?.id).toBe('u305');
    expect(rowAt(pages, 105)).toBeUndefined();
    expect(placeOfId(pages, idOf(305))).toBe(305);
    expect(placeOfId(pages, idOf(105))).toBeNull();
  });

  it('tell a row that is gone from one that was not read', () => {
    const pages = withPage(noPages, 0, [null, rowOf(1)]);
    expect(rowAt(pages, 0)).toBeNull();
    expect(rowAt(pages, 2)).toBeUndefined();
  });

  it('name the pages of what is in sight', () => {
    expect(pagesFor(0, 1)).toEqual([0]);
    expect(pagesFor(95, 101)).toEqual([0, 1]);
    expect(pagesFor(100, 200)).toEqual([1]);
    expect(pagesFor(7, 7)).toEqual([]);
  });

  it('stay few however far is scrolled, and the nearest ones stay', () => {
    let pages = noPages;
    for (let number = 0; number < 500; number++) pages = withPage(pages, number, page(number));
    expect(pages.size).toBeLessThanOrEqual(12);
    expect(pages.has(499)).toBe(true);
    expect(pages.has(490)).toBe(true);
    expect(pages.has(0)).toBe(false);
  });

  it('stay the same where no row changes, and only the page of a changed row is new', () => {
    const pages = withPage(withPage(noPages, 0, page(0)), 1, page(1));
    expect(changed(pages, (row) => row)).toBe(pages);
    const next = changed(pages, (row) => (row.id === 'u105' ? { ...row, name: 'other' } : row));
    expect(rowAt(next, 105)?.name).toBe('other');
    expect(next.get(0)).toBe(pages.get(0));
    expect(next.get(1)).not.toBe(pages.get(1));
  });
});
