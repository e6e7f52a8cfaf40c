import { describe, expect, test } from 'vitest';
import type { FormField } from '../../../shared/destination-setup.ts';
import { blankDraft, folderOf, isSame, problemOf, valuesOf } from './form-values.ts';

const base = { title: 'T', description: '', advanced: false };
const text: FormField = { ...base, name: 'text', kind: 'text', default: '', required: false };
const needed: FormField = { ...base, name: 'needed', kind: 'text', default: '', required: true };
const number: FormField = {
  ...base,
  name: 'number',
  kind: 'number',
  default: 3,
  required: false,
  least: { value: 0, above: true },
  most: 10,
  whole: false,
};
const on: FormField = { ...base, name: 'on', kind: 'switch', default: true };

const folder: FormField = { ...base, name: 'folder', kind: 'folder', default: '', required: true };

describe('a form', () => {
  test('knows of a folder that it is chosen, and gives no value for it', () => {
    const draft = blankDraft('L', [folder]);
    expect(valuesOf(draft, [folder])).toEqual({ misfit: 'folder' });
    const chosen = { ...draft, folders: { folder: { token: 't', name: 'pictures' } } };
    expect([folderOf(chosen, 'folder'), valuesOf(chosen, [folder])]).toEqual(['pictures', { values: {} }]);
    expect(isSame(draft, chosen)).toBe(false);
    const saved = { ...draft, values: { folder: 'saved' } };
    expect([folderOf(saved, 'folder'), valuesOf(saved, [folder])]).toEqual(['saved', { values: {} }]);
    expect(problemOf(folder, '')).toBe('Choose a folder.');
  });

  test('begins with the defaults, and gives back what was typed', () => {
    const draft = blankDraft('L', [text, number, on]);
    expect(draft.values).toEqual({ text: '', number: '3', on: true });
    const typed = { ...draft, values: { text: ' x ', number: ' 2.5 ', on: false } };
    expect(valuesOf(typed, [text, number, on])).toEqual({ values: { text: 'x', number: 2.5, on: false } });
    expect([isSame(draft, draft), isSame(draft, typed)]).toEqual([true, false]);
  });

  test('leaves out what is empty, unless it has to be there', () => {
    const draft = { ...blankDraft('L', []), values: { text: '', number: ' ', needed: '' } };
    expect(valuesOf(draft, [text, number])).toEqual({ values: {} });
    expect(valuesOf(draft, [text, needed])).toEqual({ misfit: 'needed' });
  });

  test('names the field that holds no number', () => {
    expect(valuesOf({ ...blankDraft('L', []), values: { number: '3 days' } }, [number])).toEqual({ misfit: 'number' });
  });
});

test.each<[FormField, string, RegExp]>([
  [needed, '', /filled in/],
  [text, 'x', /does not fit/],
  [{ ...text, kind: 'url' }, 'x', /begins with http/],
  [number, 'x', /takes a number/],
  [number, '0', /above 0/],
  [number, '11', /largest number is 10/],
  [{ ...number, whole: true }, '1.5', /whole number/],
  [{ ...number, least: { value: 1, above: false } }, '0', /between 1 and 10/],
  [{ ...number, least: { value: 1, above: false }, most: null }, '0', /smallest number is 1/],
])('what is wrong is said in a sentence: %j with "%s"', (field, raw, sentence) => {
  expect(problemOf(field, raw)).toMatch(sentence);
  expect(problemOf(field, raw)).toMatch(/^\p{Lu}.*\.$/u);
});
