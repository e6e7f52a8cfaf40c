/** A secret is in nothing that the app writes, shows or says, whatever goes wrong; with a keyring it is in its sealed file. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { dropFiles } from './app.ts';
import { recordAll } from './canary-record.ts';
import { canaryRound, canaryRounds, expectNowhere } from './canary-round.ts';
import { keyringFolder, startKeyring } from './keyring.ts';
import { test } from './real-key-store.ts';
import { setSecret, stateOf } from './secrets.ts';

test.skip(process.platform !== 'linux', 'the keyring is that of Linux');

for (const canaries of canaryRounds) {
  test(`a secret of ${canaries.title} that is sealed is nowhere in clear`, async ({ launch }) => {
    using keys = keyringFolder();
    await using keyring = await startKeyring(keys.path, 'open');
    await canaryRound({ canaries, launch, options: { env: keyring.env }, sealing: 'sealed' });
  });
}

test('a secret behind a locked keyring is nowhere in clear, nor is the one that takes its place', async ({
  launch,
}) => {
  await using lab = await startLab();
  using keys = keyringFolder();
  const secret = randomBytes(12).toString('hex');
  const settings = { ...lab.settings, chains: { public: { order: ['catbox'] } } };
  const home = join(keys.path, 'home');
  {
    await using keyring = await startKeyring(keys.path, 'open');
    const { page, close } = await launch({ home, env: keyring.env, settings });
    expect(await setSecret(page, secret)).toMatchObject({ value: { sealing: 'sealed' } });
    await close();
  }
  await using keyring = await startKeyring(keys.path, 'locked');
  const { app, page, close } = await launch({ home, env: keyring.env });
  const record = await recordAll(app, page);
  await dropFiles(page, [import.meta.filename]);
  await expect.poll(() => stateOf(page, 'canary.real.ts'), { timeout: 20_000 }).toMatchObject({ name: 'waiting' });
  await expectNowhere(secret, record, home);
  expect(await setSecret(page, secret)).toMatchObject({ value: { sealing: 'kept-for-run' } });
  await expect.poll(() => lab.catbox.uploads.map(({ fields }) => fields.userhash)).toEqual([secret]);
  await expectNowhere(secret, record, home);
  await close();
});
