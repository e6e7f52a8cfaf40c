/** Where the secrets of destinations are kept, as the rest of the program sees it. */
import type { DestinationId } from '../../shared/ids.ts';

export interface SecretPlace {
  readonly destination: DestinationId;
  /** The destination's provider, and the name of its secret field. */
  readonly provider: string;
  readonly field: string;
}

export interface SecretVault {
  /** True where there is one, without opening it. */
  has(place: SecretPlace): boolean;
  /** Asked whenever it is used, and kept nowhere. Fails with `secret-unavailable`. */
  read(place: SecretPlace): Promise<string>;
}

/** For those who keep none. */
export const noSecrets: SecretVault = {
  has: () => false,
  read: () => Promise.reject(new Error('a secret that is not there was asked for')),
};
