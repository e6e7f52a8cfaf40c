import { expect, test } from 'vitest';
import { providerById, providers, publicChain } from './index.ts';

test('every provider has an id of its own, and is found by it', () => {
  expect(new Set(providers.map(({ id }) => id)).size).toBe(providers.length);
  for (const provider of providers) expect(providerById(provider.id)).toBe(provider);
  expect(providerById('nothing')).toBeNull();
});

test('the public chain needs no settings and no secrets', () => {
  for (const id of publicChain) {
    const provider = providerById(id);
    expect(provider?.traits(provider.settings.parse({}), () => false).scope).toBe('public');
  }
});

test('a host is in the public chain, or says why it is not', () => {
  const hosts = providers.filter(({ homepage }) => homepage !== null);
  expect(
    hosts
      .filter(({ offBecause }) => offBecause === undefined)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual([...publicChain].toSorted());
});
