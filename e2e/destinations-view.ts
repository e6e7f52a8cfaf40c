// The Destinations view, as tests use it.
import { type ElectronApplication, expect, type Locator, type Page } from '@playwright/test';

export const sheet = (page: Page, label: string): Locator =>
  page.getByRole('complementary', { name: label, exact: true });
export const view = (page: Page): Locator => page.getByRole('region', { name: 'Destinations' });

export async function openDestinations(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Destinations', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Destinations' })).toBeVisible();
}

/** Opens the list of services, searches it, and takes the first that is left. */
export async function addOne(page: Page, query: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Add a destination' }).click();
  const search = page.getByRole('combobox', { name: 'Search services' });
  await expect(search).toBeFocused();
  await search.fill(query);
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
}

export async function dialogChooses(app: ElectronApplication, path: string | null): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () =>
      Promise.resolve({ canceled: chosen === null, filePaths: chosen === null ? [] : [chosen] });
  }, path);
}
