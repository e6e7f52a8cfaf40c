/** Asks axe, in the real window, what hinders those who read or work with it in another way. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Nothing serious or critical is found in the window as it is, in light and in dark colours. `where` names it in failures. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect.soft(await seriousIn(page), `${where}, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

/** A line for each element that is hard to use: the rule, the element, and why. */
async function seriousIn(page: Page): Promise<string[]> {
  // The devtools protocol runs it, so that the page's own policy, which allows no such script, stays as it is.
  await page.evaluate(source);
  const results = await page.evaluate(async () => {
    const axe: { run(context: object, options: object): Promise<AxeResults> } = Reflect.get(globalThis, 'axe');
    // What keeps the focus inside an open menu has to take it for a moment: it is the library's, and says nothing.
    return await axe.run({ exclude: ['[data-base-ui-focus-guard]'] }, { resultTypes: ['violations'] });
  });
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    );
}
