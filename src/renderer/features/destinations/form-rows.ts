/** Which fields of a form stand side by side where there is room: short ones that follow each other, two by two. */
import type { FormField } from '../../../shared/destination-setup.ts';

/** More letters than this make a choice a list to pick from; fewer stand side by side. */
const mostLetters = 32;
/** A longer help would be a column of crumbs under half a row. */
const longestHelp = 80;
const longestTitle = 28;

/** Its values are shown at once, not in a list. */
export function isSegmented({ choices }: Extract<FormField, { kind: 'choice' }>): boolean {
  return choices.reduce((sum, { title }) => sum + title.length, 0) <= mostLetters;
}

/** Half a row is enough for it. */
export function isShort(field: FormField): boolean {
  if (field.description.length > longestHelp || field.title.length > longestTitle) return false;
  switch (field.kind) {
    case 'text':
    case 'number':
      return true;
    case 'choice':
      return !isSegmented(field) && field.choices.every(({ title }) => title.length <= longestTitle);
    case 'url':
    case 'switch':
    case 'folder':
      return false;
  }
}

/** Rows of one or two, in their order. `first` stands before all fields and is short. */
export function rowsOf<First>(first: First | null, fields: readonly FormField[]): (First | FormField)[][] {
  const rows: (First | FormField)[][] = [];
  let half: First | FormField | null = first;
  for (const field of fields) {
    if (half !== null) {
      rows.push(isShort(field) ? [half, field] : [half]);
      if (!isShort(field)) rows.push([field]);
      half = null;
    } else if (isShort(field)) half = field;
    else rows.push([field]);
  }
  if (half !== null) rows.push([half]);
  return rows;
}
