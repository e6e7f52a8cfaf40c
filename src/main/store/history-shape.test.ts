import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { DestinationId } from '../../shared/ids.ts';
import type { State } from '../../shared/model.ts';
import type { Database } from './database.ts';
import { openDatabase } from './database.ts';
import { createHistoryStore } from './history-store.ts';
import { migrations } from './migrations.ts';
import { createShareStore } from './share-store.ts';
import { attemptId, createTestStore, destination, source, storeNow, uploadId } from './test-store.ts';

const one = uploadId('one');
const end = {
  endedAt: storeNow,
  sentBytes: 1,
  outcome: { kind: 'cancelled' },
  copyMayRemain: false,
  orphanLink: null,
  next: null,
} as const;
const columns = 'upload_id, created_at, state, kind, destination_id, ends_at, text';

/** The listing is what it should be, which the view says. Gives the row of the upload. */
function listed(database: Database) {
  const rows = database.all(`SELECT ${columns} FROM listing ORDER BY upload_id`);
  expect(rows).toEqual(database.all(`SELECT ${columns} FROM listing_now ORDER BY upload_id`));
  return rows.find((row) => row.upload_id === one);
}

function createDelivered() {
  const rig = createTestStore(['one', 'two']);
  const { store } = rig;
  store.setPayload(one, source, { name: 'one', mime: 'image/png', spooled: false }, { name: 'queued' });
  store.startAttempt(
    { id: attemptId('1'), uploadId: one, visit: 1, destination, number: 1, startedAt: storeNow },
    'provider',
    'public',
  );
  return rig;
}

const receipt = (more: object = {}) => ({
  destination,
  provider: 'provider',
  scope: 'public' as const,
  link: 'https://a.example/x',
  deleteHandle: null,
  expiresAt: null,
  proof: { kind: 'reachable', by: 'link' } as const,
  ...more,
});

test('the listing follows an upload from its drop to its link, its name, and its end', () => {
  const { database, store } = createTestStore(['one']);
  expect(listed(database)).toMatchObject({ state: 'unfinished', kind: 'other', text: 'one\n\n', destination_id: null });
  store.setPayload(one, source, { name: 'one', mime: 'video/mp4', spooled: false }, { name: 'queued' });
  expect(listed(database)).toMatchObject({ kind: 'video', state: 'unfinished' });
  store.rename(one, 'new name.pdf', 'application/pdf');
  expect(listed(database)).toMatchObject({ kind: 'document', text: 'new name.pdf\n\n' });
  store.startAttempt(
    { id: attemptId('1'), uploadId: one, visit: 1, destination, number: 1, startedAt: storeNow },
    'provider',
    'public',
  );
  store.deliver(one, attemptId('1'), end, receipt({ expiresAt: storeNow + 5 }));
  expect(listed(database)).toMatchObject({
    state: 'done',
    destination_id: 'a',
    ends_at: storeNow + 5,
    text: 'new name.pdf\nhttps://a.example/x\nA',
  });
  database.run('UPDATE receipt SET deleted_at = ?', storeNow + 2);
  expect(listed(database)).toMatchObject({ ends_at: storeNow + 2 });
});

test('one that failed is listed with the destination that refused it, and without once it is sent anew', () => {
  const { database, store } = createDelivered();
  const failed: State = { name: 'failed', failure: { kind: 'not-found', host: 'a' }, at: destination.id };
  store.endAttempt(attemptId('1'), end, one, failed);
  expect(listed(database)).toMatchObject({ state: 'failed', destination_id: 'a', text: 'one\n\nA' });
  store.startVisit(one, null);
  expect(listed(database)).toMatchObject({ state: 'unfinished', destination_id: null, kind: 'other', text: 'one\n\n' });
});

test('a link ends with its share, and when it was found gone; it is back once it opens again', () => {
  const { database, store } = createDelivered();
  const history = createHistoryStore(database);
  store.deliver(one, attemptId('1'), end, receipt({ scope: 'local' }));
  const shares = createShareStore(database);
  const share = {
    ...{ token: 't', uploadId: one, name: 'x', mime: 'x/y', source, transform: null, interfaceId: 'loopback' },
    ...{ host: 'h', expiresAt: null, downloads: 0, stoppedAt: null, createdAt: storeNow },
  };
  shares.add(share);
  expect(listed(database)).toMatchObject({ ends_at: null });
  shares.stop('t', storeNow + 3);
  expect(listed(database)).toMatchObject({ ends_at: storeNow + 3 });
  shares.add({ ...share, token: 'u', createdAt: storeNow + 4 });
  expect(listed(database)).toMatchObject({ ends_at: null });
  history.keepCheck(one, { at: storeNow + 7, found: 'gone' });
  expect(listed(database)).toMatchObject({ ends_at: storeNow + 7 });
  history.keepCheck(one, { at: storeNow + 8, found: 'open' });
  expect(listed(database)).toMatchObject({ ends_at: null });
});

test('a row whose words change leaves the search index until it is brought in again', () => {
  const { database, store } = createTestStore(['one', 'two']);
  database.run('UPDATE listing SET indexed = 1');
  store.setState(one, { name: 'paused' });
  store.setPayload(one, source, { name: 'one', mime: 'image/png', spooled: false }, { name: 'queued' });
  expect(database.all('SELECT indexed FROM listing')).toEqual([{ indexed: 1 }, { indexed: 1 }]);
  store.rename(one, 'other', 'image/png');
  expect(database.all('SELECT upload_id, indexed FROM listing ORDER BY upload_id')).toEqual([
    { upload_id: 'one', indexed: 0 },
    { upload_id: 'two', indexed: 1 },
  ]);
});

test('a history of before is listed as a new one is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-listing-'));
  const file = join(folder, 'a.db');
  try {
    const old = new DatabaseSync(file);
    const step = migrations.findIndex((each) => each.includes('CREATE TABLE listing'));
    for (const before of migrations.slice(0, step)) old.exec(before);
    old.exec(`
      INSERT INTO batch (id, created_at, intake, chain, scope) VALUES ('b', 7, 'drop', '["a"]', 'public');
      INSERT INTO source VALUES (1, '/x', '1', '1', 5, '1', 0);
      INSERT INTO payload (id, source_id, name, mime, size) VALUES (1, 1, 'one', 'application/zip', 5);
      INSERT INTO upload (id, batch_id, position, rank, name, payload_id, state, detail, created_at, updated_at)
        VALUES ('two', 'b', 1, 1, 'two', NULL, 'paused', '{"name":"paused"}', 7, 7),
               ('one', 'b', 0, 0, 'one', 1, 'done', '{"name":"done"}', 7, 7);
      INSERT INTO attempt (id, upload_id, visit, destination_id, destination_label, number, started_at, outcome)
        VALUES ('1', 'one', 1, 'a', 'A', 1, 0, '{"kind":"cancelled"}');
      INSERT INTO receipt (upload_id, attempt_id, destination_id, destination_label, scope, link, expires_at, proof, created_at)
        VALUES ('one', '1', 'a', 'A', 'public', 'https://a.example/x', 9, '{"kind":"reachable","by":"link"}', 8);
      PRAGMA user_version = ${step}`);
    old.close();
    using database = openDatabase(file, storeNow).database;
    expect(listed(database)).toMatchObject({
      ...{ created_at: 7, state: 'done', kind: 'archive', destination_id: DestinationId.parse('a'), ends_at: 9 },
      text: 'one\nhttps://a.example/x\nA',
    });
    expect(database.all('SELECT upload_id, indexed FROM listing ORDER BY id')).toEqual([
      { upload_id: 'one', indexed: 0 },
      { upload_id: 'two', indexed: 0 },
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
