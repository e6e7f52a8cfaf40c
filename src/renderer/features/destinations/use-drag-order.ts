/** Moves a card of the list by its grip: which one is held, how far, and where it would come down. */
import { type PointerEvent, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { DestinationId } from '../../../shared/ids.ts';
import { type EdgeScroll, scrollAtEdge } from './edge-scroll.ts';

export interface Dragged {
  readonly id: DestinationId;
  /** Its place, and px from there: it does not leave the list. */
  readonly at: number;
  readonly by: number;
  /** Its place among the others if it were let go now. */
  readonly to: number;
}

interface Held {
  readonly id: DestinationId;
  readonly at: number;
  /** Where the pointer took it, and where it is now. */
  readonly from: number;
  pointer: number;
  /** The middles of the other cards, from the top. */
  readonly middles: readonly number[];
  readonly middle: number;
  /** How far it may go up and down. */
  readonly least: number;
  readonly most: number;
  readonly scroll: EdgeScroll;
}

export interface DragOrder {
  readonly dragged: Dragged | null;
  /** What the grip of this card listens to. */
  grip(id: DestinationId): {
    onPointerDown(event: PointerEvent<HTMLElement>): void;
    onPointerMove(event: PointerEvent<HTMLElement>): void;
    onPointerUp(): void;
    onPointerCancel(): void;
    onLostPointerCapture(): void;
  };
}

/**
 * What a grip listens to is the same for good, so that moving one card draws no other anew.
 * @param list its items carry `data-id`
 */
export function useDragOrder(
  list: RefObject<HTMLElement | null>,
  onDrop: (id: DestinationId, to: number) => void,
): DragOrder {
  const [dragged, setDragged] = useState<Dragged | null>(null);
  const dropRef = useRef(onDrop);
  useEffect(() => {
    dropRef.current = onDrop;
  });
  const { grip, end } = useMemo(() => gripOf(list, setDragged, (id, to) => dropRef.current(id, to)), [list]);
  useEffect(() => end, [end]);
  return { dragged, grip };
}

function gripOf(
  list: RefObject<HTMLElement | null>,
  show: (dragged: Dragged | null) => void,
  drop: (id: DestinationId, to: number) => void,
): Pick<DragOrder, 'grip'> & { end(): void } {
  let held: Held | null = null;
  let now: Dragged | null = null;
  const put = (next: Dragged | null) => {
    now = next;
    show(next);
  };
  const end = () => {
    held?.scroll.stop();
    held = null;
    put(null);
  };
  const follow = () => {
    if (!held) return;
    const { id, at, from, pointer, middles, middle, least, most, scroll } = held;
    const by = pointer - from + scroll.scrolled();
    const to = middles.filter((other) => other < middle + by).length;
    put({ id, at, by: Math.max(least, Math.min(by, most)), to });
  };
  const grip: DragOrder['grip'] = (id) => ({
    onPointerDown(event) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const all = list.current;
      const cards = [...(all?.querySelectorAll<HTMLElement>('[data-id]') ?? [])];
      const own = cards.find((card) => card.dataset.id === id);
      if (!all || !own) return;
      held?.scroll.stop();
      const [frame, box] = [all.getBoundingClientRect(), own.getBoundingClientRect()];
      held = {
        id,
        at: cards.indexOf(own),
        from: event.clientY,
        pointer: event.clientY,
        middles: cards.filter((card) => card !== own).map((card) => middleOf(card.getBoundingClientRect())),
        middle: middleOf(box),
        least: frame.top - box.top,
        most: frame.bottom - box.bottom,
        scroll: scrollAtEdge(all, follow),
      };
    },
    onPointerMove(event) {
      if (held?.id !== id) return;
      held.pointer = event.clientY;
      held.scroll.moveTo(event.clientY);
      follow();
    },
    onPointerUp() {
      const last = now;
      end();
      if (last?.id === id) drop(id, last.to);
    },
    onPointerCancel: end,
    onLostPointerCapture: end,
  });
  return { grip, end };
}

function middleOf({ top, height }: DOMRect): number {
  return top + height / 2;
}
