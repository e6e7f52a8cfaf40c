import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test } from 'vitest';
import { openHome } from '../store/home.ts';
import { finishRestore } from '../store/restore-swap.ts';
import { openSecretFiles } from '../store/secret-files.ts';
import { Settings, type SettingsStore } from '../store/settings.ts';
import { createSpool } from '../store/spool.ts';
import { createTestStore } from '../store/test-store.ts';
import { createDataCalls } from './data.ts';
import { proxyPassword } from './network.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const dav = { id: 'dav', provider: 'webdav', label: 'Mine', settings: { url: 'https://dav.example/' } };
const proxy = { use: 'own', server: 'http://proxy.example:3128', user: 'me' };
const at = Date.UTC(2026, 10, 22, 12);

function scene(given: object = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-data-'));
  folders.push(folder);
  const home = openHome(join(folder, 'home'));
  const { database } = createTestStore(['one', 'two'], home.databaseFile);
  let kept = Settings.parse({ choice: 'own', destinations: [dav], proxy, ...given });
  const settings: SettingsStore = {
    get: () => kept,
    set(change) {
      kept = { ...kept, ...change };
    },
  };
  const file = join(folder, 'my.droprelay-backup');
  const state = { chosen: file as string | null, busy: false, restarts: 0, opened: [] as string[] };
  const reported: unknown[] = [];
  const calls = createDataCalls({
    home,
    settings,
    spool: createSpool(database, home.spoolFolder, () => at),
    dialogs: { whereTo: async () => state.chosen, which: async () => state.chosen },
    openFolder: async (path) => state.opened.push(path) > 0,
    areOthersAtWork: () => state.busy,
    restart: () => {
      state.restarts += 1;
    },
    clock: () => at,
    report: (error) => reported.push(error),
  });
  const ready = async () => {
    const offer = await calls['data.restore'](undefined);
    if (offer?.kind !== 'ready') throw new Error(JSON.stringify(offer));
    return offer;
  };
  return { folder, home, file, calls, state, reported, settings, database, ready };
}

test('the folder is opened by main, and its size is told', async () => {
  const { calls, home, state } = scene();
  writeFileSync(join(home.spoolFolder, 'image.png'), 'twelve bytes');
  const view = await calls['data.view'](undefined);
  expect(view.historyBytes).toBeGreaterThan(10_000);
  expect(view.copies).toEqual({ count: 1, bytes: 12 });
  expect(await calls['data.openFolder'](undefined)).toEqual({ opened: true });
  expect(state.opened).toEqual([home.folder]);
  expect(await calls['data.sweep'](undefined)).toEqual({ freedBytes: 12 });
  expect(await calls['data.sweep'](undefined)).toEqual({ freedBytes: 0 });
});

test('a backup holds settings and history, and no secret', async () => {
  const secret = { ...dav, settings: { ...dav.settings, password: 'canary' } };
  const { calls, file, home, folder } = scene({ destinations: [secret] });
  const files = openSecretFiles(join(home.folder, 'secrets'), () => undefined);
  files.write(proxyPassword, Buffer.from('v11canary'));
  writeFileSync(`${file}.draft`, 'of the user');
  expect(await calls['data.backUp'](undefined)).toEqual({ end: 'saved' });
  expect(readFileSync(file).includes('canary')).toBe(false);
  expect(readFileSync(file).includes('dav.example')).toBe(true);
  expect(readFileSync(`${file}.draft`, 'utf8')).toBe('of the user');
  expect(readdirSync(folder).toSorted()).toEqual(['home', basename(file), `${basename(file)}.draft`]);
});

test('one that is not wanted, or can not be written, leaves nothing', async () => {
  const { calls, state, folder, reported } = scene();
  state.chosen = null;
  expect(await calls['data.backUp'](undefined)).toEqual({ end: 'cancelled' });
  state.chosen = join(folder, 'missing', 'x');
  expect(await calls['data.backUp'](undefined)).toEqual({ end: 'refused' });
  expect(reported).toHaveLength(1);
});

test('a backup is restored over a restart; secrets stay where they lead to the same place', async () => {
  const all = scene();
  const { calls, home, settings, state, database } = all;
  await calls['data.backUp'](undefined);
  const files = openSecretFiles(join(home.folder, 'secrets'), () => undefined);
  const password = {
    destination: Settings.parse({ destinations: [dav] }).destinations[0]?.id ?? never(),
    provider: 'webdav',
    field: 'password',
  };
  for (const place of [password, proxyPassword]) files.write(place, Buffer.from('v11x'));
  settings.set(Settings.parse({ destinations: [{ ...dav, settings: { url: 'https://other.example/' } }], proxy }));
  writeFileSync(home.settingsFile, JSON.stringify(settings.get()));

  const offer = await all.ready();
  expect(offer).toMatchObject({ uploads: 2, destinations: 1, madeAt: at });
  await calls['data.restoreGo']({ token: offer.token, go: true });
  expect(state.restarts).toBe(1);
  database[Symbol.dispose]();
  const aside = finishRestore(home) ?? never();
  expect(JSON.parse(readFileSync(home.settingsFile, 'utf8'))).toMatchObject({ choice: 'own', destinations: [dav] });
  expect(readFileSync(join(home.folder, aside, 'settings.json'), 'utf8')).toContain('other.example');
  const after = openSecretFiles(join(home.folder, 'secrets'), () => undefined);
  expect([after.head(password), after.head(proxyPassword)]).toEqual([null, 'v11']);
});

test('a no, or a later question, ends an earlier one', async () => {
  const { calls, home, state, ready } = scene();
  await calls['data.backUp'](undefined);
  const first = await ready();
  const second = await ready();
  expect(() => calls['data.restoreGo']({ token: first.token, go: true })).toThrow('cancelled');
  await calls['data.restoreGo']({ token: second.token, go: false });
  expect(existsSync(join(home.folder, 'restore'))).toBe(false);
  expect([state.restarts, finishRestore(home)]).toEqual([0, null]);
});

test('a proxy that comes with a backup is told no secret that goes over the way in plain', async () => {
  const other = { use: 'own', server: 'http://other.example:3128', user: 'me' };
  const nas = { id: 'nas', provider: 'webdav', label: 'Nas', settings: { url: 'http://nas.example/' } };
  const { calls, home, settings, database, ready } = scene({ destinations: [dav, nas], proxy: other });
  await calls['data.backUp'](undefined);
  settings.set({ proxy: Settings.parse({ proxy }).proxy });
  const files = openSecretFiles(join(home.folder, 'secrets'), () => undefined);
  const places = settings
    .get()
    .destinations.map(({ id }) => ({ destination: id, provider: 'webdav', field: 'password' }));
  for (const place of [...places, proxyPassword]) files.write(place, Buffer.from('v11x'));
  const offer = await ready();
  await calls['data.restoreGo']({ token: offer.token, go: true });
  database[Symbol.dispose]();
  finishRestore(home);
  const after = openSecretFiles(join(home.folder, 'secrets'), () => undefined);
  expect([...places, proxyPassword].map(after.head)).toEqual(['v11', null, null]);
});

test('of two questions at once, one is asked: nothing is restored that was not checked', async () => {
  const { calls, home, state } = scene();
  await calls['data.backUp'](undefined);
  const ends = await Promise.allSettled([calls['data.restore'](undefined), calls['data.restore'](undefined)]);
  expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const [offer] = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
  if (offer?.kind !== 'ready') throw new Error(JSON.stringify(offer));
  await calls['data.restoreGo']({ token: offer.token, go: true });
  expect([state.restarts, existsSync(join(home.folder, 'restore', 'order.json'))]).toEqual([1, true]);
});

test('what can not be restored is refused, and nothing is left of it', async () => {
  const { calls, home, file, state } = scene();
  await calls['data.backUp'](undefined);
  state.busy = true;
  expect(await calls['data.restore'](undefined)).toEqual({ kind: 'refused', why: 'busy' });
  state.busy = false;
  const db = new DatabaseSync(file);
  db.exec(`UPDATE backup SET settings = '{"choice":"moon"}'`);
  db.close();
  expect(await calls['data.restore'](undefined)).toEqual({ kind: 'refused', why: 'damaged' });
  writeFileSync(file, 'text');
  expect(await calls['data.restore'](undefined)).toEqual({ kind: 'refused', why: 'no-backup' });
  rmSync(file);
  await expect(calls['data.restore'](undefined)).rejects.toMatchObject({ failure: { kind: 'source-unreadable' } });
  expect(existsSync(join(home.folder, 'restore'))).toBe(false);
});

function never(): never {
  throw new Error('it is not there');
}
