/** The chain as a list that can be put in another order, by the grip or with Alt and an arrow. */
import { Clock, GripVertical } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { ChainName, DestinationSheet } from '../../../shared/destination-setup.ts';
import type { DestinationId } from '../../../shared/ids.ts';
import { plainName } from '../../../shared/messages/index.ts';
import { isResting } from '../../state/conditions.ts';
import { Switch } from '../../ui/switch.tsx';
import { destinationWords } from '../../ui/words.ts';
import { moveStop, switchStop } from './chain-acts.ts';
import './chain-list.css';
import { StopCard } from './stop-card.tsx';
import { gripId } from './stop-ids.ts';
import { type DragOrder, useDragOrder } from './use-drag-order.ts';

interface Props {
  chain: ChainName;
  sheets: readonly DestinationSheet[];
  offBecause: (sheet: DestinationSheet) => string | null;
}

export function ChainList({ chain, sheets, offBecause }: Props) {
  const listRef = useRef<HTMLOListElement>(null);
  const focusRef = useRef<DestinationId | null>(null);
  const move = (id: DestinationId, to: number) => {
    const sheet = sheets.find((one) => one.id === id);
    if (sheet) void moveStop(sheet, chain, to);
  };
  const drag = useDragOrder(listRef, move);
  // A card that changes its place in the page would lose the focus.
  useEffect(() => {
    if (focusRef.current !== null) document.getElementById(gripId(focusRef.current))?.focus();
    focusRef.current = null;
  });
  const byKey = (id: DestinationId, to: number) => {
    focusRef.current = id;
    move(id, to);
  };
  const inUse = sheets.filter(({ enabled }) => enabled);
  return (
    <ol ref={listRef} className="chain-list" aria-label={destinationWords.chains.order}>
      {sheets.map((sheet, at) => (
        <Stop
          key={sheet.id}
          sheet={sheet}
          at={at}
          count={sheets.length}
          number={inUse.indexOf(sheet) + 1}
          offBecause={offBecause(sheet)}
          drag={drag}
          onMove={(to) => byKey(sheet.id, to)}
        />
      ))}
    </ol>
  );
}

interface StopProps {
  sheet: DestinationSheet;
  /** Its place in the whole chain, from 0. */
  at: number;
  count: number;
  /** Its place among those in use, from 1; 0 where it is off. */
  number: number;
  offBecause: string | null;
  drag: DragOrder;
  onMove: (to: number) => void;
}

function Stop({ sheet, at, count, number, offBecause, drag: { dragged, grip }, onMove }: StopProps) {
  const { id, enabled, view } = sheet;
  const label = plainName(sheet.label);
  const say = destinationWords.stop;
  const held = dragged?.id === id ? dragged : null;
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    const onGrip = event.target instanceof HTMLElement && event.target.id === gripId(id);
    if (step === 0 || event.ctrlKey || event.metaKey || event.shiftKey || !(event.altKey || onGrip)) return;
    event.preventDefault();
    onMove(at + step);
  };
  return (
    <li
      data-id={id}
      className={held ? 'is-held' : enabled ? undefined : 'is-off'}
      style={held ? { translate: `0 ${held.by}px` } : undefined}
      data-shift={shiftOf(at, dragged)}
      onKeyDown={onKey}
    >
      <Node number={number} resting={enabled && isResting(view.health)} />
      <StopCard
        sheet={sheet}
        offBecause={offBecause}
        grip={
          <button
            id={gripId(id)}
            type="button"
            className="grip"
            aria-label={say.move(label)}
            aria-description={say.number(at + 1, count)}
            aria-keyshortcuts="ArrowUp ArrowDown"
            {...grip(id)}
          >
            <GripVertical className="i" aria-hidden />
          </button>
        }
      >
        <Switch name={say.switchName(label)} on={enabled} onChange={(on) => void switchStop(sheet, on)} />
      </StopCard>
    </li>
  );
}

/** Which way the card at this place makes room for the one that is held. */
function shiftOf(at: number, dragged: DragOrder['dragged']): 'up' | 'down' | undefined {
  if (!dragged || at === dragged.at) return undefined;
  if (at > dragged.at && at <= dragged.to) return 'up';
  return at < dragged.at && at >= dragged.to ? 'down' : undefined;
}

function Node({ number, resting }: { number: number; resting: boolean }) {
  if (resting) {
    return (
      <span className="node is-resting">
        <Clock className="i" aria-hidden />
      </span>
    );
  }
  return <span className={number === 0 ? 'node is-hollow' : 'node num'}>{number === 0 ? '' : number}</span>;
}
