/** What broke off at a destination and takes room there: looked for when asked to, deleted after a question. */
import { CircleAlert } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import type { DestinationSheet } from '../../../shared/destination-setup.ts';
import type { LeftoverView } from '../../../shared/leftover.ts';
import { failureMessage, formatBytes, formatWhen, plainName } from '../../../shared/messages/index.ts';
import { useStore } from '../../state/store.ts';
import { Question } from '../../ui/question.tsx';
import { destinationWords, tongue } from '../../ui/words.ts';
import './own-storage.css';

type Found =
  | { readonly state: 'asking' }
  | { readonly state: 'failed'; readonly sentence: string }
  /** Null where the service does not tell; `problems` by id. */
  | {
      readonly state: 'found';
      readonly list: readonly LeftoverView[] | null;
      readonly problems: Readonly<Record<string, string>>;
    };

export function LeftoversPart({ sheet }: { sheet: DestinationSheet }) {
  const headId = useId();
  const say = destinationWords.leftovers;
  const [found, setFound] = useState<Found | null>(null);
  const [asked, setAsked] = useState<readonly LeftoverView[]>([]);
  const lookRef = useRef<HTMLButtonElement>(null);
  const { id, label } = sheet;
  const sentenceOf = (failure: Parameters<typeof failureMessage>[0]) =>
    failureMessage(failure, { destination: plainName(label) }, tongue).sentence;
  const look = async () => {
    setFound({ state: 'asking' });
    const result = await window.droprelay.call('destinations.leftovers', { id });
    if (result.ok) setFound({ state: 'found', list: result.value.leftovers, problems: {} });
    else setFound({ state: 'failed', sentence: sentenceOf(result.failure) });
  };
  const discard = async (list: readonly LeftoverView[]) => {
    const result = await window.droprelay.call('destinations.discardLeftovers', { id, ids: list.map((one) => one.id) });
    if (!result.ok) return setFound({ state: 'failed', sentence: sentenceOf(result.failure) });
    const { ends } = result.value;
    const gone = new Set(ends.filter(({ failure }) => failure === null).map((end) => end.id));
    const problems = Object.fromEntries(
      ends.flatMap(({ id: end, failure }) => (failure === null ? [] : [[end, sentenceOf(failure)]])),
    );
    setFound((now) =>
      now?.state === 'found' ? { ...now, list: now.list?.filter((one) => !gone.has(one.id)) ?? null, problems } : now,
    );
    if (gone.size > 0) useStore.getState().announce(say.deleted(gone.size));
  };
  const list = found?.state === 'found' ? found.list : null;
  const [only] = asked;
  return (
    <section className="own-part" aria-labelledby={headId}>
      <h3 id={headId}>{say.title}</h3>
      <p className="quiet">{say.more}</p>
      <div className="part-row">
        <button
          ref={lookRef}
          type="button"
          className="btn small"
          disabled={found?.state === 'asking'}
          onClick={() => void look()}
        >
          {found?.state === 'asking' ? say.looking : found === null ? say.look : say.lookAgain}
        </button>
        <span className="quiet grow" role="status">
          {found?.state === 'found' && sumOf(list)}
        </span>
        {list !== null && list.length > 1 && (
          <button type="button" className="btn small bare" onClick={() => setAsked(list)}>
            {say.deleteAll}
          </button>
        )}
      </div>
      {found?.state === 'failed' && (
        <p className="line bad" role="alert">
          <CircleAlert className="i" aria-hidden />
          {found.sentence}
        </p>
      )}
      {found?.state === 'found' && list !== null && list.length > 0 && (
        <ul className="leftovers">
          {list.map((one) => (
            <Leftover
              key={one.id}
              leftover={one}
              problem={found.problems[one.id] ?? null}
              onDelete={() => setAsked([one])}
            />
          ))}
        </ul>
      )}
      <Question
        open={asked.length > 0}
        title={asked.length === 1 && only ? say.askOne(plainName(only.name)) : say.askAll(asked.length)}
        more={say.askMore}
        yes={say.delete}
        no={asked.length === 1 ? say.keepOne : say.keep}
        onAnswer={(yes) => {
          if (yes) void discard(asked);
          setAsked([]);
        }}
        // The row that was asked about may be gone.
        focusAfter={() => lookRef.current}
      />
    </section>
  );
}

interface LeftoverProps {
  leftover: LeftoverView;
  problem: string | null;
  onDelete: () => void;
}

function Leftover({ leftover: { name, startedAt, bytes }, problem, onDelete }: LeftoverProps) {
  const say = destinationWords.leftovers;
  const facts = [
    ...(startedAt === null ? [] : [say.since(formatWhen(startedAt, Date.now(), tongue))]),
    ...(bytes === null ? [] : [formatBytes(bytes, tongue)]),
  ];
  return (
    <li>
      <span className="what">
        <bdi>{plainName(name)}</bdi>
        <span className="quiet num">{facts.join(' · ')}</span>
        {problem !== null && <span className="quiet is-bad">{problem}</span>}
      </span>
      <button type="button" className="btn small" aria-label={say.deleteName(plainName(name))} onClick={onDelete}>
        {say.delete}
      </button>
    </li>
  );
}

function sumOf(list: readonly LeftoverView[] | null): string {
  const say = destinationWords.leftovers;
  if (list === null) return say.unknown;
  return list.length === 0 ? say.none : say.found(list.length);
}
