import { describe, expect, test } from 'vitest';
import { DestinationId } from '../../shared/ids.ts';
import { isForTheUser, type State, type Wait } from '../../shared/model.ts';
import type { AttemptEnd } from './new-rows.ts';
import { createTallyReader } from './tally.ts';
import { attemptId, batchId, createTestStore, destination, storeNow, uploadId } from './test-store.ts';

const at = DestinationId.parse('a');
const failure = { kind: 'offline' } as const;
const proof = { kind: 'size', by: 'link' } as const;
/** One of each kind: a new kind does not compile until it stands here. */
const waits: Readonly<Record<Wait['what'], Wait>> = {
  'back-off': { what: 'back-off', until: 1, at, failure, next: null },
  'rate-limit': { what: 'rate-limit', until: 1, at, failure, next: null },
  network: { what: 'network' },
  consent: { what: 'consent', from: null, to: at, why: 'wider', failure: null },
  'sign-in': { what: 'sign-in', at, failure },
  disk: { what: 'disk' },
  undo: { what: 'undo', until: 1 },
  'already-online': {
    what: 'already-online',
    link: 'https://a.example/1',
    at,
    since: 1,
    expiresAt: null,
    from: uploadId('other'),
    proof,
  },
};

function open(names: readonly string[], now = storeNow) {
  const made = createTestStore(names);
  return { ...made, tally: createTallyReader(made.database, made.owner.id, () => now) };
}

describe('the tally', () => {
  test.each(Object.values(waits))('counts a wait for $what as what it is', (wait) => {
    const { store, tally } = open(['one']);
    store.setState(uploadId('one'), { name: 'waiting', wait });
    const asks = isForTheUser(wait) ? 1 : 0;
    expect(tally.tally()).toEqual({ running: 0, waiting: 1 - asks, asking: asks, paused: 0 });
    expect([...tally.asking()]).toEqual(asks === 1 ? [[batchId, 1]] : []);
  });

  test('counts what is under way, and leaves out what is over', () => {
    const states: State[] = [
      { name: 'preparing' },
      { name: 'queued' },
      { name: 'running', phase: 'sending', at },
      { name: 'paused' },
      { name: 'failed', failure, at: null },
      { name: 'cancelled' },
    ];
    const { store, tally } = open(states.map(({ name }) => name));
    for (const state of states) store.setState(uploadId(state.name), state);
    expect(tally.tally()).toEqual({ running: 1, waiting: 2, asking: 0, paused: 1 });
    expect(tally.toPause()).toEqual(['preparing', 'queued', 'running']);
    expect(tally.toResume()).toEqual(['paused']);
    expect(tally.hasFailed(uploadId('failed'))).toBe(true);
    expect(tally.hasFailed(uploadId('cancelled'))).toBe(false);
  });

  test('is about this program alone', () => {
    const { database } = open(['one']);
    const other = createTallyReader(database, createTestStore([]).owner.id, () => storeNow);
    expect(other.tally()).toEqual({ running: 0, waiting: 0, asking: 0, paused: 0 });
    expect(other.toPause()).toEqual([]);
  });
});

test('the newest links are those that were given last, and can be given away', () => {
  const names = ['1', '2', '3', 'ended', 'removed', 'deleted'];
  const { store, database, tally } = open(names);
  const end: AttemptEnd = {
    endedAt: storeNow,
    sentBytes: 3,
    outcome: { kind: 'delivered', proof },
    copyMayRemain: false,
    orphanLink: null,
    next: null,
  };
  for (const name of ['2', '1', ...names.slice(2)]) {
    const id = uploadId(name);
    const attempt = { id: attemptId(name), uploadId: id, visit: 1, destination, number: 1, startedAt: storeNow };
    store.startAttempt(attempt, 'a', 'public');
    store.deliver(id, attempt.id, end, {
      destination,
      provider: 'a',
      scope: 'public',
      link: `https://a.example/${name}`,
      deleteHandle: 'key',
      expiresAt: name === 'ended' ? storeNow : null,
      proof,
    });
  }
  store.dismiss([uploadId('removed')]);
  database.run("UPDATE receipt SET deleted_at = 1 WHERE upload_id = 'deleted'");
  expect(tally.newestLinks(5)).toEqual(['3', '1', '2'].map((name) => ({ id: name, name })));
  expect(tally.newestLinks(2)).toHaveLength(2);
});
