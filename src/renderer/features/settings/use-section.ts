/** Which section of the sheet is being read, and the way to another one. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import { headingId, type SectionId, sectionIds } from './section-ids.ts';

/** A heading this close to the top counts as reached, px. */
const reached = 48;

export function useSection(sheet: RefObject<HTMLElement | null>) {
  const [current, setCurrent] = useState<SectionId>('where');
  /** The section that was chosen counts until somebody scrolls: the last ones never reach the top. */
  const chosen = useRef(false);
  useEffect(() => {
    const scroller = sheet.current?.parentElement;
    if (!scroller) return;
    const look = () => {
      if (!chosen.current) setCurrent(readAt(scroller));
    };
    const letGo = () => {
      chosen.current = false;
    };
    scroller.addEventListener('scroll', look, { passive: true });
    scroller.addEventListener('wheel', letGo, { passive: true });
    scroller.addEventListener('pointerdown', letGo);
    return () => {
      scroller.removeEventListener('scroll', look);
      scroller.removeEventListener('wheel', letGo);
      scroller.removeEventListener('pointerdown', letGo);
    };
  }, [sheet]);
  return {
    current,
    goTo(id: SectionId) {
      const heading = document.getElementById(headingId(id));
      chosen.current = true;
      setCurrent(id);
      heading?.scrollIntoView({ block: 'start' });
      heading?.focus({ preventScroll: true });
    },
  };
}

/** The last section whose heading is at the top or above. */
function readAt(scroller: HTMLElement): SectionId {
  const { top } = scroller.getBoundingClientRect();
  const passed = sectionIds.filter((id) => {
    const heading = document.getElementById(headingId(id));
    return heading !== null && heading.offsetParent !== null && heading.getBoundingClientRect().top <= top + reached;
  });
  return passed.at(-1) ?? 'where';
}
