import { describe, expect, test } from 'vitest';
import { calls, type IntakeResult } from '../../shared/contract.ts';
import { UploadFailure } from '../../shared/failure.ts';
import { DestinationId } from '../../shared/ids.ts';
import type { Scope } from '../../shared/model.ts';
import { viewOf } from '../destinations.ts';
import { unknownHealth } from '../engine/health.ts';
import { createHost, deliver } from '../engine/test-host.ts';
import { createRig, idOf, type Rig } from '../engine/test-rig.ts';
import { Settings, type SettingsStore } from '../store/settings.ts';
import { createHandlers } from './handlers.ts';
import { createSendingPart } from './sending-part.ts';
import { createSetup } from './setup.ts';

const here = DestinationId.parse('here');

/** Calls with tests of their own. */
function unasked(): never {
  throw new Error('not asked here');
}

/** The handlers over a real engine; `choice` null is a new profile. */
function createDoor(rig: Rig, more: { choice?: 'public' | null } = {}) {
  let current = Settings.parse({ choice: more.choice === undefined ? 'public' : more.choice });
  const settings: SettingsStore = {
    get: () => current,
    set(change) {
      current = { ...current, ...change };
    },
  };
  const sent: unknown[] = [];
  const opened: string[] = [];
  const takenBack: string[] = [];
  const arrived: string[] = [];
  const setup = createSetup({
    settings,
    destinations: {
      chain: (choice) => (choice === 'own' ? [] : choice === 'public' ? [idOf('a'), idOf('b')] : [here]),
      agreedScope: (choice) => (choice === 'public' ? 'public' : 'local'),
      granted: () => [],
    },
    view: (id) =>
      viewOf(rig.hosts[id] ?? createHost(id, { traits: { scope: id === here ? 'local' : 'public' } }), unknownHealth),
    thisComputer: here,
    setups: () => [],
    known: () => [idOf('a'), idOf('b')],
    desktop: () => ({
      shortcut: { state: 'off', refused: null, command: '' },
      startUp: { atLogin: false, needsApproval: false },
    }),
    network: () => ({ bytesPerSecond: null, proxy: current.proxy, password: 'none' }),
    shareInterfaces: () => [{ id: 'loopback', address: '127.0.0.1', label: 'Here' }],
    changed: (view) => sent.push(view),
    chosen: () => undefined,
  });
  const handlers = createHandlers({
    engine: rig.engine,
    removal: rig.removal,
    reader: rig.reader,
    store: rig.store,
    setup,
    setPreferences: unasked,
    sample: unasked,
    destinations: {
      'destinations.setup': unasked,
      'destinations.save': unasked,
      'destinations.switch': unasked,
      'destinations.remove': unasked,
      'destinations.duplicate': unasked,
      'destinations.chooseFolder': unasked,
      'destinations.check': unasked,
      'destinations.stopCheck': unasked,
      'destinations.copyReport': unasked,
      'destinations.signIn': unasked,
      'destinations.finishSignIn': unasked,
      'destinations.askIdentity': unasked,
      'destinations.trust': unasked,
      'destinations.leftovers': unasked,
      'destinations.discardLeftovers': unasked,
      'chains.set': unasked,
      'settings.export': unasked,
      'settings.import': unasked,
      'settings.importGo': unasked,
      'secrets.set': unasked,
      'secrets.setChosen': unasked,
      'secrets.storeWeak': unasked,
      'secrets.clear': unasked,
      'secrets.chooseFile': unasked,
    },
    history: {
      'history.find': unasked,
      'history.rows': unasked,
      'history.ids': unasked,
      'history.destinations': unasked,
      'history.again': unasked,
      'history.moveTo': unasked,
      'history.moved': unasked,
      'history.copyMoved': unasked,
      'history.saveMoved': unasked,
      'history.deleteOnHost': unasked,
      'history.check': unasked,
      'history.stop': unasked,
      'history.export': unasked,
      'history.clear': unasked,
      'history.undoClear': unasked,
    },
    settingsCalls: {
      'network.limit': unasked,
      'network.proxy': unasked,
      'network.setPassword': unasked,
      'network.storePasswordWeak': unasked,
      'network.forgetPassword': unasked,
      'network.test': unasked,
      'data.view': unasked,
      'data.openFolder': unasked,
      'data.sweep': unasked,
      'data.backUp': unasked,
      'data.restore': unasked,
      'data.restoreGo': unasked,
      'diagnostics.view': unasked,
      'diagnostics.copy': unasked,
    },
    shortcut: { 'shortcut.record': unasked, 'shortcut.copyCommand': unasked },
    windowReady: () => undefined,
    sending: createSendingPart({
      parts: {
        engine: rig.engine,
        reader: rig.reader,
        destinations: { find: (id) => rig.hosts[id] ?? null, chain: () => [] },
        spool: { keep: unasked, discard: unasked },
      },
      setup,
      arrived: (batch) => void arrived.push(batch),
      answer: unasked,
      send: unasked,
      redaction: unasked,
      copy: unasked,
      report: unasked,
    }).calls,
    packings: () => [],
    desktop: {
      uploadClipboard: unasked,
      confirmText: unasked,
      copyLinks: () => Promise.resolve(true),
      takeBack(link) {
        takenBack.push(link);
        return Promise.resolve(true);
      },
      open(link) {
        opened.push(link.href);
        return Promise.resolve();
      },
    },
    notices: () => [],
    platform: 'linux',
    stopShare: () => undefined,
    askToQuit: unasked,
    quit: () => undefined,
    send: (name, payload) => sent.push([name, payload]),
  });
  const offer = async (files: Parameters<(typeof handlers)['intake.files']>[0]['files']): Promise<IntakeResult> =>
    handlers['intake.files']({ files, from: 'drop' });
  return { handlers, setup, settings, sent, opened, takenBack, arrived, offer };
}

const uploadsOf = (rig: Rig) => rig.reader.recent(500);

describe('files that are handed in', () => {
  test('are taken, in order', async () => {
    await using rig = createRig({ hosts: { a: {} } });
    const { offer, arrived } = createDoor(rig);
    expect(await offer([{ path: rig.file('2.txt') }, { path: rig.file('1.txt') }])).toEqual({
      kind: 'accepted',
      count: 2,
    });
    await rig.engine.idle();
    expect(uploadsOf(rig).map(({ name, state }) => [name, state.name])).toEqual([
      ['2.txt', 'done'],
      ['1.txt', 'done'],
    ]);
    expect(arrived).toHaveLength(1);
  });

  test('wait for a choice on a new profile: nothing is queued', async () => {
    await using rig = createRig({ hosts: { a: {} } });
    const { offer } = createDoor(rig, { choice: null });
    expect(await offer([{ path: rig.file('1.txt') }])).toEqual({ kind: 'choose-first' });
    expect(uploadsOf(rig)).toEqual([]);
  });

  test('50 are taken at once; 51 are counted and wait for a yes', async () => {
    await using rig = createRig({ hosts: { a: {} }, maxRunning: 50 });
    const { offer, handlers } = createDoor(rig);
    const path = rig.file('1.txt', '12345');
    expect(await offer(Array.from({ length: 50 }, () => ({ path })))).toEqual({ kind: 'accepted', count: 50 });
    const many = await offer(Array.from({ length: 51 }, () => ({ path })));
    expect(many).toMatchObject({ kind: 'confirm', count: 51, bytes: 255 });
    expect(uploadsOf(rig)).toHaveLength(50);
    const token = many.kind === 'confirm' ? many.token : '';
    await handlers['intake.confirm']({ token: 'unknown', go: true });
    await handlers['intake.confirm']({ token, go: true });
    await handlers['intake.confirm']({ token, go: true });
    expect(uploadsOf(rig)).toHaveLength(101);
    await rig.engine.idle();
  });

  test('a no forgets them', async () => {
    await using rig = createRig({ hosts: { a: {} } });
    const { offer, handlers } = createDoor(rig);
    const path = rig.file('1.txt');
    const many = await offer(Array.from({ length: 51 }, () => ({ path })));
    const token = many.kind === 'confirm' ? many.token : '';
    await handlers['intake.confirm']({ token, go: false });
    await handlers['intake.confirm']({ token, go: true });
    expect(uploadsOf(rig)).toEqual([]);
  });

  test('a forged one is refused; beside others it fails alone', async () => {
    await using rig = createRig({ hosts: { a: {} } });
    const { offer } = createDoor(rig);
    await expect(offer([{ pathlessName: 'forged' }])).rejects.toMatchObject({
      failure: { kind: 'source-unreadable', why: 'no-path' },
    });
    await offer([{ path: rig.file('1.txt') }, { pathlessName: 'forged' }]);
    await rig.engine.idle();
    expect(uploadsOf(rig).map(({ name, state }) => [name, state.name])).toEqual([
      ['1.txt', 'done'],
      ['forged', 'failed'],
    ]);
  });
});

describe('a file that is online already', () => {
  test('is offered its link: it is used, or the file sent, as the window says', async () => {
    await using rig = createRig({ hosts: { a: {}, b: {} } });
    const { handlers, offer } = createDoor(rig);
    const path = rig.file('1.txt');
    for (let drop = 0; drop < 3; drop += 1) {
      await offer([{ path }]);
      await rig.engine.idle();
    }
    const offered = uploadsOf(rig).filter(({ state }) => state.name === 'waiting');
    const snapshot = await handlers['app.snapshot'](undefined);
    expect(calls['app.snapshot'].output.parse(snapshot)).toEqual(snapshot);
    const [used, sent] = offered;
    if (!used || !sent) throw new Error('two offers');
    await handlers['uploads.useLink']({ id: used.id });
    await handlers['uploads.sendAnyway']({ id: sent.id });
    await rig.engine.idle();
    expect([used, sent].map(({ id }) => rig.ledger(id))).toEqual([['a 1 reused'], ['a 1 delivered']]);
  });
});

describe('links', () => {
  test.each(['file:///etc/passwd', 'javascript:alert(1)', 'app://droprelay/', 'no link', 'smb://host/share'])(
    '%s is not opened',
    async (link) => {
      await using rig = createRig({ hosts: { a: {} } });
      const { handlers, opened, offer } = createDoor(rig);
      await offer([{ path: rig.file('1.txt') }]);
      await rig.engine.idle();
      const [view] = uploadsOf(rig);
      if (!view) throw new Error('no upload');
      rig.database.run('UPDATE receipt SET link = ?', link);
      await expect(handlers['links.open']({ id: view.id })).rejects.toBeInstanceOf(UploadFailure);
      rig.database.run("UPDATE receipt SET link = 'https://a.example/1'");
      await handlers['links.open']({ id: view.id });
      expect(opened).toEqual(['https://a.example/1']);
    },
  );
});

describe('deleting at the host', () => {
  const failure = { kind: 'server', host: 'a.example', status: 503, retryAfterMs: null } as const;

  test('deletes it, and takes its link off the clipboard', async () => {
    const removed: string[] = [];
    const remove = async ({ link, deleteHandle }: { link: string; deleteHandle: string }): Promise<void> => {
      removed.push(`${link} ${deleteHandle}`);
    };
    await using rig = createRig({ hosts: { a: { answers: [deliver({ deleteHandle: 's3cret-handle' })], remove } } });
    const { handlers, offer, takenBack, opened } = createDoor(rig);
    await offer([{ path: rig.file('1.txt') }]);
    await rig.engine.idle();
    const [view] = uploadsOf(rig);
    if (!view) throw new Error('no upload');
    const link = 'https://a.example/1/1.txt';
    expect(await handlers['uploads.deleteOnHost']({ id: view.id })).toEqual({ deleted: true, takenBack: true });
    expect([removed, takenBack]).toEqual([[`${link} s3cret-handle`], [link]]);
    await expect(handlers['links.open']({ id: view.id })).rejects.toBeInstanceOf(UploadFailure);
    expect(opened).toEqual([]);
    expect(await handlers['uploads.deleteOnHost']({ id: view.id })).toEqual({ deleted: true, takenBack: false });
    const snapshot = await handlers['app.snapshot'](undefined);
    expect(calls['app.snapshot'].output.parse(snapshot)).toEqual(snapshot);
    expect(JSON.stringify(snapshot)).not.toContain('s3cret-handle');
  });

  test('leaves link and clipboard where the host did not confirm it', async () => {
    const remove = () => Promise.reject(new UploadFailure(failure));
    await using rig = createRig({ hosts: { a: { answers: [deliver({ deleteHandle: 'key' })], remove } } });
    const { handlers, offer, takenBack } = createDoor(rig);
    await offer([{ path: rig.file('1.txt') }]);
    await rig.engine.idle();
    const [view] = uploadsOf(rig);
    if (!view) throw new Error('no upload');
    expect(await handlers['uploads.deleteOnHost']({ id: view.id })).toEqual({ deleted: false, takenBack: false });
    expect(takenBack).toEqual([]);
    expect(uploadsOf(rig)[0]?.receipt?.deletion).toEqual({ kind: 'unconfirmed', failure });
    expect(await handlers['app.snapshot'](undefined)).toMatchObject({ uploads: [{ id: view.id }] });
  });
});

describe('the list', () => {
  test('only what is final is dismissed, and the window told', async () => {
    await using rig = createRig({ hosts: { a: {} } });
    const { handlers, offer, sent } = createDoor(rig);
    await offer([{ path: rig.file('1.txt') }, { path: rig.file('2.txt') }]);
    await rig.engine.idle();
    const ids = uploadsOf(rig).map(({ id }) => id);
    if (ids[1]) rig.store.setState(ids[1], { name: 'paused' });
    await handlers['uploads.dismiss']({ ids });
    expect(sent).toEqual([['uploads.removed', { ids: [ids[0]] }]]);
    expect(uploadsOf(rig).map(({ id }) => id)).toEqual([ids[1]]);
  });

  test('a snapshot keeps to the contract and names no path', async () => {
    await using rig = createRig({ hosts: { a: {} } });
    const { handlers, offer } = createDoor(rig);
    await offer([{ path: rig.file('1.txt') }, { path: `${rig.folder}/missing` }]);
    await rig.engine.idle();
    const snapshot = await handlers['app.snapshot'](undefined);
    expect(calls['app.snapshot'].output.parse(snapshot)).toEqual(snapshot);
    expect(JSON.stringify(snapshot)).not.toContain(rig.folder);
  });
});

describe('setup', () => {
  test.each<['public' | 'this-computer', Scope]>([
    ['public', 'public'],
    ['this-computer', 'local'],
  ])('%s agrees to %s and no more', async (choice, scope) => {
    await using rig = createRig({ hosts: { a: {}, b: {} } });
    const { handlers, setup } = createDoor(rig, { choice: null });
    expect(setup.chain()).toBeNull();
    await handlers['setup.choose']({ choice });
    expect(setup.chain()?.scope).toBe(scope);
    expect((await handlers['app.snapshot'](undefined)).settings.choice).toBe(choice);
  });

  test('a chain without destinations, and an interface that is not there, can not be chosen', async () => {
    await using rig = createRig({ hosts: { a: {} } });
    const { handlers, settings } = createDoor(rig);
    expect(() => handlers['setup.choose']({ choice: 'own' })).toThrow(UploadFailure);
    expect(() => handlers['setup.shareOn']({ interface: 'eth9' })).toThrow(UploadFailure);
    await handlers['setup.shareOn']({ interface: 'loopback' });
    expect(settings.get()).toMatchObject({ choice: 'public', share: { interface: 'loopback' } });
  });
});
