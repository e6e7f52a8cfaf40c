/** The data folder's disk becomes full while the app runs: it says so, loses nothing, and works again once there is room. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { openSmallDisk, type SmallDisk } from '../lab/small-disk.ts';
import { sandboxSwitches } from '../scripts/sandbox.ts';
import { dropFiles, test } from './app.ts';
import { row, showAll } from './window.ts';

let folder = '';
let home = '';
let disk: SmallDisk;
test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
  home = join(folder, 'home');
  mkdirSync(home);
  const opened = await openSmallDisk(home, 64 * 1024);
  test.skip('missing' in opened, 'missing' in opened ? opened.missing : '');
  if ('disk' in opened) disk = opened.disk;
  // Playwright starts Electron itself, and so not in a namespace of its own.
  test.skip(disk.within.length > 0, 'the app finds a small disk as root only');
});
test.afterEach(() => {
  disk?.[Symbol.dispose]();
  rmSync(folder, { recursive: true, force: true });
});

const full = 'The disk of this computer is full.';
const copy = { name: 'Copy link' } as const;

test('full while uploads run: their links come, others say why not, and all work once there is room', async ({
  launchApp,
}) => {
  test.setTimeout(120_000);
  await using lab = await startLab({});
  const at = (name: string): string => join(folder, name);
  const underWay = ['one.bin', 'two.bin', 'three.bin'];
  for (const name of underWay) writeFileSync(at(name), randomBytes(1_200_000));
  writeFileSync(at('afterwards.txt'), 'afterwards');
  const batches = Array.from({ length: 3 }, (_, batch) =>
    Array.from({ length: 50 }, (_, index) => {
      const path = at(`${batch} ${index} ${'n'.repeat(200)}.txt`);
      writeFileSync(path, `${batch} ${index}`.padEnd(100_000));
      return path;
    }),
  );
  // Each small file takes a second, and most of them wait for a place.
  await lab.catbox.fail({ kind: 'slow', bytesPerSecond: 100_000 }, Number.POSITIVE_INFINITY);
  const { page, app } = await launchApp({ home, settings: lab.settings });
  await dropFiles(page, underWay.map(at));
  await expect.poll(() => lab.catbox.requests.filter(({ bodyBytes }) => bodyBytes > 50_000).length).toBe(3);
  for (const batch of batches) await dropFiles(page, batch);
  await expect(row(page, '2 49 ').first()).toBeVisible();
  disk.fill();

  const failed = page.getByRole('list', { name: 'Uploads' }).getByRole('listitem').filter({ hasText: full });
  await expect(failed.first()).toBeVisible({ timeout: 30_000 });
  const arrived = (): number => lab.catbox.uploads.filter(({ name }) => underWay.includes(name)).length;
  await expect.poll(arrived, { timeout: 60_000 }).toBe(3);
  await expect(page.getByRole('heading', { name: '3 files' })).toBeVisible();
  await showAll(page);
  for (const name of underWay) {
    await expect(row(page, name).getByRole('button', copy)).toBeVisible({ timeout: 30_000 });
  }
  await expect(page.getByRole('status').getByText(full).first()).toBeVisible();
  expect(await page.getByText(/at Object|SQLITE|Error:/).count()).toBe(0);
  expect(app.process().exitCode).toBeNull();

  lab.catbox.heal();
  disk.free();
  const name = (await failed.first().innerText()).match(/\d \d+ n/)?.[0] ?? '';
  await failed.first().getByRole('button', { name: 'Try again' }).click();
  await expect(row(page, name).getByRole('button', copy)).toBeVisible({ timeout: 30_000 });
  await dropFiles(page, [at('afterwards.txt')]);
  await expect(row(page, 'afterwards.txt').getByRole('button', copy)).toBeVisible({ timeout: 30_000 });
  const names = lab.catbox.uploads.map((upload) => upload.name);
  expect(new Set(names).size).toBe(names.length);
});

test('full before the start: the app ends with a sentence that says so, and starts once there is room', async ({
  launchApp,
}) => {
  await using lab = await startLab({});
  const first = await launchApp({ home, settings: lab.settings });
  await first.close();
  disk.fill();
  // Playwright waits for a window, and there is only a message box.
  const said = await startSentence();
  expect(said).toContain(`droprelay: The data folder ${home} can not be used: the disk is full.`);
  expect(said).not.toMatch(/^\s+at |SQLITE|errcode/m);

  disk.free();
  const path = join(folder, 'a.txt');
  writeFileSync(path, 'a');
  const { page } = await launchApp({ home });
  await dropFiles(page, [path]);
  await expect(row(page, 'a.txt').getByRole('button', copy)).toBeVisible();
});

/** Starts the app, and gives what it wrote on standard error by the time it said why it does not start. */
async function startSentence(): Promise<string> {
  const child = spawn(process.env.DROPRELAY_ELECTRON ?? '', [...sandboxSwitches(), dirname(import.meta.dirname)], {
    env: { ...process.env, DROPRELAY_HOME: home },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  child.stderr.on('data', (part: Buffer) => {
    text += part;
  });
  await expect.poll(() => text, { timeout: 20_000 }).toContain('droprelay:');
  child.kill('SIGKILL');
  await once(child, 'exit');
  return text;
}
