import { describe, expect, test } from 'vitest';
import { type CallInput, calls } from '../../shared/contract.ts';
import type { DestinationDraft } from '../../shared/destination-setup.ts';
import { missingSecretOf } from '../destinations.ts';
import { providers, publicChain } from '../providers/index.ts';
import { reachesOthers } from './destinations.ts';
import { createRig, id, invalid } from './test-destinations.ts';

/** Those that are of use before anybody sets them up. */
const asTheyCome = providers.filter((provider) => {
  const { success, data } = provider.settings.safeParse({});
  return success && missingSecretOf(provider, data, () => false) === null;
});

describe('the view', () => {
  test('keeps to the contract, and has every provider and its ready-made destination', () => {
    using rig = createRig();
    const view = rig.view();
    expect(view.destinations.map((one) => one.id)).toEqual(asTheyCome.map((one) => one.id));
    expect(view.providers.map((one) => one.id)).toEqual(providers.map((one) => one.id));
    expect(view.chains).toEqual({
      public: { order: publicChain, mayWiden: false },
      own: { order: [], mayWiden: false },
    });
    for (const provider of asTheyCome) {
      expect(rig.sheet(provider.id)).toMatchObject({
        enabled: provider.offBecause === undefined,
        readyMade: true,
        consent: 'ask',
        scope: null,
        misfit: null,
        missingSecret: null,
      });
    }
  });

  test('has what needs to be set up once it is saved, in a chain, or has a secret', async () => {
    const needy = providers.find(
      ({ settings, secretFields: [first] }) => settings.safeParse({}).success && first?.required,
    );
    const [field = ''] = needy?.secretFields.map(({ name }) => name) ?? [];
    if (!needy) throw new Error('no provider needs a key');
    using rig = createRig();
    expect(rig.sheet(needy.id)).toBeUndefined();
    await rig.setSecret(id(needy.id), field);
    expect(rig.sheet(needy.id)).toMatchObject({ missingSecret: null });
    using second = createRig();
    second.acts['chains.set']({ chain: 'own', order: [id(needy.id)], mayWiden: false });
    expect(second.sheet(needy.id)).toMatchObject({ missingSecret: field });
    using third = createRig({ destinations: [{ id: needy.id, provider: needy.id, label: 'Mine' }] });
    expect(third.sheet(needy.id)).toMatchObject({ label: 'Mine' });
  });

  test('holds neither secrets nor what no form shows', async () => {
    const exposed = {
      id: 'catbox',
      provider: 'catbox',
      label: 'C',
      settings: { userhash: 'canary', server: 'http://c' },
    };
    using rig = createRig({ destinations: [exposed] });
    await rig.setSecret(id('catbox'));
    expect(JSON.stringify(rig.view())).not.toMatch(/canary|http:\/\/c"/);
    expect(rig.sheet('catbox')).toMatchObject({ values: {}, misfit: '' });
  });

  test('names the field that does not fit', () => {
    using rig = createRig({
      destinations: [{ id: 'x', provider: 'x0at', label: 'X', settings: { maxMiB: -1 } }],
    });
    expect(rig.sheet('x')).toMatchObject({ misfit: 'maxMiB', values: { maxMiB: -1, minDays: 3 } });
  });
});

describe('a destination that is saved', () => {
  test('comes last in its chain, is in use, and keeps only what was set', () => {
    using rig = createRig();
    const made = rig.add('litterbox', { label: '  Three days ', values: { time: '72h' } });
    expect(rig.sheet(made)).toMatchObject({ label: 'Three days', enabled: true, readyMade: false });
    expect(rig.destinations.chain('public')).toEqual([...publicChain, made]);
    expect(rig.destinations.find(made)?.traits.retention).toEqual({ kind: 'fixed', ms: 72 * 3_600_000 });
    expect(rig.settings.get().destinations[0]?.settings).toEqual({ time: '72h' });
    rig.save({ kind: 'known', id: made }, { values: { time: '24h' } });
    expect(rig.settings.get().destinations[0]?.settings).toEqual({});
    expect(rig.told).toEqual(['changed', 'changed']);
  });

  test('keeps what no form shows', () => {
    const lab = { server: 'http://127.0.0.1:1' };
    using rig = createRig({ destinations: [{ id: 'litterbox', provider: 'litterbox', label: 'L', settings: lab }] });
    rig.save({ kind: 'known', id: id('litterbox') }, { values: { time: '1h' } });
    expect(rig.settings.get().destinations[0]?.settings).toEqual({ ...lab, time: '1h' });
  });

  test.each<[string, string, Partial<DestinationDraft>]>([
    ['no name', 'label', { label: '  ' }],
    ['a name that is too long', 'label', { label: 'x'.repeat(101) }],
    ['a bad address', 'values.server', { values: { server: 'no address' } }],
    ['an address with a password', 'values.server', { values: { server: 'https://a:b@c.example' } }],
    ['another protocol', 'values.server', { values: { server: 'ftp://c.example' } }],
    ['a number out of bounds', 'values.maxMiB', { values: { maxMiB: 0 } }],
    ['a text for a number', 'values.maxMiB', { values: { maxMiB: 'many' } }],
    ['a field that there is not', 'values.nothing', { values: { nothing: 1 } }],
  ])('with %s is refused, and nothing changes', (_, field, draft) => {
    using rig = createRig();
    const before = rig.settings.get();
    expect(() => rig.add('x0at', draft)).toThrow(invalid(field));
    expect([rig.settings.get(), rig.told]).toEqual([before, []]);
  });

  test('can not set what no form shows, nor a secret', () => {
    using rig = createRig();
    expect(() => rig.add('catbox', { values: { server: 'https://elsewhere.example' } })).toThrow(
      invalid('values.server'),
    );
    expect(() => rig.add('catbox', { values: { userhash: 'x' } })).toThrow(invalid('values.userhash'));
  });

  test.each(['this-computer', 'no-such-provider', '__proto__'])('of %s is refused', (provider) => {
    using rig = createRig();
    expect(() => rig.add(provider)).toThrow(invalid('provider'));
    expect(() => rig.save({ kind: 'known', id: id('nowhere') })).toThrow(invalid('destination'));
  });

  test('with "without asking" lets those go on that ask for it, and is granted from then on', () => {
    using rig = createRig();
    const made = rig.add('x0at', { consent: 'allow' });
    expect(rig.told).toEqual([`allowed ${made}`, 'changed']);
    expect(rig.destinations.granted([id('catbox'), made])).toEqual([made]);
  });

  test.each<[string, object, object, boolean]>([
    ['another host', {}, { server: 'https://b.example' }, true],
    ['another port', { server: 'https://b.example' }, { server: 'https://b.example:1' }, true],
    ['plain http', { server: 'https://b.example' }, { server: 'http://b.example' }, true],
    ['a good address after a bad one', { server: 'x' }, { server: 'https://b.example' }, true],
    ['another path', { server: 'https://b.example/a' }, { server: 'https://b.example/c' }, false],
    ['the same server', { maxMiB: 1 }, { maxMiB: 2 }, false],
  ])('that leads to %s is told apart by its servers', (_, before, after, others) => {
    const x0at = providers.find((one) => one.id === 'x0at');
    expect(x0at && reachesOthers({ settings: { ...before } }, { settings: { ...after } }, x0at)).toBe(others);
  });

  test('keeps its secret as long as it leads to the same servers', async () => {
    const made = { id: 'mine', provider: 'catbox', label: 'C', settings: {} };
    using rig = createRig({ destinations: [made] });
    await rig.setSecret(id('mine'));
    expect(rig.save({ kind: 'known', id: id('mine') }, { label: 'Renamed' }).secretsRemoved).toBe(false);
    expect(rig.sheet('mine')?.secrets[0]?.sealing).toBe('sealed');
  });
});

describe('a destination that is removed', () => {
  test('is forgotten with its secret and its places, and the engine told', async () => {
    using rig = createRig();
    const made = rig.add('catbox', {}, 'own');
    await rig.setSecret(made);
    rig.acts['destinations.remove']({ id: made });
    expect(rig.sheet(made)).toBeUndefined();
    expect(rig.view().chains.own.order).toEqual([]);
    expect(rig.secrets.keeper.has({ destination: made, provider: 'catbox', field: 'userhash' })).toBe(false);
    expect(rig.told.slice(-2)).toEqual([`removed ${made}`, 'changed']);
    expect(() => rig.acts['destinations.remove']({ id: made })).toThrow(invalid('destination'));
  });

  test('is as it came where it is ready-made', () => {
    using rig = createRig();
    rig.save({ kind: 'known', id: id('litterbox') }, { values: { time: '1h' } });
    rig.acts['destinations.switch']({ id: id('litterbox'), on: false });
    rig.acts['destinations.remove']({ id: id('litterbox') });
    expect(rig.sheet('litterbox')).toMatchObject({ label: 'litterbox', values: { time: '24h' }, enabled: true });
    expect(rig.destinations.chain('public')).toEqual(publicChain);
    expect(rig.told).not.toContain('removed litterbox');
  });
});

describe('a copy', () => {
  test('stands behind the original, switched off, asks, and has no secret', async () => {
    using rig = createRig();
    const made = rig.add('catbox', { label: 'Mine', consent: 'allow' });
    rig.acts['chains.set']({ chain: 'public', order: [made, id('x0at')], mayWiden: false });
    await rig.setSecret(made);
    const { id: copy } = calls['destinations.duplicate'].output.parse(rig.acts['destinations.duplicate']({ id: made }));
    expect(rig.view().chains.public.order).toEqual([made, copy, 'x0at']);
    expect(rig.sheet(copy)).toMatchObject({ label: 'Mine 2', enabled: false, consent: 'ask' });
    expect(rig.sheet(copy)?.secrets[0]?.sealing).toBe('none');
    expect(rig.destinations.chain('public')).toEqual([made, 'x0at']);
  });

  test('there is none of this computer', () => {
    using rig = createRig();
    expect(() => rig.acts['destinations.duplicate']({ id: id('this-computer') })).toThrow(invalid('provider'));
  });
});

describe('a chain', () => {
  test('is tried in the order that was set', () => {
    using rig = createRig();
    rig.acts['chains.set']({ chain: 'public', order: [id('x0at'), id('catbox')], mayWiden: true });
    expect(rig.destinations.chain('public')).toEqual(['x0at', 'catbox']);
    rig.acts['destinations.switch']({ id: id('x0at'), on: false });
    expect(rig.destinations.chain('public')).toEqual(['catbox']);
    expect(rig.view().chains.public).toEqual({ order: ['x0at', 'catbox'], mayWiden: true });
  });

  test.each<[string, CallInput<'chains.set'>, string]>([
    ['the same twice', { chain: 'own', order: [id('catbox'), id('catbox')], mayWiden: false }, 'chain'],
    ['nobody in public', { chain: 'public', order: [], mayWiden: false }, 'chain'],
    ['this computer', { chain: 'own', order: [id('this-computer')], mayWiden: false }, 'chain'],
    ['somebody unknown', { chain: 'own', order: [id('nowhere')], mayWiden: false }, 'destination'],
  ])('with %s is refused', (_, input, field) => {
    using rig = createRig();
    expect(() => rig.acts['chains.set'](input)).toThrow(invalid(field));
    expect(rig.told).toEqual([]);
  });

  test('of the user’s own storage agrees to no public host by being headed by one', () => {
    using rig = createRig();
    const mine = rig.add('x0at', { scope: 'account' }, 'own');
    rig.acts['chains.set']({ chain: 'own', order: [mine, id('catbox')], mayWiden: false });
    expect(rig.destinations.agreedScope('own')).toBe('account');
    rig.acts['destinations.switch']({ id: mine, on: false });
    expect(rig.destinations.chain('own')).toEqual(['catbox']);
    expect(rig.destinations.agreedScope('own')).toBe('account');
    rig.acts['chains.set']({ chain: 'own', order: [mine, id('catbox')], mayWiden: true });
    expect(rig.destinations.agreedScope('own')).toBe('public');
  });
});
