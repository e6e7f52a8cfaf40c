import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { DestinationId } from '../../shared/ids.ts';
import { checkBackup } from './backup-file.ts';
import { openDatabase } from './database.ts';
import { beginRestore, finishRestore, orderRestore } from './restore-swap.ts';
import { openSecretFiles } from './secret-files.ts';
import { clearScenes, content, now, scene } from './test-backup.ts';

afterEach(clearScenes);

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
