/** Pictures of every stop of the tour in other languages, to be looked at: `npm run e2e -- --project=languages`, test-results/languages. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startLab } from '../lab/lab.ts';
import { de } from '../src/shared/messages/de.ts';
import type { Catalogue } from '../src/shared/messages/index.ts';
import { pseudo, pseudoFromRight } from '../src/shared/messages/pseudo.ts';
import { test } from './app.ts';
import { takeTour, tourLab } from './language-tour.ts';

const folder = join(import.meta.dirname, '..', 'test-results', 'languages');

const languages: readonly (readonly [string, Catalogue])[] = [
  ['de', de],
  ['pseudo', pseudo()],
  ['pseudo-rtl', pseudoFromRight()],
];

for (const [name, words] of languages) {
  for (const width of [920, 420]) {
    test(`${name}, ${width} px`, async ({ launchApp }) => {
      test.setTimeout(300_000);
      await using lab = await startLab(tourLab);
      const settings = { ...lab.chainOf('catbox', 'litterbox', 'x0at'), choice: null, preferences: { language: 'de' } };
      const env: Record<string, string> = name === 'de' ? {} : { DROPRELAY_LANGUAGE: name };
      const { app, page } = await launchApp({ settings, env });
      await app.evaluate(
        ({ BrowserWindow }, wide) => BrowserWindow.getAllWindows()[0]?.setContentSize(wide, 640),
        width,
      );
      const into = join(folder, `${name}-${width}`);
      mkdirSync(into, { recursive: true });
      let number = 0;
      const look = async (where: string) => {
        number += 1;
        const path = join(into, `${`${number}`.padStart(2, '0')} ${where}.png`);
        await page.screenshot({ path, animations: 'disabled' });
      };
      await takeTour({ app, page, lab, words, look });
    });
  }
}
