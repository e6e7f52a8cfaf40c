import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { DestinationId } from '../../shared/ids.ts';
import { ownTraits } from '../providers/own-storage.ts';
import type { Provider } from '../providers/provider.ts';
import { unusedServices } from '../providers/test-services.ts';
import { DestinationSettings } from '../store/settings.ts';
import { createHostIdentities } from './host-identities.ts';

const id = DestinationId.parse('mine');
const settings = z.strictObject({
  host: z.string(),
  seen: z.string().startsWith('SHA256:').or(z.literal('')).default(''),
});
type Settings = z.infer<typeof settings>;

function createBox() {
  const box = {
    shown: 'SHA256:one',
    made: DestinationSettings.parse({ id: 'mine', provider: 'p', label: 'M', settings: { host: 'a.example' } }),
  };
  const provider: Provider<Settings> = {
    id: 'made-up',
    name: 'Made up',
    homepage: null,
    secretFields: [],
    settings,
    traits: () => ownTraits,
    servers: ({ host }) => [new URL(`sftp://${host}:22`)],
    connect: () => ({ upload: () => Promise.reject(new Error('not asked here')) }),
    hostIdentity: { setting: 'seen', ask: async () => box.shown },
  };
  const identities = createHostIdentities({
    known: () => ({ made: box.made, provider: provider as Provider, settings: settings.parse(box.made.settings) }),
    services: unusedServices,
    keep(made) {
      box.made = made;
    },
  });
  const ask = async () => identities['destinations.askIdentity']({ id });
  const trust = async (token: string) => identities['destinations.trust']({ token });
  return { box, ask, trust };
}

const cancelled = { failure: { kind: 'cancelled' } };

describe('a server’s identity', () => {
  test('is pinned as it was shown, once the user agreed, and not before', async () => {
    const { box, ask, trust } = createBox();
    const { token, shown } = await ask();
    expect([shown, box.made.settings]).toEqual(['SHA256:one', { host: 'a.example' }]);
    box.shown = 'SHA256:another';
    await trust(token);
    expect(box.made.settings).toEqual({ host: 'a.example', seen: 'SHA256:one' });
    await expect(trust(token)).rejects.toMatchObject(cancelled);
    await expect(trust('SHA256:forged')).rejects.toMatchObject(cancelled);
  });

  test('is not pinned for another server than showed it', async () => {
    const { box, ask, trust } = createBox();
    const { token } = await ask();
    box.made = { ...box.made, settings: { host: 'b.example' } };
    await expect(trust(token)).rejects.toMatchObject(cancelled);
    expect(box.made.settings).toEqual({ host: 'b.example' });
  });

  test('that the provider would not take is refused', async () => {
    const { box, ask, trust } = createBox();
    box.shown = 'nonsense';
    const { token } = await ask();
    await expect(trust(token)).rejects.toMatchObject({ failure: { kind: 'settings-invalid', field: 'seen' } });
    expect(box.made.settings).toEqual({ host: 'a.example' });
  });
});
