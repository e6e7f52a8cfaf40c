import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, test } from 'vitest';
import { DestinationId } from '../../shared/ids.ts';
import { type BackupContent, checkBackup } from './backup-file.ts';
import { checkBackupAside, writeBackupAside } from './backup-jobs.ts';
import { openDatabase } from './database.ts';
import { openHome } from './home.ts';
import { migrations } from './migrations.ts';
import { beginRestore, finishRestore, orderRestore } from './restore-swap.ts';
import { openSecretFiles } from './secret-files.ts';
import { createTestStore, uploadId } from './test-store.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const content: BackupContent = { madeAt: 1_767_225_600_000, settings: '{"choice":"public"}' };
const now = 1_767_300_000_000;

/** A data folder in use, with three uploads in its history. */
function scene() {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-backup-'));
  folders.push(folder);
  const home = openHome(join(folder, 'home'));
  const live = createTestStore(['one', 'two', 'three'], home.databaseFile);
  live.store.setState(uploadId('one'), { name: 'cancelled' });
  const file = join(folder, 'my.backup');
  const draft = join(folder, 'draft.db');
  return {
    folder,
    home,
    live,
    file,
    draft,
    write: () => writeBackupAside({ databaseFile: home.databaseFile, target: file, content }),
    check: () => checkBackupAside({ source: file, draft, now }),
  };
}

/** Changes the backup as somebody might who wants more from it than a history. */
function change(file: string, sql: string): void {
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
}

describe('a backup', () => {
  test('is written while the program works, and holds what was there', async () => {
    const { live, write, check, file, draft } = scene();
    await write();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    live.store.setState(uploadId('two'), { name: 'cancelled' });
    expect(await check()).toEqual({ kind: 'fine', uploads: 3, ...content });
    const { database, setAside } = openDatabase(draft, now);
    expect(setAside).toBeNull();
    expect(database.all('SELECT id, state, owner_id FROM upload ORDER BY id')).toEqual([
      { id: 'one', state: 'cancelled', owner_id: null },
      { id: 'three', state: 'paused', owner_id: null },
      { id: 'two', state: 'paused', owner_id: null },
    ]);
    expect(database.get("SELECT 1 FROM sqlite_schema WHERE name = 'backup'")).toBeUndefined();
    expect(database.all('SELECT * FROM owner')).toEqual([]);
    database[Symbol.dispose]();
    live.database[Symbol.dispose]();
  });

  test('is never written over a file', async () => {
    const { write, file } = scene();
    writeFileSync(file, 'mine');
    await expect(write()).rejects.toThrow('EEXIST');
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  test('starts nothing by itself once it is restored', async () => {
    const { write, check, file, draft, live } = scene();
    await write();
    change(
      file,
      `INSERT INTO share VALUES ('token', 'two', 'n', 'm', '/etc/passwd', '1', '1', 1, '1', 'loopback', 'h', 1, NULL, NULL, 0, NULL);
       INSERT INTO discard VALUES (1, 'a', 's3', '{}', 1, 0);
       INSERT INTO checkpoint (upload_id, destination_id, state) VALUES ('two', 'a', '{}')`,
    );
    expect(await check()).toMatchObject({ kind: 'fine' });
    const { database } = openDatabase(draft, now);
    expect(database.all('SELECT stopped_at FROM share')).toEqual([{ stopped_at: now }]);
    expect(database.all('SELECT id FROM discard UNION SELECT upload_id FROM checkpoint')).toEqual([]);
    database[Symbol.dispose]();
    live.database[Symbol.dispose]();
  });

  test.each<[string, (file: string) => void, 'no-backup' | 'damaged' | 'newer']>([
    ['is text', (file) => writeFileSync(file, 'hello'), 'no-backup'],
    ['is empty', (file) => truncateSync(file, 0), 'no-backup'],
    ['is another database', (file) => change(file, 'DROP TABLE backup'), 'no-backup'],
    ['lost its row', (file) => change(file, 'DELETE FROM backup'), 'no-backup'],
    ['is cut', (file) => truncateSync(file, statSync(file).size - 8_192), 'damaged'],
    ['has zeros in it', (file) => spoil(file), 'damaged'],
    ['lost a table', (file) => change(file, 'DROP TABLE share'), 'damaged'],
    [
      'has a trigger',
      (file) => change(file, 'CREATE TRIGGER t AFTER INSERT ON batch BEGIN DELETE FROM batch; END'),
      'damaged',
    ],
    ['has a view', (file) => change(file, 'CREATE VIEW v AS SELECT 1'), 'damaged'],
    [
      'names what is not there',
      (file) => change(file, "PRAGMA foreign_keys = OFF; UPDATE upload SET batch_id = 'x'"),
      'damaged',
    ],
    ['has another shape than its number', (file) => change(file, 'PRAGMA user_version = 2'), 'damaged'],
    ['has no number', (file) => change(file, 'PRAGMA user_version = 0'), 'damaged'],
    ['is of a newer history', (file) => change(file, `PRAGMA user_version = ${migrations.length + 1}`), 'newer'],
    ['is of a newer kind', (file) => change(file, 'UPDATE backup SET format = 2'), 'newer'],
  ])('that %s is refused, and left as it is', async (_what, spoilt, why) => {
    const { write, check, file, live } = scene();
    await write();
    spoilt(file);
    const before = readFileSync(file);
    expect(await check()).toEqual({ kind: 'refused', why });
    expect(readFileSync(file).equals(before)).toBe(true);
    live.database[Symbol.dispose]();
  });

  test('of an older program is brought to the present shape', () => {
    const { file, draft, live } = scene();
    const db = new DatabaseSync(file);
    for (const step of migrations.slice(0, 3)) db.exec(step);
    db.exec(`PRAGMA user_version = 3; CREATE TABLE backup (format INTEGER, made_at INTEGER, settings TEXT);
      INSERT INTO backup VALUES (1, 2, '{}')`);
    db.close();
    expect(checkBackup(file, draft, now)).toEqual({ kind: 'fine', uploads: 0, madeAt: 2, settings: '{}' });
    live.database[Symbol.dispose]();
  });

  test('that can not be read is an error', async () => {
    const { check } = scene();
    await expect(check()).rejects.toThrow('ENOENT');
  });
});

describe('a restore', () => {
  const catbox = { destination: DestinationId.parse('catbox'), provider: 'catbox', field: 'userhash' };
  const dav = { destination: DestinationId.parse('dav'), provider: 'webdav', field: 'password' };

  async function ordered() {
    const all = scene();
    const { home, write, live, file } = all;
    await write();
    live.database[Symbol.dispose]();
    writeFileSync(home.settingsFile, '{"choice":"own"}');
    writeFileSync(`${home.databaseFile}-wal`, '');
    writeFileSync(join(home.spoolFolder, 'image.png'), 'bytes');
    const files = openSecretFiles(join(home.folder, 'secrets'), () => undefined);
    for (const place of [catbox, dav]) files.write(place, Buffer.from(`v11${place.field}`));
    const { databaseFile } = beginRestore(home);
    const checked = checkBackup(file, databaseFile, now);
    if (checked.kind !== 'fine') throw new Error(checked.why);
    orderRestore(home, checked.settings, [dav.destination], now);
    return all;
  }

  test('takes the place of the present data, which lie aside', async () => {
    const { home } = await ordered();
    const aside = finishRestore(home);
    expect(aside).toBe(`before-restore-${now}`);
    const old = join(home.folder, aside ?? '');
    expect(readdirSync(old).sort()).toEqual(['droprelay.db', 'droprelay.db-wal', 'secrets', 'settings.json', 'spool']);
    expect(readFileSync(join(old, 'settings.json'), 'utf8')).toBe('{"choice":"own"}');
    expect(readFileSync(join(old, 'spool', 'image.png'), 'utf8')).toBe('bytes');
    expect(readdirSync(join(old, 'secrets'))).toHaveLength(2);
    expect(readFileSync(home.settingsFile, 'utf8')).toBe(content.settings);
    expect(readdirSync(home.spoolFolder)).toEqual([]);
    const files = openSecretFiles(join(home.folder, 'secrets'), () => undefined);
    expect([files.head(dav), files.head(catbox)]).toEqual(['v11', null]);
    const { database } = openDatabase(home.databaseFile, now);
    expect(database.get('SELECT count(*) AS count FROM upload')).toEqual({ count: 3 });
    database[Symbol.dispose]();
    expect(finishRestore(home)).toBeNull();
  });

  test('that was not gone through with changes nothing', async () => {
    const { home } = scene();
    beginRestore(home);
    expect(finishRestore(home)).toBeNull();
  });

  /** The first steps, as a kill leaves them behind. */
  const cuts: Readonly<Record<string, (home: string, aside: string) => void>> = {
    'while old files were moved': (home, aside) => {
      renameSync(join(home, 'spool'), join(aside, 'spool'));
      renameSync(join(home, 'droprelay.db-wal'), join(aside, 'droprelay.db-wal'));
    },
    'between the two new files': (home, aside) => {
      for (const name of ['spool', 'secrets', 'droprelay.db-wal', 'droprelay.db']) {
        renameSync(join(home, name), join(aside, name));
      }
      renameSync(join(home, 'restore', 'droprelay.db'), join(home, 'droprelay.db'));
    },
  };
  test.each(Object.entries(cuts))('that was cut short %s goes on', async (_when, cut) => {
    const { home } = await ordered();
    const aside = join(home.folder, `before-restore-${now}`);
    mkdirSync(aside);
    cut(home.folder, aside);
    finishRestore(home);
    expect(readdirSync(aside).sort()).toEqual([
      'droprelay.db',
      'droprelay.db-wal',
      'secrets',
      'settings.json',
      'spool',
    ]);
    expect(readFileSync(home.settingsFile, 'utf8')).toBe(content.settings);
    expect(readdirSync(join(home.folder, 'secrets'))).toHaveLength(1);
    const { database } = openDatabase(home.databaseFile, now);
    // The old one still has an owner.
    expect(database.all('SELECT * FROM owner')).toEqual([]);
    database[Symbol.dispose]();
  });
});

function spoil(file: string): void {
  const bytes = readFileSync(file);
  bytes.fill(0, 5_000, 30_000);
  writeFileSync(file, bytes);
}
