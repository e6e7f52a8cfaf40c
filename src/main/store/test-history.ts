/** A history of made-up uploads, as large as is asked for: for tests and the benchmark. */
import type { Database } from './database.ts';

const words =
  'holiday invoice report screenshot draft backup music notes budget family garden project meeting scan'.split(' ');
const files = [
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['pdf', 'application/pdf'],
  ['zip', 'application/zip'],
  ['mp4', 'video/mp4'],
  ['txt', 'text/plain'],
  ['bin', 'application/octet-stream'],
  ['mp3', 'audio/mpeg'],
] as const;
const places = ['catbox', 'litterbox', 'my-s3', 'uguu'] as const;
const perBatch = 5;
const minute = 60_000;

export interface FilledHistory {
  readonly count: number;
  /** Epoch ms of the first one; each batch of five comes twenty minutes after the one before. */
  readonly from: number;
}

/** The name of the upload of this number. */
export function filledName(number: number): string {
  const [one, other] = [words[(number * 7) % words.length], words[(number * 11 + 3) % words.length]];
  return `${one} ${other} ${String(number).padStart(6, '0')}.${fileOf(number)[0]}`;
}

function fileOf(number: number): (typeof files)[number] {
  return files[number % files.length] ?? files[0];
}

/**
 * Uploads `u0`, `u1`, … in batches `b0`, `b1`, … of five: every twentieth failed, the others are done, one in three with
 * a link that ended after 30 days.
 */
export function fillHistory(db: Database, { count, from }: FilledHistory): void {
  db.transaction(() => {
    for (const place of places) db.run("INSERT INTO destination VALUES (?, ?, ?, 'public', 0)", place, place, place);
    for (let number = 0; number < count; number++)
      addOne(db, number, from + Math.floor(number / perBatch) * 20 * minute);
  });
}

function addOne(db: Database, number: number, at: number): void {
  const batch = `b${Math.floor(number / perBatch)}`;
  const id = `u${number}`;
  const [extension, mime] = fileOf(number);
  const place = places[number % places.length] ?? 'catbox';
  const hasFailed = number % 20 === 19;
  const name = filledName(number);
  if (number % perBatch === 0) {
    db.run("INSERT INTO batch (id, created_at, intake, chain, scope) VALUES (?, ?, 'drop', '[]', 'public')", batch, at);
  }
  const source = number + 1;
  db.run(
    'INSERT INTO source (id, path, dev, ino, size, mtime_ns) VALUES (?, ?, 1, ?, ?, 1)',
    source,
    `/files/${name}`,
    source,
    1000 + number,
  );
  db.run(
    'INSERT INTO payload (id, source_id, name, mime, size) VALUES (?, ?, ?, ?, ?)',
    source,
    source,
    name,
    mime,
    1000 + number,
  );
  const state = hasFailed
    ? { name: 'failed', failure: { kind: 'not-found', host: place }, at: place }
    : { name: 'done' };
  db.run(
    `INSERT INTO upload (id, batch_id, position, rank, path, name, payload_id, state, detail, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'preparing', '{"name":"preparing"}', ?, ?)`,
    id,
    batch,
    number % perBatch,
    number,
    `/files/${name}`,
    name,
    source,
    at,
    at,
  );
  db.run(
    `INSERT INTO attempt (id, upload_id, visit, destination_id, destination_label, number, started_at, ended_at, outcome)
     VALUES (?, ?, 1, ?, ?, 1, ?, ?, '{"kind":"cancelled"}')`,
    `a${number}`,
    id,
    place,
    place,
    at,
    at + 1,
  );
  if (!hasFailed) {
    const code = ((number * 2_654_435_761) % 4_294_967_296).toString(36);
    db.run(
      `INSERT INTO receipt (upload_id, attempt_id, destination_id, destination_label, scope, link, delete_handle, expires_at, proof, created_at, provider)
       VALUES (?, ?, ?, ?, 'public', ?, ?, ?, '{"kind":"size","by":"link"}', ?, ?)`,
      id,
      `a${number}`,
      place,
      place,
      `https://files.${place}.example/${code}.${extension}`,
      number % 2 === 0 ? `handle-${number}` : null,
      number % 3 === 0 ? at + 30 * 24 * 60 * minute : null,
      at + 2,
      place,
    );
  }
  db.run('UPDATE upload SET state = ?, detail = ? WHERE id = ?', state.name, JSON.stringify(state), id);
}
