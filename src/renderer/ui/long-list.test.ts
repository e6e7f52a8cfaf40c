/** A long list is placed by arithmetic: what is in sight, and where arrows lead. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupAt, inSight, layoutOf, placeOf, rowStep } from './long-list.ts';

const list = { heading: 32, row: 56, columns: 1 };
const grid = { heading: 32, row: 200, columns: 4 };
const days = [
  { key: 'today', count: 4 },
  { key: 'none', count: 0 },
  { key: 'yesterday', count: 3 },
];

describe('a long list', () => {
  it('has a heading over each group that has items', () => {
    const layout = layoutOf(days, list);
    expect(layout.groups).toEqual([
      { key: 'today', count: 4, first: 0, top: 0 },
      { key: 'yesterday', count: 3, first: 4, top: 32 + 4 * 56 },
    ]);
    expect(layout.height).toBe(2 * 32 + 7 * 56);
    expect(placeOf(layout, 0)).toEqual({ top: 32, column: 0 });
    expect(placeOf(layout, 4)).toEqual({ top: 2 * 32 + 4 * 56, column: 0 });
    expect(groupAt(layout, 6)?.key).toBe('yesterday');
    expect(groupAt(layout, 7)).toBeNull();
  });

  it('shows what lies between two heights, and no more', () => {
    const layout = layoutOf(days, list);
    expect(inSight(layout, 0, 100)).toMatchObject({ first: 0, end: 2 });
    expect(inSight(layout, 0, 100).groups.map(({ key }) => key)).toEqual(['today']);
    expect(inSight(layout, 200, 300)).toMatchObject({ first: 3, end: 5 });
    expect(inSight(layout, 10_000, 10_100)).toMatchObject({ first: 7, end: 7 });
    expect(inSight(layoutOf([], list), 0, 500)).toEqual({ first: 0, end: 0, groups: [] });
  });

  it('counts the rows of a grid by its columns', () => {
    const layout = layoutOf([{ key: 'a', count: 6 }], grid);
    expect(layout.height).toBe(32 + 2 * 200);
    expect(placeOf(layout, 5)).toEqual({ top: 232, column: 1 });
    expect(inSight(layout, 0, 100)).toMatchObject({ first: 0, end: 4 });
  });

  it('goes up and down in the same column, over headings too', () => {
    const layout = layoutOf(
      [
        { key: 'a', count: 6 },
        { key: 'b', count: 2 },
      ],
      grid,
    );
    expect(rowStep(layout, 1, 1)).toBe(5);
    expect(rowStep(layout, 3, 1)).toBe(5);
    expect(rowStep(layout, 4, 1)).toBe(6);
    expect(rowStep(layout, 7, -1)).toBe(5);
    expect(rowStep(layout, 0, -1)).toBe(0);
    expect(rowStep(layout, 7, 1)).toBe(7);
    expect(rowStep(layoutOf(days, list), 3, 1)).toBe(4);
    expect(rowStep(layoutOf(days, list), 6, 1)).toBe(6);
  });

  it('never leaves out an item that is in sight', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 12 });
    fc.assert(
      fc.property(
        counts,
        fc.integer({ min: 1, max: 5 }),
        fc.nat(6000),
        fc.integer({ min: 1, max: 900 }),
        (all, columns, from, tall) => {
          const layout = layoutOf(
            all.map((count, at) => ({ key: `${at}`, count })),
            { heading: 32, row: 56, columns },
          );
          const shown = inSight(layout, from, from + tall);
          for (let index = 0; index < layout.count; index++) {
            const { top } = placeOf(layout, index);
            const visible = top < from + tall && top + 56 > from;
            if (visible) expect(index >= shown.first && index < shown.end).toBe(true);
          }
          expect(shown.end - shown.first).toBeLessThanOrEqual((Math.ceil(tall / 56) + 2) * columns);
        },
      ),
    );
  });
});
