/** What providers say about their settings is there in every language. */
import { expect, it } from 'vitest';
import { providedTexts, providerNames } from '../../shared/messages/de/provided.ts';
import { providerNames as englishNames } from '../../shared/messages/en/provided.ts';
import { providers } from '../providers/index.ts';
import type { Provider } from '../providers/provider.ts';
import { formOf } from './forms.ts';

function textsOf(provider: Provider): string[] {
  const fields = [...formOf(provider), ...provider.secretFields];
  const choices = formOf(provider).flatMap((field) => (field.kind === 'choice' ? field.choices : []));
  const texts = [
    ...fields.flatMap(({ title, description }) => [title, description]),
    ...choices.map(({ title }) => title),
    provider.offBecause ?? '',
  ];
  return texts.filter((text) => text !== '');
}

it('says in German all that providers say, and nothing else', () => {
  const english = new Set(providers.flatMap(textsOf));
  expect(english.size).toBeGreaterThan(50);
  expect(Object.keys(providedTexts).toSorted()).toEqual([...english].toSorted());
});

it('names only providers that there are, the same in every language', () => {
  const names = Object.fromEntries(providers.map(({ id, name }) => [id, name]));
  expect(names).toMatchObject(englishNames);
  expect(Object.keys(providerNames)).toEqual(Object.keys(englishNames));
});
