/** What tests of the History view share: its parts as a person finds them. */
import { type ElectronApplication, expect, type Locator, type Page } from '@playwright/test';

export const list = (page: Page): Locator => page.getByRole('grid', { name: 'History, newest first' });
export const record = (page: Page, name: string): Locator => list(page).getByRole('row').filter({ hasText: name });
export const search = (page: Page): Locator => page.getByRole('searchbox', { name: 'Search the history' });
export const bar = (page: Page): Locator => page.getByRole('group', { name: /^With the \d+ chosen$/ });

export async function openHistory(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: 'History' }).click();
  await expect(page.getByRole('heading', { name: 'History', level: 1 })).toBeVisible();
}

/** Main's dialog chooses this file. */
export async function dialogSaves(app: ElectronApplication, filePath: string): Promise<void> {
  await app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path });
  }, filePath);
}
