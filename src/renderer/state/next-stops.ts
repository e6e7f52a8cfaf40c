/** The stops that the next files would take, in their order, as they were chosen or as usual. */
import { useMemo } from 'react';
import type { DestinationView } from '../../shared/model.ts';
import { inTurn } from './conditions.ts';
import { useMinutes } from './now.ts';
import { useStore } from './store.ts';

export function useNextStops(): readonly DestinationView[] {
  const stops = useStore((state) => state.stops);
  const start = useStore((state) => state.next?.start ?? null);
  const here = useStore((state) => state.settings?.thisComputer ?? null);
  return useMemo(() => {
    if (start === null) return stops;
    if (start === here?.id) return [here];
    const at = stops.findIndex(({ id }) => id === start);
    return at <= 0 ? stops : [...stops.slice(at), ...stops.slice(0, at)];
  }, [stops, start, here]);
}

/** The same in the order in which they would be tried: resting ones last. */
export function useStopsInTurn(): readonly DestinationView[] {
  return inTurn(useNextStops(), useMinutes());
}
