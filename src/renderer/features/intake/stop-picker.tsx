/** Chooses the destination that files go to first, or that an upload is sent to: by press, or by its number. */
import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { type Lasting, lastings } from '../../../shared/lasting.ts';
import { plainName } from '../../../shared/messages/index.ts';
import type { DestinationView } from '../../../shared/model.ts';
import type { StopOffer } from '../../../shared/sending.ts';
import { decide, leaveChoice, offersFor } from '../../state/sending-requests.ts';
import type { Choosing } from '../../state/sending-slice.ts';
import { useStore } from '../../state/store.ts';
import { Segments } from '../../ui/segments.tsx';
import { sendingWords } from '../../ui/words.ts';
import { detailsButtonId } from '../details/details-button.ts';
import { lineOfStop } from './stop-line.ts';
import './stop-picker.css';
import { WiderQuestion } from './wider-question.tsx';

const say = sendingWords.picker;

export function StopPicker() {
  const choosing = useStore((state) => state.choosing);
  const last = useRef(choosing);
  if (choosing) last.current = choosing;
  const shown = choosing ?? last.current;
  return (
    <Dialog.Root open={choosing !== null} onOpenChange={(open) => !open && choosing && leaveChoice(choosing)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="picker-ground" />
        <Dialog.Popup className="picker" finalFocus={() => homeOf(shown) ?? true}>
          {shown && <Picker key={keyOf(shown)} choosing={shown} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function keyOf(choosing: Choosing): string {
  return choosing.kind === 'held' ? choosing.token : choosing.kind === 'upload' ? choosing.id : 'next';
}

/** The row of the upload that it was about: what opened the choice is a menu that is gone. */
function homeOf(choosing: Choosing | null): HTMLElement | null {
  return choosing?.kind === 'upload' ? document.getElementById(detailsButtonId(choosing.id)) : null;
}

function Picker({ choosing }: { choosing: Choosing }) {
  const next = useStore((state) => state.next);
  const [lasting, setLasting] = useState<Lasting>(() => lastingOf(next?.keepAtLeastMs ?? null));
  const offers = useOffers(choosing, lasting);
  const [asking, setAsking] = useState<DestinationView | null>(null);
  const choose = (stop: Stop) => {
    if (stop.hindered) return;
    if (stop.offer.wider || (choosing.kind === 'upload' && stop.offer.tooShort)) setAsking(stop.view);
    else void decide(choosing, { start: stop.view.id, keepAtLeastMs: lastings[lasting] });
  };
  const last = (chosen: Lasting) => {
    setLasting(chosen);
    // What is asked of the next files stands without a destination too.
    const { setNext } = useStore.getState();
    if (choosing.kind === 'next') setNext({ start: next?.start ?? null, keepAtLeastMs: lastings[chosen] });
  };
  return (
    <>
      <header>
        <Title choosing={choosing} />
        <Dialog.Close className="icon" aria-label={say.close}>
          <X className="i" aria-hidden />
        </Dialog.Close>
      </header>
      {asking ? (
        <WiderQuestion
          to={asking}
          offer={offers?.find(({ id }) => id === asking.id) ?? null}
          choosing={choosing}
          onBack={() => setAsking(null)}
          onUse={() => void decide(choosing, { start: asking.id, keepAtLeastMs: lastings[lasting] })}
        />
      ) : (
        <>
          {choosing.kind !== 'upload' && (
            <div className="lasting">
              <span className="quiet">{say.lasting}</span>
              <Segments name={say.lasting} items={lastingItems} chosen={lasting} onChoose={last} />
            </div>
          )}
          {offers && <Stops offers={offers} choosing={choosing} onChoose={choose} />}
          <p className="quiet foot">{say.thenRest}</p>
        </>
      )}
    </>
  );
}

const lastingNames: readonly Lasting[] = ['any', 'day', 'week', 'month', 'no-end'];
const lastingItems = lastingNames.map((value) => ({ value, title: say.lastings[value] }));

function lastingOf(ms: number | null): Lasting {
  return lastingNames.find((name) => lastings[name] === ms) ?? 'any';
}

function Title({ choosing }: { choosing: Choosing }) {
  const name = useStore((state) => (choosing.kind === 'upload' ? state.uploads[choosing.id]?.name : undefined));
  const title =
    choosing.kind === 'next'
      ? say.next
      : choosing.kind === 'held'
        ? say.held(choosing.count)
        : say.upload(plainName(name ?? ''));
  return (
    <Dialog.Title className="clip">
      <bdi>{title}</bdi>
    </Dialog.Title>
  );
}

/** Asked again whenever the wish changes; null until the first answer. */
function useOffers(choosing: Choosing, lasting: Lasting): readonly StopOffer[] | null {
  const [offers, setOffers] = useState<readonly StopOffer[] | null>(null);
  useEffect(() => {
    let current = true;
    void offersFor(choosing, lastings[lasting]).then((answer) => {
      if (current) setOffers(answer);
    });
    return () => {
      current = false;
    };
  }, [choosing, lasting]);
  return offers;
}

interface Stop {
  readonly offer: StopOffer;
  readonly view: DestinationView;
  readonly line: string;
  /** It can not be chosen: the line says why. */
  readonly hindered: boolean;
}

interface StopsProps {
  offers: readonly StopOffer[];
  choosing: Choosing;
  onChoose: (stop: Stop) => void;
}

function Stops({ offers, choosing, onChoose }: StopsProps) {
  const known = useStore((state) => state.destinations);
  const onNetwork = useStore((state) => state.settings?.shareOn !== 'loopback');
  const list = useRef<HTMLUListElement>(null);
  const now = Date.now();
  const stops = offers.flatMap((offer): Stop[] => {
    const view = known.find(({ id }) => id === offer.id);
    return view
      ? [
          {
            offer,
            view,
            ...lineOfStop(view, offer, {
              ofUpload: choosing.kind === 'upload',
              ofFiles: choosing.kind !== 'next',
              onNetwork,
              now,
            }),
          },
        ]
      : [];
  });
  useEffect(() => list.current?.querySelector<HTMLElement>('button:not([aria-disabled="true"])')?.focus(), []);
  const onKey = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.findIndex((button) => button.matches(':focus'));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && at >= 0) {
      event.preventDefault();
      buttons[(at + step + buttons.length) % buttons.length]?.focus();
    }
  };
  useDigits((digit) => {
    const stop = stops[digit - 1];
    if (stop) onChoose(stop);
  });
  if (stops.length === 0) return <p className="none">{say.none}</p>;
  return (
    <ul ref={list} onKeyDown={onKey}>
      {stops.map((stop, index) => (
        <li key={stop.view.id}>
          <button
            type="button"
            aria-disabled={stop.hindered}
            aria-keyshortcuts={index < 9 && !stop.hindered ? `${index + 1}` : undefined}
            onClick={() => onChoose(stop)}
          >
            <bdi className="clip">{stop.view.label}</bdi>
            <span className="quiet">{stop.line}</span>
            {index < 9 && !stop.hindered && <kbd aria-hidden>{index + 1}</kbd>}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** 1 to 9, wherever in the picker the focus is. */
function useDigits(onDigit: (digit: number) => void): void {
  const latest = useRef(onDigit);
  latest.current = onDigit;
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.repeat || !/^[1-9]$/.test(event.key)) return;
      event.preventDefault();
      latest.current(Number(event.key));
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
