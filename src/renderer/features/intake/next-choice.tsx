/** Where the next files begin, where that is not as usual; and what opens the choice. */
import { ChevronDown, Waypoints, X } from 'lucide-react';
import { useRef } from 'react';
import { type Lasting, lastings } from '../../../shared/lasting.ts';
import type { Where } from '../../../shared/sending.ts';
import { useStore } from '../../state/store.ts';
import { sendingWords } from '../../ui/words.ts';
import './next-choice.css';

const say = sendingWords.next;

interface Props {
  className?: string;
  /** A narrow window has room for its sign alone. */
  isSmall?: boolean;
}

export function NextChoice({ className = '', isSmall = false }: Props) {
  const next = useStore((state) => state.next);
  const choose = useStore((state) => state.choose);
  const setNext = useStore((state) => state.setNext);
  const words = useNextWords(next);
  const open = useRef<HTMLButtonElement>(null);
  const { openMore, open: label } = sendingWords.picker;
  return (
    <span className={next === null ? `next-choice ${className}` : `next-choice is-on ${className}`}>
      <button
        ref={open}
        type="button"
        className={next === null ? 'btn bare small' : 'btn small'}
        aria-haspopup="dialog"
        aria-label={`${words ?? label}. ${openMore}`}
        title={next === null ? undefined : say.onlyNext}
        onClick={() => choose({ kind: 'next' })}
      >
        {isSmall && <Waypoints className="i only-narrow" aria-hidden />}
        <span className={isSmall ? 'clip only-wide' : 'clip'}>{words ?? label}</span>
        <ChevronDown className="i" aria-hidden />
      </button>
      {next !== null && (
        <button
          type="button"
          className="icon"
          aria-label={say.clearMore}
          title={say.clear}
          onClick={() => {
            open.current?.focus();
            setNext(null);
          }}
        >
          <X className="i" aria-hidden />
        </button>
      )}
    </span>
  );
}

/** "First to litterbox, for at least 7 days"; null where all is as usual. */
function useNextWords(next: Where | null): string | null {
  const label = useStore(({ destinations }) => destinations.find(({ id }) => id === next?.start)?.label ?? null);
  if (next === null) return null;
  const lasting = (Object.keys(lastings) as Lasting[]).find((name) => lastings[name] === next.keepAtLeastMs) ?? 'any';
  if (label === null) return lasting === 'any' ? null : say.lastsAlone[lasting];
  return lasting === 'any' ? say.first(label) : `${say.first(label)}, ${say.lasts[lasting]}`;
}
