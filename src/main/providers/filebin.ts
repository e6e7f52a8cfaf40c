/** filebin.net, and other servers that run filebin2: files for a week, each in a bin of its own (hosts.md 1.9). */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Failure } from '../../shared/failure.ts';
import type { Proof } from '../../shared/model.ts';
import type { HttpAnswer } from '../net/net.ts';
import { rawBody } from '../net/raw-body.ts';
import { ask } from './fileless-request.ts';
import { type AnswerContext, below, defineHttpHost, jsonOf, serverSetting } from './http-host.ts';
import { pathSegment, shortenedName } from './names.ts';

const address = 'https://filebin.net';
const dayMs = 86_400_000;
/** Bytes; the server cuts longer names at their end, extension and all (`ValidateInput` in its `dbl/file.go`). */
const longestName = 120;

/** filebin.net's own figure, as it shows it ("6 days from now"); another server may keep files for longer. */
const settings = z.strictObject({
  server: serverSetting(address, 'advanced'),
  days: z
    .number()
    .positive()
    .default(6)
    .meta({ title: 'Time kept (days)', description: 'As the server shows it for a new file', advanced: true }),
});
type Settings = z.infer<typeof settings>;

const Uploaded = z.object({
  bin: z.object({ id: z.string(), expired_at: z.string().max(100).optional().catch(undefined) }),
  file: z.object({
    filename: z.string().min(1).max(1000),
    bytes: z.number().optional().catch(undefined),
    sha256: z.string().optional().catch(undefined),
  }),
});

/** The bin's name is all that keeps a file from strangers, who could delete it as well: 24 random characters. */
function newBin(): string {
  return randomBytes(18).toString('base64url');
}

function binOf(request: { readonly url: URL }): string {
  return request.url.pathname.split('/').at(-2) ?? '';
}

/** What the answer's hash proves, which is what we told it unless the server did not look. */
function compared(told: string | undefined, sent: string | undefined): { proof?: Proof; contradiction?: 'hash' } {
  if (told === undefined || !/^[0-9a-f]{64}$/i.test(told)) return {};
  return told.toLowerCase() === sent ? { proof: { kind: 'hash', by: 'host' } } : { contradiction: 'hash' };
}

/** The server's own words (`internal/web/http_file.go`). */
function errors({ status, text }: HttpAnswer, { detail, type, sizeBytes }: AnswerContext<Settings>): Failure | null {
  if (status === 400 && /\bempty file/i.test(text) && sizeBytes === 0) return { kind: 'empty-refused' };
  if (status === 400 && /\bsha-?256\b.*\b(mismatch|did not match)/i.test(text))
    return { kind: 'bad-proof', why: 'hash' };
  if (status === 403 && /\billegal file extension/i.test(text)) return { kind: 'type-refused', type };
  if (status === 403 && /\bcontent has been blocked/i.test(text)) return { kind: 'content-blocked', detail };
  return null;
}

export const filebin = defineHttpHost({
  id: 'filebin',
  name: 'filebin',
  homepage: address,
  settings,
  server: { address, linkHosts: ['filebin.net'] },
  traits: ({ days }) => ({
    scope: 'public',
    maxBytes: null,
    maxBytesByExtension: {},
    refusedExtensions: [],
    takesEmptyFiles: false,
    retention: { kind: 'fixed', ms: days * dayMs },
    deletable: true,
    // Traps: HEAD is refused, and programs that it does not know get a page. The answer to the upload is the proof.
    linkCheck: 'never',
    resumable: false,
    idempotent: false,
  }),
  request: async (payload, { server }, _secrets, { services, signal }) => ({
    method: 'PUT',
    url: below(server, `${newBin()}/${pathSegment(shortenedName(payload.name, longestName))}`),
    headers: { 'content-sha256': await services.hash(payload, signal) },
    body: rawBody(payload),
  }),
  readAnswer: ({ text }, { settings, request, sentAt, now }) => {
    const answer = jsonOf(text, Uploaded);
    const bin = binOf(request);
    if (answer?.bin.id !== bin) return null;
    const { filename, bytes, sha256 } = answer.file;
    const end = Date.parse(answer.bin.expired_at ?? '');
    return {
      // Trap: the name that it stored, which may be another.
      link: below(settings.server, `${bin}/${pathSegment(filename)}`).href,
      deleteHandle: bin,
      expiresAt: end > now ? end : sentAt + settings.days * dayMs,
      storedBytes: bytes,
      ...compared(sha256, request.headers?.['content-sha256']),
    };
  },
  errors,
  remove: async ({ link, deleteHandle }, use, signal) => {
    const name = new URL(link).pathname.split('/').at(-1) ?? '';
    const url = below(use.settings.server, `${encodeURIComponent(deleteHandle)}/${name}`);
    await ask(use, { method: 'DELETE', url, signal }, { accepts: [404] });
  },
});
