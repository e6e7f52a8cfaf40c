/** Puts the focus on the current row, and keeps it there when that row is drawn anew. */
import { type RefObject, useLayoutEffect, useRef } from 'react';

/** `shown` and `pages` are what rows are drawn from. The function that it gives asks for the focus. */
export function useListFocus(
  list: RefObject<HTMLElement | null>,
  current: number,
  shown: unknown,
  pages: unknown,
): () => void {
  const wanted = useRef(false);
  const held = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows may be others with each of these.
  useLayoutEffect(() => {
    const isLost = held.current && document.activeElement === document.body;
    if (!wanted.current && !isLost) return;
    wanted.current = false;
    list.current?.querySelector<HTMLElement>(`[data-place="${current}"]`)?.focus({ preventScroll: true });
  }, [list, current, shown, pages]);
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const on = () => {
      held.current = true;
    };
    // A row that is drawn anew takes the focus with it: only then is what had it gone a moment later.
    const off = ({ target }: FocusEvent) => {
      queueMicrotask(() => {
        const isLost = !(target instanceof Node && target.isConnected);
        if (!isLost && !element.contains(document.activeElement)) held.current = false;
      });
    };
    element.addEventListener('focusin', on);
    element.addEventListener('focusout', off);
    return () => {
      element.removeEventListener('focusin', on);
      element.removeEventListener('focusout', off);
    };
  }, [list]);
  return () => {
    wanted.current = true;
  };
}
