/** What catbox and litterbox, one operator's two hosts, do not take, and the words of their scripts (hosts.md 1.1, 1.10). */
import type { Answer } from '../host-script.ts';

const refused = /\.(exe|scr|cpl|jar|doc[a-z]*)$/i;

/** Known from public clients of the hosts (CatBox.NET); how a type is refused is a guess. */
export const noRequestType = refusal('No request type given.');
export const noFile = refusal('No files given.');

/** The refusal of a file's type, null where it is taken. For litterbox the same list is assumed. */
export function typeRefusal(name: string): Answer | null {
  return refused.test(name) ? refusal('Filetype not allowed.') : null;
}

/** Errors are bare texts with status 412. */
export function refusal(text: string): Answer {
  return { status: 412, text };
}
