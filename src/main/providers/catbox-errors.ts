/** How Catbox and Litterbox, one operator's two hosts, say no: a bare text, with status 412 or 200. */
import type { Failure } from '../../shared/failure.ts';
import type { HttpAnswer } from '../net/net.ts';
import { looksLikePage, type StatusContext, tooLarge } from './status.ts';

/** `.exe .scr .cpl .doc* .jar` in the FAQ (hosts.md 1.10; for Litterbox assumed to be the same). */
export const catboxRefusedExtensions: readonly string[] = ['exe', 'scr', 'cpl', 'jar', 'doc', 'docb', 'docm', 'docx'];

const spoken = [200, 400, 412];

/**
 * The failure that a bare text names, null where it is none that is known. "No files given." is also what
 * the script says when PHP dropped the part; the other texts are known from public clients or guessed by their words.
 */
export function catboxError(answer: HttpAnswer, context: StatusContext): Failure | null {
  const text = answer.text.trim();
  if (!spoken.includes(answer.status) || text.length > 300 || /^https?:/i.test(text) || looksLikePage(text))
    return null;
  const { host, detail, sizeBytes, limitBytes, type } = context;
  if (/no files? given/i.test(text)) {
    if (sizeBytes === 0) return { kind: 'empty-refused' };
    return limitBytes !== null && sizeBytes > limitBytes ? tooLarge(context) : null;
  }
  if (/too (large|big)|\b(max\w*|exceed\w*|over|under)\b.*(\bsize\b|\d ?[mg]i?b\b)/i.test(text))
    return tooLarge(context);
  if (/(file ?type|extension|format).*(not|n't|disallow|forbid|block)|disallowed/i.test(text)) {
    return { kind: 'type-refused', type };
  }
  if (/user ?hash|invalid (user|uploader)/i.test(text)) return { kind: 'auth', host };
  if (/\bbann?ed\b|blacklist|\bblocked\b/i.test(text)) return { kind: 'forbidden', host, detail };
  return null;
}
