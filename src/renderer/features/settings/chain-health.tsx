/** How the destinations of the chain have been doing, one after the other on their line. */
import { Clock } from 'lucide-react';
import { healthLine } from '../../../shared/messages/index.ts';
import type { DestinationView } from '../../../shared/model.ts';
import { isResting } from '../../state/conditions.ts';
import { useMinutes } from '../../state/now.ts';
import { useStore } from '../../state/store.ts';
import { tongue, words } from '../../ui/words.ts';
import './chain-health.css';

export function ChainHealth() {
  const stops = useStore((state) => state.stops);
  return (
    <ol className="chain-health" aria-label={words.settings.health}>
      {stops.map((stop) => (
        <Stop key={stop.id} stop={stop} />
      ))}
    </ol>
  );
}

function Stop({ stop: { label, health } }: { stop: DestinationView }) {
  const { text, lastFailure } = healthLine(health, useMinutes(), tongue);
  const resting = isResting(health);
  return (
    <li className={resting ? 'is-resting' : undefined}>
      <span className="node">{resting && <Clock className="i" aria-hidden />}</span>
      <b>{label}</b>
      <div className="quiet num">
        <div className="state">{text}</div>
        {lastFailure !== null && <div>{lastFailure}</div>}
      </div>
    </li>
  );
}
