/** Which destinations the user can choose for files or for an upload, and what speaks against each. */
import { UploadFailure } from '../../shared/failure.ts';
import type { DestinationId, UploadId } from '../../shared/ids.ts';
import { isWider, type Scope } from '../../shared/model.ts';
import type { StopOffer, StopsFor } from '../../shared/sending.ts';
import { keptMs, refusal, rotate } from '../engine/chain.ts';
import type { Destination, FindDestination } from '../engine/destination.ts';
import type { Engine } from '../engine/engine.ts';
import type { UploadReader } from '../store/upload-reader.ts';
import type { Setup } from './handlers.ts';
import type { HeldFile, Intake } from './intake.ts';

export interface StopOffersDeps {
  readonly setup: Pick<Setup, 'chain' | 'granted' | 'thisComputer'>;
  /** Every destination of any chain that is switched on, in order. */
  readonly everywhere: () => readonly DestinationId[];
  readonly find: FindDestination;
  readonly intake: Pick<Intake, 'heldFiles'>;
  readonly reader: Pick<UploadReader, 'job'>;
  readonly engine: Pick<Engine, 'restart'>;
}

export interface StopOffers {
  /** In the order of the chain; this computer is the last. Empty where what it is for is gone. */
  offered(of: StopsFor, keepAtLeastMs: number | null): StopOffer[];
  /**
   * Sends an upload to this destination: the user chose it for just that. The rest of its chain follows as far as it
   * lets no more people in.
   */
  sendTo(id: UploadId, to: DestinationId): Promise<void>;
}

export function createStopOffers({ setup, everywhere, find, intake, reader, engine }: StopOffersDeps): StopOffers {
  const existing = (ids: readonly DestinationId[]): Destination[] =>
    [...new Set([...ids, setup.thisComputer])].flatMap((id) => find(id) ?? []);

  function ofUpload(id: UploadId): StopOffer[] {
    const job = reader.job(id);
    if (!job) return [];
    const files = job.payload ? [{ name: job.name, size: job.payload.source.size }] : [];
    const own = job.chain.filter((each) => each !== setup.thisComputer);
    return existing([...own, ...everywhere()]).map((destination) => offerOf(destination, files, job));
  }

  return {
    offered(of, keepAtLeastMs) {
      if (of.kind === 'upload') return ofUpload(of.id);
      const files = of.kind === 'held' ? intake.heldFiles(of.token) : [];
      const chosen = setup.chain();
      if (!files || !chosen) return [];
      return existing(chosen.chain).map((destination) => offerOf(destination, files, { ...chosen, keepAtLeastMs }));
    },

    async sendTo(id, to) {
      const job = reader.job(id);
      if (!job) return;
      const chosen = find(to);
      if (!chosen) throw new UploadFailure({ kind: 'settings-invalid', field: 'destination' });
      const chain = to === setup.thisComputer ? [to] : chainFrom(to, chosen.traits.scope, job.chain, find);
      await engine.restart(id, chain, [...new Set([to, ...setup.granted(chain)])]);
    },
  };
}

interface Agreed {
  readonly scope: Scope;
  readonly granted: readonly DestinationId[];
  readonly keepAtLeastMs: number | null;
}

function offerOf({ id, traits }: Destination, files: readonly HeldFile[], agreed: Agreed): StopOffer {
  const refusals = files.flatMap((file) => refusal(traits, file) ?? []);
  const [failure] = refusals;
  // Of what is not known yet, the smallest is kept the longest.
  const kept = Math.min(...(files.length > 0 ? files : [{ size: 0 }]).map(({ size }) => keptMs(traits, size)));
  return {
    id,
    refused: failure ? { count: refusals.length, of: files.length, failure } : null,
    tooShort: agreed.keepAtLeastMs !== null && kept < agreed.keepAtLeastMs,
    wider: isWider(traits.scope, agreed.scope) && !agreed.granted.includes(id),
  };
}

/** The chain from there on, wrapping round, without those that let more people in than it does. */
function chainFrom(
  to: DestinationId,
  scope: Scope,
  chain: readonly DestinationId[],
  find: FindDestination,
): DestinationId[] {
  const order = chain.includes(to) ? rotate(chain, to) : [to, ...chain];
  return order.filter((id) => id === to || !isWider(find(id)?.traits.scope ?? 'public', scope));
}
