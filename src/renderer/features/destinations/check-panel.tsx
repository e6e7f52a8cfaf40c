/** A check as it runs: each step with what it found, then what it all comes to. */
import { Check, CircleAlert, Copy, LoaderCircle, Minus, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { LiveCheckStep } from '../../../shared/check.ts';
import type { DestinationId } from '../../../shared/ids.ts';
import { checkStepLine, checkVerdictLine, leftBehindLine } from '../../../shared/messages/check-line.ts';
import { formatElapsed } from '../../../shared/messages/index.ts';
import type { CheckView } from '../../state/destinations-slice.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { destinationWords, tongue } from '../../ui/words.ts';
import './check-panel.css';

interface Props {
  id: DestinationId;
  label: string;
  check: CheckView;
  onClose: () => void;
}

export function CheckPanel({ id, label, check: { steps, report }, onClose }: Props) {
  const say = destinationWords.check;
  const shown = steps.filter((step) => !(step.state === 'skipped' && step.why === 'not-reached'));
  const left = report && leftBehindLine(report, report.startedAt);
  const stepsRef = useRef<HTMLOListElement>(null);
  // What is under way stands last.
  useEffect(() => {
    if (steps.length > 0) stepsRef.current?.lastElementChild?.scrollIntoView({ block: 'nearest' });
  }, [steps]);
  return (
    <section className="check-panel" aria-label={say.name(label)}>
      <ol ref={stepsRef}>
        {shown.map((step) => (
          <Step key={step.name} step={step} label={label} />
        ))}
      </ol>
      <div className="verdict" role="status">
        {report !== null && (
          <p>
            <b>{checkVerdictLine(report)}</b> {left}
          </p>
        )}
      </div>
      <div className="acts">
        {report === null ? (
          <button type="button" className="btn small" onClick={() => void ask('destinations.stopCheck', { id })}>
            {say.stop}
          </button>
        ) : (
          <>
            <button type="button" className="btn small" onClick={() => void copyReport(id)}>
              <Copy className="i" aria-hidden />
              {say.copyReport}
            </button>
            <button type="button" className="icon" aria-label={say.close} onClick={onClose}>
              <X className="i" aria-hidden />
            </button>
          </>
        )}
      </div>
    </section>
  );
}

const signs = { ok: Check, failed: CircleAlert, skipped: Minus, running: LoaderCircle };

function Step({ step, label }: { step: LiveCheckStep; label: string }) {
  const say = destinationWords.check;
  const Sign = signs[step.state];
  return (
    <li className={`step is-${step.state}`}>
      <Sign className="i" aria-hidden />
      <span className="sr">{say.states[step.state]}: </span>
      {step.state === 'running' ? (
        <span className="found">{say.running[step.name]}</span>
      ) : (
        <>
          <span className="quiet">{say.titles[step.name]} </span>
          <span className="found">{checkStepLine(step, { label, now: Date.now() })}</span>
          {step.state !== 'skipped' && <span className="quiet num">{formatElapsed(step.ms, tongue)}</span>}
        </>
      )}
    </li>
  );
}

async function copyReport(id: DestinationId): Promise<void> {
  const { announce, give } = useStore.getState();
  const answer = await ask('destinations.copyReport', { id });
  const text = destinationWords.check.reportCopied;
  if (answer?.value.copied) {
    announce(text);
    give({ kind: 'note', tone: 'quiet', text });
  }
}
