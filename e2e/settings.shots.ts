/** Takes the pictures of the settings: `npm run screenshots`. */
import { expect } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { shoot, type ViewName } from './album.ts';
import { test } from './app.ts';

const sections: readonly (readonly [heading: string, picture: ViewName])[] = [
  ['Where files go', 'settings-where'],
  ['Copying', 'settings-copying'],
  ['Privacy', 'settings-privacy'],
  ['Speed and network', 'settings-network'],
  ['Shortcuts', 'settings-shortcuts'],
  ['Data and backup', 'settings-data'],
];

test('settings', async ({ launchApp }) => {
  await using lab = await startLab({});
  const window = await launchApp({ settings: lab.settings });
  const { page } = window;
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  const list = page.getByRole('navigation', { name: 'Sections' });
  await expect(list).toBeVisible();
  for (const [heading, picture] of sections) {
    await list.getByRole('button', { name: heading }).click();
    const shown = page.getByRole('heading', { name: heading, exact: true });
    await expect(shown).toBeInViewport();
    if (picture === 'settings-copying') await page.getByRole('radio', { name: 'Own template' }).check();
    await shoot(window, picture, () => shown.evaluate((element) => element.scrollIntoView({ block: 'start' })));
  }
});
