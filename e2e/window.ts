/** Finds things in the window as a person would, and reads what the app put elsewhere. */
import type { ElectronApplication, Locator, Page } from '@playwright/test';

/** The list item of the upload with this file name. */
export function row(page: Page, name: string): Locator {
  return page.getByRole('list', { name: 'Uploads' }).getByRole('listitem').filter({ hasText: name });
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
