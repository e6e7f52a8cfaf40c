/** Between what stands in a form and what is saved, and what is wrong with a field in a sentence. */
import type { DestinationSheet, FieldValue, FormField } from '../../../shared/destination-setup.ts';
import type { Draft } from '../../state/destinations-slice.ts';
import { destinationWords, tongue } from '../../ui/words.ts';

/** The form of a destination that is set up. */
export function draftOf({ label, values, scope, consent }: DestinationSheet, form: readonly FormField[]): Draft {
  return { label, values: typed(form, values), folders: {}, scope, consent };
}

/** The form of one that is new. */
export function blankDraft(label: string, form: readonly FormField[]): Draft {
  return { label, values: typed(form, {}), folders: {}, scope: null, consent: 'ask' };
}

function typed(form: readonly FormField[], values: Readonly<Record<string, FieldValue>>): Draft['values'] {
  return Object.fromEntries(
    form.map(({ name, default: initial }) => {
      const value = values[name] ?? initial ?? '';
      return [name, typeof value === 'number' ? String(value) : value];
    }),
  );
}

export function isSame(one: Draft, other: Draft): boolean {
  return (
    one.label === other.label &&
    one.scope === other.scope &&
    one.consent === other.consent &&
    Object.keys(one.folders).length === Object.keys(other.folders).length &&
    Object.entries(one.values).every(([name, value]) => other.values[name] === value)
  );
}

/** The values as the contract wants them; a field's name where it holds no number, or nothing and has to. */
export function valuesOf(
  draft: Draft,
  form: readonly FormField[],
): { values: Record<string, FieldValue> } | { misfit: string } {
  const values: Record<string, FieldValue> = {};
  for (const field of form) {
    const { name } = field;
    // Only main knows where it is.
    if (field.kind === 'folder') {
      if (field.required && folderOf(draft, name) === '') return { misfit: name };
      continue;
    }
    const raw = draft.values[name] ?? '';
    const value = typeof raw === 'string' ? raw.trim() : raw;
    if (value === '') {
      if ('required' in field && field.required) return { misfit: name };
      continue;
    }
    const number = field.kind === 'number' ? Number(value) : null;
    if (number !== null && !Number.isFinite(number)) return { misfit: name };
    values[name] = number ?? value;
  }
  return { values };
}

/** The name of the folder that is chosen, '' for none. */
export function folderOf({ folders, values }: Pick<Draft, 'folders' | 'values'>, name: string): string {
  return folders[name]?.name ?? String(values[name] ?? '');
}

/** Why the field does not hold what it should. */
export function problemOf(field: FormField, raw: string | boolean | undefined): string {
  const say = destinationWords.problems;
  const text = typeof raw === 'string' ? raw.trim() : '';
  if (field.kind === 'folder') return say.folder;
  if (text === '' && 'required' in field && field.required) return say.empty;
  switch (field.kind) {
    case 'url':
      return say.url;
    case 'number':
      return numberProblem(field, text);
    case 'text':
    case 'choice':
    case 'switch':
      return say.text;
  }
}

function numberProblem({ least, most, whole }: Extract<FormField, { kind: 'number' }>, text: string): string {
  const say = destinationWords.problems;
  const value = Number(text);
  if (text === '' || !Number.isFinite(value)) return say.number;
  if (whole && !Number.isInteger(value)) return say.whole;
  const figure = (number: number) => number.toLocaleString(tongue.locale);
  if (least && !least.above && most !== null) return say.between(figure(least.value), figure(most));
  if (least && value <= least.value) {
    return least.above ? say.above(figure(least.value)) : say.atLeast(figure(least.value));
  }
  return most !== null && value > most ? say.atMost(figure(most)) : say.number;
}
