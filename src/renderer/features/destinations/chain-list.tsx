/** The chain as a list that is put in another order: by the grip, its keys, or with Alt from anywhere on a card. */
import { Clock, GripVertical } from 'lucide-react';
import { type KeyboardEvent, memo, useEffect, useRef } from 'react';
import type { ChainName, DestinationSheet } from '../../../shared/destination-setup.ts';
import type { DestinationId } from '../../../shared/ids.ts';
import { plainName } from '../../../shared/messages/index.ts';
import { isResting } from '../../state/conditions.ts';
import { useStore } from '../../state/store.ts';
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
  const pressedRef = useRef<HTMLElement | null>(null);
  const move = (id: DestinationId, to: number) => {
    const sheet = sheets.find((one) => one.id === id);
    if (sheet) void moveStop(sheet, chain, to);
  };
  const { dragged, grip } = useDragOrder(listRef, move);
  // A card that changes its place in the page loses the focus, and may leave what is in view.
  useEffect(() => {
    pressedRef.current?.focus();
    pressedRef.current?.closest('[data-id]')?.scrollIntoView({ block: 'nearest' });
    pressedRef.current = null;
  });
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    if (!(event.target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const item = event.target.closest<HTMLElement>('[data-id]');
    const at = sheets.findIndex(({ id }) => id === item?.dataset.id);
    const to = placeFor(event.key, at, sheets.length);
    const sheet = sheets[at];
    if (!sheet || to === null || !(event.altKey || event.target.id === gripId(sheet.id))) return;
    event.preventDefault();
    // At an end nothing is drawn anew.
    if (to !== at && to >= 0 && to < sheets.length) pressedRef.current = event.target;
    move(sheet.id, to);
  };
  const inUse = sheets.filter(({ enabled }) => enabled);
  return (
    <ol ref={listRef} className="chain-list" aria-label={destinationWords.chains.order} onKeyDown={onKey}>
      {sheets.map((sheet, at) => (
        <Stop
          key={sheet.id}
          sheet={sheet}
          at={at}
          count={sheets.length}
          number={inUse.indexOf(sheet) + 1}
          offBecause={offBecause(sheet)}
          by={dragged?.id === sheet.id ? dragged.by : null}
          shift={shiftOf(at, dragged)}
          grip={grip}
        />
      ))}
    </ol>
  );
}

/** Where the key moves the one at this place to; null for a key that moves nothing. */
function placeFor(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowUp':
      return at - 1;
    case 'ArrowDown':
      return at + 1;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

interface StopProps {
  sheet: DestinationSheet;
  /** Its place in the whole chain, from 0. */
  at: number;
  count: number;
  /** Its place among those in use, from 1; 0 where it is off. */
  number: number;
  offBecause: string | null;
  /** How far it was dragged, px; null where it is not held. */
  by: number | null;
  shift: 'up' | 'down' | undefined;
  grip: DragOrder['grip'];
}

/** The others of the chain stay as they are while one is dragged. */
const Stop = memo(function Stop({ sheet, at, count, number, offBecause, by, shift, grip }: StopProps) {
  const { id, enabled, view } = sheet;
  const label = plainName(sheet.label);
  const say = destinationWords.stop;
  const explain = () => useStore.getState().announce(say.moveHow(label));
  return (
    <li
      data-id={id}
      className={by !== null ? 'is-held' : enabled ? undefined : 'is-off'}
      style={by !== null ? { translate: `0 ${by}px` } : undefined}
      data-shift={shift}
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
            aria-keyshortcuts="ArrowUp ArrowDown Home End"
            // Pressed by keyboard, it says what does move it.
            onClick={({ detail }) => detail === 0 && explain()}
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
});

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
