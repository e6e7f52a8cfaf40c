/** Every view, in both themes and languages, as axe sees it. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { dropFiles, test } from './app.ts';
import { expectAccessible } from './axe.ts';

const goTo = (page: Page, place: 'uploads' | 'history' | 'destinations' | 'settings') =>
  page.locator(`nav .place.${place}`).click();

for (const language of ['en', 'de'] as const) {
  test(`axe finds nothing serious in any view (${language})`, async ({ launchApp }) => {
    test.setTimeout(180_000);
    await using lab = await startLab({ litterbox: { refuse: true }, x0at: { limitBytes: 100_000 } });
    const folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
    const file = (name: string, content: string): string => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const settings = { ...lab.chainOf('catbox', 'litterbox', 'x0at'), preferences: { language } };
    const { page } = await launchApp({ settings: { ...settings, choice: null } });
    await expect(page.locator('html')).toHaveAttribute('lang', new RegExp(`^${language}`));

    await expectAccessible(page, 'first start');
    await page.getByRole('radio').first().check();
    await page.locator('.btn.main').click();
    await expect(page.locator('.drop')).toBeVisible();
    await expectAccessible(page, 'uploads, idle');

    await dropFiles(page, [file('a note.txt', 'one'), file('<b>bold قائمة.pdf', 'two'), file('.env', 'SECRET=1')]);
    const rows = page.locator('[role=listitem]');
    await expect(rows).toHaveCount(3);
    await expect(page.locator('.copy').first()).toBeVisible({ timeout: 30_000 });
    await expectAccessible(page, 'uploads, busy');
    await rows.first().locator('button.icon').last().click();
    await expect(page.getByRole('menu')).toBeVisible();
    await expectAccessible(page, 'a menu');
    await page.keyboard.press('Escape');

    await goTo(page, 'history');
    await expect(page.getByText('a note.txt')).toBeVisible();
    await expectAccessible(page, 'history');
    await goTo(page, 'destinations');
    await expect(page.getByText('catbox').first()).toBeVisible();
    await expectAccessible(page, 'destinations');
    await page.getByText('catbox').first().click();
    await expect(page.getByRole('complementary')).toBeVisible();
    await expectAccessible(page, 'a destination’s form');
    await goTo(page, 'settings');
    await expect(page.getByRole('heading').first()).toBeVisible();
    await expectAccessible(page, 'settings');
  });
}
