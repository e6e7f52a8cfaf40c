/** Takes the pictures of the destinations: `npm run screenshots`. */
import { expect } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { shoot } from './album.ts';
import { test } from './app.ts';
import { addOne, openDestinations, sheet } from './destinations-view.ts';

test('destinations', async ({ launchApp }) => {
  await using lab = await startLab({});
  const window = await launchApp({ settings: lab.settings });
  const { page } = window;
  await openDestinations(page);
  const list = page.getByRole('list', { name: 'Destinations, in the order' });
  await list.getByRole('switch', { name: 'Use uguu' }).click();
  await shoot(window, 'destinations');
  await page.getByRole('combobox', { name: 'Add a destination' }).click();
  await expect(page.getByRole('option').first()).toBeVisible();
  await shoot(window, 'add-destination');
  await page.keyboard.press('Escape');
  await addOne(page, 'cloudflare');
  const form = sheet(page, 'New: S3');
  await form.getByRole('textbox', { name: 'Bucket' }).fill('pictures');
  await shoot(window, 'own-storage');
  await form.getByRole('button', { name: 'Discard' }).click();
  await list.getByRole('button', { name: 'catbox', exact: true }).click();
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Check of catbox' })).toContainText('Works.', { timeout: 20_000 });
  await shoot(window, 'check');
});
