import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startLab } from '../../lab/lab.ts';
import { createParts } from './parts.ts';
import { openDatabase } from './store/database.ts';
import { openHome } from './store/home.ts';
import { Settings } from './store/settings.ts';

test('an upload that hears of no end holds up the close for a while, and then the database is closed', async () => {
  await using lab = await startLab({});
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-parts-'));
  try {
    const path = join(folder, 'one.txt');
    writeFileSync(path, 'one file');
    const settings = Settings.parse(lab.settings);
    const reported: unknown[] = [];
    const home = openHome(join(folder, 'home'));
    const asked = Promise.withResolvers<void>();
    const parts = createParts({
      home,
      kind: 'app',
      settings: { get: () => settings, set: () => undefined },
      changed: () => undefined,
      progress: () => undefined,
      report: (error) => reported.push(error),
      verify() {
        asked.resolve();
        return new Promise(() => undefined);
      },
    });
    parts.engine.submit({
      files: [{ kind: 'path', path, name: 'one.txt' }],
      from: 'drop',
      chain: parts.destinations.chain('public'),
      scope: 'public',
    });
    await asked.promise;
    await parts[Symbol.asyncDispose]();
    expect(reported).toEqual([expect.stringContaining('"engine"')]);
    // SQLite folds it into the database when the last one closes it.
    expect(existsSync(`${home.databaseFile}-wal`)).toBe(false);
    using again = openDatabase(home.databaseFile, Date.now()).database;
    expect(again.get('SELECT count(*) AS count FROM upload')).toEqual({ count: 1 });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
