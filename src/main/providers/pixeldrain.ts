/** pixeldrain.com: files in one's own account, up to 10 GB for 60 days on the free plan (hosts.md 1.8). */
import { z } from 'zod';
import type { Failure } from '../../shared/failure.ts';
import type { Proof } from '../../shared/model.ts';
import type { HttpAnswer } from '../net/net.ts';
import type { Payload } from '../net/payload.ts';
import { rawBody } from '../net/raw-body.ts';
import { ask } from './fileless-request.ts';
import { type AnswerContext, below, defineHttpHost, jsonOf, serverSetting, type Use } from './http-host.ts';
import { pathSegment, shortenedName } from './names.ts';
import type { Connection, Contradicted, Provider, Secrets } from './provider.ts';
import { tooLarge } from './status.ts';

const address = 'https://pixeldrain.com';
const dayMs = 86_400_000;
/** "255 characters"; taken as bytes, the lower of the two meanings. */
const longestName = 255;
/** Up to this size (bytes) a file is hashed for its proof: a quarter of a second. Above, the size has to do. */
const hashedBelow = 64 * 1024 * 1024;

/** Bytes, and how long a file is kept (the host's own figures of 26 Jan 2026). */
const plans = {
  free: { maxBytes: 10_000_000_000, keptMs: 60 * dayMs },
  pro: { maxBytes: 100_000_000_000, keptMs: 120 * dayMs },
} as const;

const settings = z.strictObject({
  server: serverSetting(address, 'hidden'),
  plan: z
    .enum(['free', 'pro'])
    .default('free')
    .meta({
      title: 'Plan',
      description: 'Sets the largest file and how long files are kept.',
      choices: { free: 'Free', pro: 'Pro' },
    }),
});
type Settings = z.infer<typeof settings>;

const id = z.string().regex(/^[\w-]{1,64}$/);
const Uploaded = z.object({ id, success: z.literal(true).optional() });
const Refused = z.object({ value: z.string().max(100) });
const Info = z.object({ size: z.number(), hash_sha256: z.string().optional().catch(undefined) });

/**
 * The key is the password of HTTP Basic, the user's name does not matter. One of two letters makes the key begin at a
 * border of Base64, so that a host that repeats the header does not get the key past the redaction.
 */
function signedIn({ apiKey = '' }: Secrets): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`dr:${apiKey}`).toString('base64')}` };
}

/** The host's own errors (its API page); `value` is stable, the message is not. */
function errors(answer: HttpAnswer, context: AnswerContext<Settings>): Failure | null {
  const { host, detail, sizeBytes } = context;
  const { status } = answer;
  if (status < 400) return null;
  switch (jsonOf(answer.text, Refused)?.value) {
    case 'file_too_large':
      return tooLarge(context);
    // Trap: the same status as for a file that is too large.
    case 'name_too_long':
      return { kind: 'bad-request', host, status, detail };
    // Trap: an empty file is none to it.
    case 'no_file':
      return sizeBytes === 0 ? { kind: 'empty-refused' } : null;
    default:
      return null;
  }
}

const host = defineHttpHost({
  id: 'pixeldrain',
  name: 'pixeldrain',
  homepage: address,
  settings,
  offBecause: 'It needs the API key of a pixeldrain account.',
  secretFields: [
    {
      name: 'apiKey',
      title: 'API key',
      description: 'Made at pixeldrain.com/user/api_keys, once you are signed in there.',
      required: true,
      environment: ['PIXELDRAIN_API_KEY'],
    },
  ],
  server: { address, linkHosts: ['pixeldrain.com'] },
  traits: ({ plan }) => ({
    scope: 'public',
    maxBytes: plans[plan].maxBytes,
    maxBytesByExtension: {},
    refusedExtensions: [],
    takesEmptyFiles: false,
    retention: { kind: 'fixed', ms: plans[plan].keptMs },
    deletable: true,
    // Trap: the link is a page, and the bare file may be refused to all but people. The host's own words are the proof.
    linkCheck: 'never',
    resumable: false,
    idempotent: false,
  }),
  request: (payload, { server }, secrets) => ({
    method: 'PUT',
    url: below(server, `api/file/${pathSegment(shortenedName(payload.name, longestName))}`),
    headers: signedIn(secrets),
    body: rawBody(payload),
  }),
  readAnswer: ({ text }, { settings: { server, plan }, sentAt }) => {
    const uploaded = jsonOf(text, Uploaded);
    return (
      uploaded && {
        link: below(server, `u/${uploaded.id}`).href,
        deleteHandle: uploaded.id,
        expiresAt: sentAt + plans[plan].keptMs,
      }
    );
  },
  errors,
  remove: async ({ deleteHandle }, use, signal) => {
    const url = below(use.settings.server, `api/file/${pathSegment(deleteHandle)}`);
    await ask(use, { method: 'DELETE', url, headers: signedIn(use.secrets), signal }, { accepts: [404] });
  },
  // The host's own example of a request with a key; it lists the account's files, of which nothing is read.
  checkCredentials: async (use, signal) => {
    const url = below(use.settings.server, 'api/user/files');
    await ask(use, { method: 'GET', url, headers: signedIn(use.secrets), signal, maxAnswerBytes: 1024 });
  },
});

/**
 * What the host knows of a file that it took. A question that brings no answer proves nothing, and is no failure: the
 * link is there.
 */
async function proofOf(
  fileId: string,
  payload: Payload,
  use: Use<Settings>,
  signal: AbortSignal,
): Promise<Proof | Contradicted> {
  const url = below(use.settings.server, `api/file/${fileId}/info`);
  const answer = await ask(use, { method: 'GET', url, signal }).catch(() => null);
  const info = answer && jsonOf(answer.text, Info);
  if (!info) return { kind: 'unverified', why: signal.aborted ? 'not-asked' : 'unreachable' };
  if (info.size !== payload.size) return { kind: 'contradiction', why: 'size' };
  const told = info.hash_sha256?.toLowerCase() ?? '';
  if (payload.size > hashedBelow || !/^[0-9a-f]{64}$/.test(told)) return { kind: 'size', by: 'host' };
  const sha256 = await use.services.hash(payload, signal).catch(() => null);
  if (sha256 === null) return { kind: 'size', by: 'host' };
  return sha256 === told ? { kind: 'hash', by: 'host' } : { kind: 'contradiction', why: 'hash' };
}

export const pixeldrain: Provider<Settings> = {
  ...host,
  connect(settings, secrets, services): Connection {
    const connection = host.connect(settings, secrets, services);
    return {
      ...connection,
      async upload(payload, run) {
        const delivery = await connection.upload(payload, run);
        const { deleteHandle } = delivery;
        if (deleteHandle === null) return delivery;
        const proof = await proofOf(deleteHandle, payload, { settings, secrets, services }, run.signal);
        return { ...delivery, proof };
      },
    };
  },
};
