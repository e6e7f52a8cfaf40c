import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { DestinationId } from '../../shared/ids.ts';
import type { Deletion } from '../../shared/model.ts';
import { openDatabase } from './database.ts';
import { createDeletions, deletionColumns } from './deletions.ts';
import { migrations } from './migrations.ts';
import type { NewReceipt } from './new-rows.ts';
import { attemptId, batchId, createTestStore, destination, storeNow, uploadId } from './test-store.ts';
import { createUploadReader } from './upload-reader.ts';

const one = uploadId('one');
const two = uploadId('two');
const refused = { kind: 'forbidden', host: 'a.example', detail: '' } as const;

/** Two uploads that have their receipts. */
function createDelivered(more: Partial<NewReceipt> = {}, ofSecond: Partial<NewReceipt> = {}, file = ':memory:') {
  const made = createTestStore(['one', 'two'], file);
  for (const [id, each] of [
    [one, more],
    [two, { link: 'https://a.example/2', ...ofSecond }],
  ] as const) {
    const attempt = { id: attemptId(id), uploadId: id, visit: 1, destination, number: 1, startedAt: storeNow };
    made.store.startAttempt(attempt, 'provider', 'public');
    const proof = { kind: 'size', by: 'link' } as const;
    made.store.deliver(
      id,
      attempt.id,
      {
        endedAt: storeNow,
        sentBytes: 3,
        outcome: { kind: 'delivered', proof },
        copyMayRemain: false,
        orphanLink: null,
        next: null,
      },
      {
        destination,
        provider: 'provider',
        scope: 'public',
        link: 'https://a.example/1',
        deleteHandle: 'key',
        expiresAt: null,
        proof,
        ...each,
      },
    );
  }
  const deletionOf = (id = one): Deletion | undefined => made.reader.view(id)?.receipt?.deletion;
  return { ...made, deletions: createDeletions(made.database, () => storeNow + 5), deletionOf };
}

describe('a receipt', () => {
  test.each<[string, Partial<NewReceipt>, Deletion['kind']]>([
    ['with a handle', {}, 'possible'],
    ['without one', { deleteHandle: null }, 'impossible'],
    ['of this computer', { scope: 'local' }, 'elsewhere'],
    ['of a link that another upload can delete', { deleteHandle: null, link: 'https://a.example/2' }, 'elsewhere'],
    [
      'of the same link at another destination',
      {
        deleteHandle: null,
        link: 'https://a.example/2',
        destination: { ...destination, id: DestinationId.parse('b') },
      },
      'impossible',
    ],
  ])('%s: %o is %s', (_, more, kind) => {
    const { deletionOf, deletions } = createDelivered(more);
    expect(deletionOf()).toEqual({ kind });
    expect(deletions.find(one)).toEqual(
      kind === 'possible'
        ? { at: destination.id, provider: 'provider', link: 'https://a.example/1', deleteHandle: 'key' }
        : null,
    );
  });

  test('gives its link away no more from the wish on; a refusal gives it back, with the reason', () => {
    const { deletions, reader, deletionOf } = createDelivered();
    const links = () => [reader.link(one), ...reader.batchLinks(batchId).map(({ link }) => link)];
    expect(deletions.ask(one)).toEqual([one]);
    expect(deletionOf()).toEqual({ kind: 'asked' });
    expect(links()).toEqual([null, null, 'https://a.example/2']);
    expect(deletions.giveUp(one, refused)).toEqual([one]);
    expect(deletionOf()).toEqual({ kind: 'unconfirmed', failure: refused });
    expect(links()).toEqual(['https://a.example/1', 'https://a.example/1', 'https://a.example/2']);
    deletions.ask(one);
    expect(deletionOf()).toEqual({ kind: 'asked' });
    expect(deletions.confirm(one)).toEqual([one]);
    expect(deletionOf()).toEqual({ kind: 'deleted', at: storeNow + 5 });
    expect(links()).toEqual([null, null, 'https://a.example/2']);
    expect([deletions.find(one), deletions.isDeleted(one), deletions.isDeleted(two)]).toEqual([null, true, false]);
    expect(deletions.confirm(one)).toEqual([]);
  });

  test('shares the fate of its link with all uploads that were given it', () => {
    const { deletions, deletionOf } = createDelivered({}, { link: 'https://a.example/1', deleteHandle: null });
    expect(deletionOf(two)).toEqual({ kind: 'elsewhere' });
    expect(deletions.ask(one).toSorted()).toEqual([one, two]);
    expect(deletionOf(two)).toEqual({ kind: 'asked' });
    expect(deletions.unfinished()).toEqual([one]);
    deletions.giveUp(one, refused);
    expect([deletionOf(one)?.kind, deletionOf(two)?.kind]).toEqual(['unconfirmed', 'elsewhere']);
    deletions.ask(one);
    deletions.confirm(one);
    expect([deletionOf(one)?.kind, deletionOf(two)?.kind]).toEqual(['deleted', 'deleted']);
  });
});

test('a kill between the wish and the answer leaves the wish', () => {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-deletions-'));
  const file = join(folder, 'a.db');
  try {
    const killed = createDelivered({}, {}, file);
    killed.deletions.ask(one);
    killed.database[Symbol.dispose]();
    using database = openDatabase(file, storeNow).database;
    const deletions = createDeletions(database, () => storeNow);
    expect(deletions.unfinished()).toEqual([one]);
    expect(createUploadReader(database).view(one)?.receipt?.deletion).toEqual({ kind: 'asked' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a row that is shown looks at no receipt but those that can delete its link, however often that was given', () => {
  const { database } = createDelivered();
  const plan = database
    .all(`EXPLAIN QUERY PLAN SELECT ${deletionColumns} FROM receipt r WHERE r.upload_id = 'one'`)
    .map(({ detail }) => detail);
  expect(plan).toContainEqual(
    expect.stringMatching(/^SEARCH o USING (COVERING )?INDEX receipt_deletable \(link=\? AND/),
  );
});

test('receipts of before know their provider by their destination', () => {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-deletions-'));
  const file = join(folder, 'a.db');
  try {
    const old = new DatabaseSync(file);
    const step = migrations.findIndex((each) => each.includes('delete_asked_at'));
    for (const before of migrations.slice(0, step)) old.exec(before);
    old.exec(`
      INSERT INTO destination VALUES ('a', 'provider', 'A', 'public', 0);
      INSERT INTO batch (id, created_at, intake, chain, scope) VALUES ('batch', 0, 'drop', '["a"]', 'public');`);
    for (const [position, id, at] of [
      [0, one, 'a'],
      [1, two, 'gone'],
    ] as const) {
      old.exec(`
        INSERT INTO upload (id, batch_id, position, rank, name, state, detail, created_at, updated_at)
          VALUES ('${id}', 'batch', ${position}, ${position}, 'x', 'done', '{"name":"done"}', 0, 0);
        INSERT INTO attempt (id, upload_id, visit, destination_id, destination_label, number, started_at, outcome)
          VALUES ('of-${id}', '${id}', 1, '${at}', 'A', 1, 0, '{"kind":"cancelled"}');
        INSERT INTO receipt VALUES ('${id}', 'of-${id}', '${at}', 'A', 'public', 'https://a.example/${id}', 'handle', NULL,
          '{"kind":"reachable","by":"link"}', 0);`);
    }
    old.exec(`PRAGMA user_version = ${step}`);
    old.close();
    using database = openDatabase(file, storeNow).database;
    const reader = createUploadReader(database);
    expect(reader.view(one)?.receipt).toMatchObject({ provider: 'provider', deletion: { kind: 'possible' } });
    expect(reader.view(two)?.receipt).toMatchObject({ provider: '' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
