/** Conformance targets that are stand-ins of the lab. */
import { type HostId, type StandInOptions, startLab } from '../../../lab/lab.ts';
import type { ConformanceTarget } from './conformance-target.ts';

/** The stand-in of this host, alone of its own lab each time that it is started. */
export function labTarget(
  id: HostId,
  more: Omit<ConformanceTarget, 'start'> = {},
  options: StandInOptions = {},
): ConformanceTarget {
  return {
    ...more,
    async start() {
      const lab = await startLab({ [id]: options });
      return { standIn: lab[id], stop: lab.stop };
    },
  };
}
