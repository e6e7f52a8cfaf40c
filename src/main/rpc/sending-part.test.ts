import { existsSync, mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { IntakeAnswer, IntakeResult } from '../../shared/contract.ts';
import type { DestinationId } from '../../shared/ids.ts';
import { lastings } from '../../shared/lasting.ts';
import type { ChainChoice, Scope } from '../../shared/model.ts';
import type { PackingView, Where } from '../../shared/sending.ts';
import { viewOf } from '../destinations.ts';
import { unknownHealth } from '../engine/health.ts';
import { connectionRefused, type HostOptions, refuse } from '../engine/test-host.ts';
import { createRig, idOf, type Rig } from '../engine/test-rig.ts';
import { Settings } from '../store/settings.ts';
import { createSpool, type Spool } from '../store/spool.ts';
import { createSendingPart } from './sending-part.ts';
import { createSetup } from './setup.ts';

const day = 86_400_000;
const here = idOf('here');

function unasked(): never {
  throw new Error('not asked here');
}

/** `public` is a, b, c; `own` is mine, then a. */
function createDesk(rig: Rig, choice: ChainChoice = 'public', more: { keep?: Spool['keep'] } = {}) {
  const chains: Record<ChainChoice, string[]> = { public: ['a', 'b', 'c'], own: ['mine'], 'this-computer': ['here'] };
  const scopeOf = (id: string): Scope => rig.hosts[id]?.traits.scope ?? 'local';
  const chainOf = (of: ChainChoice) => chains[of].filter((id) => rig.hosts[id]).map(idOf);
  const settings = Settings.parse({ choice });
  const setup = createSetup({
    settings: { get: () => settings, set: () => undefined },
    destinations: {
      chain: chainOf,
      agreedScope: (of: ChainChoice, start: DestinationId | null = null) => scopeOf(start ?? chainOf(of)[0] ?? 'here'),
      granted: () => [],
    },
    view(id) {
      const host = rig.hosts[id];
      return host ? viewOf(host, unknownHealth) : null;
    },
    thisComputer: here,
    setups: () => [],
    known: () => [],
    desktop: unasked,
    network: unasked,
    shareInterfaces: () => [],
    changed: () => undefined,
    chosen: () => undefined,
  });
  const spoolFolder = join(rig.folder, 'spool');
  mkdirSync(spoolFolder);
  const answers: IntakeAnswer[] = [];
  const packings: PackingView[][] = [];
  const part = createSendingPart({
    parts: {
      engine: rig.engine,
      reader: rig.reader,
      destinations: { find: (id) => rig.hosts[id] ?? null, chain: chainOf },
      spool: { ...createSpool(rig.database, spoolFolder, Date.now), ...more },
    },
    setup,
    arrived: () => undefined,
    answer: (answer) => void answers.push(answer),
    redaction: unasked,
    copy: unasked,
    send(name, payload) {
      if (name === 'packing.changed') packings.push(payload as PackingView[]);
    },
    report: (error) => {
      throw error;
    },
  });
  const { calls } = part;
  const drop = (paths: readonly string[], more: { where?: Where; pick?: boolean } = {}): Promise<IntakeResult> =>
    Promise.resolve(calls['intake.files']({ files: paths.map((path) => ({ path })), from: 'drop', ...more }));
  const spooled = () => readdirSync(spoolFolder);
  return { part, calls, drop, answers, packings, spooled };
}

const hosts = (more: Readonly<Record<string, HostOptions>> = {}): Readonly<Record<string, HostOptions>> => ({
  a: {},
  b: { traits: { retention: { kind: 'fixed', ms: 3 * day } } },
  c: { traits: { maxBytes: 10 } },
  here: { traits: { scope: 'local', retention: { kind: 'while-shared', maxMs: null } } },
  ...more,
});

const tokenOf = (result: IntakeResult | null): string => {
  if (!result || !('token' in result)) throw new Error(`no question: ${JSON.stringify(result)}`);
  return result.token;
};

function folderOf(rig: Rig, name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(rig.folder, name);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  mkdirSync(folder, { recursive: true });
  return folder;
}

describe('where files go', () => {
  test('they begin at the chosen stop, and the chain wraps round once', async () => {
    const down = refuse(connectionRefused);
    await using rig = createRig({ hosts: hosts({ b: { answers: [down] } }) });
    const { drop } = createDesk(rig);
    expect(
      await drop([rig.file('1.txt', 'longer than c takes')], { where: { start: idOf('b'), keepAtLeastMs: null } }),
    ).toEqual({
      kind: 'accepted',
      count: 1,
    });
    await rig.engine.idle();
    const [upload] = rig.reader.recent(9);
    expect(upload && rig.ledger(upload.id)).toEqual([
      'b 1 failed(connection) > retry',
      'b 2 failed(connection) > next A',
      'c 1 passed-over(too-large) > next A',
      'a 1 delivered',
    ]);
  });

  test('what must last longer than a stop keeps it goes elsewhere, or waits for a yes', async () => {
    await using rig = createRig({
      hosts: hosts({ a: { answers: [refuse(connectionRefused)] }, c: { answers: [refuse(connectionRefused)] } }),
    });
    const { drop } = createDesk(rig);
    await drop([rig.file('1.txt')], { where: { start: null, keepAtLeastMs: lastings.week } });
    await rig.engine.idle();
    const [upload] = rig.reader.recent(9);
    expect(upload?.state).toMatchObject({ name: 'waiting', wait: { what: 'consent', why: 'shorter', to: 'b' } });
    expect(rig.hosts.b?.asked).toBe(0);
  });

  test('a stop that lets fewer people in narrows the whole: nothing wider follows without a yes', async () => {
    const mine: HostOptions = { traits: { scope: 'account' }, answers: [refuse(connectionRefused)] };
    await using rig = createRig({ hosts: hosts({ mine }) });
    const { drop } = createDesk(rig);
    await drop([rig.file('1.txt')], { where: { start: idOf('mine'), keepAtLeastMs: null } });
    await rig.engine.idle();
    expect(rig.reader.recent(9)[0]?.state).toMatchObject({
      name: 'waiting',
      wait: { what: 'consent', why: 'wider', to: 'a' },
    });
    expect(rig.hosts.a?.asked).toBe(0);
  });

  test('this computer, chosen, is the only one', async () => {
    await using rig = createRig({
      hosts: hosts({ here: { traits: { scope: 'local' }, answers: [refuse(connectionRefused)] } }),
    });
    const { drop } = createDesk(rig);
    await drop([rig.file('1.txt')], { where: { start: here, keepAtLeastMs: null } });
    await rig.engine.idle();
    expect(rig.reader.recent(9)[0]?.state).toMatchObject({ name: 'failed', at: 'here' });
    expect(rig.hosts.a?.asked).toBe(0);
  });

  test('an unknown stop is refused, and nothing is queued', async () => {
    await using rig = createRig({ hosts: hosts() });
    const { drop } = createDesk(rig);
    const where = { start: idOf('nowhere'), keepAtLeastMs: null };
    await expect(drop([rig.file('1.txt')], { where })).rejects.toMatchObject({ failure: { kind: 'settings-invalid' } });
    expect(rig.reader.recent(9)).toEqual([]);
  });
});

describe('the stops that can be chosen', () => {
  test('say which files each would refuse, what is too short, and this computer last', async () => {
    await using rig = createRig({ hosts: hosts() });
    const { drop, calls } = createDesk(rig);
    const asked = await drop([rig.file('1.txt', '1'), rig.file('2.txt', 'more than ten bytes')], { pick: true });
    expect(asked).toMatchObject({ kind: 'pick', count: 2, bytes: 20 });
    const of = { kind: 'held', token: tokenOf(asked) } as const;
    expect(await calls['stops.offered']({ of, keepAtLeastMs: lastings.week })).toEqual([
      { id: 'a', refused: null, tooShort: false, wider: false },
      { id: 'b', refused: null, tooShort: true, wider: false },
      {
        id: 'c',
        refused: { count: 1, of: 2, failure: { kind: 'too-large', sizeBytes: 19, limitBytes: 10 } },
        tooShort: false,
        wider: false,
      },
      { id: 'here', refused: null, tooShort: false, wider: false },
    ]);
    expect(rig.reader.recent(9)).toEqual([]);
    expect(
      await calls['intake.confirmStop']({ token: of.token, where: { start: idOf('b'), keepAtLeastMs: null } }),
    ).toEqual({
      kind: 'accepted',
      count: 2,
    });
    expect(
      await calls['intake.confirmStop']({ token: of.token, where: { start: null, keepAtLeastMs: null } }),
    ).toBeNull();
    await rig.engine.idle();
    expect(rig.hosts.b?.asked).toBe(2);
  });

  test('an end date is too short for what must have none; while it is used counts by its idle time', async () => {
    await using rig = createRig({
      hosts: hosts({ c: { traits: { retention: { kind: 'while-used', idleMs: 700 * day } } } }),
    });
    const { calls } = createDesk(rig);
    const short = async (keepAtLeastMs: number) =>
      (await calls['stops.offered']({ of: { kind: 'next' }, keepAtLeastMs }))
        .filter(({ tooShort }) => tooShort)
        .map(({ id }) => id);
    expect(await short(lastings.day)).toEqual([]);
    expect(await short(lastings.month)).toEqual(['b']);
    expect(await short(lastings['no-end'])).toEqual(['b', 'c']);
  });

  test('a cancelled choice lets go of the files', async () => {
    await using rig = createRig({ hosts: hosts() });
    const { drop, calls } = createDesk(rig);
    const token = tokenOf(await drop([rig.file('1.txt')], { pick: true }));
    expect(await calls['intake.confirmStop']({ token, where: null })).toBeNull();
    expect(await calls['stops.offered']({ of: { kind: 'held', token }, keepAtLeastMs: null })).toEqual([]);
  });
});

describe('an upload that is sent elsewhere', () => {
  const mine: HostOptions = { traits: { scope: 'account' }, answers: [refuse(connectionRefused)] };

  test('is offered every stop there is, and told which ones let more people in than was agreed', async () => {
    await using rig = createRig({ hosts: hosts({ mine }) });
    const { drop, calls } = createDesk(rig, 'own');
    await drop([rig.file('1.txt')]);
    await rig.engine.idle();
    const [upload] = rig.reader.recent(9);
    if (!upload) throw new Error('no upload');
    expect(upload.state).toMatchObject({ name: 'failed', at: 'mine' });
    const offers = await calls['stops.offered']({ of: { kind: 'upload', id: upload.id }, keepAtLeastMs: null });
    expect(offers.map(({ id, wider }) => `${id} ${wider}`)).toEqual([
      'mine false',
      'a true',
      'b true',
      'c true',
      'here false',
    ]);
    await calls['uploads.sendTo']({ id: upload.id, to: idOf('b') });
    await rig.engine.idle();
    expect(rig.reader.view(upload.id)?.receipt?.destinationId).toBe('b');
  });

  test('goes on along what lets no more people in than the one that was chosen', async () => {
    const down = { answers: [refuse(connectionRefused)] };
    await using rig = createRig({ hosts: hosts({ a: down, b: down, c: down, mine }) });
    const { drop, calls } = createDesk(rig);
    await drop([rig.file('1.txt')]);
    await rig.engine.idle();
    const [upload] = rig.reader.recent(9);
    if (!upload) throw new Error('no upload');
    const asked = rig.hosts.a?.asked;
    await calls['uploads.sendTo']({ id: upload.id, to: idOf('mine') });
    await rig.engine.idle();
    expect(rig.hosts.mine?.asked).toBe(2);
    expect(rig.hosts.a?.asked).toBe(asked);
    expect(rig.state(upload.id)).toMatchObject({ name: 'failed', at: 'mine' });
  });
});

describe('a folder', () => {
  test('is asked about: its name, its files and their size', async () => {
    await using rig = createRig({ hosts: hosts() });
    const { drop } = createDesk(rig);
    const folder = folderOf(rig, 'photos', { '1.txt': '123', 'b/2.txt': '45' });
    expect(await drop([folder, rig.file('loose.txt', '6')])).toMatchObject({
      kind: 'folders',
      name: 'photos',
      folders: 1,
      inFolders: 2,
      count: 3,
      bytes: 6,
    });
    expect(rig.reader.recent(9)).toEqual([]);
  });

  test('as files, each is an upload, however many they are', async () => {
    await using rig = createRig({ hosts: hosts() });
    const { drop, calls } = createDesk(rig);
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`${at}.txt`, 'x']));
    const token = tokenOf(await drop([folderOf(rig, 'many', many)]));
    expect(await calls['intake.confirmFolders']({ token, as: 'files' })).toEqual({ kind: 'accepted', count: 60 });
    expect(await calls['intake.confirmFolders']({ token, as: 'files' })).toBeNull();
    expect(rig.reader.recent(99)).toHaveLength(60);
    await rig.engine.idle();
  });

  test('as a zip, it is one upload among the others, in the order of the drop; progress is told, then over', async () => {
    await using rig = createRig({ hosts: hosts() });
    const { drop, calls, answers, packings } = createDesk(rig);
    const folder = folderOf(rig, 'photos', { '1.txt': '123', 'b/2.txt': '45' });
    const token = tokenOf(await drop([rig.file('first.txt'), folder, rig.file('last.txt')]));
    expect(await calls['intake.confirmFolders']({ token, as: 'zips' })).toEqual({ kind: 'packing' });
    await expect.poll(() => answers).toEqual([{ kind: 'accepted', count: 3 }]);
    await rig.engine.idle();
    expect(rig.reader.recent(9).map(({ name, state }) => `${name} ${state.name}`)).toEqual([
      'first.txt done',
      'photos.zip done',
      'last.txt done',
    ]);
    expect(rig.hosts.a?.bodies.some((body) => body.subarray(0, 4).toString('latin1') === 'PK\x03\x04')).toBe(true);
    expect(packings[0]).toMatchObject([{ name: 'photos', packed: 0, files: 2, packedBytes: 0, bytes: 0 }]);
    expect(packings.at(-1)).toEqual([]);
  });

  test('what could not be read is named', async () => {
    await using rig = createRig({ hosts: hosts() });
    const { drop, calls, answers } = createDesk(rig);
    const folder = folderOf(rig, 'photos', { '1.txt': '123', '2.txt': '45' });
    const token = tokenOf(await drop([folder]));
    rmSync(join(folder, '2.txt'));
    await calls['intake.confirmFolders']({ token, as: 'zips' });
    await expect.poll(() => answers).toEqual([{ kind: 'accepted', count: 1, unread: { count: 1, names: ['2.txt'] } }]);
    await rig.engine.idle();
  });

  test('packing that is cancelled, or comes to nothing, leaves no file and no upload', async () => {
    await using rig = createRig({ hosts: hosts() });
    const { drop, calls, part, spooled, answers } = createDesk(rig);
    const folder = folderOf(rig, 'large', { 'large.bin': '' });
    truncateSync(join(folder, 'large.bin'), 5_000_000_000);
    const token = tokenOf(await drop([folderOf(rig, 'small', { '1.txt': '1' }), folder]));
    await calls['intake.confirmFolders']({ token, as: 'zips' });
    await expect.poll(() => part.packings()[0]?.name).toBe('large');
    expect(spooled()).toHaveLength(2);
    await expect.poll(() => part.packings()[0]?.packedBytes).toBeGreaterThan(1);
    expect(part.packings()).toMatchObject([{ packed: 1, files: 2, bytes: 5_000_000_001 }]);
    await calls['packing.cancel']({ token: part.packings()[0]?.token ?? '' });
    await expect.poll(() => part.packings()).toEqual([]);
    expect([spooled(), rig.reader.recent(9), answers]).toEqual([[], [], []]);

    const gone = tokenOf(await drop([folder]));
    rmSync(folder, { recursive: true });
    await calls['intake.confirmFolders']({ token: gone, as: 'zips' });
    await expect
      .poll(() => answers)
      .toEqual([{ kind: 'failed', failure: { kind: 'source-unreadable', why: 'no-permission' } }]);
    expect(spooled()).toEqual([]);
    expect(existsSync(folder)).toBe(false);
  });

  test('a disk without room for the zip is told; nothing is queued', async () => {
    await using rig = createRig({ hosts: hosts() });
    const keep: Spool['keep'] = async (_name, bytes) => {
      for await (const _ of bytes) throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
      return '';
    };
    const { drop, calls, answers, packings } = createDesk(rig, 'public', { keep });
    const token = tokenOf(await drop([folderOf(rig, 'photos', { '1.txt': '1' })]));
    await calls['intake.confirmFolders']({ token, as: 'zips' });
    await expect.poll(() => answers).toEqual([{ kind: 'failed', failure: { kind: 'disk-full' } }]);
    expect([rig.reader.recent(9), packings.at(-1)]).toEqual([[], []]);
  });
});
