/** What the window shows of a batch as a whole, and that nothing of it is new where nothing changed. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { BatchId, DestinationId, UploadId } from '../../../shared/ids.ts';
import type { ReceiptView, State, UploadView } from '../../../shared/model.ts';
import { useStore } from '../../state/store.ts';
import { factsOf } from './batch-facts.ts';
import { batchLeft, holdsOf, linksOf } from './batch-sum.ts';

const batch = BatchId.parse('b');
const host = DestinationId.parse('host');
const now = Date.UTC(2026, 10, 22, 14, 30);
const queued: State = { name: 'queued' };
const undo = (until: number): State => ({ name: 'waiting', wait: { what: 'undo', until } });
const hiddenFile: State = {
  name: 'waiting',
  wait: { what: 'consent', why: 'secret-file', from: null, to: host, failure: null },
};

function receipt(expiresAt: number | null): ReceiptView {
  return {
    link: 'https://host.example/1',
    destinationId: host,
    destinationLabel: 'Host',
    provider: 'host',
    scope: 'public',
    createdAt: now,
    expiresAt,
    proof: { kind: 'size' },
    deletion: { kind: 'impossible' },
    share: null,
  };
}

function upload(name: string, state: State, more: Partial<UploadView> = {}): UploadView {
  return {
    id: UploadId.parse(name),
    batchId: batch,
    position: 0,
    rank: 0,
    name,
    size: 100,
    mime: 'text/plain',
    state,
    receipt: null,
    sentBytes: 0,
    copiesMayRemainAt: [],
    location: null,
    createdAt: now,
    ...more,
  };
}

function put(...uploads: readonly UploadView[]): void {
  const batches = [{ id: batch, createdAt: now, intake: 'drop', linksCopied: false }] as const;
  useStore.getState().putUploads({ uploads: [...uploads], batches: [...batches] });
}

const facts = () => factsOf(useStore.getState(), batch);

beforeEach(() => vi.useFakeTimers({ now }));
afterEach(() => {
  vi.useRealTimers();
  useStore.setState(useStore.getInitialState(), true);
});

describe('the facts of a batch', () => {
  test('count its uploads by what became of them, and what can be put down or copied', () => {
    put(
      upload('one', { name: 'done' }, { receipt: receipt(null), position: 1 }),
      upload('two', { name: 'done' }, { receipt: receipt(now - 1) }),
      upload('three', { name: 'cancelled' }),
      upload('four', { name: 'paused' }),
      upload('five', queued),
    );
    expect(facts().sum).toEqual({ all: 5, done: 2, failed: 0, cancelled: 1, paused: 1, pausable: 1, links: 1 });
    expect(linksOf(useStore.getState(), batch)).toEqual(['one']);
    expect(holdsOf(useStore.getState(), batch)).toEqual({ pausable: ['five'], paused: ['four'] });
    expect(useStore.getState().active).toBe(1);
  });

  test('tell what can be taken back, until when, and what the guard asks', () => {
    put(upload('one', undo(now + 3_000)), upload('two', undo(now + 5_000)), upload('three', hiddenFile));
    expect(facts().held).toEqual({
      undoable: ['one', 'two'],
      until: now + 5_000,
      asking: { location: [], 'secret-file': ['three'] },
    });
  });

  test('keep the identity of each part that says the same after a change', () => {
    put(upload('one', queued), upload('two', undo(now + 3_000)));
    const before = facts();
    expect(facts()).toBe(before);
    put(upload('one', { name: 'running', phase: 'sending', at: host }));
    expect(facts()).not.toBe(before);
    expect(facts().sum).toBe(before.sum);
    expect(facts().held).toBe(before.held);
    put(upload('two', queued));
    expect(facts().sum).toBe(before.sum);
    expect(facts().held).not.toBe(before.held);
    put(upload('one', { name: 'done' }));
    expect(facts().sum).not.toBe(before.sum);
  });

  test('lose a link when it ends, without any change', () => {
    put(upload('one', { name: 'done' }, { receipt: receipt(now + 1_000) }));
    expect(facts().sum.links).toBe(1);
    vi.advanceTimersByTime(1_000);
    expect(facts().sum.links).toBe(0);
  });

  test('have the time left at the pace of what runs, with the bytes that it sent since', () => {
    const running: State = { name: 'running', phase: 'sending', at: host };
    put(upload('one', running), upload('two', queued), upload('three', { name: 'done' }));
    const id = UploadId.parse('one');
    const pace = { sentBytes: 50, movedAt: now, mean: 10, shown: { bytesPerSecond: 10, msLeft: 5_000 }, shownAt: now };
    expect(batchLeft(useStore.getState(), { [id]: pace }, batch)).toContain('15');
    expect(batchLeft(useStore.getState(), {}, batch)).toBeNull();
  });
});

test('the count of what is on its way follows each change', () => {
  const active = () => useStore.getState().active;
  put(upload('one', queued), upload('two', queued), upload('three', { name: 'paused' }));
  expect(active()).toBe(2);
  put(upload('one', { name: 'done' }), upload('three', queued));
  expect(active()).toBe(2);
  useStore.getState().removeUploads([UploadId.parse('one'), UploadId.parse('two'), UploadId.parse('unknown')]);
  expect(active()).toBe(1);
});
