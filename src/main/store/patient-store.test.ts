/** A disk that is really full (SQLite's own limit of pages): ends are shown at once, and written in order once there is room. */
import { beforeEach, expect, test } from 'vitest';
import { AttemptId, BatchId, DestinationId, UploadId } from '../../shared/ids.ts';
import { type Database, openDatabase } from './database.ts';
import { registerOwner } from './owners.ts';
import { createPatientStore, type PatientStore } from './patient-store.ts';
import { createUploadReader } from './upload-reader.ts';
import { createUploadStore } from './upload-store.ts';

const ids = ['a', 'b'].map((name) => UploadId.parse(`${name}0000000-0000-4000-8000-000000000000`));
const [first, second] = ids as [UploadId, UploadId];
const attempt = AttemptId.parse('c0000000-0000-4000-8000-000000000000');
const batch = BatchId.parse('d0000000-0000-4000-8000-000000000000');
const at = { id: DestinationId.parse('catbox'), label: 'catbox' };

let database: Database;
let patient: PatientStore;
let reported: unknown[];
let changed: UploadId[];

beforeEach(() => {
  database = openDatabase(':memory:', 0).database;
  const owner = registerOwner(database, 'app', () => 0);
  reported = [];
  changed = [];
  patient = createPatientStore({
    store: createUploadStore(database, owner.id, () => 0),
    reader: createUploadReader(database),
    changed: (id) => changed.push(id),
    report: (error) => reported.push(error),
  });
  patient.store.addBatch(
    {
      id: batch,
      createdAt: 0,
      intake: 'drop',
      chain: [at.id],
      scope: 'public',
      keepAtLeastMs: null,
      fragile: false,
      reuse: 'never',
    },
    ids.map((id) => ({ id, path: '/a', name: 'a', state: { name: 'queued' } as const })),
  );
  patient.store.startAttempt(
    { id: attempt, uploadId: first, visit: 1, destination: at, number: 1, startedAt: 0 },
    'catbox',
    'public',
  );
});

/** Not one page more than there are: what is written has to be larger than what is free in them. */
const fill = (): void => void database.get(`PRAGMA max_page_count = ${pages()}`);
const free = (): void => void database.get('PRAGMA max_page_count = 100000');
const pages = (): number => Number(database.get('PRAGMA page_count')?.page_count);
const link = `https://example.org/${'x'.repeat(20_000)}`;
const proof = { kind: 'unverified', why: 'not-asked' } as const;
const deliver = (): void =>
  patient.store.deliver(
    first,
    attempt,
    {
      endedAt: 5,
      sentBytes: 1,
      outcome: { kind: 'delivered', proof },
      copyMayRemain: false,
      orphanLink: null,
      next: null,
    },
    {
      destination: at,
      provider: 'catbox',
      scope: 'public',
      link,
      deleteHandle: null,
      expiresAt: null,
      proof,
    },
  );

test.each([
  ['by itself', () => deliver()],
  ['with what others write', () => patient.store.together(deliver)],
])('a link for which there is no room is shown, and recorded later: %s', async (_, write) => {
  fill();
  await write();
  expect(patient.reader.view(first)).toMatchObject({ state: { name: 'done' }, receipt: { link } });
  expect(patient.reader.link(first)).toBe(link);
  expect(patient.reader.ledger(first)).toMatchObject([{ outcome: { kind: 'delivered' }, endedAt: 5 }]);
  expect(database.all('SELECT link FROM receipt')).toEqual([]);
  expect(patient.unwritten()).toEqual([first]);
  expect(reported).toHaveLength(1);

  free();
  patient[Symbol.dispose]();
  expect(patient.unwritten()).toEqual([]);
  expect(changed).toEqual([first]);
  expect(database.all('SELECT link FROM receipt')).toEqual([{ link }]);
  expect(patient.reader.view(first)).toMatchObject({ state: { name: 'done' }, receipt: { link } });
});

test('nothing begins before all ends are on disk, and the order is kept', async () => {
  fill();
  deliver();
  patient.store.setState(second, { name: 'failed', failure: { kind: 'disk-full' }, at: null });
  expect(patient.reader.job(second)?.state.name).toBe('failed');
  const begin = (): void => patient.store.startVisit(second, null);
  expect(begin).toThrow('disk-full');
  await expect(patient.store.together(begin)).rejects.toThrow('disk-full');

  free();
  begin();
  expect(patient.unwritten()).toEqual([]);
  expect(patient.reader.view(first)?.state).toEqual({ name: 'done' });
  expect(patient.reader.view(second)?.state).toEqual({ name: 'preparing' });
});

test('an error that is no full disk is thrown, and nothing is kept', () => {
  database.run('ALTER TABLE upload RENAME TO gone');
  expect(() => patient.store.setState(second, { name: 'paused' })).toThrow(/no such table/);
  expect(patient.unwritten()).toEqual([]);
});
