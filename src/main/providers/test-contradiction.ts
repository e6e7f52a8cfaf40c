/** For tests of a provider alone: a host's contradiction as the failure that the engine makes of it. */
import { UploadFailure } from '../../shared/failure.ts';
import type { Delivery } from './provider.ts';

export function uncontradicted(delivery: Delivery): Delivery {
  const { proof } = delivery;
  if (proof?.kind !== 'contradiction') return delivery;
  throw new UploadFailure({ kind: 'bad-proof', why: proof.why }, { sent: 'all' });
}
