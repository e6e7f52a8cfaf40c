/** Which part of a long list is drawn: what is in sight and a little around it. */
import { type RefObject, useLayoutEffect, useState } from 'react';
import { type InSight, inSight, type Layout } from './long-list.ts';

/** Drawn beyond each edge, in px: quick scrolling shows rows, not gaps. */
const beyond = 480;

/** Follows the scrolling and the height of `scroller`, in which the list begins at `offset` px. */
export function useLongList(scroller: RefObject<HTMLElement | null>, layout: Layout, offset = 0): InSight {
  const [shown, setShown] = useState<InSight>({ first: 0, end: 0, groups: [] });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => {
      const from = element.scrollTop - offset;
      const next = inSight(layout, from - beyond, from + element.clientHeight + beyond);
      setShown((before) => (isSame(before, next) ? before : next));
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    const size = new ResizeObserver(look);
    size.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      size.disconnect();
    };
  }, [scroller, layout, offset]);
  return shown;
}

function isSame(one: InSight, other: InSight): boolean {
  if (one.first !== other.first || one.end !== other.end || one.groups.length !== other.groups.length) return false;
  return one.groups.every((group, at) => group === other.groups[at]);
}
