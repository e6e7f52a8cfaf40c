/** Scrolls a list while something is held near an edge of what is in view, so that it can be put where one does not see yet. */

export interface EdgeScroll {
  /** Where the pointer is now, px from the window's top. */
  moveTo(pointer: number): void;
  /** How far the list went up since the start, px; negative for down. */
  scrolled(): number;
  stop(): void;
}

/** How near the edge is, px; less in a low pane. */
const edge = 56;
/** Right at the edge, px a second. */
const fastest = 900;

/** @param onScroll told whenever the list moved under the pointer, by the wheel too */
export function scrollAtEdge(list: HTMLElement, onScroll: () => void): EdgeScroll {
  const pane = list.closest('.scroll');
  if (!pane) return { moveTo: () => undefined, scrolled: () => 0, stop: () => undefined };
  const start = pane.scrollTop;
  let pointer: number | null = null;
  let before: number | null = null;
  /** Less than a pixel, which is gone with before it counts. */
  let rest = 0;
  let frame = 0;
  const step = (now: number) => {
    const ms = before === null ? 0 : now - before;
    before = now;
    if (pointer !== null)
      rest += (edgePace(pointer, pane.getBoundingClientRect(), list.getBoundingClientRect()) * ms) / 1000;
    const whole = Math.trunc(rest);
    rest -= whole;
    if (whole !== 0) pane.scrollTop += whole;
    frame = requestAnimationFrame(step);
  };
  frame = requestAnimationFrame(step);
  pane.addEventListener('scroll', onScroll);
  return {
    moveTo(at) {
      pointer = at;
    },
    scrolled: () => pane.scrollTop - start,
    stop() {
      cancelAnimationFrame(frame);
      pane.removeEventListener('scroll', onScroll);
    },
  };
}

interface Span {
  readonly top: number;
  readonly bottom: number;
}

/** Px a second, negative for upwards; 0 away from the edges, and where the list ends within the pane. */
export function edgePace(pointer: number, pane: Span, list: Span): number {
  const depth = Math.min(edge, (pane.bottom - pane.top) / 4);
  const [above, below] = [pane.top + depth - pointer, pointer - (pane.bottom - depth)];
  if (above > 0 && list.top < pane.top) return -fastest * Math.min(1, above / depth);
  if (below > 0 && list.bottom > pane.bottom) return fastest * Math.min(1, below / depth);
  return 0;
}
