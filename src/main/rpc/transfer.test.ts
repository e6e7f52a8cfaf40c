import { describe, expect, test } from 'vitest';
import { calls } from '../../shared/contract.ts';
import { DestinationId } from '../../shared/ids.ts';
import { Settings, type SettingsStore } from '../store/settings.ts';
import { exportText, readSettingsText } from './settings-transfer.ts';
import { createTransfer } from './transfer.ts';

const mine = { id: 'mine', provider: 'litterbox', label: 'Three days', settings: { time: '72h' } };

function createRig(initial: object, file: { text: string | null } = { text: null }, secretsOf: readonly string[] = []) {
  let current = Settings.parse(initial);
  const settings: SettingsStore = {
    get: () => current,
    set(change) {
      current = Settings.parse({ ...current, ...change });
    },
  };
  const told: string[] = [];
  const transfer = createTransfer({
    settings,
    files: {
      save(text) {
        file.text = text;
        return Promise.resolve('saved');
      },
      open: () => Promise.resolve(file.text),
    },
    hasSecrets: (id) => secretsOf.includes(id),
    changed: () => void told.push('changed'),
  });
  const importIt = async () => {
    const answer = calls['settings.import'].output.parse(await transfer['settings.import'](undefined));
    if (!answer) throw new Error('nothing was chosen');
    return { ...answer, go: (go = true) => transfer['settings.importGo']({ token: answer.token, go }) };
  };
  return { settings, transfer, told, importIt };
}

const full = {
  choice: 'public',
  destinations: [mine, { id: 'catbox', provider: 'catbox', label: 'Cat', enabled: false, consent: 'allow' }],
  chains: { public: { order: ['mine', 'catbox', 'x0at'], mayWiden: true } },
  share: { interface: 'eth0', port: 4_000 },
  bytesPerSecond: 1_000,
};

describe('the file', () => {
  test('brings the same setup to a new profile, after saying what it changes', async () => {
    const file = { text: null };
    await createRig(full, file).transfer['settings.export'](undefined);
    const rig = createRig({ choice: 'this-computer' }, file);
    const { plan, go } = await rig.importIt();
    expect(plan).toEqual({
      added: [{ label: 'Three days', provider: 'litterbox', usedWithoutAsking: false }],
      changed: [{ label: 'Cat', provider: 'catbox', usedWithoutAsking: true }],
      same: 0,
      unknown: [],
      chains: [{ chain: 'public', labels: ['Three days', 'Cat', 'x0.at'], mayWiden: true }],
      choice: 'public',
      otherSettings: true,
      needSecret: [],
    });
    expect(rig.settings.get().destinations).toEqual([]);
    await go();
    expect(rig.settings.get()).toEqual(Settings.parse({ ...full, share: {} }));
    expect(rig.told).toEqual(['changed']);
    expect((await rig.importIt()).plan).toMatchObject({
      added: [],
      changed: [],
      same: 2,
      chains: [],
      choice: null,
      otherSettings: false,
    });
  });

  test('holds no secret, and nothing of this computer’s own', () => {
    const exposed = { id: 'catbox', provider: 'catbox', label: 'C', settings: { userhash: 'canary' } };
    const gone = { id: 'gone', provider: 'gone', label: 'G', settings: { key: 'canary' } };
    const text = exportText(Settings.parse({ ...full, destinations: [exposed, gone, mine] }));
    expect(text).not.toMatch(/canary|eth0|4000/);
    expect(readSettingsText(text).destinations.map(({ id }) => id)).toEqual(['catbox', 'mine']);
  });

  test('a no, and an unknown token, change nothing', async () => {
    const file = { text: exportText(Settings.parse(full)) };
    const rig = createRig({ choice: 'public' }, file);
    const { go } = await rig.importIt();
    await go(false);
    await go(true);
    await rig.transfer['settings.importGo']({ token: 'x', go: true });
    expect([rig.settings.get().destinations, rig.told]).toEqual([[], []]);
    expect(await createRig({}).transfer['settings.import'](undefined)).toBeNull();
  });
});

describe('what is here already', () => {
  const fileOf = (settings: object) => ({ text: exportText(Settings.parse(settings)) });

  test('is kept apart from another of that id', async () => {
    const here = { ...mine, label: 'Mine', settings: { time: '1h' } };
    const rig = createRig(
      { choice: 'public', destinations: [here], chains: { public: { order: ['mine'] } } },
      fileOf(full),
    );
    const { plan, go } = await rig.importIt();
    expect(plan.added.map(({ label }) => label)).toEqual(['Three days']);
    await go();
    const { destinations, chains } = rig.settings.get();
    const added = destinations.find(({ label }) => label === 'Three days');
    expect(destinations[0]).toMatchObject(here);
    expect(added?.id).not.toBe('mine');
    expect(chains.public.order).toEqual([added?.id, 'catbox', 'x0at', 'mine']);
    // A second time brings no third.
    expect((await rig.importIt()).plan).toMatchObject({ added: [], changed: [], same: 2 });
  });

  test('a ready-made one that has a secret here keeps its servers', async () => {
    const elsewhere = { id: 'catbox', provider: 'catbox', label: 'Cat', settings: { server: 'https://evil.example' } };
    const rig = createRig({ choice: 'public' }, fileOf({ destinations: [elsewhere] }), ['catbox']);
    const { plan, go } = await rig.importIt();
    expect([plan.added.length, plan.changed.length]).toEqual([1, 0]);
    await go();
    expect(rig.settings.get().destinations.map(({ id }) => id)).not.toContain('catbox');
  });

  test('that changed since the question was asked makes the yes void', async () => {
    const rig = createRig({ choice: 'public' }, fileOf(full));
    const { go } = await rig.importIt();
    rig.settings.set({ destinations: Settings.parse(full).destinations });
    expect(() => go()).toThrow(expect.objectContaining({ failure: { kind: 'cancelled' } }));
    expect(rig.told).toEqual([]);
  });
});

describe('a file that can not be used is refused whole', () => {
  const valid = JSON.parse(exportText(Settings.parse(full)));
  test.each<[string, unknown, string]>([
    ['no JSON', 'x', 'the whole file'],
    ['no settings', [], 'the whole file'],
    ['another format', { ...valid, format: 'x' }, 'format'],
    ['a later version', { ...valid, version: 2 }, 'version'],
    ['an unknown field', { ...valid, share: {} }, 'share'],
    [
      'a bad address',
      { ...valid, destinations: [{ ...mine, settings: { server: 'x' } }] },
      'destinations.0.settings.server',
    ],
    [
      'a secret in it',
      { ...valid, destinations: [{ ...mine, provider: 'catbox', settings: { userhash: 'x' } }] },
      'destinations.0.settings.userhash',
    ],
    ['one id twice', { ...valid, destinations: [mine, mine] }, 'destinations.1.id'],
  ])('%s', async (_, content, field) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    const rig = createRig({ choice: 'public' }, { text });
    await expect(rig.importIt()).rejects.toMatchObject({ failure: { kind: 'settings-invalid', field } });
  });

  test('of a provider that is not known here is left out, and named', async () => {
    const text = JSON.stringify({
      ...valid,
      destinations: [{ ...mine, id: 'g', provider: 'gone' }, mine],
      chains: { public: { order: ['g', 'mine'] } },
    });
    const rig = createRig({ choice: 'public' }, { text });
    const { plan, go } = await rig.importIt();
    expect(plan).toMatchObject({ unknown: ['Three days'], added: [{ label: 'Three days' }] });
    await go();
    expect(rig.settings.get().chains.public.order).toEqual([DestinationId.parse('mine')]);
  });
});
