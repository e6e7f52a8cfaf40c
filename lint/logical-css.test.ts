/** The window's styles name no left and no right, so that the layout turns around with the language. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const renderer = join(import.meta.dirname, '..', 'src', 'renderer');
const physical = [
  /^(?:left|right)\s*:/,
  /^(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b/,
  /^border-(?:top|bottom)-(?:left|right)-radius/,
  /^(?:text-align|float|clear)\s*:\s*(?:left|right)\b/,
];

/** `margin: 1px 2px 3px 4px`, whose second value is a right and whose fourth is a left. */
function isLopsided(declaration: string): boolean {
  const value = /^(?:margin|padding|inset|border-(?:width|color|style))\s*:(.*)$/.exec(declaration)?.[1];
  const [, right, , left] = value?.match(/(?:[^\s(]|\([^()]*(?:\([^()]*\)[^()]*)*\))+/g) ?? [];
  return left !== undefined && right !== left;
}

function physicalIn(css: string): string[] {
  const declarations = css.replace(/\/\*.*?\*\//gs, '').split(/[;{}]/);
  return declarations
    .map((one) => one.trim())
    .filter((one) => physical.some((pattern) => pattern.test(one)) || isLopsided(one));
}

it.each(globSync('**/*.css', { cwd: renderer }))('%s', (file) => {
  expect(physicalIn(readFileSync(join(renderer, file), 'utf8'))).toEqual([]);
});

it('finds them', () => {
  expect(
    physicalIn('a{ left: 0; margin-left:1px; text-align: right; inset: auto 2px calc(1px + (2 * 3px)) 3px }'),
  ).toEqual(['left: 0', 'margin-left:1px', 'text-align: right', 'inset: auto 2px calc(1px + (2 * 3px)) 3px']);
  expect(physicalIn('a{padding: 1px 2px 3px 2px; margin: 0 calc(1px + 2px); text-align: start}')).toEqual([]);
});
