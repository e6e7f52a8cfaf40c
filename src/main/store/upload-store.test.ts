import { describe, expect, test } from 'vitest';
import { DestinationId } from '../../shared/ids.ts';
import type { AttemptEnd } from './new-rows.ts';
import { attemptId, batchId, createTestStore, destination, source, storeNow, uploadId } from './test-store.ts';

const id = uploadId('one');
const payload = { name: 'one.txt', mime: 'text/plain', spooled: false };
const end: AttemptEnd = {
  endedAt: storeNow,
  sentBytes: 3,
  outcome: { kind: 'delivered', proof: { kind: 'size', by: 'link' } },
  copyMayRemain: false,
  orphanLink: null,
  next: null,
};
const receipt = {
  destination,
  provider: 'a',
  scope: 'public',
  link: 'https://a.example/1',
  deleteHandle: 'key',
  expiresAt: 5,
  proof: { kind: 'size', by: 'link' },
} as const;
const place = { id: destination.id, provider: 'a' };
const attempt = { id: attemptId('t1'), uploadId: id, visit: 1, destination, number: 1, startedAt: storeNow };

describe('an upload', () => {
  test('that is sent anew leaves no file behind that it was', () => {
    const { database, store, reader } = createTestStore(['one']);
    for (let time = 0; time < 3; time += 1) {
      store.setPayload(id, source, payload, { name: 'queued' });
      store.saveHash(id, 'without-location', 'hash');
      store.startVisit(id, null);
    }
    store.setPayload(id, source, payload, { name: 'queued' });
    expect(reader.job(id)?.payload?.source).toEqual(source);
    const rows = (table: string) => database.get(`SELECT count(*) AS n FROM ${table}`)?.n;
    expect([rows('source'), rows('payload')]).toEqual([1, 1]);
  });

  test('keeps a name of any signs', () => {
    const names = ['a "b" \\ c', "d'e", 'ü 🙂 写真', 'line\nbreak\tand tab', '{"json":[1]}', '\u202egpj.exe'];
    const { reader } = createTestStore(names);
    expect(names.map((name) => reader.job(uploadId(name)))).toEqual(
      names.map((name) => expect.objectContaining({ name, path: `/files/${name}`, state: { name: 'preparing' } })),
    );
  });

  test('is what the relay needs to know, to the last bit of the pin', () => {
    const { store, reader, owner } = createTestStore(['one']);
    expect(reader.job(id)).toMatchObject({ payload: null, path: '/files/one', state: { name: 'preparing' }, visit: 1 });
    store.setPayload(id, source, payload, { name: 'queued' });
    expect(reader.job(id)).toEqual({
      id,
      batchId,
      state: { name: 'queued' },
      owner: owner.id,
      path: '/files/one',
      name: 'one',
      payload: { name: 'one.txt', mime: 'text/plain', source },
      spooled: false,
      rank: 1,
      visit: 1,
      chain: [destination.id],
      scope: 'public',
      keepAtLeastMs: 3_600_000,
      fragile: false,
      reuse: 'never',
      granted: [],
      keepLocation: false,
      goAhead: [],
      sendAfter: null,
    });
  });

  test('is delivered with its receipt, its ledger and its state at once, or not at all', () => {
    const { store, reader } = createTestStore(['one']);
    store.startAttempt(attempt, 'a', 'public');
    store.saveCheckpoint(id, place, 'half');
    store.deliver(id, attempt.id, end, receipt);
    expect(reader.view(id)).toMatchObject({
      state: { name: 'done' },
      receipt: { link: 'https://a.example/1', expiresAt: 5, share: null },
    });
    expect(reader.checkpoint(id, place)).toBeNull();
    const again = { ...attempt, id: attemptId('t2'), number: 2 };
    store.startAttempt(again, 'a', 'public');
    expect(() => store.deliver(id, again.id, end, { ...receipt, link: 'https://a.example/2' })).toThrow(/UNIQUE/);
    expect(reader.link(id)).toBe('https://a.example/1');
    expect(reader.ledger(id)[1]).toMatchObject({ endedAt: null, outcome: { kind: 'running' } });
  });

  test('belongs to its owner until it is final', () => {
    const { store, database, owner } = createTestStore(['one']);
    const ownerOf = (): unknown => database.get('SELECT owner_id FROM upload')?.owner_id;
    expect(ownerOf()).toBe(owner.id);
    store.setState(id, { name: 'cancelled' });
    expect(ownerOf()).toBeNull();
  });

  test('that is started anew has a new visit, another chain, and its source to be looked at', () => {
    const { store, reader } = createTestStore(['one']);
    store.setPayload(id, source, payload, { name: 'queued' });
    store.addEndedAttempt(attempt, { ...end, outcome: { kind: 'passed-over', failure: { kind: 'empty-refused' } } });
    const chain = [DestinationId.parse('b')];
    store.startVisit(id, chain);
    const job = reader.job(id);
    expect(job).toMatchObject({ visit: 2, chain, payload: null, state: { name: 'preparing' } });
    expect(job && reader.visitAttempts(job)).toEqual([]);
    expect(reader.ledger(id)).toHaveLength(1);
    store.startVisit(id, null);
    expect(reader.job(id)?.chain).toEqual([destination.id]);
  });

  test('keeps what was granted', () => {
    const { store, reader } = createTestStore(['one']);
    store.grant(id, DestinationId.parse('b'), { name: 'queued' });
    store.grant(id, DestinationId.parse("c'] --"), { name: 'queued' });
    expect(reader.job(id)?.granted).toEqual(['b', "c'] --"]);
  });

  test('shows its newest share', () => {
    const { store, database, reader } = createTestStore(['one']);
    store.startAttempt(attempt, 'a', 'local');
    store.deliver(id, attempt.id, end, receipt);
    const add = (token: string, stopped: number | null): void => {
      const values = [token, id, 'n', 'm', '/p', '1', '1', 1, '1', 'loopback', 'h', storeNow, null, stopped, 2, null];
      database.run(`INSERT INTO share VALUES (${values.map(() => '?').join(',')})`, ...values);
    };
    add('old', 1);
    add('new', null);
    expect(reader.view(id)?.receipt?.share).toEqual({ downloads: 2, stopped: false, reach: 'loopback' });
  });
});

describe('lists', () => {
  test('the recent ones leave out what was dismissed, but nothing that is unfinished', () => {
    const { store, reader } = createTestStore(['one', 'two', 'three']);
    store.setState(uploadId('one'), { name: 'cancelled' });
    expect(store.dismiss([uploadId('one'), uploadId('two'), uploadId('nobody')])).toEqual(['one']);
    expect(reader.recent(500).map((view) => view.id)).toEqual(['two', 'three']);
    expect(reader.recent(0).map((view) => view.id)).toEqual(['two', 'three']);
  });

  test('a batch works as long as one of its uploads does', () => {
    const { store, reader } = createTestStore(['one', 'two']);
    store.setState(id, { name: 'done' });
    expect(reader.isBatchWorking(batchId)).toBe(true);
    store.setState(uploadId('two'), { name: 'waiting', wait: { what: 'network' } });
    expect(reader.isBatchWorking(batchId)).toBe(false);
  });
});

describe('columns of JSON', () => {
  test.each([
    ['detail', '{"name":"flying"}'],
    ['detail', 'no json'],
    ['granted', '[1]'],
  ])('%s that holds %s is refused', (column, value) => {
    const { database, reader } = createTestStore(['one']);
    database.run(`UPDATE upload SET ${column} = ?`, value);
    expect(() => reader.job(id)).toThrow();
  });
});
