/** Where the rows of a very long list stand: rows of one height in groups with headings, placed by arithmetic alone. */

export interface Group {
  readonly key: string;
  readonly count: number;
}

/** All in px; rows of a grid have more than one column. */
export interface Measures {
  readonly heading: number;
  readonly row: number;
  readonly columns: number;
}

export interface PlacedGroup extends Group {
  /** Index of its first item among all items. */
  readonly first: number;
  /** Where its heading begins. */
  readonly top: number;
}

export interface Layout {
  readonly groups: readonly PlacedGroup[];
  readonly measures: Measures;
  readonly count: number;
  readonly height: number;
}

/** Items from `first` up to but without `end`, and the groups that they are in. */
export interface InSight {
  readonly first: number;
  readonly end: number;
  readonly groups: readonly PlacedGroup[];
}

export function layoutOf(groups: readonly Group[], measures: Measures): Layout {
  const placed: PlacedGroup[] = [];
  let first = 0;
  let top = 0;
  for (const { key, count } of groups) {
    if (count <= 0) continue;
    placed.push({ key, count, first, top });
    first += count;
    top += measures.heading + Math.ceil(count / measures.columns) * measures.row;
  }
  return { groups: placed, measures, count: first, height: top };
}

/** The group that the item is in; null beyond the end. */
export function groupAt({ groups, count }: Layout, index: number): PlacedGroup | null {
  if (index < 0 || index >= count) return null;
  return lastWhere(groups, (group) => group.first <= index);
}

/** Where the item's row begins, and its column. */
export function placeOf(layout: Layout, index: number): { top: number; column: number } {
  const { heading, row, columns } = layout.measures;
  const group = groupAt(layout, index);
  if (group === null) return { top: layout.height, column: 0 };
  const at = index - group.first;
  return { top: group.top + heading + Math.floor(at / columns) * row, column: at % columns };
}

/** What shows between these heights. */
export function inSight(layout: Layout, from: number, to: number): InSight {
  const { heading, row, columns } = layout.measures;
  const start = lastWhere(layout.groups, (group) => group.top <= Math.max(0, from));
  if (start === null || to <= from) return { first: 0, end: 0, groups: [] };
  const groups: PlacedGroup[] = [];
  let first = layout.count;
  let end = 0;
  for (let at = layout.groups.indexOf(start); at < layout.groups.length; at++) {
    const group = layout.groups[at];
    if (!group || group.top >= to) break;
    groups.push(group);
    const rows = group.top + heading;
    const skipped = Math.max(0, Math.floor((from - rows) / row)) * columns;
    const shown = Math.max(0, Math.ceil((to - rows) / row)) * columns;
    first = Math.min(first, group.first + Math.min(group.count, skipped));
    end = Math.max(end, group.first + Math.min(group.count, shown));
  }
  return { first: Math.min(first, end), end, groups };
}

/** The item one row further up (-1) or down (1); the same one where there is none. */
export function rowStep(layout: Layout, index: number, step: 1 | -1): number {
  const { columns } = layout.measures;
  const group = groupAt(layout, index);
  if (group === null || columns === 1) return clamp(index + step, layout.count);
  const at = index - group.first;
  const column = at % columns;
  const rowStart = group.first + (Math.floor(at / columns) + step) * columns;
  const last = group.first + group.count - 1;
  if (rowStart >= group.first && rowStart <= last) return Math.min(rowStart + column, last);
  const next = groupAt(layout, step === 1 ? last + 1 : group.first - 1);
  if (next === null) return index;
  const nextStart = step === 1 ? next.first : next.first + Math.floor((next.count - 1) / columns) * columns;
  return Math.min(nextStart + column, next.first + next.count - 1);
}

export function clamp(index: number, count: number): number {
  return Math.max(0, Math.min(count - 1, index));
}

/** By halving: the groups may be thousands of days. */
function lastWhere<T>(list: readonly T[], holds: (one: T) => boolean): T | null {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const one = list[middle];
    if (one !== undefined && holds(one)) low = middle + 1;
    else high = middle;
  }
  return list[low - 1] ?? null;
}
