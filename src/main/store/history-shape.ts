/** What the history needs of the database: a step of the migrations, so it is not edited once it has shipped. */

/**
 * `listing` holds what the history is listed, filtered and searched by, in one place. Triggers keep it right, all by the
 * one view that says what it should be. Only the search index lags behind: the app brings rows into it bit by bit
 * (`indexed`), since that takes far longer than writing them.
 */
export const historyShape = `
  ALTER TABLE receipt ADD COLUMN checked_at INTEGER;  -- when the user last had the link checked
  ALTER TABLE receipt ADD COLUMN check_found TEXT CHECK (check_found IN ('open', 'gone', 'unreachable', 'not-checkable'));
  ALTER TABLE upload ADD COLUMN moved_from TEXT;      -- the link that the file had before it was sent elsewhere; '' for none
  -- Without them, each deletion of an attempt, source or owner makes SQLite look through all that could refer to it.
  CREATE INDEX receipt_by_attempt ON receipt (attempt_id);
  CREATE INDEX checkpoint_by_source ON checkpoint (source_id) WHERE source_id IS NOT NULL;
  CREATE INDEX upload_moved ON upload (batch_id, position) WHERE moved_from IS NOT NULL;
  CREATE INDEX upload_listed ON upload (created_at DESC, position) WHERE dismissed_at IS NULL;
  CREATE INDEX share_alive ON share (upload_id) WHERE stopped_at IS NULL;

  CREATE TABLE listing (
    id             INTEGER PRIMARY KEY,               -- order of the drop
    upload_id      TEXT NOT NULL UNIQUE REFERENCES upload (id) ON DELETE CASCADE,
    created_at     INTEGER NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('done', 'failed', 'cancelled', 'unfinished')),
    kind           TEXT NOT NULL,
    destination_id TEXT,                              -- where it is, or where it failed
    ends_at        INTEGER,                           -- from when the link opens no more, as far as is known
    text           TEXT NOT NULL,                     -- what is searched
    indexed        INTEGER NOT NULL DEFAULT 0,        -- 1: listing_search holds this very text
    cleared_at     INTEGER,                           -- hidden, and soon to be deleted
    was_listed     INTEGER NOT NULL DEFAULT 0         -- 1: clearing it took it off the list of uploads too
  ) STRICT;

  CREATE VIEW listing_now AS
  SELECT u.id AS upload_id, u.created_at,
    iif(u.state IN ('done', 'failed', 'cancelled'), u.state, 'unfinished') AS state,
    CASE
      WHEN p.mime IS NULL THEN 'other'
      WHEN p.mime LIKE 'image/%' THEN 'image'
      WHEN p.mime LIKE 'video/%' OR p.mime = 'application/mp4' THEN 'video'
      WHEN p.mime LIKE 'audio/%' THEN 'audio'
      WHEN p.mime IN ('application/zip', 'application/gzip', 'application/zstd', 'application/x-tar',
        'application/x-7z-compressed', 'application/vnd.rar', 'application/x-rar-compressed', 'application/x-bzip2',
        'application/x-bzip', 'application/x-xz', 'application/x-lzma', 'application/java-archive',
        'application/vnd.ms-cab-compressed', 'application/x-iso9660-image', 'application/x-apple-diskimage',
        'application/x-debian-package', 'application/x-redhat-package-manager', 'application/x-rpm') THEN 'archive'
      WHEN p.mime LIKE 'text/%' OR p.mime LIKE '%+xml' OR p.mime LIKE '%+json' OR p.mime LIKE 'application/vnd.ms-%'
        OR p.mime LIKE 'application/vnd.openxmlformats%' OR p.mime LIKE 'application/vnd.oasis.opendocument%'
        OR p.mime LIKE 'application/vnd.apple.%'
        OR p.mime IN ('application/pdf', 'application/rtf', 'application/msword', 'application/json',
          'application/xml', 'application/javascript', 'application/x-sh', 'application/yaml', 'application/toml',
          'application/sql', 'application/epub+zip', 'application/postscript', 'application/x-tex') THEN 'document'
      ELSE 'other'
    END AS kind,
    coalesce(r.destination_id, iif(u.state = 'failed', json_extract(u.detail, '$.at'), NULL)) AS destination_id,
    nullif(min(
      coalesce(r.expires_at, 9007199254740991), coalesce(r.deleted_at, 9007199254740991),
      iif(r.check_found = 'gone', r.checked_at, 9007199254740991),
      iif(r.scope = 'local', coalesce((SELECT s.stopped_at FROM share s WHERE s.upload_id = u.id
        ORDER BY s.created_at DESC, s.rowid DESC LIMIT 1), 9007199254740991), 9007199254740991)
    ), 9007199254740991) AS ends_at,
    u.name || char(10) || coalesce(r.link, '') || char(10) || coalesce(r.destination_label,
      (SELECT a.destination_label FROM attempt a WHERE u.state = 'failed' AND a.upload_id = u.id
         AND a.destination_id = json_extract(u.detail, '$.at') LIMIT 1), '') AS text
  FROM upload u LEFT JOIN payload p ON p.id = u.payload_id LEFT JOIN receipt r ON r.upload_id = u.id;

  INSERT INTO listing (upload_id, created_at, state, kind, destination_id, ends_at, text)
    SELECT n.upload_id, n.created_at, n.state, n.kind, n.destination_id, n.ends_at, n.text
    FROM upload u JOIN listing_now n ON n.upload_id = u.id ORDER BY u.created_at, u.batch_id, u.position;

  -- All that a list needs stands in it, in the order of the list.
  CREATE INDEX listing_order ON listing (created_at DESC, id, state, kind, destination_id, ends_at, cleared_at)
    WHERE cleared_at IS NULL;
  CREATE INDEX listing_cleared ON listing (cleared_at) WHERE cleared_at IS NOT NULL;
  CREATE INDEX listing_unindexed ON listing (id) WHERE indexed = 0;

  CREATE VIRTUAL TABLE listing_search USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram');
  -- What is merged is merged bit by bit, by whoever brings rows in: else one of them would wait for all of it.
  INSERT INTO listing_search (listing_search, rank) VALUES ('automerge', 0);
  INSERT INTO listing_search (listing_search, rank) VALUES ('crisismerge', 1000);

  CREATE TRIGGER listing_upload AFTER INSERT ON upload BEGIN
    INSERT INTO listing (upload_id, created_at, state, kind, text)
      VALUES (NEW.id, NEW.created_at, iif(NEW.state IN ('done', 'failed', 'cancelled'), NEW.state, 'unfinished'), 'other',
        NEW.name || char(10) || char(10));
  END;
  CREATE TRIGGER listing_changed AFTER UPDATE OF state, payload_id, name ON upload
    WHEN (OLD.state IS NOT NEW.state AND (NEW.state IN ('done', 'failed', 'cancelled') OR OLD.state IN ('done', 'failed', 'cancelled')))
      OR (OLD.payload_id IS NOT NEW.payload_id AND NEW.payload_id IS NOT NULL) OR OLD.name IS NOT NEW.name
  BEGIN
    UPDATE listing SET (state, kind, destination_id, ends_at, text, indexed) =
      (SELECT n.state, n.kind, n.destination_id, n.ends_at, n.text, listing.indexed AND n.text = listing.text
       FROM listing_now n WHERE n.upload_id = NEW.id) WHERE upload_id = NEW.id;
  END;
  CREATE TRIGGER listing_typed AFTER UPDATE OF mime ON payload WHEN OLD.mime IS NOT NEW.mime BEGIN
    UPDATE listing SET kind = (SELECT n.kind FROM listing_now n WHERE n.upload_id = listing.upload_id)
      WHERE upload_id IN (SELECT id FROM upload WHERE payload_id = NEW.id);
  END;
  -- Mostly the upload is done right after it was given its receipt.
  CREATE TRIGGER listing_receipt AFTER INSERT ON receipt
    WHEN (SELECT state FROM upload WHERE id = NEW.upload_id) = 'done' BEGIN
    UPDATE listing SET (state, kind, destination_id, ends_at, text, indexed) =
      (SELECT n.state, n.kind, n.destination_id, n.ends_at, n.text, listing.indexed AND n.text = listing.text
       FROM listing_now n WHERE n.upload_id = NEW.upload_id) WHERE upload_id = NEW.upload_id;
  END;
  CREATE TRIGGER listing_receipt_changed
    AFTER UPDATE OF link, destination_label, expires_at, deleted_at, checked_at, check_found ON receipt BEGIN
    UPDATE listing SET (state, kind, destination_id, ends_at, text, indexed) =
      (SELECT n.state, n.kind, n.destination_id, n.ends_at, n.text, listing.indexed AND n.text = listing.text
       FROM listing_now n WHERE n.upload_id = NEW.upload_id) WHERE upload_id = NEW.upload_id;
  END;
  CREATE TRIGGER listing_shared AFTER INSERT ON share BEGIN
    UPDATE listing SET ends_at = (SELECT ends_at FROM listing_now WHERE upload_id = NEW.upload_id)
      WHERE upload_id = NEW.upload_id;
  END;
  CREATE TRIGGER listing_share_ended AFTER UPDATE OF stopped_at ON share BEGIN
    UPDATE listing SET ends_at = (SELECT ends_at FROM listing_now WHERE upload_id = NEW.upload_id)
      WHERE upload_id = NEW.upload_id;
  END;
  CREATE TRIGGER listing_gone AFTER DELETE ON listing BEGIN
    DELETE FROM listing_search WHERE rowid = OLD.id;
  END;
`;
