/** The chain as one thin line of stops, the first one filled. */
import { Monitor } from 'lucide-react';
import { useStore } from '../../state/store.ts';
import { words } from '../../ui/words.ts';

/** `most`: how many stops are named before the rest is counted. */
export function ChainLine({ most, className }: { most: number; className: string }) {
  const stops = useStore((state) => state.stops);
  const named = stops.slice(0, stops.length === most + 1 ? most + 1 : most);
  const rest = stops.length - named.length;
  return (
    <ol className={`chain ${className}`} aria-label={words.drop.chain}>
      {named.map(({ id, label, scope }, index) => (
        <li key={id} className={index === 0 ? 'first' : undefined}>
          {scope === 'local' ? <Monitor className="i" aria-hidden /> : <span className="node" />}
          {label}
        </li>
      ))}
      {rest > 0 && (
        <li>
          <span className="node" />
          {words.drop.moreStops(rest)}
        </li>
      )}
    </ol>
  );
}
