import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { FormField } from '../../shared/destination-setup.ts';
import { providers } from '../providers/index.ts';
import { formOf } from './forms.ts';

const formFrom = (shape: z.ZodRawShape) => formOf({ settings: z.strictObject(shape) });
const titled = { title: 'T', description: 'D.' };
const field = { name: 'a', title: 'T', description: 'D.', advanced: false };

describe.each(providers.map((provider) => [provider.id, provider] as const))('the form of %s', (_, provider) => {
  const form = formOf(provider);
  const initial = Object.fromEntries(form.map((each) => [each.name, each.default]));

  test('keeps to the contract, and names each field in words', () => {
    expect(z.array(FormField).parse(form)).toEqual(form);
    for (const { name, title } of form) {
      expect(title).toMatch(/^\p{Lu}/u);
      expect(title).not.toBe(name);
    }
    expect(new Set(form.map(({ name }) => name)).size).toBe(form.length);
  });

  test('shows no secret, and takes nothing that the schema does not know', () => {
    const names = new Set<string>(form.map(({ name }) => name));
    for (const { name } of provider.secretFields) expect(names).not.toContain(name);
    expect(provider.settings.safeParse({ unknown: 1 }).data ?? {}).not.toHaveProperty('unknown');
  });

  test('offers as defaults what the schema takes', () => {
    const filled = form.filter((each) => !('required' in each && each.required) && each.default !== null);
    const values = Object.fromEntries(filled.map(({ name }) => [name, initial[name]]));
    if (form.some((each) => 'required' in each && each.required)) return;
    expect(provider.settings.safeParse(values).success).toBe(true);
  });

  test('offers choices that the schema takes, one by one', () => {
    for (const each of form) {
      if (each.kind !== 'choice') continue;
      expect(each.choices.map(({ value }) => value)).toContain(each.default);
      for (const { value } of each.choices) {
        const issues = provider.settings.safeParse({ [each.name]: value }).error?.issues ?? [];
        expect(issues.filter(({ path }) => path[0] === each.name)).toEqual([]);
      }
    }
  });
});

test.each<[string, z.ZodType, object]>([
  ['a text', z.string().default('x').meta(titled), { kind: 'text', default: 'x', required: false }],
  ['a text that has to be given', z.string().min(1).meta(titled), { kind: 'text', default: '', required: true }],
  ['a text that may be missing', z.string().optional().meta(titled), { kind: 'text', default: '', required: false }],
  ['an address', z.url().meta(titled), { kind: 'url', default: '', required: true }],
  [
    'a number',
    z.number().positive().max(9).default(2).meta(titled),
    { kind: 'number', default: 2, required: false, least: { value: 0, above: true }, most: 9, whole: false },
  ],
  [
    'a whole number that may be missing',
    z.number().int().min(1).optional().meta(titled),
    { kind: 'number', default: null, required: false, least: { value: 1, above: false }, most: null, whole: true },
  ],
  ['a whole number without bounds', z.int().default(1).meta(titled), { kind: 'number', least: null, most: null }],
  ['a switch', z.boolean().default(true).meta(titled), { kind: 'switch', default: true }],
  [
    'a folder',
    z
      .string()
      .min(1)
      .meta({ ...titled, folder: true }),
    { kind: 'folder', default: '', required: true },
  ],
  [
    'a choice',
    z
      .enum(['1h', '2h'])
      .default('2h')
      .meta({ ...titled, choices: { '1h': '1 hour' } }),
    {
      kind: 'choice',
      default: '2h',
      choices: [
        { value: '1h', title: '1 hour' },
        { value: '2h', title: '2h' },
      ],
    },
  ],
])('%s becomes its field', (_, schema, expected) => {
  expect(formFrom({ a: schema })).toEqual([expect.objectContaining({ ...field, ...expected })]);
});

test('what the user agreed to of a server is no field', () => {
  const settings = z.strictObject({ seen: z.string().default('').meta(titled), server: z.string().meta(titled) });
  const hostIdentity = { setting: 'seen', ask: () => Promise.resolve('') };
  expect(formOf({ settings, hostIdentity }).map(({ name }) => name)).toEqual(['server']);
});

test('what is hidden, has no title, or fits no field is left to settings files', () => {
  const form = formFrom({
    hidden: z
      .string()
      .default('')
      .meta({ ...titled, hidden: true }),
    untitled: z.string().default(''),
    list: z.array(z.string()).default([]).meta(titled),
    advanced: z
      .string()
      .default('')
      .meta({ ...titled, advanced: true }),
  });
  expect(form.map(({ name, advanced }) => [name, advanced])).toEqual([['advanced', true]]);
});
