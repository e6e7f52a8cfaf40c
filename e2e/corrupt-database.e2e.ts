/** A damaged history: set aside where the user can find it, said in the window, and the app works on with a new one. */
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, type Page } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { dropFiles, test } from './app.ts';
import { row } from './window.ts';

let folder = '';
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

const setAside = /The history could not be read\. Droprelay set it aside as droprelay\.db\.corrupt-\d+\./;

function asideIn(home: string): string {
  const name = readdirSync(home).find((each) => /^droprelay\.db\.corrupt-\d+$/.test(each));
  return join(home, name ?? 'none');
}

async function send(page: Page, name: string): Promise<void> {
  const path = join(folder, name);
  writeFileSync(path, name);
  await dropFiles(page, [path]);
  await expect(row(page, name).getByRole('button', { name: 'Copy link' })).toBeVisible({ timeout: 20_000 });
}

/** Overwrites the file from there to its end. */
function spoil(file: string, from: number, byte: number): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(statSync(file).size - from, byte), 0, undefined, from);
  closeSync(handle);
}

test('damage found at the start is set aside as it was, and the app works on', async ({ launchApp }) => {
  await using lab = await startLab({});
  const home = join(folder, 'home');
  const first = await launchApp({ home, settings: lab.settings });
  await send(first.page, 'before.txt');
  await first.close();
  const file = join(home, 'droprelay.db');
  spoil(file, 8_192, 0);
  const damaged = readFileSync(file);

  const { page } = await launchApp({ home });
  await expect(page.getByText(setAside)).toBeVisible();
  expect(readFileSync(asideIn(home)).equals(damaged)).toBe(true);
  await send(page, 'after.txt');
});

test('damage found under way is said in words, and the next start sets it aside', async ({ launchApp }) => {
  await using lab = await startLab({});
  const home = join(folder, 'home');
  const first = await launchApp({ home, settings: lab.settings });
  await send(first.page, 'before.txt');
  const file = join(home, 'droprelay.db');
  {
    // What another program wrote makes the app read the pages again.
    using database = new DatabaseSync(file);
    database.exec('UPDATE owner SET kind = kind; PRAGMA wal_checkpoint(TRUNCATE)');
  }
  spoil(file, 4_096, 0xaa);
  writeFileSync(join(folder, 'lost.txt'), 'lost');
  await dropFiles(first.page, [join(folder, 'lost.txt')]);
  await expect(first.page.getByText(/The history is damaged\. Quit and start Droprelay again/).first()).toBeVisible();
  expect(await first.page.getByText(/at Object|SQLITE|Error:/).count()).toBe(0);
  await first.close();

  const { page } = await launchApp({ home });
  await expect(page.getByText(setAside)).toBeVisible();
  expect(statSync(asideIn(home)).size).toBeGreaterThan(0);
  await send(page, 'after.txt');
});
