/** Three facts of the stop that would be tried first: who can open a link, how long it stays, how large a file may be. */
import { Clock, File, Globe, type LucideIcon, Monitor } from 'lucide-react';
import { type Fact, retentionFact, scopeFact, sizeFact } from '../../../shared/messages/index.ts';
import { useStopsInTurn } from '../../state/next-stops.ts';
import { useStore } from '../../state/store.ts';
import { tongue } from '../../ui/words.ts';

export function StopFacts() {
  const onNetwork = useStore((state) => state.settings?.shareOn !== 'loopback');
  const stops = useStopsInTurn();
  const [first] = stops;
  if (!first) return null;
  return (
    <div className="facts">
      <FactLine icon={first.scope === 'local' ? Monitor : Globe} fact={scopeFact(first, onNetwork, tongue)} />
      <FactLine icon={Clock} fact={retentionFact(first, tongue)} />
      <FactLine icon={File} fact={sizeFact(stops, tongue)} />
    </div>
  );
}

function FactLine({ icon: Icon, fact }: { icon: LucideIcon; fact: Fact }) {
  return (
    <div className="fact">
      <Icon className="i" aria-hidden />
      <b>{fact.title}</b>
      <span>{fact.more}</span>
    </div>
  );
}
