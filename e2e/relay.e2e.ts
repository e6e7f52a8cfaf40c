/** From dropped files to copied links, through a chain of which half is down. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { dropFiles, test } from './app.ts';
import { clipboardText, expectRefusedByAll, row } from './window.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('two of three files get public links, the third says why and is shared from this computer', async ({
  launchApp,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
  await using lab = await startLab({
    catbox: { refuse: true },
    litterbox: { refuse: true },
    x0at: { limitBytes: 3_000_000, overLimit: 'linger' },
  });
  const files = [
    { name: 'one.bin', bytes: randomBytes(70_000) },
    { name: 'too large for x0.bin', bytes: randomBytes(5_000_000) },
    { name: 'drei ü #3.bin', bytes: randomBytes(2_500_000) },
  ].map((file) => ({ ...file, path: join(folder, file.name) }));
  for (const { path, bytes } of files) writeFileSync(path, bytes);
  const [first, second, third] = files;
  if (!first || !second || !third) throw new Error('three files');

  const { app, page } = await launchApp({ settings: lab.chainOf('catbox', 'litterbox', 'x0at') });
  await expect(page.getByRole('region', { name: 'Drop files' })).toBeVisible();
  await dropFiles(
    page,
    files.map(({ path }) => path),
  );

  await expect(page.getByRole('list', { name: 'Uploads' }).getByRole('listitem')).toHaveCount(3);
  await expect(row(page, first.name).getByRole('button', { name: 'Copy link' })).toBeVisible({ timeout: 30_000 });
  await expect(row(page, third.name).getByRole('button', { name: 'Copy link' })).toBeVisible({ timeout: 30_000 });
  await expectRefusedByAll(page, second.name);

  const uploaded = new Map(lab.x0at.uploads.map((upload) => [upload.sha256, upload.link]));
  const links = [uploaded.get(sha256(first.bytes)), uploaded.get(sha256(third.bytes))];
  await expect.poll(() => clipboardText(app)).toBe(links.join('\n'));

  await row(page, second.name).getByRole('button', { name: 'Share from this computer' }).click();
  await expect(row(page, second.name).getByRole('button', { name: 'Copy link' })).toBeVisible();
  await expect.poll(async () => (await clipboardText(app)).split('\n').length).toBe(3);
  const copied = (await clipboardText(app)).split('\n');
  expect([copied[0], copied[2]]).toEqual(links);
  for (const [index, link] of copied.entries()) {
    const answer = await fetch(link);
    expect(sha256(new Uint8Array(await answer.arrayBuffer()))).toBe(sha256(readFileSync(files[index]?.path ?? '')));
  }
  rmSync(folder, { recursive: true });
});

test('a row that waits says what comes: another try, and the next host where that is the last', async ({
  launchApp,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
  await using lab = await startLab();
  await lab.catbox.fail({ kind: 'status', status: 429, retryAfter: '30' });
  const { page } = await launchApp({ settings: lab.chainOf('catbox', 'litterbox') });
  await expect(page.getByRole('region', { name: 'Drop files' })).toBeVisible();
  const paths = ['first.txt', 'second.txt'].map((name) => join(folder, name));
  for (const path of paths) writeFileSync(path, path);
  await dropFiles(page, paths.slice(0, 1));
  const first = row(page, 'first.txt');
  await expect(first).toContainText(/catbox asked us to wait \d+ s, then one last try, then litterbox if that fails/);
  // It was not tried there yet: the other one brought the pause.
  await dropFiles(page, paths.slice(1));
  await expect(row(page, 'second.txt')).toContainText(/catbox asked us to wait \d+ s, then we try again/);
  await first.getByRole('button', { name: 'Go to litterbox now' }).click();
  await expect.poll(() => lab.litterbox.uploads.length, { timeout: 20_000 }).toBe(1);
  rmSync(folder, { recursive: true });
});
