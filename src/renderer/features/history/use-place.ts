/** Keeps what is looked at where it is while rows come and go above it, and the scroll place between visits. */
import { type RefObject, useLayoutEffect, useRef } from 'react';
import { type Pages, placeOfId, rowAt } from '../../state/history-pages.ts';
import { inSight, type Layout, placeOf } from '../../ui/long-list.ts';

interface Shown {
  readonly layout: Layout;
  readonly pages: Pages;
  readonly question: number;
}

/** Where the view was left. */
let left = { question: -1, top: 0 };

/** `moved` hears by how many places the rows moved; null where another question has other rows. */
export function usePlace(
  scroller: RefObject<HTMLElement | null>,
  { layout, pages, question }: Shown,
  moved: (by: number | null) => void,
): void {
  const before = useRef<Shown | null>(null);
  const onMove = useRef(moved);
  onMove.current = moved;

  useLayoutEffect(() => {
    const element = scroller.current;
    const was = before.current;
    before.current = { layout, pages, question };
    if (!element) return;
    if (was === null) {
      if (left.question === question) element.scrollTop = left.top;
      return;
    }
    if (was.question !== question) {
      element.scrollTop = 0;
      onMove.current(null);
    } else if (was.layout !== layout) {
      keep(element, was, { layout, pages, question }, onMove.current);
    }
  }, [scroller, layout, pages, question]);

  useLayoutEffect(() => {
    const element = scroller.current;
    return () => {
      if (element) left = { question, top: element.scrollTop };
    };
  }, [scroller, question]);
}

/** The first row in sight that is in both lists stays where it is; at the top of the list new rows show. */
function keep(element: HTMLElement, was: Shown, now: Shown, moved: (by: number) => void): void {
  const { scrollTop, clientHeight } = element;
  const { first, end } = inSight(was.layout, scrollTop, scrollTop + clientHeight);
  for (let place = first; place < end; place++) {
    const row = rowAt(was.pages, place);
    const found = row ? placeOfId(now.pages, row.id) : null;
    if (found === null) continue;
    if (scrollTop > 0) element.scrollTop += placeOf(now.layout, found).top - placeOf(was.layout, place).top;
    if (found !== place) moved(found - place);
    return;
  }
}
