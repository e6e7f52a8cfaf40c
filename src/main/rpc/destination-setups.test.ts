import { describe, expect, test } from 'vitest';
import { calls } from '../../shared/contract.ts';
import { DestinationId } from '../../shared/ids.ts';
import { createDestinations } from '../destinations.ts';
import { providers } from '../providers/index.ts';
import { unusedServices } from '../providers/test-services.ts';
import { Settings } from '../store/settings.ts';
import { createTestSecrets, type TestSecrets } from '../store/test-secrets.ts';
import { createChosen } from './chosen.ts';
import { createDestinationSetups } from './destination-setups.ts';

const mine = DestinationId.parse('mine');

function createSetups(secrets: TestSecrets) {
  const told: string[] = [];
  const own = [
    { id: 'mine', provider: 'catbox', label: 'My account' },
    { id: 'gone', provider: 'no-such-provider', label: 'Gone' },
  ];
  const settings = Settings.parse({ destinations: own });
  const setups = createDestinationSetups({
    destinations: createDestinations(() => settings, unusedServices, secrets.keeper),
    secrets: secrets.keeper,
    chosen: createChosen({ folder: async () => null, smallFile: async () => null }),
    signedIn: (id) => told.push(`signed in at ${id}`),
    changed: () => told.push('changed'),
  });
  const sealingOf = (id: string) => setups.all().find((setup) => setup.id === id)?.secrets[0]?.sealing;
  return { setups, told, sealingOf };
}

describe('the destinations', () => {
  test('are the user’s own and the ready-made ones, with every secret that they can have', () => {
    using secrets = createTestSecrets();
    const all = createSetups(secrets).setups.all();
    expect(all.map(({ id }) => id)).toEqual(['mine', ...providers.map(({ id }) => id)]);
    expect(all.flatMap((setup) => setup.secrets).length).toBeGreaterThan(1);
    expect(all[0]).toEqual({
      id: 'mine',
      provider: 'catbox',
      label: 'My account',
      secrets: [expect.objectContaining({ field: 'userhash', required: false, sealing: 'none' })],
    });
  });
});

describe('a secret that is set', () => {
  test('changes what is told, and lets uploads go on; no answer holds it', async () => {
    using secrets = createTestSecrets();
    const { setups, told, sealingOf } = createSetups(secrets);
    const input = { destination: mine, field: 'userhash', value: 'canary', storeWeak: false };
    const answer = await setups.setSecret(input);
    expect(calls['secrets.set'].output.parse(answer)).toEqual({ sealing: 'sealed' });
    expect(told).toEqual(['changed', 'signed in at mine']);
    expect([sealingOf('mine'), sealingOf('catbox')]).toEqual(['sealed', 'none']);
    expect(JSON.stringify([answer, setups.all()])).not.toContain('canary');
    setups.clearSecret({ destination: mine, field: 'userhash' });
    expect([sealingOf('mine'), told.at(-1)]).toEqual(['none', 'changed']);
  });

  test.each([
    ['nowhere', 'userhash', 'destination'],
    ['gone', 'userhash', 'destination'],
    ['mine', 'password', 'field'],
    ['this-computer', 'userhash', 'field'],
  ])('at %s as %s is refused', async (id, field, named) => {
    using secrets = createTestSecrets();
    const { setups, told } = createSetups(secrets);
    const at = { destination: DestinationId.parse(id), field };
    const refused = { failure: { kind: 'settings-invalid', field: named } };
    await expect(setups.setSecret({ ...at, value: 'x', storeWeak: true })).rejects.toMatchObject(refused);
    expect(() => setups.clearSecret(at)).toThrow(expect.objectContaining(refused));
    expect(told).toEqual([]);
  });
});

test('what is kept for this run is stored weakly once the user agreed', async () => {
  using secrets = createTestSecrets('v10');
  const { setups, sealingOf } = createSetups(secrets);
  const at = { destination: mine, field: 'userhash' };
  await expect(setups.storeWeak(at)).rejects.toMatchObject({ failure: { kind: 'secret-unavailable', why: 'missing' } });
  await setups.setSecret({ ...at, value: 'canary', storeWeak: false });
  expect(sealingOf('mine')).toBe('kept-for-run');
  expect(await setups.storeWeak(at)).toEqual({ sealing: 'weak' });
  expect(sealingOf('mine')).toBe('weak');
});

test('a key store that opens late lets those go on that have something in it', async () => {
  using secrets = createTestSecrets();
  const { setups, told } = createSetups(secrets);
  await setups.setSecret({ destination: mine, field: 'userhash', value: 'x', storeWeak: false });
  told.length = 0;
  setups.secretsCameBack();
  expect(told).toEqual(['signed in at mine']);
});
