/** A destination as the engine uses it: traits to plan with, a connection to send through. */
import type { DestinationId } from '../../shared/ids.ts';
import type { Connection, Traits } from '../providers/provider.ts';

export interface Destination {
  readonly id: DestinationId;
  readonly provider: string;
  readonly label: string;
  readonly traits: Traits;
  /** The servers that an upload talks to, as far as the settings tell; none where they do not fit. */
  readonly servers: readonly URL[];
  /** True where credentials of the user's are asked for or used: what they fail with, new ones may mend. */
  readonly signsIn: boolean;
  /** Fails with `settings-invalid` or `secret-unavailable`. */
  connect(): Promise<Connection>;
}

/** Looks a destination up as it is set up now; null where it is not (any more). */
export type FindDestination = (id: DestinationId) => Destination | null;
