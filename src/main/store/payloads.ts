/** Rows of what is sent: a source, and the form in which its bytes go out. */
import type { UploadId } from '../../shared/ids.ts';
import type { PinnedSource } from '../../shared/pinned-source.ts';
import type { Database } from './database.ts';
import type { NewPayload } from './new-rows.ts';
import { number, textOrNull } from './rows.ts';

/** Methods are part of the transaction that they are called in. */
export function createPayloads(db: Database) {
  /** The upload's payload in this form, made where there is none; null before it has any. */
  const formOf = (upload: UploadId, transform: string | null): { id: number; isPresent: boolean } | null => {
    const present = db.get(
      'SELECT p.id, p.source_id, p.transform FROM upload u JOIN payload p ON p.id = u.payload_id WHERE u.id = ?',
      upload,
    );
    if (!present) return null;
    const id = number(present, 'id');
    if (textOrNull(present, 'transform') === transform) return { id, isPresent: true };
    const other =
      db.get(
        'SELECT id FROM payload WHERE source_id = ? AND transform IS ?',
        number(present, 'source_id'),
        transform,
      ) ??
      db.get(
        `INSERT INTO payload (source_id, transform, name, mime, size, location)
         SELECT source_id, ?, name, mime, size, location FROM payload WHERE id = ? RETURNING id`,
        transform,
        id,
      );
    return other ? { id: number(other, 'id'), isPresent: false } : null;
  };

  return {
    /** The source's own bytes; gives the row's id. */
    add(source: PinnedSource, payload: NewPayload): number {
      db.run(
        'INSERT INTO source (path, dev, ino, size, mtime_ns, spooled) VALUES (?, ?, ?, ?, ?, ?)',
        source.path,
        String(source.dev),
        String(source.ino),
        source.size,
        String(source.mtimeNs),
        payload.spooled ? 1 : 0,
      );
      const written = db.get(
        'INSERT INTO payload (source_id, name, mime, size, location) VALUES (last_insert_rowid(), ?, ?, ?, ?) RETURNING id',
        payload.name,
        payload.mime,
        source.size,
        payload.location ?? null,
      );
      if (!written) throw new Error('a row that was written has an id');
      return number(written, 'id');
    },

    /** The row of the upload's source; null before it has any. */
    sourceOf(upload: UploadId): number | null {
      const row = db.get(
        'SELECT p.source_id FROM upload u JOIN payload p ON p.id = u.payload_id WHERE u.id = ?',
        upload,
      );
      return row ? number(row, 'source_id') : null;
    },

    /** Deletes a source, and what was made of it, that no upload has any more. */
    dropUnneeded(source: number): void {
      const needed = db.get(
        `SELECT 1 FROM payload p JOIN upload u ON u.payload_id = p.id WHERE p.source_id = ?1
         UNION ALL SELECT 1 FROM checkpoint WHERE source_id = ?1 LIMIT 1`,
        source,
      );
      if (needed) return;
      db.run('DELETE FROM payload WHERE source_id = ?', source);
      db.run('DELETE FROM source WHERE id = ?', source);
    },

    /** From now on the upload's payload has this form. */
    use(upload: UploadId, transform: string | null): void {
      const form = formOf(upload, transform);
      if (form && !form.isPresent) db.run('UPDATE upload SET payload_id = ? WHERE id = ?', form.id, upload);
    },

    /** In every form. */
    rename(upload: UploadId, name: string, mime: string): void {
      db.run(
        `UPDATE payload SET name = ?, mime = ?
         WHERE source_id = (SELECT p.source_id FROM upload u JOIN payload p ON p.id = u.payload_id WHERE u.id = ?)`,
        name,
        mime,
        upload,
      );
    },

    saveHash(upload: UploadId, transform: string | null, sha256: string): void {
      const form = formOf(upload, transform);
      if (form) db.run('UPDATE payload SET sha256 = ? WHERE id = ?', sha256, form.id);
    },
  };
}
