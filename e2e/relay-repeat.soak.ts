/** The relay through a half-down chain, ten times in one app: every round ends as the first one did, and nothing piles up. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type ElectronApplication, expect, type Page } from '@playwright/test';
import { type Lab, startLab } from '../lab/lab.ts';
import { dropFiles, test } from './app.ts';
import { clipboardText, row } from './window.ts';

const ROUNDS = 10;
const MOST_GROWTH = 50e6;
const copyLink = { name: 'Copy link' } as const;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('ten rounds through a chain that is half down leave no rows and no memory behind', async ({ launchApp }) => {
  test.skip(process.platform !== 'linux', 'reads memory and descriptors from /proc');
  await using lab = await startLab({
    catbox: { refuse: true },
    litterbox: { refuse: true },
    x0at: { limitBytes: 3_000_000, overLimit: 'linger' },
  });
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-soak-'));
  const { app, page, home } = await launchApp({ settings: lab.chainOf('catbox', 'litterbox', 'x0at') });
  const pid = app.process().pid ?? 0;
  await page.waitForTimeout(1_500);
  const used = [usedBy(pid)];
  for (let number = 1; number <= ROUNDS; number += 1) {
    await round(app, page, lab, folder, number);
    used.push(usedBy(pid));
  }
  for (const [index, { rss, descriptors }] of used.entries()) {
    console.log(`after round ${index}: main process ${Math.round(rss / 1e6)} MB, ${descriptors} descriptors`);
  }

  const [before, first] = used;
  const last = used.at(-1);
  if (!before || !first || !last) throw new Error('nothing was measured');
  expect(last.rss - before.rss).toBeLessThan(MOST_GROWTH);
  // The first round opens what is opened once: the database, the share's port, idle connections.
  expect(last.descriptors - first.descriptors).toBeLessThan(ROUNDS);
  expect(lab.x0at.uploads).toHaveLength(2 * ROUNDS);

  // What this computer still shares stays in the list, where it can be stopped.
  expect(await page.evaluate<number>(dismissAll)).toBe(ROUNDS);
  await page.evaluate(stopShares);
  expect(await page.evaluate<number>(dismissAll)).toBe(0);
  await expect(page.getByRole('list', { name: 'Uploads' }).getByRole('listitem')).toHaveCount(0);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  expect(rowsIn(join(home, 'droprelay.db'))).toEqual({
    batch: ROUNDS,
    upload: 3 * ROUNDS,
    receipt: 3 * ROUNDS,
    open: 0,
  });
  rmSync(folder, { recursive: true });
});

/** In the page, through its own door: calls this for every upload of the list, and gives how many are left in it. */
const forAll = (what: string): string => `(async () => {
  const { call } = window.droprelay;
  const { value } = await call('app.snapshot');
  const ids = value.uploads.map(({ id }) => id);
  ${what};
  return (await call('app.snapshot')).value.uploads.length;
})()`;
const dismissAll = forAll("await call('uploads.dismiss', { ids })");
const stopShares = forAll("for (const id of ids) await call('uploads.stopShare', { id })");

/** Drops three files, of which the second is too large for the only public host that answers and is then shared from here. */
async function round(app: ElectronApplication, page: Page, lab: Lab, folder: string, number: number): Promise<void> {
  const files = [70_000, 5_000_000, 2_500_000].map((size, index) => {
    const name = `round ${number} file ${index + 1}.bin`;
    const bytes = randomBytes(size);
    writeFileSync(join(folder, name), bytes);
    return { name, path: join(folder, name), hash: sha256(bytes) };
  });
  const [first, second, third] = files;
  if (!first || !second || !third) throw new Error('three files');
  await dropFiles(
    page,
    files.map(({ path }) => path),
  );
  for (const { name } of [first, third]) {
    await expect(row(page, name).getByRole('button', copyLink)).toBeVisible({ timeout: 30_000 });
  }
  await row(page, second.name).getByRole('button', { name: 'Share from this computer' }).click({ timeout: 30_000 });
  await expect(row(page, second.name).getByRole('button', copyLink)).toBeVisible();
  const linkOf = (hash: string) => lab.x0at.uploads.find((upload) => upload.sha256 === hash)?.link;
  await expect.poll(async () => (await clipboardText(app)).split('\n')[0]).toBe(linkOf(first.hash));
  await expect.poll(async () => (await clipboardText(app)).split('\n').length).toBe(3);
  const fetched = (await clipboardText(app))
    .split('\n')
    .map(async (link) => sha256(new Uint8Array(await (await fetch(link)).arrayBuffer())));
  expect(await Promise.all(fetched)).toEqual(files.map(({ hash }) => hash));
  // Older batches fold to their line: only this round's rows are drawn.
  await expect(page.getByRole('list', { name: 'Uploads' }).getByRole('listitem')).toHaveCount(3);
}

/** Memory in use, bytes, and open descriptors of a process. */
function usedBy(pid: number): { rss: number; descriptors: number } {
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return { rss: Number(kib) * 1024, descriptors: readdirSync(`/proc/${pid}/fd`).length };
}

/** Rows as the database holds them; `open` counts uploads and attempts that nobody ended. */
function rowsIn(file: string): Record<string, unknown> {
  using database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare(`SELECT
    (SELECT count(*) FROM batch) AS batch,
    (SELECT count(*) FROM upload) AS upload,
    (SELECT count(*) FROM receipt) AS receipt,
    (SELECT count(*) FROM upload WHERE state NOT IN ('done', 'failed', 'cancelled')) +
    (SELECT count(*) FROM attempt WHERE ended_at IS NULL) AS open`);
  return { ...rows.get() };
}
