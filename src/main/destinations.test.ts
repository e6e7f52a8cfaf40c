import { describe, expect, test } from 'vitest';
import { createDestinations, missingSecretOf, viewOf } from './destinations.ts';
import { unknownHealth } from './engine/health.ts';
import { idOf } from './engine/test-rig.ts';
import { providerById, publicChain } from './providers/index.ts';
import { unusedServices } from './providers/test-services.ts';
import { noSecrets } from './store/secrets.ts';
import { Settings } from './store/settings.ts';

const destinationsOf = (settings: unknown) =>
  createDestinations(() => Settings.parse(settings), unusedServices, noSecrets);

describe('destinations', () => {
  test('keyless hosts and this computer come ready-made', () => {
    const destinations = destinationsOf({});
    expect(destinations.chain('public')).toEqual(publicChain);
    expect(destinations.chain('this-computer')).toEqual(['this-computer']);
    expect(destinations.chain('own')).toEqual([]);
    const found = [...destinations.chain('public'), idOf('this-computer')].map((id) => destinations.find(id));
    expect(found.map((each) => each && viewOf(each, unknownHealth).scope)).toEqual([
      ...publicChain.map(() => 'public'),
      'local',
    ]);
    expect(destinations.find(idOf('nowhere'))).toBeNull();
  });

  test('the user’s own order and setup count', () => {
    const own = { id: 'mine', provider: 'litterbox', label: 'Mine' };
    const destinations = destinationsOf({
      destinations: [own],
      chains: { public: { order: ['mine'], mayWiden: true } },
    });
    expect(destinations.chain('public')).toEqual(['mine']);
    expect(destinations.find(idOf('mine'))).toMatchObject({ provider: 'litterbox', label: 'Mine' });
  });

  test('a chain agrees to the scope of its first destination, unless the user lets it widen', () => {
    const chains = (mayWiden: boolean) => ({ chains: { own: { order: ['this-computer', 'catbox'], mayWiden } } });
    expect(destinationsOf({}).agreedScope('public')).toBe('public');
    expect(destinationsOf({}).agreedScope('this-computer')).toBe('local');
    expect(destinationsOf({}).agreedScope('own')).toBe('local');
    expect(destinationsOf(chains(false)).agreedScope('own')).toBe('local');
    expect(destinationsOf(chains(true)).agreedScope('own')).toBe('public');
  });

  test('a provider that is not known here is no destination', () => {
    const destinations = destinationsOf({ destinations: [{ id: 'mine', provider: 'gone', label: 'Mine' }] });
    expect(destinations.find(idOf('mine'))).toBeNull();
  });

  test('a secret in the settings file is refused, not silently ignored', async () => {
    const exposed = { id: 'catbox', provider: 'catbox', label: 'C', settings: { userhash: 'canary' } };
    const found = destinationsOf({ destinations: [exposed] }).find(idOf('catbox'));
    await expect(found?.connect()).rejects.toMatchObject({ failure: { kind: 'settings-invalid', field: 'userhash' } });
  });

  test('settings that do not fit are told when it is used, by the field', async () => {
    const settings = { id: 'catbox', provider: 'catbox', label: 'C', settings: { server: 'no address' } };
    const found = destinationsOf({ destinations: [settings] }).find(idOf('catbox'));
    await expect(found?.connect()).rejects.toMatchObject({ failure: { kind: 'settings-invalid', field: 'server' } });
  });
});

test.each([
  ['an SSH agent', 'sftp', { host: 'h', user: 'u', publicUrl: 'https://f.test/' }, { agent: true }],
  ['a shared profile', 's3', { bucket: 'b' }, { profile: 'work' }],
])(
  'keys of %s are credentials too: no secret is missing, and a check asks about them',
  (_, provider, settings, more) => {
    const signsIn = (settings: object, secrets: Record<string, string> = {}) => {
      const one = {
        ...Settings.parse({ destinations: [{ id: 'mine', provider, label: 'Mine', settings }] }).destinations[0],
        secrets,
      };
      const given = [one] as Parameters<typeof createDestinations>[3];
      return createDestinations(() => Settings.parse({}), unusedServices, noSecrets, given).find(idOf('mine'))?.signsIn;
    };
    expect(signsIn({ ...settings, ...more })).toBe(true);
    expect(providerById(provider)?.keysElsewhere?.(providerById(provider)?.settings.parse(settings))).toBe(false);
  },
);

describe('a missing secret', () => {
  const fal = providerById('fal');
  if (!fal) throw new Error('no such provider');
  const needs = (missing: string | null): typeof fal => ({ ...fal, missingSecret: () => missing });

  test('is the first required one, unless the provider looks at its settings', () => {
    expect(missingSecretOf(fal, {}, () => false)).toBe('key');
    expect(missingSecretOf(fal, {}, () => true)).toBeNull();
    expect(missingSecretOf(needs(null), {}, () => false)).toBeNull();
    expect(missingSecretOf(needs('other'), {}, () => true)).toBe('other');
    expect(missingSecretOf(needs(null), null, () => false)).toBe('key');
  });

  test('is told when the destination is used', async () => {
    const found = destinationsOf({}).find(idOf('fal'));
    expect(found?.signsIn).toBe(true);
    const failure = { kind: 'secret-unavailable', why: 'missing' };
    await expect(found?.connect()).rejects.toMatchObject({ failure });
  });
});
