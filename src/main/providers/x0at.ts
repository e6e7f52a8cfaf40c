/** x0.at, and other servers that run its software: files for 3 to 100 days by their size (hosts.md 1.2). */
import { z } from 'zod';
import type { Failure } from '../../shared/failure.ts';
import { multipartBody } from '../net/multipart.ts';
import type { HttpAnswer } from '../net/net.ts';
import { type AnswerContext, defineHttpHost, serverSetting } from './http-host.ts';
import { tooLarge } from './status.ts';

const address = 'https://x0.at/';
const mebibyte = 1024 * 1024;
const dayMs = 86_400_000;

/** The last three are x0.at's own figures; another server shows its own on its front page. */
const settings = z.strictObject({
  server: serverSetting(address, 'advanced'),
  maxMiB: z
    .number()
    .positive()
    .default(100)
    .meta({ title: 'Largest file (MiB)', description: 'As the server’s front page says', advanced: true }),
  minDays: z
    .number()
    .nonnegative()
    .default(3)
    .meta({ title: 'Shortest time kept (days)', description: 'For the largest files', advanced: true }),
  maxDays: z
    .number()
    .nonnegative()
    .default(100)
    .meta({ title: 'Longest time kept (days)', description: 'For the smallest files', advanced: true }),
});
type Settings = z.infer<typeof settings>;

/** How long a file of this size is kept, ms: the formula on the front page, `min + (max - min) * (1 - size/limit)²`. */
export function keptMs(sizeBytes: number, { maxMiB, minDays, maxDays }: Omit<Settings, 'server'>): number {
  const room = Math.max(0, 1 - sizeBytes / (maxMiB * mebibyte));
  return Math.floor((minDays + (maxDays - minDays) * room ** 2) * dayMs);
}

/** The script's own errors; its scan hook answers 400 with "Error: " and the hook's last line. */
function errors(answer: HttpAnswer, context: AnswerContext<Settings>): Failure | null {
  const { status, text } = answer;
  if (status === 400 && /\bempty\b/i.test(text)) return { kind: 'empty-refused' };
  if (status === 400 && /^Error: /.test(text)) return { kind: 'content-blocked', detail: context.detail };
  // Trap: a part that PHP dropped makes the script show its front page, as 200 (`upload_max_filesize`).
  const page = status === 200 && (answer.headers['content-type'] ?? '').startsWith('text/html') && /<html/i.test(text);
  if (page && context.limitBytes !== null && context.sizeBytes > context.limitBytes) return tooLarge(context);
  if (page) {
    const detail = `the server showed a page instead of a link; the file may be over its limit (${context.detail})`;
    return { kind: 'bad-answer', host: context.host, detail };
  }
  return null;
}

export const x0at = defineHttpHost({
  id: 'x0at',
  name: 'x0.at',
  homepage: 'https://x0.at',
  settings,
  server: { address, linkHosts: ['x0.at'] },
  traits: ({ maxMiB, minDays, maxDays }) => ({
    scope: 'public',
    maxBytes: Math.floor(maxMiB * mebibyte),
    maxBytesByExtension: {},
    refusedExtensions: [],
    takesEmptyFiles: false,
    retention: { kind: 'by-size', minMs: minDays * dayMs, maxMs: maxDays * dayMs },
    deletable: false,
    linkCheck: 'head',
    // Servers of this software can be set up to take the metadata out of pictures.
    mayShrink: ['jpg', 'jpeg', 'png', 'gif'],
    resumable: false,
    idempotent: false,
  }),
  request: (payload, { server }) => ({
    method: 'POST',
    url: new URL(server),
    // The default of three characters can be guessed; `formatted` is never sent, it asks for a page.
    body: multipartBody([['id_length', '16']], { field: 'file', payload }),
  }),
  readAnswer: ({ text }, { settings, payload, sentAt }) => ({
    link: text.trim(),
    expiresAt: sentAt + keptMs(payload.size, settings),
  }),
  errors,
});
