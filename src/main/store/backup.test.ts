import { chmodSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, test } from 'vitest';
import { checkBackup } from './backup-file.ts';
import { openDatabase } from './database.ts';
import { migrations } from './migrations.ts';
import { clearScenes, content, now, scene } from './test-backup.ts';
import { uploadId } from './test-store.ts';

afterEach(clearScenes);

/** Changes the backup as somebody might who wants more from it than a history. */
function change(file: string, sql: string): void {
  const db = new DatabaseSync(file);
  db.enableDefensive(false);
  db.exec(sql);
  db.close();
}

const ownOfSqlite = `PRAGMA writable_schema = ON; INSERT INTO sqlite_schema VALUES ('trigger', 'sqlite_t', 'upload', 0,
  'CREATE TRIGGER sqlite_t AFTER INSERT ON upload BEGIN DELETE FROM upload; END'); PRAGMA writable_schema = RESET`;

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
    [
      'has a trigger that is called like the table of its own',
      (file) => change(file, "CREATE TRIGGER backup AFTER INSERT ON upload BEGIN UPDATE upload SET path = '/x'; END"),
      'damaged',
    ],
    ['has a trigger that is called like one of SQLite', (file) => change(file, ownOfSqlite), 'damaged'],
    ['was made at no time', (file) => change(file, 'UPDATE backup SET made_at = 9e15'), 'no-backup'],
    [
      'has endless settings',
      (file) => change(file, "UPDATE backup SET settings = '{}' || printf('%1000000s', '')"),
      'no-backup',
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
    const { kind, ...rest } = await check();
    expect([kind, 'why' in rest && rest.why]).toEqual(['refused', why]);
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

  test.skipIf(process.platform === 'win32')(
    'that may only be read is read, and its copy is for the user alone',
    async () => {
      const { write, check, file, draft, live } = scene();
      await write();
      chmodSync(file, 0o444);
      expect(await check()).toMatchObject({ kind: 'fine' });
      expect(statSync(draft).mode & 0o777).toBe(0o600);
      live.database[Symbol.dispose]();
    },
  );

  test('that can not be read is an error', async () => {
    const { check } = scene();
    await expect(check()).rejects.toThrow('ENOENT');
  });
});

function spoil(file: string): void {
  const bytes = readFileSync(file);
  bytes.fill(0, 5_000, 30_000);
  writeFileSync(file, bytes);
}
