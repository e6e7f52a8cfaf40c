/** Finds things in the window as a person would, and reads what the app put elsewhere. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type ElectronApplication, expect, type Locator, type Page } from '@playwright/test';

/** Longer than the app waits for parts that do not close, ms. */
const endMs = 30_000;

/** The list item of the upload with this file name. */
export function row(page: Page, name: string): Locator {
  return page.getByRole('list', { name: 'Uploads' }).getByRole('listitem').filter({ hasText: name });
}

/** Batches that are done show their files when asked: all of them are. */
export async function showAll(page: Page): Promise<void> {
  const show = page.getByRole('button', { name: /^Show the \d+ files?$/ });
  while ((await show.count()) > 0) await show.first().click();
}

/** Does what ends the app, and waits until it has ended well. */
export async function endBy(app: ElectronApplication, act: () => Promise<unknown>): Promise<void> {
  const ended = new Promise((resolve) => app.process().once('exit', resolve));
  // The app may be gone before it could say that it did so: what failed counts only where it is still there.
  const failed = await act().then(
    () => [],
    (error: unknown) => [error],
  );
  const code = await Promise.race([ended, sleep(endMs, 'running', { ref: false })]);
  if (code === 'running' && failed.length > 0) throw failed[0];
  expect(code).toBe(0);
}

/** What the system's clipboard holds as text, over both generations of Electron's API. */
export function clipboardText(app: ElectronApplication): Promise<string> {
  return app.evaluate(async ({ clipboard }) => await clipboard.readText());
}

/** Opens the upload's details and gives the ledger's entries as text. */
export async function ledgerOf(page: Page, name: string): Promise<string[]> {
  await row(page, name).getByRole('button', { name: 'Details' }).click();
  const ledger = page.getByRole('list', { name: 'How it got there' });
  await ledger.getByRole('listitem').first().waitFor();
  const entries = await ledger.getByRole('listitem').allInnerTexts();
  await page.keyboard.press('Escape');
  return entries;
}

/**
 * Waits until catbox and litterbox, which are down, and x0.at, which takes 3 MB, were all asked in vain for this file of
 * 5 MB. Their order is the chain's unless one of them failed so often meanwhile that it comes last.
 */
export async function expectRefusedByAll(page: Page, name: string): Promise<void> {
  const asked = async (): Promise<string[]> => {
    const ledger = await ledgerOf(page, name);
    return ledger.map((entry) => /catbox|litterbox|x0\.at.*5 MB/s.exec(entry)?.[0].slice(0, 9) ?? entry).toSorted();
  };
  const hosts = ['catbox', 'catbox', 'litterbox', 'litterbox', expect.stringContaining('x0.at')];
  await expect.poll(asked, { timeout: 30_000 }).toEqual(hosts);
  await expect(row(page, name).getByRole('button', { name: 'Share from this computer' })).toBeVisible();
}

/** Puts copied files on the clipboard in the form that Linux desktops use. */
export function copyFiles(app: ElectronApplication, uriList: string): Promise<void> {
  return app.evaluate(async ({ clipboard, ClipboardItem }, list) => {
    const board: { writeBuffer?(format: string, bytes: Buffer): void } = clipboard as object;
    if (board.writeBuffer) board.writeBuffer('text/uri-list', Buffer.from(list));
    else await clipboard.write([new ClipboardItem({ 'text/uri-list': new Blob([list], { type: 'text/uri-list' }) })]);
  }, uriList);
}

/** Puts a small image on the clipboard, and gives its pixels as hex. */
export function copyImage(app: ElectronApplication): Promise<string> {
  return app.evaluate(async ({ clipboard, ClipboardItem, nativeImage }) => {
    const bitmap = Buffer.alloc(8 * 8 * 4, 255);
    for (let at = 0; at < bitmap.length; at += 4) bitmap.writeUInt16LE(at * 97, at);
    const image = nativeImage.createFromBitmap(bitmap, { width: 8, height: 8 });
    const board: { writeImage?(image: Electron.NativeImage): void } = clipboard as object;
    if (board.writeImage) board.writeImage(image);
    else await clipboard.write([new ClipboardItem({ 'image/png': new Blob([new Uint8Array(image.toPNG())]) })]);
    return image.toBitmap().toString('hex');
  });
}
