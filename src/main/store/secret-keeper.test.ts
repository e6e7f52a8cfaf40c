import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DestinationId } from '../../shared/ids.ts';
import { createTestSecrets, type TestSecrets, userhash } from './test-secrets.ts';

const ask = { storeWeak: false };
const agreed = { storeWeak: true };

/** What lies in the folder of secrets, one text a file. */
function stored({ folder }: TestSecrets): string[] {
  try {
    return readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  } catch {
    return [];
  }
}

describe('a secret', () => {
  test('that is sealed is stored, and read by the next run', async () => {
    using secrets = createTestSecrets('v11');
    expect(await secrets.keeper.set(userhash, 'abc', ask)).toBe('sealed');
    expect(stored(secrets)).toEqual(['v11cba']);
    const next = secrets.restart();
    expect([next.has(userhash), next.sealing(userhash), await next.read(userhash)]).toEqual([true, 'sealed', 'abc']);
  });

  test.each(['v10', null] as const)('that is not (%s) is kept for this run, and not stored', async (mark) => {
    using secrets = createTestSecrets(mark);
    expect(await secrets.keeper.set(userhash, 'abc', ask)).toBe('kept-for-run');
    expect([secrets.keeper.sealing(userhash), await secrets.keeper.read(userhash)]).toEqual(['kept-for-run', 'abc']);
    expect([stored(secrets), secrets.restart().sealing(userhash)]).toEqual([[], 'none']);
  });

  test('that is weak is stored where the user agreed, and sealed once there is a key store', async () => {
    using secrets = createTestSecrets('v10');
    expect(await secrets.keeper.set(userhash, 'abc', agreed)).toBe('weak');
    expect([stored(secrets), secrets.restart().sealing(userhash)]).toEqual([['v10cba'], 'weak']);
    secrets.keyStore.mark = 'v11';
    const next = secrets.restart();
    expect(await next.read(userhash)).toBe('abc');
    await expect.poll(() => next.sealing(userhash)).toBe('sealed');
    expect(stored(secrets)).toEqual(['v11cba']);
  });

  test('that could not even be stored weakly is kept for this run', async () => {
    using secrets = createTestSecrets(null);
    expect(await secrets.keeper.set(userhash, 'abc', agreed)).toBe('kept-for-run');
  });

  test('that the disk does not take is kept for this run, and that is reported', async () => {
    using secrets = createTestSecrets('v11');
    writeFileSync(secrets.folder, 'in the way');
    expect(await secrets.keeper.set(userhash, 'abc', ask)).toBe('kept-for-run');
    expect([await secrets.keeper.read(userhash), secrets.reports.length]).toEqual(['abc', 1]);
  });

  test('that takes the place of one whose folder was spoilt is kept for this run', async () => {
    using secrets = createTestSecrets('v11');
    await secrets.keeper.set(userhash, 'old', ask);
    rmSync(secrets.folder, { recursive: true });
    writeFileSync(secrets.folder, 'in the way');
    expect(await secrets.keeper.set(userhash, 'new', ask)).toBe('kept-for-run');
    expect(await secrets.keeper.read(userhash)).toBe('new');
  });

  test('that is replaced by one for this run is not used by the next', async () => {
    using secrets = createTestSecrets('v11');
    await secrets.keeper.set(userhash, 'old', ask);
    secrets.keyStore.mark = 'v10';
    await secrets.keeper.set(userhash, 'new', ask);
    expect([await secrets.keeper.read(userhash), stored(secrets)]).toEqual(['new', []]);
  });

  test.each(['v11', 'v10', null] as const)('is gone once cleared (%s)', async (mark) => {
    using secrets = createTestSecrets(mark);
    await secrets.keeper.set(userhash, 'abc', agreed);
    secrets.keeper.clear(userhash);
    expect([secrets.keeper.has(userhash), stored(secrets)]).toEqual([false, []]);
    await expect(secrets.keeper.read(userhash)).rejects.toMatchObject({ failure: { why: 'missing' } });
  });

  test('is forgotten with its destination, those of others are not', async () => {
    using secrets = createTestSecrets('v11');
    const other = { ...userhash, destination: DestinationId.parse('catbox-2') };
    const unsealed = { ...userhash, field: 'second' };
    await secrets.keeper.set(userhash, 'abc', ask);
    await secrets.keeper.set(other, 'def', ask);
    secrets.keyStore.mark = null;
    await secrets.keeper.set(unsealed, 'ghi', ask);
    secrets.keeper.forget(userhash.destination);
    expect([userhash, unsealed, other].map(secrets.keeper.sealing)).toEqual(['none', 'none', 'sealed']);
    expect(stored(secrets)).toEqual(['v11fed']);
  });
});

describe('while the key store keeps us waiting', () => {
  test.each<[string, (secrets: TestSecrets) => unknown]>([
    ['clear', ({ keeper }) => keeper.clear(userhash)],
    ['removal of the destination', ({ keeper }) => keeper.forget(userhash.destination)],
  ])('a %s is not undone by the secret that waits', async (_, change) => {
    using secrets = createTestSecrets('v11');
    const goOn = secrets.keyStore.hold();
    const setting = secrets.keeper.set(userhash, 'abc', ask);
    change(secrets);
    goOn();
    await expect(setting).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
    expect([secrets.keeper.sealing(userhash), stored(secrets)]).toEqual(['none', []]);
  });

  test('an upload that waits for the old secret takes the new one', async () => {
    using secrets = createTestSecrets('v11');
    await secrets.keeper.set(userhash, 'old', ask);
    secrets.keyStore.mark = null;
    const goOn = secrets.keyStore.hold();
    const reading = secrets.keeper.read(userhash);
    secrets.keyStore.hold()();
    expect(await secrets.keeper.set(userhash, 'new', ask)).toBe('kept-for-run');
    goOn();
    expect(await reading).toBe('new');
  });

  test('the last of two secrets counts, in whatever order they are sealed', async () => {
    using secrets = createTestSecrets('v11');
    const goOn = secrets.keyStore.hold();
    const first = secrets.keeper.set(userhash, 'first', ask);
    secrets.keyStore.hold()();
    await secrets.keeper.set(userhash, 'second', ask);
    goOn();
    await expect(first).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
    expect(await secrets.keeper.read(userhash)).toBe('second');
  });
});

test('a file that is damaged, or gone, is unreadable, and is not deleted', async () => {
  using secrets = createTestSecrets('v11');
  await secrets.keeper.set(userhash, 'abc', ask);
  const [name = ''] = readdirSync(secrets.folder);
  const unreadable = { failure: { kind: 'secret-unavailable', why: 'unreadable' } };
  for (const content of ['', 'v1', 'garbage']) {
    writeFileSync(join(secrets.folder, name), content);
    await expect(secrets.restart().read(userhash)).rejects.toMatchObject(unreadable);
    expect(readFileSync(join(secrets.folder, name), 'utf8')).toBe(content);
  }
  rmSync(join(secrets.folder, name));
  await expect(secrets.keeper.read(userhash)).rejects.toMatchObject(unreadable);
});
