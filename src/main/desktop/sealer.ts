/** Seals texts with the system's key store, through the asynchronous half of Electron's safeStorage. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { SafeStorage } from 'electron';
import { UploadFailure } from '../../shared/failure.ts';
import type { Sealer } from '../store/secret-keeper.ts';

/** What is used of safeStorage; the synchronous half stands still while a keyring is locked. */
export interface AsyncSafeStorage extends Pick<SafeStorage, 'encryptStringAsync' | 'decryptStringAsync'> {
  /** Electron 42 says at once whether it is now; later versions answer when it is. */
  isAsyncEncryptionAvailable(): boolean | Promise<boolean>;
}

/** How long a key store may take, ms: it may wait for a password that the user has to type. */
const openWithinMs = 10_000;
/** How often Electron 42 is asked whether the key store is open, ms. */
const askEveryMs = 250;

export interface SealerDeps {
  readonly storage: AsyncSafeStorage;
  readonly platform: NodeJS.Platform;
  readonly openedLate: () => void;
  /** By default 10 s. */
  readonly limitMs?: number;
}

/** Once disposed, whoever waits for the key store is told that it did not open. */
export function createSealer({ storage, platform, openedLate, limitMs }: SealerDeps): Sealer & Disposable {
  const closing = new AbortController();
  let opening: Promise<void> | null = null;
  let missed = false;

  /** Fails with `locked` at the end of the limit, with `why` where the work does. */
  const inTime = async <T>(work: Promise<T>, why: (error: unknown) => 'locked' | 'unreadable'): Promise<T> => {
    const done = new AbortController();
    const signal = AbortSignal.any([done.signal, closing.signal]);
    const late = sleep(limitMs ?? openWithinMs, undefined, { signal }).then(tooLate, tooLate);
    try {
      return await Promise.race([work, late]);
    } catch (error) {
      throw error instanceof UploadFailure ? error : unavailable(why(error), error);
    } finally {
      done.abort();
    }
  };
  const open = async (): Promise<void> => {
    try {
      while (!(await storage.isAsyncEncryptionAvailable())) {
        await sleep(askEveryMs, undefined, { ref: false, signal: closing.signal });
      }
    } catch (error) {
      opening = null;
      throw error;
    }
    if (missed) openedLate();
  };
  /** Electron 42 crashes when it is handed something before the key store is open. */
  const opened = async (): Promise<void> => {
    opening ??= open();
    try {
      await inTime(opening, () => 'locked');
    } catch (error) {
      missed = true;
      throw error;
    }
  };
  const seal = (value: string): Promise<Buffer> => inTime(storage.encryptStringAsync(value), () => 'locked');
  const proofOf = (head: string): 'sealed' | 'weak' => proofFor(platform, head);

  return {
    proofOf,
    async seal(value) {
      await opened();
      return await seal(value);
    },
    async open(sealed) {
      const head = headOf(sealed);
      // Chromium takes anything else for a text that was never sealed.
      if (!/^v1\d$/.test(head)) throw unavailable('unreadable');
      await opened();
      // A key store that is not there, or that the user refused to open, leaves Chromium's public key, until the end of
      // this run: what was sealed is safe, and can not be read now.
      if (proofOf(head) === 'sealed' && proofOf(headOf(await seal('?'))) === 'weak') throw unavailable('locked');
      const { result } = await inTime(storage.decryptStringAsync(sealed), whyNotOpened);
      return result;
    },
    [Symbol.dispose]: () => closing.abort(),
  };
}

/**
 * On Linux Chromium marks what its public key made with `v10`; `v11` is the Secret Service's or KWallet's key, `v12` the
 * desktop portal's. Elsewhere there is no public key.
 */
function proofFor(platform: NodeJS.Platform, head: string): 'sealed' | 'weak' {
  return platform !== 'linux' || head === 'v11' || head === 'v12' ? 'sealed' : 'weak';
}

function whyNotOpened(error: unknown): 'locked' | 'unreadable' {
  return error instanceof Error && error.message.includes('temporarily unavailable') ? 'locked' : 'unreadable';
}

function headOf(sealed: Buffer): string {
  return sealed.toString('latin1', 0, 3);
}

function unavailable(why: 'locked' | 'unreadable', cause?: unknown): UploadFailure {
  return new UploadFailure({ kind: 'secret-unavailable', why }, { cause });
}

function tooLate(): never {
  throw unavailable('locked');
}
