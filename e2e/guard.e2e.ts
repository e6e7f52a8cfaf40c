/** What is looked at before a file goes, in the real app: its location, secrets, and the time to take it back. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { heic, photo, placedFiles, placeText } from '../src/main/guard/fixtures/places.ts';
import { holdsCoordinates } from '../src/main/guard/fixtures/tiff.ts';
import { dropFiles, test } from './app.ts';
import { ledgerOf, row } from './window.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function fileMaker(): (name: string, bytes: Buffer | string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
  return (name, bytes) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
}

const link = (page: Page, name: string) => row(page, name).getByRole('button', { name: 'Copy link' });
const button = (page: Page, name: string, act: string) => row(page, name).getByRole('button', { name: act });

test('photos and a video arrive without their location, and the rows say so', async ({ launchApp }) => {
  await using lab = await startLab({});
  const file = fileMaker();
  const paths = placedFiles.map(({ name, bytes }) => file(name, bytes));
  const text = file('notes.txt', placeText);
  const { page } = await launchApp({ settings: lab.settings });
  await dropFiles(page, [...paths, text]);
  for (const [index, { name, bytes, media }] of placedFiles.entries()) {
    await expect(row(page, name)).toContainText('Public · no end date · without location', { timeout: 20_000 });
    const upload = lab.catbox.uploads.find((one) => one.name === name);
    const arrived = Buffer.from(await (await fetch(upload?.link ?? '')).arrayBuffer());
    expect(arrived.length).toBe(bytes.length);
    expect(holdsCoordinates(arrived) || arrived.includes(placeText)).toBe(false);
    expect(arrived.includes(media)).toBe(true);
    expect(readFileSync(paths[index] ?? '').equals(bytes)).toBe(true);
  }
  await expect(link(page, 'notes.txt')).toBeVisible();
  await expect(row(page, 'notes.txt')).not.toContainText('location');
  expect(await ledgerOf(page, photo.name)).toEqual([expect.stringContaining('The location was left out.')]);
});

test('keys, and photos that keep their location, wait for an answer: one by one, or all at once', async ({
  launchApp,
}) => {
  await using lab = await startLab({});
  const file = fileMaker();
  const { page } = await launchApp({ settings: lab.settings });
  await dropFiles(page, [
    file('.env', 'API_KEY=canary'),
    file('1.heic', heic),
    file('2.heic', heic),
    file('a.txt', 'a'),
  ]);
  await expect(link(page, 'a.txt')).toBeVisible();
  await expect(row(page, '.env')).toContainText('It looks like settings with secrets in them. catbox would be public.');
  await expect(row(page, '1.heic')).toContainText('that can not be removed from a HEIC photo.');
  expect(lab.catbox.uploads.map(({ name }) => name)).toEqual(['a.txt']);

  await button(page, '.env', 'Send anyway').click();
  await expect(link(page, '.env')).toBeVisible();
  await page.getByRole('button', { name: 'Send 2 with location' }).click();
  for (const name of ['1.heic', '2.heic']) await expect(row(page, name)).toContainText('may tell its location');
  expect(lab.catbox.uploads.map((one) => one.sha256)).toContain(sha256(heic));

  await dropFiles(page, [file('id_ed25519', '-----BEGIN OPENSSH PRIVATE KEY-----\n')]);
  await expect(row(page, 'id_ed25519')).toContainText('It looks like a private key.');
  await button(page, 'id_ed25519', 'Cancel').click();
  await expect(row(page, 'id_ed25519')).toContainText('Cancelled, nothing was shared');
  expect(lab.catbox.uploads).toHaveLength(4);
});

test('nothing is sent before its time, and what is taken back leaves no trace', async ({ launchApp }) => {
  await using lab = await startLab({});
  const file = fileMaker();
  const settings = { ...lab.settings, preferences: { undoSeconds: 60 } };
  const first = await launchApp({ settings });
  const { page } = first;
  await dropFiles(page, [file('one.txt', '1')]);
  await expect(row(page, 'one.txt')).toContainText(/Goes to catbox in \d+ s/);
  await button(page, 'one.txt', 'Undo').click();
  await expect(row(page, 'one.txt')).toContainText('Cancelled, nothing was shared');

  await dropFiles(page, [file('two.txt', '2'), file('three.txt', '3'), file('four.txt', '4')]);
  await expect(page.getByText(/3 go in \d+ s/)).toBeVisible();
  await expect(row(page, 'two.txt')).toContainText('Not sent yet');
  await button(page, 'two.txt', 'Undo').click();
  await expect(page.getByText(/2 go in \d+ s/)).toBeVisible();
  expect(lab.catbox.requests).toEqual([]);
  await button(page, 'three.txt', 'Send now').click();
  await expect(link(page, 'three.txt')).toBeVisible();
  await expect(page.getByText(/1 goes in \d+ s/)).toBeVisible();

  await dropFiles(page, [file('five.txt', '5'), file('six.txt', '6')]);
  await expect(page.getByText(/2 go in \d+ s/)).toBeVisible();
  // The batch's own comes before those of its rows.
  await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
  for (const name of ['five.txt', 'six.txt']) await expect(row(page, name)).toContainText('Cancelled');
  await first.close();

  // Its time goes on while the program is away.
  const next = await launchApp({ home: first.home });
  await expect(row(next.page, 'four.txt')).toContainText('Not sent yet');
  await next.page.getByRole('button', { name: 'Send now' }).first().click();
  // Its batch is done then, and folds: the one above is newer.
  await expect.poll(() => lab.catbox.uploads.map(({ name }) => name)).toEqual(['three.txt', 'four.txt']);
});

test('the settings hold for the next file', async ({ launchApp }) => {
  await using lab = await startLab({});
  const file = fileMaker();
  const { page } = await launchApp({ settings: lab.settings });
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: 'Never left out' }).check();
  await page.getByRole('switch', { name: 'Ask before keys and passwords go' }).click();
  await page.getByRole('radio', { name: '5 s' }).check();
  await page.getByRole('button', { name: 'Uploads' }).click();
  await dropFiles(page, [file(photo.name, photo.bytes), file('.env', 'API_KEY=canary')]);
  await expect(page.getByText(/2 go in [1-5] s/)).toBeVisible();
  expect(lab.catbox.requests).toEqual([]);
  await expect(row(page, photo.name)).toContainText('with location', { timeout: 20_000 });
  await expect(link(page, '.env')).toBeVisible();
  expect(lab.catbox.uploads.map((one) => one.sha256)).toContain(sha256(photo.bytes));
});
