/** Finds, in a window that speaks a test language, what no catalogue says, what is cut off, and links turned around. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { providers } from '../src/main/providers/index.ts';

const script = readFileSync(join(import.meta.dirname, 'in-page.js'), 'utf8');

/** Elements that hold what is the user's, a host's, or the same in every language. */
const dataElements = 'bdi, code, kbd, [lang]';
const namingAttributes = ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'alt', 'placeholder'];

/** What no language changes. */
const names = [...providers.map(({ name }) => name), 'Droprelay', 'English', 'Deutsch', 'Ctrl', 'Shift', 'Alt', 'Esc'];
const patterns = [/\S*[./:@]\S+/g, /\{\w+\}/g, /\d+ \p{L}{3,4}\b/gu, /\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b/g];

/** A line for each visible text, and each accessible name, that is neither in the brackets of the test language nor data. */
export async function untranslatedIn(page: Page): Promise<string[]> {
  const [elements, attributes] = [JSON.stringify(dataElements), JSON.stringify(namingAttributes)];
  const found = await asked<{ where: string; left: string }[]>(page, `outsideBrackets(${elements}, ${attributes})`);
  return found.filter(({ left }) => /\p{L}{2}/u.test(withoutData(left))).map(({ where, left }) => `${where}: ${left}`);
}

/** A line for each text that is cut off or sticks out of the window, though nothing says that it may be cut. */
export function cutOffIn(page: Page): Promise<string[]> {
  return asked(page, 'cutOff()');
}

/** `ltr` or `rtl` for each visible link. */
export function linkDirectionsIn(page: Page): Promise<string[]> {
  return asked(page, 'linkDirections()');
}

/** The devtools protocol runs it, so that the page's own policy, which allows no such script, stays as it is. */
function asked<T>(page: Page, question: string): Promise<T> {
  return page.evaluate<T>(`${script}; texts.${question}`);
}

function withoutData(text: string): string {
  return [...patterns, ...names].reduce<string>((left, data) => left.replaceAll(data, ' '), text);
}
