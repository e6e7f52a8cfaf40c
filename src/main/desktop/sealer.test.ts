import { describe, expect, test } from 'vitest';
import { type AsyncSafeStorage, createSealer } from './sealer.ts';

const locked = { failure: { kind: 'secret-unavailable', why: 'locked' } };
const unreadable = { failure: { kind: 'secret-unavailable', why: 'unreadable' } };

/** A safeStorage that, as that of Electron 42, must not be handed anything before it is open. */
function createStorage(open: boolean, mark: 'v10' | 'v11' = 'v11', sort: '42' | '43' = '42') {
  const calls: string[] = [];
  let goOn: () => void = () => undefined;
  const opening = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const storage: AsyncSafeStorage = {
    isAsyncEncryptionAvailable: () => (sort === '42' || open ? open : opening.then(() => true)),
    encryptStringAsync(text) {
      calls.push('encrypt');
      if (!open) throw new Error('crash');
      return Promise.resolve(Buffer.from(`${mark}${text}`));
    },
    decryptStringAsync(sealed) {
      calls.push('decrypt');
      if (!open) throw new Error('crash');
      const text = sealed.toString();
      if (text.includes('later')) return Promise.reject(new Error('decryptStringAsync is temporarily unavailable.'));
      if (text.includes('other')) return Promise.reject(new Error('Error while decrypting the ciphertext'));
      return Promise.resolve({ shouldReEncrypt: false, result: text.slice(3) });
    },
  };
  const unlock = (): void => {
    open = true;
    goOn();
  };
  return { storage, calls, unlock };
}

function sealerOver(storage: AsyncSafeStorage, limitMs = 30) {
  const late: string[] = [];
  const sealer = createSealer({ storage, platform: 'linux', openedLate: () => late.push('opened'), limitMs });
  return { sealer, late };
}

describe.each(['42', '43'] as const)('a locked key store, as Electron %s tells of it', (sort) => {
  test('fails after the limit and is handed nothing; what waited is told once it opens', async () => {
    const { storage, calls, unlock } = createStorage(false, 'v11', sort);
    const { sealer, late } = sealerOver(storage);
    await expect(sealer.seal('abc')).rejects.toMatchObject(locked);
    await expect(sealer.open(Buffer.from('v11abc'))).rejects.toMatchObject(locked);
    expect([calls, late]).toEqual([[], []]);
    unlock();
    await expect.poll(() => late).toEqual(['opened']);
    expect(await sealer.open(await sealer.seal('abc'))).toBe('abc');
  });

  test('that opens in time has kept nobody', async () => {
    const { storage, unlock } = createStorage(false, 'v11', sort);
    const { sealer, late } = sealerOver(storage, 5_000);
    const sealing = sealer.seal('abc');
    unlock();
    expect((await sealing).toString()).toBe('v11abc');
    expect(late).toEqual([]);
  });
});

test('the end of the program does not wait for a locked key store', async () => {
  const { sealer } = sealerOver(createStorage(false).storage, 60_000);
  const waiting = sealer.open(Buffer.from('v11abc'));
  sealer[Symbol.dispose]();
  await expect(waiting).rejects.toMatchObject(locked);
});

test('nothing is asked before the first secret', () => {
  const { storage, calls } = createStorage(true);
  sealerOver({
    ...storage,
    isAsyncEncryptionAvailable() {
      calls.push('asked');
      return true;
    },
  });
  expect(calls).toEqual([]);
});

describe('what was sealed', () => {
  test.each<[string, string, 'v10' | 'v11', object]>([
    ['by another key store', 'v11 other', 'v11', unreadable],
    ['by a key store that is not there now', 'v11abc', 'v10', locked],
    ['by one that is busy', 'v11 later', 'v11', locked],
    ['by nobody', 'abc', 'v11', unreadable],
    ['and cut', '', 'v11', unreadable],
  ])('%s is not opened', async (_, sealed, mark, failure) => {
    const { storage } = createStorage(true, mark);
    await expect(sealerOver(storage).sealer.open(Buffer.from(sealed))).rejects.toMatchObject(failure);
  });

  test('with Chromium’s public key is opened with and without a key store', async () => {
    for (const mark of ['v10', 'v11'] as const) {
      expect(await sealerOver(createStorage(true, mark).storage).sealer.open(Buffer.from('v10abc'))).toBe('abc');
    }
  });

  test.each<[NodeJS.Platform, string, 'sealed' | 'weak']>([
    ['linux', 'v11', 'sealed'],
    ['linux', 'v12', 'sealed'],
    ['linux', 'v10', 'weak'],
    ['linux', '', 'weak'],
    ['linux', 'abc', 'weak'],
    ['darwin', 'v10', 'sealed'],
    ['win32', 'v10', 'sealed'],
  ])('on %s with %s is %s', (platform, head, proof) => {
    const { storage } = createStorage(true);
    expect(createSealer({ storage, platform, openedLate: () => undefined }).proofOf(head)).toBe(proof);
  });
});
