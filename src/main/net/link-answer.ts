/** What the answer to a link check shows. */
import type { Proof } from '../../shared/model.ts';
import type { Contradiction } from './link-check.ts';
import type { HttpAnswer } from './net.ts';

/** The file that should be behind the link. */
export interface Expectation {
  /** Bytes. */
  readonly expectedSize: number;
  readonly mime: string;
  readonly name: string;
}

/** The verdict, or null where the answer decides nothing and the link may be asked again. */
export function judge(answer: HttpAnswer, expected: Expectation): Proof | Contradiction | null {
  // 416 is the answer of an empty file to a request for its first byte.
  const succeeded = answer.status >= 200 && answer.status < 300;
  const gotBytes = sizeTold(answer);
  if (!succeeded && !(answer.status === 416 && gotBytes !== null)) return null;
  if (gotBytes === expected.expectedSize) return { kind: 'size', by: 'link' };
  const page = isPage(answer) && !mayBePage(expected);
  if (gotBytes !== null) return { contradiction: page ? 'page' : 'size', gotBytes };
  // Pages are often sent without a length; a file whose type is unknown may be called a page by its host.
  if (page && expected.mime !== 'application/octet-stream') return { contradiction: 'page', gotBytes };
  return { kind: 'reachable', by: 'link' };
}

/** The whole file's size as the answer tells it, bytes; null where it does not, or tells an encoded one. */
function sizeTold({ status, headers }: HttpAnswer): number | null {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') return null;
  if (status === 206 || status === 416)
    return decimal(/^bytes [^/]+\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1]);
  return decimal(headers['content-length']);
}

function decimal(text: string | undefined): number | null {
  if (text === undefined || !/^\d{1,16}$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}

function isPage({ headers }: HttpAnswer): boolean {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  const isAttachment = /^\s*attachment/i.test(headers['content-disposition'] ?? '');
  return !isAttachment && (type === 'text/html' || type === 'application/xhtml+xml');
}

function mayBePage({ mime, name }: Expectation): boolean {
  return /html/i.test(mime) || /\.[sx]?html?$/i.test(name);
}
