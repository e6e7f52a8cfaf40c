/** A stop of the chain by its name; a resting one behind an amber clock, and in words for those who do not see it. */
import { Clock } from 'lucide-react';
import type { ReactNode } from 'react';
import { healthLine } from '../../../shared/messages/index.ts';
import type { DestinationView, Health } from '../../../shared/model.ts';
import { isResting } from '../../state/conditions.ts';
import { useMinutes } from '../../state/now.ts';
import { tongue } from '../../ui/words.ts';

/** `mark`: what stands before the name while the stop does not rest. */
export function StopName({ stop: { label, health }, mark = null }: { stop: DestinationView; mark?: ReactNode }) {
  if (isResting(health)) return <Resting label={label} health={health} />;
  return (
    <>
      {mark}
      {label}
    </>
  );
}

function Resting({ label, health }: { label: string; health: Health }) {
  const { text } = healthLine(health, useMinutes(), tongue);
  return (
    <span className="resting" title={text}>
      <Clock className="i" aria-hidden />
      {label}
      <span className="sr">, {text}</span>
    </span>
  );
}
