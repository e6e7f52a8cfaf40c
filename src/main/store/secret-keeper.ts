/** Keeps the secrets of saved destinations: sealed in files, or in memory until the program ends. */
import { UploadFailure } from '../../shared/failure.ts';
import type { DestinationId } from '../../shared/ids.ts';
import type { Sealing } from '../../shared/model.ts';
import type { SecretFiles } from './secret-files.ts';
import type { SecretPlace, SecretVault } from './secrets.ts';

/** The system's key store, as far as sealing texts goes. It may ask the user for a password. */
export interface Sealer {
  /** Fails with `secret-unavailable`: `locked` where the key store did not open in time. */
  seal(value: string): Promise<Buffer>;
  /** Fails with `secret-unavailable`: `locked`, or `unreadable` for what was not sealed by this key store. */
  open(sealed: Buffer): Promise<string>;
  /** What the first bytes of something sealed prove; `weak` is as good as plain text. */
  proofOf(head: string): 'sealed' | 'weak';
}

export interface SecretKeeper extends SecretVault {
  sealing(place: SecretPlace): Sealing;
  /** When it was stored, epoch ms; null where it is not. */
  savedAt(place: SecretPlace): number | null;
  /**
   * Takes the place of what was there. What the key store does not seal is kept in memory for this run only; with
   * `storeWeak` it is stored all the same where that is possible. What is stored is durable when it returns. Fails with `cancelled` where
   * a later `set` or `clear` of the place came before.
   */
  set(place: SecretPlace, value: string, options: { storeWeak: boolean }): Promise<Exclude<Sealing, 'none'>>;
  clear(place: SecretPlace): void;
  /** Clears all that a destination has: it is being removed. */
  forget(destination: DestinationId): void;
}

export interface SecretKeeperDeps {
  readonly files: SecretFiles;
  readonly sealer: Sealer;
  /** Something broke that hinders nobody. It holds no secret. */
  readonly report: (error: unknown) => void;
}

export function createSecretKeeper({ files, sealer, report }: SecretKeeperDeps): SecretKeeper {
  const forThisRun = new Map<string, string>();
  /** The last change of each place: an older one that was held up must not undo it. */
  const changes = new Map<string, symbol>();

  const begin = (place: SecretPlace): (() => boolean) => {
    const change = Symbol();
    changes.set(keyOf(place), change);
    return () => changes.get(keyOf(place)) === change;
  };

  const sealing = (place: SecretPlace): Sealing => {
    if (forThisRun.has(keyOf(place))) return 'kept-for-run';
    const head = files.head(place);
    return head === null ? 'none' : sealer.proofOf(head);
  };

  /** Null where the key store did not open. */
  const seal = async (value: string): Promise<{ bytes: Buffer; proof: 'sealed' | 'weak' } | null> => {
    try {
      const bytes = await sealer.seal(value);
      return { bytes, proof: sealer.proofOf(headOf(bytes)) };
    } catch (error) {
      if (!(error instanceof UploadFailure)) throw error;
      return null;
    }
  };

  /** False where the disk did not take it. */
  const store = (place: SecretPlace, sealed: Buffer): boolean => {
    try {
      files.write(place, sealed);
      return true;
    } catch (error) {
      report(error);
      return false;
    }
  };

  /** What was stored weakly is sealed as soon as there is a key store. */
  const reseal = async (place: SecretPlace, value: string): Promise<void> => {
    const isLast = begin(place);
    const sealed = await seal(value);
    if (sealed?.proof === 'sealed' && isLast()) store(place, sealed.bytes);
  };

  const open = async (place: SecretPlace): Promise<string> => {
    try {
      return await sealer.open(readFile(files, place));
    } catch (error) {
      // The key store kept this waiting, and the user gave another one meanwhile.
      const kept = forThisRun.get(keyOf(place));
      if (kept === undefined) throw error;
      return kept;
    }
  };

  const clear = (place: SecretPlace): void => {
    begin(place);
    forThisRun.delete(keyOf(place));
    files.remove(place);
  };

  return {
    has: (place) => sealing(place) !== 'none',
    sealing,
    savedAt: (place) => (forThisRun.has(keyOf(place)) ? null : files.savedAt(place)),

    async read(place) {
      const kept = forThisRun.get(keyOf(place));
      if (kept !== undefined) return kept;
      const head = files.head(place);
      if (head === null) throw new UploadFailure({ kind: 'secret-unavailable', why: 'missing' });
      const value = await open(place);
      if (sealer.proofOf(head) === 'weak') reseal(place, value).catch(report);
      return value;
    },

    async set(place, value, { storeWeak }) {
      const isLast = begin(place);
      const sealed = await seal(value);
      if (!isLast()) throw new UploadFailure({ kind: 'cancelled' });
      if (sealed && (sealed.proof === 'sealed' || storeWeak) && store(place, sealed.bytes)) {
        forThisRun.delete(keyOf(place));
        return sealed.proof;
      }
      forThisRun.set(keyOf(place), value);
      try {
        // The next start must not use the secret that this one replaces.
        files.remove(place);
      } catch (error) {
        report(error);
      }
      return 'kept-for-run';
    },

    clear,

    forget(destination) {
      for (const key of [...changes.keys(), ...forThisRun.keys()]) {
        if (!isOf(destination, key)) continue;
        changes.delete(key);
        forThisRun.delete(key);
      }
      files.removeAll(destination);
    },
  };
}

/** A file that is there and can not be read is as good as one that was sealed elsewhere. */
function readFile(files: SecretFiles, place: SecretPlace): Buffer {
  try {
    return files.read(place);
  } catch (cause) {
    throw new UploadFailure({ kind: 'secret-unavailable', why: 'unreadable' }, { cause });
  }
}

function headOf(sealed: Buffer): string {
  return sealed.toString('latin1', 0, 3);
}

function keyOf({ destination, provider, field }: SecretPlace): string {
  return JSON.stringify([destination, provider, field]);
}

function isOf(destination: DestinationId, key: string): boolean {
  return key.startsWith(`${JSON.stringify([destination]).slice(0, -1)},`);
}
