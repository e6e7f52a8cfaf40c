/** The name that a file is uploaded under, as the user wants files to be named. */
import { randomInt } from 'node:crypto';
import { nameByTemplate } from '../../shared/name-template.ts';
import type { Preferences } from '../../shared/preferences.ts';

const letters = 'abcdefghijkmnopqrstuvwxyz0123456789';
const count = 8;

/** @param at epoch ms of the hand-in */
export function uploadName(
  { naming, nameTemplate }: Pick<Preferences, 'naming' | 'nameTemplate'>,
  name: string,
  at: number,
): string {
  if (naming === 'keep') return name;
  const random = Array.from({ length: count }, () => letters[randomInt(letters.length)]).join('');
  return nameByTemplate(nameTemplate, { name, at: new Date(at), random });
}
