/** How it got there: every attempt in order, why it ended so, and what came next. */
import { ArrowRight, Check, CircleDashed, Clock, type LucideIcon, Minus, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { type AttemptLine, attemptLine, formatElapsed, formatTimeToSecond } from '../../../shared/messages/index.ts';
import type { AttemptView, UploadView } from '../../../shared/model.ts';
import { ask } from '../../state/requests.ts';
import { tongue, words } from '../../ui/words.ts';
import './ledger.css';

const signs: Record<AttemptLine['tone'], LucideIcon> = {
  running: CircleDashed,
  ok: Check,
  wait: Clock,
  fail: X,
  quiet: Minus,
};

export function Ledger({ upload }: { upload: UploadView }) {
  const attempts = useLedger(upload);
  const say = words.details;
  if (attempts === null) return null;
  return (
    <section>
      <h3>
        {upload.state.name === 'done' ? say.ledger : say.ledgerSoFar}
        {attempts.length > 0 && <span className="quiet num">{sum(attempts)}</span>}
      </h3>
      {attempts.length === 0 && <p className="quiet">{say.nothingYet}</p>}
      <ol className="ledger" aria-label={say.ledger}>
        {attempts.map((attempt, index) => (
          <Attempt key={attempt.id} attempt={attempt} last={index === attempts.length - 1} />
        ))}
      </ol>
    </section>
  );
}

function Attempt({ attempt, last }: { attempt: AttemptView; last: boolean }) {
  const { title, outcome, next, tone } = attemptLine(attempt, { pending: last }, tongue);
  const Sign = signs[tone];
  return (
    <li className={`is-${tone}`}>
      <span className="node">
        <Sign className="i" aria-hidden />
      </span>
      <div>
        <div className="when">
          <b>{title}</b>
          <span className="quiet num">{when(attempt)}</span>
        </div>
        <div className="outcome selectable">{outcome}</div>
        {next !== null && (
          <div className="next">
            <ArrowRight className="i" aria-hidden />
            {next}
          </div>
        )}
      </div>
    </li>
  );
}

/** "14:30:02 · 0.8 s". What was not sent took no time. */
function when({ startedAt, endedAt, outcome }: AttemptView): string {
  const at = formatTimeToSecond(startedAt, tongue);
  if (endedAt === null || !wasSent(outcome)) return at;
  return `${at} · ${formatElapsed(endedAt - startedAt, tongue)}`;
}

/** False for a destination that was passed over, and for a link that was there already. */
function wasSent({ kind }: AttemptView['outcome']): boolean {
  return kind !== 'passed-over' && kind !== 'reused';
}

/** "3 attempts, 49 s", from the first start to the last end. */
function sum(attempts: readonly AttemptView[]): string {
  const asked = attempts.filter(({ outcome }) => wasSent(outcome));
  const count = words.details.attempts(asked.length);
  const [first] = asked;
  const ends = asked.flatMap(({ endedAt }) => (endedAt === null ? [] : [endedAt]));
  if (!first || ends.length < asked.length) return count;
  return `${count}, ${formatElapsed(Math.max(...ends) - first.startedAt, tongue)}`;
}

/** The ledger, asked for again whenever the upload's state turns. Null until it is there. */
function useLedger({ id, state }: UploadView): readonly AttemptView[] | null {
  const [attempts, setAttempts] = useState<readonly AttemptView[] | null>(null);
  const turn = JSON.stringify(state);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the turn is what calls for a new ledger.
  useEffect(() => {
    let current = true;
    void ask('uploads.ledger', { id }).then((answer) => {
      if (current && answer) setAttempts(answer.value);
    });
    return () => {
      current = false;
    };
  }, [id, turn]);
  return attempts;
}
