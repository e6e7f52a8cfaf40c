/** Moves a card of the list by its grip: which one is held, how far, and where it would come down. */
import { type PointerEvent, type RefObject, useRef, useState } from 'react';
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

/** @param list its items carry `data-id` */
export function useDragOrder(
  list: RefObject<HTMLElement | null>,
  onDrop: (id: DestinationId, to: number) => void,
): DragOrder {
  const held = useRef<Held | null>(null);
  const [dragged, setDragged] = useState<Dragged | null>(null);
  const end = () => {
    held.current = null;
    setDragged(null);
  };
  return {
    dragged,
    grip: (id) => ({
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
        held.current = { id, at: cards.indexOf(own), from: event.clientY, middles, middle: middleOf(own) };
      },
      onPointerMove(event) {
        if (held.current?.id !== id) return;
        const { at, from, middles, middle } = held.current;
        const by = event.clientY - from;
        setDragged({ id, at, by, to: middles.filter((other) => other < middle + by).length });
      },
      onPointerUp() {
        const now = dragged;
        end();
        if (now?.id === id) onDrop(id, now.to);
      },
      onPointerCancel: end,
      onLostPointerCapture: end,
    }),
  };
}
