/** The app and command lines on one data folder at once: each file is sent once, and what one leaves the other finishes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, type Page } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { dropFiles, test } from './app.ts';
import { row, showAll } from './window.ts';

let folder = '';
let home = '';
const children: ChildProcess[] = [];
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
  home = join(folder, 'home');
});
test.afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const cli = join(dirname(import.meta.dirname), 'src', 'main', 'cli.ts');

function commandLine(files: readonly string[]): {
  child: ChildProcess;
  ended: Promise<{ status: number | null; links: number; stderr?: string }>;
} {
  const child = spawn(process.execPath, [cli, ...files], {
    env: { ...process.env, DROPRELAY_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (part: Buffer) => {
    stdout += part;
  });
  child.stderr?.on('data', (part: Buffer) => {
    stderr += part;
  });
  const ended = once(child, 'close').then(([status]) => {
    const links = stdout.split('\n').length - 1;
    return status === 0 ? { status, links } : { status, links, stderr };
  });
  return { child, ended };
}

function make(who: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const path = join(folder, `${who}-${index}.txt`);
    writeFileSync(path, `${who} ${index}`);
    return path;
  });
}

/** Each upload of the history with its state, and how many attempts delivered and how many are open. */
function history(): string[] {
  using database = new DatabaseSync(join(home, 'droprelay.db'), { readOnly: true });
  const count = (what: string): string => `(SELECT count(*) FROM ${what})`;
  return database
    .prepare(
      `SELECT name || ' ' || state || ' ' || coalesce(owner_id, 'free') || ' '
         || ${count(`attempt a WHERE a.upload_id = u.id AND a.outcome ->> '$.kind' = 'delivered'`)} || ' '
         || ${count('attempt a WHERE a.upload_id = u.id AND a.ended_at IS NULL')} AS line
       FROM upload u ORDER BY name`,
    )
    .all()
    .map(({ line }) => String(line));
}

const links = (page: Page) => page.getByRole('list', { name: 'Uploads' }).getByRole('button', { name: 'Copy link' });
const nameOf = (path: string): string => path.slice(folder.length + 1);

test('the app and three command lines send each file once, and every ledger is right', async ({ launchApp }) => {
  test.setTimeout(120_000);
  await using lab = await startLab({});
  const { page, close } = await launchApp({ home, settings: lab.settings });
  const dropped = make('app', 24);
  const given = ['one', 'two', 'three'].map((who) => make(who, 16));
  const runs = given.map((files) => commandLine(files));
  await dropFiles(page, dropped);
  expect(await Promise.all(runs.map(({ ended }) => ended))).toEqual(given.map(() => ({ status: 0, links: 16 })));
  await expect(links(page)).toHaveCount(24, { timeout: 30_000 });

  const names = [...dropped, ...given.flat()].map(nameOf).sort();
  expect(lab.catbox.uploads.map(({ name }) => name).sort()).toEqual(names);
  expect(lab.standIns.flatMap(({ uploads }) => uploads)).toHaveLength(names.length);
  expect(history()).toEqual(names.map((name) => `${name} done free 1 0`));
  await close();
  const again = await launchApp({ home });
  await expect(again.page.getByRole('heading', { name: '16 files' })).toHaveCount(3);
  await showAll(again.page);
  await expect(links(again.page)).toHaveCount(names.length);
});

test('what a killed command line left, the running app finishes', async ({ launchApp }) => {
  test.setTimeout(120_000);
  await using lab = await startLab({});
  const { page } = await launchApp({ home, settings: lab.settings });
  await lab.catbox.fail({ kind: 'stall', afterBytes: 1 }, Infinity);
  const files = make('left', 3);
  const { child, ended } = commandLine(files);
  await expect.poll(() => lab.catbox.requests.length).toBe(3);
  child.kill('SIGKILL');
  await ended;
  await lab.catbox.heal();
  // The app looks for left work every 15 s.
  await expect(links(page)).toHaveCount(3, { timeout: 40_000 });
  expect(lab.catbox.uploads.map(({ name }) => name).sort()).toEqual(files.map(nameOf));
  expect(history()).toEqual(files.map((path) => `${nameOf(path)} done free 1 0`));
});

test('the app quits while a command line runs: that one goes on, and the app with its own at the next start', async ({
  launchApp,
}) => {
  test.setTimeout(120_000);
  await using lab = await startLab({});
  const [app = '', other = ''] = ['app.bin', 'other.bin'].map((name) => {
    const path = join(folder, name);
    writeFileSync(path, randomBytes(3_000_000));
    return path;
  });
  const first = await launchApp({ home, settings: lab.settings });
  await lab.catbox.fail({ kind: 'slow', bytesPerSecond: 500_000 }, 2);
  await dropFiles(first.page, [app]);
  const { ended } = commandLine([other]);
  const isUnderWay = (): boolean => lab.catbox.requests.filter(({ bodyBytes }) => bodyBytes > 100_000).length === 2;
  await expect.poll(isUnderWay).toBe(true);
  await first.close();
  expect(await ended).toEqual({ status: 0, links: 1 });
  expect(lab.catbox.uploads.map(({ name }) => name)).toEqual(['other.bin']);

  const again = await launchApp({ home });
  await expect.poll(() => history().filter((line) => line.includes(' done ')).length, { timeout: 30_000 }).toBe(2);
  await expect(again.page.getByRole('heading', { name: '1 file' })).toHaveCount(2);
  await showAll(again.page);
  await expect(row(again.page, 'app.bin').getByRole('button', { name: 'Copy link' })).toBeVisible();
  expect(lab.catbox.uploads.map(({ name }) => name).sort()).toEqual(['app.bin', 'other.bin']);
  expect(history().map((line) => line.split(' ').slice(1).join(' '))).toEqual(['done free 1 0', 'done free 1 0']);
});
