/**
 * Puts restored data in the place of the present ones, between two runs of the program. The present ones are set aside
 * in a folder of their own, never deleted. Whatever step a kill falls into, the next start goes on from there.
 */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { DestinationId } from '../../shared/ids.ts';
import type { Home } from './home.ts';
import { filePrefixOf } from './secret-files.ts';
import { syncFolderOf } from './settings.ts';

/** What a restore waits in until the program starts anew. */
export interface RestoreFolder {
  readonly folder: string;
  /** Where the checked database is to be put. */
  readonly databaseFile: string;
}

const Order = z.strictObject({
  /** The name of the folder that the present data go to. */
  aside: z.string().regex(/^[\w-]+$/),
  /** The secrets of these stay: they are set up as before. Beginnings of file names. */
  keptSecrets: z.array(z.string().min(1)),
});

const secrets = 'secrets';
const orderName = 'order.json';

const folderOf = (home: Home): string => join(home.folder, 'restore');

/** Makes an empty folder; what an earlier restore left that was not gone through with is removed. */
export function beginRestore(home: Home): RestoreFolder {
  const folder = folderOf(home);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  return { folder, databaseFile: join(folder, basename(home.databaseFile)) };
}

export function dropRestore(home: Home): void {
  rmSync(folderOf(home), { recursive: true, force: true });
}

/**
 * From now on the next start takes these data.
 * @param settings JSON
 * @param kept destinations whose secrets stay
 * @param now epoch ms
 */
export function orderRestore(home: Home, settings: string, kept: readonly DestinationId[], now: number): void {
  const folder = folderOf(home);
  writeFileSync(join(folder, basename(home.settingsFile)), settings, { mode: 0o600, flush: true });
  const order: z.infer<typeof Order> = {
    aside: `before-restore-${now}`,
    keptSecrets: kept.map(filePrefixOf),
  };
  const draft = join(folder, `${orderName}.draft`);
  writeFileSync(draft, JSON.stringify(order), { mode: 0o600, flush: true });
  renameSync(draft, join(folder, orderName));
  syncFolderOf(draft);
}

/** Does what was ordered, before anything is opened. Gives the name of the folder with the data of before; null where nothing was ordered. */
export function finishRestore(home: Home): string | null {
  const folder = folderOf(home);
  const orderFile = join(folder, orderName);
  if (!existsSync(orderFile)) return null;
  const order = Order.parse(JSON.parse(readFileSync(orderFile, 'utf8')));
  const aside = join(home.folder, order.aside);
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  const { databaseFile, settingsFile, spoolFolder } = home;
  for (const path of [spoolFolder, join(home.folder, secrets)]) moveTo(aside, path);
  for (const path of [databaseFile, settingsFile]) {
    const restored = join(folder, basename(path));
    // An earlier start came this far.
    if (!existsSync(restored)) continue;
    for (const old of [`${path}-wal`, `${path}-shm`, path]) moveTo(aside, old);
    renameSync(restored, path);
  }
  mkdirSync(spoolFolder, { recursive: true, mode: 0o700 });
  keepSecrets(join(aside, secrets), join(home.folder, secrets), order.keptSecrets);
  syncFolderOf(databaseFile);
  rmSync(folder, { recursive: true, force: true });
  return order.aside;
}

/** What lies aside already stays as it is. */
function moveTo(aside: string, path: string): void {
  if (!existsSync(path)) return;
  let place = join(aside, basename(path));
  for (let number = 2; existsSync(place); number += 1) place = join(aside, `${basename(path)}-${number}`);
  renameSync(path, place);
}

function keepSecrets(from: string, to: string, prefixes: readonly string[]): void {
  if (!existsSync(from)) return;
  const kept = readdirSync(from).filter((name) => prefixes.some((prefix) => name.startsWith(prefix)));
  if (kept.length === 0) return;
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const name of kept) {
    copyFileSync(join(from, name), join(to, name));
    if (process.platform !== 'win32') chmodSync(join(to, name), 0o600);
  }
}
