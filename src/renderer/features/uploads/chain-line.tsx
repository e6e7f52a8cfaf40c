/** The chain as one thin line of stops, the one that would be tried first filled, resting ones with a clock. */
import { Monitor } from 'lucide-react';
import { inTurn } from '../../state/conditions.ts';
import { useNextStops } from '../../state/next-stops.ts';
import { useMinutes } from '../../state/now.ts';
import { words } from '../../ui/words.ts';
import { StopName } from './stop-name.tsx';

/** `most`: how many stops are named before the rest is counted. */
export function ChainLine({ most, className }: { most: number; className: string }) {
  const stops = useNextStops();
  const named = stops.slice(0, stops.length === most + 1 ? most + 1 : most);
  const rest = stops.length - named.length;
  const next = inTurn(stops, useMinutes())[0];
  return (
    <ol className={`chain ${className}`} aria-label={words.drop.chain}>
      {named.map((stop) => (
        <li key={stop.id} className={stop === next ? 'first' : undefined}>
          <StopName stop={stop} mark={stop.scope === 'local' ? <Monitor className="i" aria-hidden /> : <Node />} />
        </li>
      ))}
      {rest > 0 && (
        <li>
          <Node />
          {words.drop.moreStops(rest)}
        </li>
      )}
    </ol>
  );
}

function Node() {
  return <span className="node" />;
}
