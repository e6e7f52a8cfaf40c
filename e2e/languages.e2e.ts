/** The window in other languages: German as a whole, and test languages that show what no catalogue says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { de } from '../src/shared/messages/de.ts';
import { en } from '../src/shared/messages/en.ts';
import { pseudo, pseudoFromRight } from '../src/shared/messages/pseudo.ts';
import { test } from './app.ts';
import { takeTour, tourLab } from './language-tour.ts';
import { cutOffIn, linkDirectionsIn, untranslatedIn } from './untranslated.ts';

const german = { LANG: 'de_AT.UTF-8', LANGUAGE: '', LC_ALL: '' };

test('speaks the system’s language, and another one as soon as it is chosen', async ({ launchApp }) => {
  await using lab = await startLab({});
  const { page, home, close } = await launchApp({ settings: lab.settings, env: german });
  await expect(page.locator('html')).toHaveAttribute('lang', 'de-AT');
  await expect(page.getByRole('button', { name: de.window.drop.choose })).toBeVisible();
  await page.getByRole('button', { name: de.window.places.settings, exact: true }).click();
  const inGerman = page.getByRole('radiogroup', { name: de.language.title });
  await expect(inGerman.getByRole('radio', { name: de.language.system })).toBeChecked();
  await inGerman.getByRole('radio', { name: 'English' }).click();

  // The page came again, to where the user was.
  await expect(page.locator('html')).toHaveAttribute('lang', 'en-GB');
  const inEnglish = page.getByRole('radiogroup', { name: en.language.title });
  await expect(inEnglish.getByRole('radio', { name: 'English' })).toBeFocused();
  await expect(inEnglish.getByRole('radio', { name: 'English' })).toBeChecked();
  await page.getByRole('button', { name: en.window.places.uploads, exact: true }).click();
  await expect(page.getByRole('button', { name: en.window.drop.choose })).toBeVisible();
  expect(JSON.parse(readFileSync(join(home, 'settings.json'), 'utf8')).preferences.language).toBe('en');
  await close();

  const again = await launchApp({ home, env: german });
  await expect(again.page.getByRole('button', { name: en.window.drop.choose })).toBeVisible();
});

test('all that the window says stands in the catalogues', async ({ launchApp }) => {
  test.setTimeout(300_000);
  await using lab = await startLab(tourLab);
  const settings = { ...lab.chainOf('catbox', 'litterbox', 'x0at'), choice: null };
  const { app, page } = await launchApp({ settings, env: { DROPRELAY_LANGUAGE: 'pseudo' } });
  const look = async (where: string) => {
    expect.soft(await untranslatedIn(page), where).toEqual([]);
    expect.soft(await cutOffIn(page), where).toEqual([]);
  };
  await takeTour({ app, page, lab, words: pseudo(), look });
});

test('a language from right to left turns the window around, and links stay as they are', async ({ launchApp }) => {
  test.setTimeout(300_000);
  await using lab = await startLab(tourLab);
  const settings = { ...lab.chainOf('catbox', 'litterbox', 'x0at'), choice: null };
  const { app, page } = await launchApp({ settings, env: { DROPRELAY_LANGUAGE: 'pseudo-rtl' } });
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  // Narrow, so that both widths are looked at.
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(420, 640));
  const look = async (where: string) => {
    expect.soft(await cutOffIn(page), where).toEqual([]);
    expect.soft(await linkDirectionsIn(page), where).not.toContain('rtl');
  };
  await takeTour({ app, page, lab, words: pseudoFromRight(), look });
});
