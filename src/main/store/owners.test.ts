import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { OwnerId } from '../../shared/ids.ts';
import type { Database } from './database.ts';
import { registerOwner } from './owners.ts';
import { createTestStore, storeNow, uploadId } from './test-store.ts';
import { createUploadStore } from './upload-store.ts';

const id = uploadId('one');

/** Makes the upload one of another program's. */
function giveTo(database: Database, pid: number, heartbeatAt = storeNow): void {
  database.run('INSERT INTO owner VALUES (?, ?, ?, ?, ?)', 'other', 'command-line', pid, heartbeatAt, heartbeatAt);
  database.run('UPDATE upload SET owner_id = NULL WHERE id = ?', id);
  const store = createUploadStore(database, OwnerId.parse('other'), () => storeNow);
  store.setState(id, { name: 'queued' });
}

async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('taking over', () => {
  test('takes what a program left that is gone', async () => {
    const { database, owner } = createTestStore(['one']);
    giveTo(database, await deadPid());
    expect(owner.takeOver()).toEqual([id]);
    expect(database.get('SELECT owner_id FROM upload')).toEqual({ owner_id: owner.id });
    expect(database.all('SELECT id FROM owner')).toEqual([{ id: owner.id }]);
  });

  test('takes nothing from a program that lives', () => {
    const { database, owner } = createTestStore(['one']);
    giveTo(database, process.ppid);
    expect(owner.takeOver()).toEqual([]);
    expect(database.get('SELECT owner_id FROM upload')).toEqual({ owner_id: 'other' });
  });

  test('a process id that was given to another program since gives no sign of life', () => {
    const { database } = createTestStore(['one']);
    let now = storeNow;
    const owner = registerOwner(database, 'app', () => now);
    giveTo(database, process.ppid, storeNow - 60_000);
    expect(owner.takeOver()).toEqual([]);
    now += 20_000;
    expect(owner.takeOver()).toEqual([]);
    now += 20_000;
    expect(owner.takeOver()).toEqual([id]);
  });

  test('a program that slept with its computer keeps what it has', () => {
    const { database } = createTestStore(['one']);
    let now = storeNow;
    const owner = registerOwner(database, 'app', () => now);
    giveTo(database, process.ppid, storeNow - 60_000);
    expect(owner.takeOver()).toEqual([]);
    now += 20_000;
    database.run("UPDATE owner SET heartbeat_at = ? WHERE id = 'other'", now);
    now += 31_000;
    expect(owner.takeOver()).toEqual([]);
    expect(database.get('SELECT owner_id FROM upload')).toEqual({ owner_id: 'other' });
  });

  test('takes nothing that is final, and nothing of its own', () => {
    const { store, owner } = createTestStore(['one', 'two']);
    store.setState(id, { name: 'cancelled' });
    expect(owner.takeOver()).toEqual([]);
  });
});

describe('an owner', () => {
  afterEach(() => vi.useRealTimers());

  test('gives a sign of life until it is closed', () => {
    vi.useFakeTimers();
    const { database, owner } = createTestStore([]);
    let now = storeNow;
    const other = registerOwner(database, 'app', () => now);
    const beat = (): unknown => database.get('SELECT heartbeat_at FROM owner WHERE id = ?', other.id)?.heartbeat_at;
    now += 10_000;
    vi.advanceTimersByTime(10_000);
    expect(beat()).toBe(now);
    other.close();
    expect(beat()).toBeUndefined();
    owner.close();
  });

  test('that was taken for dead is told, and goes on under its id', () => {
    vi.useFakeTimers();
    const { database } = createTestStore([]);
    const lost = vi.fn();
    const owner = registerOwner(database, 'app', () => storeNow, lost);
    database.run('DELETE FROM owner WHERE id = ?', owner.id);
    vi.advanceTimersByTime(20_000);
    expect(lost).toHaveBeenCalledTimes(1);
    expect(database.get('SELECT kind FROM owner WHERE id = ?', owner.id)).toEqual({ kind: 'app' });
  });

  test('that can not write its sign of life goes on, and ends in order', () => {
    vi.useFakeTimers();
    const { database } = createTestStore([]);
    let lost = false;
    const unheard = registerOwner(database, 'app', Date.now, () => {
      lost = true;
    });
    database.run('ALTER TABLE owner RENAME TO gone');
    vi.advanceTimersByTime(30_000);
    unheard.close();
    expect(lost).toBe(false);
  });

  test('that still has work to be taken over stays known', () => {
    const { database, owner } = createTestStore(['one']);
    owner.close();
    expect(database.all('SELECT id FROM owner')).toHaveLength(1);
  });
});
