/** Moves a card of the list by its grip: which one is held, how far, and where it would come down. */
import { type PointerEvent, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { DestinationId } from '../../../shared/ids.ts';

export interface Dragged {
  readonly id: DestinationId;
  /** Its place, and px from there. */
  readonly at: number;
  readonly by: number;
  /** Its place among the others if it were let go now. */
  readonly to: number;
}

interface Held {
  readonly id: DestinationId;
  readonly at: number;
  /** Where the pointer took it. */
  readonly from: number;
  /** The middles of the other cards, from the top. */
  readonly middles: readonly number[];
  readonly middle: number;
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
  const grip = useMemo(() => gripOf(list, setDragged, (id, to) => dropRef.current(id, to)), [list]);
  return { dragged, grip };
}

function gripOf(
  list: RefObject<HTMLElement | null>,
  show: (dragged: Dragged | null) => void,
  drop: (id: DestinationId, to: number) => void,
): DragOrder['grip'] {
  let held: Held | null = null;
  let now: Dragged | null = null;
  const put = (next: Dragged | null) => {
    now = next;
    show(next);
  };
  const end = () => {
    held = null;
    put(null);
  };
  return (id) => ({
    onPointerDown(event) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const cards = [...(list.current?.querySelectorAll<HTMLElement>('[data-id]') ?? [])];
      const middleOf = (card: HTMLElement) => {
        const { top, height } = card.getBoundingClientRect();
        return top + height / 2;
      };
      const own = cards.find((card) => card.dataset.id === id);
      if (!own) return;
      const middles = cards.filter((card) => card !== own).map(middleOf);
      held = { id, at: cards.indexOf(own), from: event.clientY, middles, middle: middleOf(own) };
    },
    onPointerMove(event) {
      if (held?.id !== id) return;
      const { at, from, middles, middle } = held;
      const by = event.clientY - from;
      put({ id, at, by, to: middles.filter((other) => other < middle + by).length });
    },
    onPointerUp() {
      const last = now;
      end();
      if (last?.id === id) drop(id, last.to);
    },
    onPointerCancel: end,
    onLostPointerCapture: end,
  });
}
