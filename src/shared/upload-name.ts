/** What a file may be called where it is uploaded: one plain name, whatever the system at the other end. */
import type { NameProblem } from './sending.ts';

/** Bytes in UTF-8 that every file system has room for. */
const mostBytes = 255;

/** The name as it is kept: without spaces around it. */
export function tidyName(name: string): string {
  return name.trim().normalize('NFC');
}

/** What speaks against a tidy name; null for nothing. */
export function nameProblem(name: string): Exclude<NameProblem, 'too-late'> | null {
  if (name === '') return 'empty';
  if (/[/\\]/.test(name)) return 'separator';
  // Marks that turn the direction of text can make one ending look like another.
  if (/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u.test(name)) return 'control';
  if (/^\.+$/.test(name)) return 'dots';
  return new TextEncoder().encode(name).length > mostBytes || !name.isWellFormed() ? 'too-long' : null;
}

/** The ending that tells a file's kind, with its dot and as it is written; '' for none. */
export function extensionOf(name: string): string {
  return /[^.]\.([^.\s]{1,16})$/u.exec(name)?.[0].slice(1) ?? '';
}
