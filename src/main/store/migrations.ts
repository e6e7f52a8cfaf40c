/** The database's shape, as steps that are each applied once, in order. A step that has shipped is never edited. */
import { historyShape } from './history-shape.ts';

export const migrations: readonly string[] = [
  `
  -- Programs that run or ran on this data folder: rows in progress belong to one of them.
  CREATE TABLE owner (
    id           TEXT PRIMARY KEY,
    kind         TEXT NOT NULL CHECK (kind IN ('app', 'command-line')),
    pid          INTEGER NOT NULL,
    started_at   INTEGER NOT NULL,
    heartbeat_at INTEGER NOT NULL
  ) STRICT;

  -- Destinations as they were last used; the user's own setup is in the settings file.
  CREATE TABLE destination (
    id           TEXT PRIMARY KEY,
    provider     TEXT NOT NULL,
    label        TEXT NOT NULL,
    scope        TEXT NOT NULL CHECK (scope IN ('local', 'account', 'public')),
    last_used_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE batch (
    id              TEXT PRIMARY KEY,
    created_at      INTEGER NOT NULL,
    intake          TEXT NOT NULL,
    chain           TEXT NOT NULL,             -- JSON: destination ids, in the order of the visit
    scope           TEXT NOT NULL CHECK (scope IN ('local', 'account', 'public')), -- the widest that was agreed
    keep_at_least   INTEGER,                   -- ms that the link must last; null asks nothing
    fragile         INTEGER NOT NULL DEFAULT 0, -- 1: the first destination only
    reuse           TEXT NOT NULL DEFAULT 'never' CHECK (reuse IN ('offer', 'never')), -- a link that the file has already
    links_copied_at INTEGER
  ) STRICT;
  CREATE INDEX batch_by_time ON batch (created_at);

  CREATE TABLE source (
    id       INTEGER PRIMARY KEY,
    path     TEXT NOT NULL,
    dev      TEXT NOT NULL,                    -- unsigned 64 bit, as text
    ino      TEXT NOT NULL,
    size     INTEGER NOT NULL,
    mtime_ns TEXT NOT NULL,
    spooled  INTEGER NOT NULL DEFAULT 0        -- 1: a file of ours, removed when nothing needs it any more
  ) STRICT;
  CREATE INDEX source_by_path ON source (path);

  CREATE TABLE payload (
    id        INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES source (id),
    transform TEXT,                            -- null: the source's own bytes
    name      TEXT NOT NULL,
    mime      TEXT NOT NULL,
    size      INTEGER NOT NULL,
    sha256    TEXT                             -- known where it was needed
  ) STRICT;
  CREATE INDEX payload_by_source ON payload (source_id);
  CREATE INDEX payload_by_bytes ON payload (size, sha256);

  CREATE TABLE upload (
    id           TEXT PRIMARY KEY,
    batch_id     TEXT NOT NULL REFERENCES batch (id),
    position     INTEGER NOT NULL,             -- order of the drop
    rank         REAL NOT NULL,                -- order of the queue, lowest first
    path         TEXT,                         -- null: the system knew no path
    name         TEXT NOT NULL,
    payload_id   INTEGER REFERENCES payload (id),
    state        TEXT NOT NULL,
    detail       TEXT NOT NULL,                -- JSON: the whole state
    owner_id     TEXT REFERENCES owner (id),   -- who works on it; null once it is final
    visit        INTEGER NOT NULL DEFAULT 1,   -- rises when the user starts it anew
    chain        TEXT,                         -- JSON: instead of the batch's chain, for this visit
    granted      TEXT NOT NULL DEFAULT '[]',   -- JSON: destinations agreed to beyond the batch's consent
    dismissed_at INTEGER,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    UNIQUE (batch_id, position)
  ) STRICT;
  CREATE INDEX upload_by_state ON upload (state) WHERE state NOT IN ('done', 'failed', 'cancelled');
  -- Without it, each owner that goes makes SQLite look through all uploads.
  CREATE INDEX upload_by_owner ON upload (owner_id) WHERE owner_id IS NOT NULL;
  CREATE INDEX upload_by_time ON upload (created_at);
  CREATE INDEX upload_by_rank ON upload (rank);
  CREATE INDEX upload_by_payload ON upload (payload_id) WHERE payload_id IS NOT NULL;

  CREATE TABLE attempt (
    id                TEXT PRIMARY KEY,
    upload_id         TEXT NOT NULL REFERENCES upload (id),
    visit             INTEGER NOT NULL,
    destination_id    TEXT NOT NULL,
    destination_label TEXT NOT NULL,
    number            INTEGER NOT NULL,
    started_at        INTEGER NOT NULL,
    ended_at          INTEGER,
    sent_bytes        INTEGER NOT NULL DEFAULT 0,
    outcome           TEXT NOT NULL,           -- JSON
    copy_may_remain   INTEGER NOT NULL DEFAULT 0,
    orphan_link       TEXT,
    next              TEXT                     -- JSON
  ) STRICT;
  CREATE INDEX attempt_by_upload ON attempt (upload_id, started_at);

  CREATE TABLE receipt (
    upload_id         TEXT PRIMARY KEY REFERENCES upload (id),
    attempt_id        TEXT NOT NULL REFERENCES attempt (id),
    destination_id    TEXT NOT NULL,
    destination_label TEXT NOT NULL,
    scope             TEXT NOT NULL,
    link              TEXT NOT NULL,
    delete_handle     TEXT,
    expires_at        INTEGER,
    proof             TEXT NOT NULL,           -- JSON
    created_at        INTEGER NOT NULL
  ) STRICT;

  -- What a resumable upload needs to go on; saved before it is used.
  CREATE TABLE checkpoint (
    upload_id      TEXT NOT NULL REFERENCES upload (id),
    destination_id TEXT NOT NULL,
    state          TEXT NOT NULL,
    PRIMARY KEY (upload_id, destination_id)
  ) STRICT;

  -- What this computer's own server serves.
  CREATE TABLE share (
    token        TEXT PRIMARY KEY,
    upload_id    TEXT NOT NULL REFERENCES upload (id),
    name         TEXT NOT NULL,
    mime         TEXT NOT NULL,
    path         TEXT NOT NULL,
    dev          TEXT NOT NULL,
    ino          TEXT NOT NULL,
    size         INTEGER NOT NULL,
    mtime_ns     TEXT NOT NULL,
    interface_id TEXT NOT NULL,
    host         TEXT NOT NULL,                -- address and port as the link names them
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER,
    stopped_at   INTEGER,
    downloads    INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX share_by_upload ON share (upload_id);
  `,
  `
  -- How destinations have been doing; by id, also of those that are set up no more.
  CREATE TABLE health (
    destination_id TEXT PRIMARY KEY,
    record         TEXT NOT NULL               -- JSON: all that is kept of it
  ) STRICT;
  `,
  `
  -- What was given to a host can be deleted there, through the same provider.
  ALTER TABLE receipt ADD COLUMN provider TEXT NOT NULL DEFAULT '';
  UPDATE receipt SET provider = coalesce((SELECT provider FROM destination WHERE id = destination_id), '');
  ALTER TABLE receipt ADD COLUMN delete_asked_at INTEGER; -- noted before the host is asked; null again if it did not confirm
  ALTER TABLE receipt ADD COLUMN deleted_at INTEGER;
  ALTER TABLE receipt ADD COLUMN delete_failure TEXT;     -- JSON: why it did not confirm the last time
  CREATE INDEX receipt_by_link ON receipt (link);
  -- Each row that is shown asks for it, and a host may give one link again and again.
  CREATE INDEX receipt_deletable ON receipt (link, destination_id) WHERE delete_handle IS NOT NULL AND deleted_at IS NULL;
  CREATE INDEX receipt_to_delete ON receipt (delete_asked_at) WHERE delete_asked_at IS NOT NULL AND deleted_at IS NULL;
  `,
  `
  -- Whose it is, and of which file: what another provider saved, or what belongs to other bytes, is of no use.
  ALTER TABLE checkpoint ADD COLUMN provider TEXT NOT NULL DEFAULT '';
  ALTER TABLE checkpoint ADD COLUMN source_id INTEGER REFERENCES source (id);
  UPDATE checkpoint SET provider = coalesce((SELECT provider FROM destination WHERE id = destination_id), '');

  -- Checkpoints that no upload goes on from: what they stand for is still to be deleted at the host.
  CREATE TABLE discard (
    id             INTEGER PRIMARY KEY,
    destination_id TEXT NOT NULL,
    provider       TEXT NOT NULL,
    state          TEXT NOT NULL,
    since          INTEGER NOT NULL,
    failed         INTEGER NOT NULL DEFAULT 0  -- how often the host did not confirm it
  ) STRICT;
  `,
  `
  -- What is sent of a file may leave out the place where it was made (payload.transform): each attempt, checkpoint and
  -- share says which of the two it is of.
  ALTER TABLE payload ADD COLUMN location TEXT CHECK (location IN ('found', 'unreadable')); -- null: it tells no place that we know of
  ALTER TABLE attempt ADD COLUMN transform TEXT;
  ALTER TABLE checkpoint ADD COLUMN transform TEXT;
  ALTER TABLE share ADD COLUMN transform TEXT;
  ALTER TABLE batch ADD COLUMN keep_location INTEGER NOT NULL DEFAULT 0; -- 1: the place is left in, whatever is usual
  ALTER TABLE upload ADD COLUMN send_after INTEGER;         -- until then it can be taken back; null once it went on
  ALTER TABLE upload ADD COLUMN go_ahead TEXT NOT NULL DEFAULT '[]'; -- JSON: questions of the guard that the user agreed to
  `,
  historyShape,
];
