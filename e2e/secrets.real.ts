/** Secrets over a real keyring: sealed, locked, refused, another one, and none at all. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { type Lab, startLab } from '../lab/lab.ts';
import { dropFiles, type LaunchApp } from './app.ts';
import { keyringFolder, noBus, startKeyring } from './keyring.ts';
import { test } from './real-key-store.ts';
import { call, filesThatHold, sealingOf, secretFiles, setSecret, stateOf } from './secrets.ts';

test.skip(process.platform !== 'linux', 'the keyring is that of Linux');

const limitMs = 10_000;

/** A data folder that outlives the app, files to drop, and a value that is nowhere else. */
function scene(): Disposable & { home: string; secret: string; file(name: string): string } {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-secrets-'));
  return {
    home: join(folder, 'home'),
    secret: randomBytes(16).toString('hex'),
    file(name) {
      const path = join(folder, name);
      writeFileSync(path, randomBytes(1_000));
      return path;
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** Catbox alone, and what it does with a file is known. */
const onlyCatbox = (lab: Lab) => ({ ...lab.settings, chains: { public: { order: ['catbox'] } } });
const userhashes = (lab: Lab) => lab.catbox.uploads.map(({ fields }) => fields.userhash);
const waitsFor = (page: Page, name: string, why: string) =>
  expect
    .poll(() => stateOf(page, name), { timeout: 2 * limitMs })
    .toMatchObject({ name: 'waiting', wait: { what: 'sign-in', failure: { kind: 'secret-unavailable', why } } });

test('a sealed secret is nowhere in clear, survives a restart, and reaches its host', async ({ launch }) => {
  await using lab = await startLab();
  using keys = keyringFolder();
  using own = scene();
  await using keyring = await startKeyring(keys.path, 'open');
  const first = await launch({ home: own.home, env: keyring.env, settings: onlyCatbox(lab) });
  expect(await setSecret(first.page, own.secret)).toEqual({ ok: true, value: { sealing: 'sealed' } });
  const [file] = secretFiles(own.home);
  expect(file?.bytes.toString('latin1', 0, 3)).toBe('v11');
  expect(statSync(file?.path ?? '').mode & 0o777).toBe(0o600);
  expect(statSync(join(own.home, 'secrets')).mode & 0o777).toBe(0o700);
  await first.close();
  expect(filesThatHold(own.secret, own.home)).toEqual([]);

  const again = await launch({ home: own.home, env: keyring.env });
  expect(await sealingOf(again.page)).toBe('sealed');
  await dropFiles(again.page, [own.file('a.txt')]);
  await expect.poll(() => userhashes(lab)).toEqual([own.secret]);
  expect(await call(again.page, 'secrets.clear', { destination: 'catbox', field: 'userhash' })).toMatchObject({
    ok: true,
  });
  await dropFiles(again.page, [own.file('b.txt')]);
  await expect.poll(() => userhashes(lab)).toEqual([own.secret, undefined]);
  await again.close();
  expect(secretFiles(own.home)).toEqual([]);
  expect(filesThatHold(own.secret, own.home)).toEqual([]);
});

test('without a bus a secret is kept for this run, and stored only where the user agrees', async ({ launch }) => {
  await using lab = await startLab();
  using own = scene();
  const first = await launch({ home: own.home, env: noBus, settings: onlyCatbox(lab) });
  expect(await setSecret(first.page, own.secret)).toEqual({ ok: true, value: { sealing: 'kept-for-run' } });
  await dropFiles(first.page, [own.file('a.txt')]);
  await expect.poll(() => userhashes(lab)).toEqual([own.secret]);
  expect([await sealingOf(first.page), secretFiles(own.home)]).toEqual(['kept-for-run', []]);
  await first.close();
  expect(filesThatHold(own.secret, own.home)).toEqual([]);

  const second = await launch({ home: own.home, env: noBus });
  expect(await sealingOf(second.page)).toBe('none');
  const stored = await setSecret(second.page, own.secret, { storeWeak: true });
  expect(stored).toEqual({ ok: true, value: { sealing: 'weak' } });
  expect(secretFiles(own.home).map(({ bytes }) => bytes.toString('latin1', 0, 3))).toEqual(['v10']);
  await second.close();

  const third = await launch({ home: own.home, env: noBus });
  expect(await sealingOf(third.page)).toBe('weak');
  await dropFiles(third.page, [own.file('b.txt')]);
  await expect.poll(() => userhashes(lab)).toEqual([own.secret, own.secret]);
  await third.close();
});

test('what was stored weakly is sealed once there is a keyring', async ({ launch }) => {
  await using lab = await startLab();
  using keys = keyringFolder();
  using own = scene();
  const before = await launch({ home: own.home, env: noBus, settings: onlyCatbox(lab) });
  await setSecret(before.page, own.secret, { storeWeak: true });
  await before.close();
  await using keyring = await startKeyring(keys.path, 'open');
  const { page, close } = await launch({ home: own.home, env: keyring.env });
  await dropFiles(page, [own.file('a.txt')]);
  await expect.poll(() => userhashes(lab)).toEqual([own.secret]);
  await expect.poll(() => sealingOf(page)).toBe('sealed');
  await close();
});

/** Seals a secret in a new keyring, and ends app and keyring. */
async function sealFirst(launch: LaunchApp, lab: Lab, keys: string, own: ReturnType<typeof scene>) {
  await using keyring = await startKeyring(keys, 'open');
  const { page, close } = await launch({ home: own.home, env: keyring.env, settings: onlyCatbox(lab) });
  expect(await setSecret(page, own.secret)).toMatchObject({ value: { sealing: 'sealed' } });
  await close();
}

test('a locked keyring: the window answers, the upload waits after the limit, and goes on once it opens', async ({
  launch,
}) => {
  await using lab = await startLab();
  using keys = keyringFolder();
  using own = scene();
  await sealFirst(launch, lab, keys.path, own);
  await using keyring = await startKeyring(keys.path, 'locked');
  const { page, close } = await launch({ home: own.home, env: keyring.env });
  const droppedAt = Date.now();
  await dropFiles(page, [own.file('a.txt')]);
  await keyring.prompt();
  let slowest = 0;
  while ((await stateOf(page, 'a.txt'))?.name !== 'waiting') {
    const askedAt = Date.now();
    await sealingOf(page);
    slowest = Math.max(slowest, Date.now() - askedAt);
    expect(Date.now() - droppedAt).toBeLessThan(2 * limitMs);
  }
  expect(Date.now() - droppedAt).toBeGreaterThan(limitMs - 1_000);
  expect(slowest).toBeLessThan(1_000);
  await waitsFor(page, 'a.txt', 'locked');
  expect(userhashes(lab)).toEqual([]);

  await keyring.unlock();
  await expect.poll(() => userhashes(lab), { timeout: limitMs }).toEqual([own.secret]);
  await close();
});

test('a locked keyring holds up a new secret no longer than the limit: it is kept for this run', async ({ launch }) => {
  await using lab = await startLab();
  using keys = keyringFolder();
  using own = scene();
  await sealFirst(launch, lab, keys.path, own);
  await using keyring = await startKeyring(keys.path, 'locked');
  const { page, close } = await launch({ home: own.home, env: keyring.env });
  await dropFiles(page, [own.file('a.txt')]);
  await keyring.prompt();
  expect(await setSecret(page, 'new one')).toEqual({ ok: true, value: { sealing: 'kept-for-run' } });
  await expect.poll(() => userhashes(lab)).toEqual(['new one']);
  // The next start must not use the one that was replaced.
  expect(secretFiles(own.home)).toEqual([]);
  await close();
});

test('a quit while an upload waits for the keyring comes at once, and the next start goes on', async ({ launch }) => {
  await using lab = await startLab();
  using keys = keyringFolder();
  using own = scene();
  await sealFirst(launch, lab, keys.path, own);
  {
    await using keyring = await startKeyring(keys.path, 'locked');
    const { page, close } = await launch({ home: own.home, env: keyring.env });
    await dropFiles(page, [own.file('a.txt')]);
    await keyring.prompt();
    const quitAt = Date.now();
    await close();
    expect(Date.now() - quitAt).toBeLessThan(limitMs / 2);
  }
  await using keyring = await startKeyring(keys.path, 'open');
  const { close } = await launch({ home: own.home, env: keyring.env });
  await expect.poll(() => userhashes(lab), { timeout: limitMs }).toEqual([own.secret]);
  await close();
});

test('a refused prompt: the upload waits for sign-in, the file stays, a secret for this run lets it go on', async ({
  launch,
}) => {
  await using lab = await startLab();
  using keys = keyringFolder();
  using own = scene();
  await sealFirst(launch, lab, keys.path, own);
  const [before] = secretFiles(own.home);
  await using keyring = await startKeyring(keys.path, 'locked');
  const { page, close } = await launch({ home: own.home, env: keyring.env });
  await dropFiles(page, [own.file('a.txt')]);
  await keyring.refuse();
  await waitsFor(page, 'a.txt', 'locked');
  expect(secretFiles(own.home)).toEqual([before]);
  expect(await setSecret(page, 'for now')).toEqual({ ok: true, value: { sealing: 'kept-for-run' } });
  await expect.poll(() => userhashes(lab)).toEqual(['for now']);
  await close();
});

test('a secret that was sealed elsewhere waits for sign-in, is not deleted, and is read where it was sealed', async ({
  launch,
}) => {
  await using lab = await startLab();
  using keys = keyringFolder();
  using others = keyringFolder();
  using own = scene();
  await sealFirst(launch, lab, keys.path, own);
  const [before] = secretFiles(own.home);
  {
    const none = await launch({ home: own.home, env: noBus });
    await dropFiles(none.page, [own.file('a.txt')]);
    await waitsFor(none.page, 'a.txt', 'locked');
    await none.close();
  }
  {
    await using other = await startKeyring(others.path, 'open');
    const elsewhere = await launch({ home: own.home, env: other.env });
    await dropFiles(elsewhere.page, [own.file('b.txt')]);
    await waitsFor(elsewhere.page, 'b.txt', 'unreadable');
    await elsewhere.close();
  }
  expect(secretFiles(own.home)).toEqual([before]);
  await using keyring = await startKeyring(keys.path, 'open');
  const back = await launch({ home: own.home, env: keyring.env });
  await dropFiles(back.page, [own.file('c.txt')]);
  await expect.poll(() => userhashes(lab)).toEqual([own.secret]);
  await back.close();
});

test('a damaged file is no crash: its upload waits for sign-in, and the file is left as it is', async ({ launch }) => {
  await using lab = await startLab();
  using keys = keyringFolder();
  using own = scene();
  await sealFirst(launch, lab, keys.path, own);
  const [file] = secretFiles(own.home);
  if (!file) throw new Error('no file');
  await using keyring = await startKeyring(keys.path, 'open');
  const spoilt = [
    file.bytes.subarray(0, 8),
    Buffer.from('garbage'),
    Buffer.alloc(0),
    Buffer.concat([file.bytes, file.bytes]),
  ];
  const { page, close } = await launch({ home: own.home, env: keyring.env });
  for (const [index, bytes] of spoilt.entries()) {
    writeFileSync(file.path, bytes);
    await dropFiles(page, [own.file(`${index}.txt`)]);
    await waitsFor(page, `${index}.txt`, 'unreadable');
    expect(secretFiles(own.home)[0]?.bytes).toEqual(bytes);
  }
  expect(userhashes(lab)).toEqual([]);
  await close();
});
