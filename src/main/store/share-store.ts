/** Keeps what this computer's own server serves, so that links outlive a restart. */
import type { PinnedSource } from '../../shared/pinned-source.ts';
import type { Database, Row } from './database.ts';
import { integer, integerOrNull, pinnedSource, text, textOrNull } from './rows.ts';

/** One share as it is kept; its meaning is documented at the provider. Times are epoch ms. */
export interface StoredShare {
  readonly token: string;
  readonly uploadId: string;
  readonly name: string;
  readonly mime: string;
  readonly source: PinnedSource;
  readonly transform: string | null;
  readonly interfaceId: string;
  readonly host: string;
  readonly expiresAt: number | null;
  readonly downloads: number;
  readonly stoppedAt: number | null;
  readonly createdAt: number;
}

/** The database's side of the share server; every method is durable when it returns. */
export function createShareStore(db: Database) {
  const one = (sql: string, value: string): StoredShare | null => {
    const row = db.get(sql, value);
    return row ? toShare(row) : null;
  };
  return {
    add(share: StoredShare): void {
      const { source } = share;
      db.run(
        `INSERT INTO share (token, upload_id, name, mime, path, dev, ino, size, mtime_ns, interface_id, host,
                            created_at, expires_at, stopped_at, downloads, transform)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        share.token,
        share.uploadId,
        share.name,
        share.mime,
        source.path,
        String(source.dev),
        String(source.ino),
        source.size,
        String(source.mtimeNs),
        share.interfaceId,
        share.host,
        share.createdAt,
        share.expiresAt,
        share.stoppedAt,
        share.downloads,
        share.transform,
      );
    },
    byToken: (token: string) => one('SELECT * FROM share WHERE token = ?', token),
    byUpload: (uploadId: string) =>
      one('SELECT * FROM share WHERE upload_id = ? ORDER BY created_at DESC, rowid DESC LIMIT 1', uploadId),
    countDownload(token: string): void {
      db.run('UPDATE share SET downloads = downloads + 1 WHERE token = ?', token);
    },
    stop(token: string, at: number): void {
      db.run('UPDATE share SET stopped_at = ? WHERE token = ? AND stopped_at IS NULL', at, token);
    },
    active: (now: number): StoredShare[] =>
      db
        .all(
          'SELECT * FROM share WHERE stopped_at IS NULL AND (expires_at IS NULL OR expires_at > ?) ORDER BY created_at',
          now,
        )
        .map(toShare),
  };
}

function toShare(row: Row): StoredShare {
  return {
    token: text(row, 'token'),
    uploadId: text(row, 'upload_id'),
    name: text(row, 'name'),
    mime: text(row, 'mime'),
    source: pinnedSource(row),
    transform: textOrNull(row, 'transform'),
    interfaceId: text(row, 'interface_id'),
    host: text(row, 'host'),
    expiresAt: integerOrNull(row, 'expires_at'),
    downloads: integer(row, 'downloads'),
    stoppedAt: integerOrNull(row, 'stopped_at'),
    createdAt: integer(row, 'created_at'),
  };
}
