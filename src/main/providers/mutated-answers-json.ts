/** What becomes of an answer in JSON: values of other types, missing and unknown parts, and text that is nearly JSON. */
import type { Chance } from './mutated-answers-chance.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const oddValues: readonly [Json, ...Json[]] = [
  null,
  true,
  false,
  0,
  -1,
  0.5,
  1e308,
  Number.MAX_SAFE_INTEGER + 1,
  '',
  ' ',
  'null',
  '0',
  '[object Object]',
  '\u0000',
  '\ud83d',
  '../../..',
  '..',
  'x'.repeat(70_000),
  [],
  [[]],
  {},
  { toString: 'x', length: 1 },
];

/** The value as text, after up to three changes of its parts and perhaps some of its letters. */
export function mutatedJson(chance: Chance, value: Json): string {
  let changed = value;
  for (let times = chance.below(4); times > 0; times--) changed = changedPart(chance, changed);
  const text = JSON.stringify(changed);
  return chance.make(
    () => text,
    () => text,
    () => text.replaceAll('/', '\\/'),
    () => JSON.stringify(changed, null, 4),
    () => `\ufeff${text}`,
    () => ` \r\n${text}\n`,
    () => `)]}',\n${text}`,
    () => `${text}${text}`,
    () => `<pre>${text}</pre>`,
    () => text.replace(/\}$/, ',}'),
    () => text.replaceAll('"', "'"),
    // The last of two counts.
    () =>
      text.replace(
        /^\{/,
        '{"files":[{"url":"https://evil.test/x"}],"data":{"url":"//evil.test/x"},"__proto__":{"id":"x"},',
      ),
    () => text.slice(0, chance.below(text.length + 1)),
    () => (text.length < 5_000 ? chance.scratched(text) : text),
    () => `[${text.repeat(1 + chance.below(3))}]`,
    () => '['.repeat(20_000) + text,
  );
}

function changedPart(chance: Chance, value: Json): Json {
  if (typeof value !== 'object' || value === null || chance.is(0.1)) return chance.pick(oddValues);
  if (isList(value)) {
    if (value.length === 0 || chance.is(0.2)) return [...value, chance.pick(oddValues)];
    const at = chance.below(value.length);
    return value.map((item, index) => (index === at ? changedPart(chance, item) : item));
  }
  const [first = 'x', ...others] = Object.keys(value);
  const key = chance.pick([first, ...others]);
  const { [key]: part = null, ...rest } = value;
  return chance.make<Json>(
    () => rest,
    () => ({ ...rest, [key.toUpperCase()]: part }),
    () => ({ ...value, extra: chance.pick(oddValues) }),
    () => ({ ...value, [key]: JSON.stringify(part) }),
    () => ({ ...value, [key]: [part] }),
    () => ({ ...value, [key]: chance.pick(oddValues) }),
    () => ({ ...value, [key]: changedPart(chance, part) }),
    () => ({ ...value, [key]: changedPart(chance, part) }),
  );
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}
