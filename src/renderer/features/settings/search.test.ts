import { expect, test } from 'vitest';
import { matches } from './search.ts';

const proxy = ['Speed and network', 'Proxy', 'For uploads and for checks of links.'];

test.each([
  ['', true],
  ['  ', true],
  ['prox', true],
  ['PROXY links', true],
  ['links  proxy', true],
  ['network proxy', true],
  ['proxy theme', false],
])('%j finds the proxy: %j', (query, expected) => {
  expect(matches(query, proxy)).toBe(expected);
});

test('accents do not count', () => {
  expect(matches('schlussel', ['Schlüssel'])).toBe(true);
  expect(matches('SCHLÜSSEL', ['schlussel'])).toBe(true);
});
