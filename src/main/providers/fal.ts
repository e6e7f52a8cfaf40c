/**
 * fal.ai's storage, meant for the input of its models, under the user's own key (hosts.md 1.11, protocol B: what its
 * official JavaScript client does).
 */
import { z } from 'zod';
import { UploadFailure } from '../../shared/failure.ts';
import { parseLink } from '../net/links.ts';
import type { Payload } from '../net/payload.ts';
import { payloadProgress } from '../net/payload-body.ts';
import { rawBody } from '../net/raw-body.ts';
import { type FalTarget, sendInParts, signatureOf } from './fal-parts.ts';
import { ask, jsonBody } from './fileless-request.ts';
import { below, jsonOf, serverSetting, type Use } from './http-host.ts';
import type { Delivery, Provider, UploadRun } from './provider.ts';

const address = 'https://rest.fal.ai';
/** Above this size (bytes) a file goes in parts; one PUT of 131 MB was seen refused with 413. */
const largestWhole = 90 * 1024 * 1024;
const daySeconds = 86_400;
const lifetimes = {
  '1h': 3_600,
  '1d': daySeconds,
  '7d': 7 * daySeconds,
  '30d': 30 * daySeconds,
  '1y': 365 * daySeconds,
};

const settings = z.strictObject({
  server: serverSetting(address, 'hidden'),
  lifetime: z
    .enum(['account', '1h', '1d', '7d', '30d', '1y'])
    .default('account')
    .meta({
      title: 'Keep for',
      choices: {
        account: 'As your account says',
        '1h': '1 hour',
        '1d': '1 day',
        '7d': '7 days',
        '30d': '30 days',
        '1y': '1 year',
      },
      description:
        '“As your account says” leaves it to your settings at fal, which keep files without an end unless you changed them.',
    }),
});
type Settings = z.infer<typeof settings>;

const Started = z.object({ upload_url: z.string().max(8192), file_url: z.string() });

function lifetimeSeconds({ lifetime }: Settings): number | null {
  return lifetime === 'account' ? null : lifetimes[lifetime];
}

/** True where the user set another server than fal's own. */
function isOwn(server: URL): boolean {
  return server.host !== new URL(address).host;
}

/**
 * The address to send the file to: at any host, since the one who names it is trusted with the file, but https, or the
 * very server that was set. It is its own credential: the key never goes there.
 */
function uploadAddress(text: string, server: URL): URL | null {
  const url = URL.parse(text);
  if (url?.username !== '' || url.password !== '' || url.hash !== '') return null;
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && url.origin === server.origin);
  return isSafe ? url : null;
}

function fileLink(text: string, server: URL): URL | null {
  const url = parseLink(text, { allowHttp: server.protocol === 'http:' });
  const isHere = isOwn(server) ? url?.host === server.host : url?.hostname.endsWith('.fal.media');
  return url && isHere && !url.pathname.endsWith('/') ? url : null;
}

/** Where the file goes, and where it will be; null where one of the addresses is not safe. */
function targetOf(
  uploadUrl: string,
  link: string,
  { server, startedAt }: { server: URL; startedAt: number },
): FalTarget | null {
  const [to, at] = [uploadAddress(uploadUrl, server), fileLink(link, server)];
  return (
    to && at && { uploadUrl: to, link: at.href, startedAt, mayBePrivate: isOwn(server) && to.host === server.host }
  );
}

function signedIn({ secrets: { key = '' }, settings: { server } }: Use<Settings>): Record<string, string> {
  // What no header can hold is no key.
  if (!/^[\x21-\x7e]+$/.test(key)) throw new UploadFailure({ kind: 'auth', host: new URL(server).host });
  return { accept: 'application/json', authorization: `Key ${key}` };
}

/** The key's ID and its secret, where a host repeats only one of them. */
function partsOf({ secrets: { key = '' } }: Pick<Use<Settings>, 'secrets'>): string[] {
  return key.split(':').filter((part) => part.length >= 8);
}

/** Asks where the file shall go. Nothing of it has left when this fails. */
async function initiate(payload: Payload, run: UploadRun, use: Use<Settings>): Promise<FalTarget> {
  const server = new URL(use.settings.server);
  const seconds = lifetimeSeconds(use.settings);
  const startedAt = use.services.clock();
  const path = `storage/upload/${payload.size > largestWhole ? 'initiate-multipart' : 'initiate'}`;
  const request = {
    method: 'POST' as const,
    url: below(use.settings.server, `${path}?storage_type=fal-cdn-v3`),
    headers: {
      ...signedIn(use),
      // Never `null` for "no end": it was seen to delete at once.
      ...(seconds !== null && { 'x-fal-object-lifecycle': JSON.stringify({ expiration_duration_seconds: seconds }) }),
    },
    body: jsonBody({ content_type: payload.mime, file_name: payload.name }),
    signal: run.signal,
  };
  const answer = await ask(use, request, { payload, secrets: partsOf(use) }).catch((error: unknown) => {
    throw error instanceof UploadFailure ? new UploadFailure(error.failure, { cause: error.cause }) : error;
  });
  const started = jsonOf(answer.text, Started);
  const target = started && targetOf(started.upload_url, started.file_url, { server, startedAt });
  if (target) return target;
  // Not in the host's words: they may hold an address that is good for an upload.
  const detail = started ? 'an address that is not safe or not its own' : 'no address to send the file to';
  throw new UploadFailure({ kind: 'bad-answer', host: server.host, detail });
}

async function sendWhole(payload: Payload, run: UploadRun, use: Use<Settings>): Promise<FalTarget> {
  const target = await initiate(payload, run, use);
  const body = rawBody(payload);
  const request = {
    method: 'PUT' as const,
    url: target.uploadUrl,
    body,
    onSent: payloadProgress(body, payload, run.onProgress),
    signal: run.signal,
    allowPrivateAddresses: target.mayBePrivate,
  };
  await ask(use, request, { payload, secrets: signatureOf(target) });
  return target;
}

async function upload(payload: Payload, run: UploadRun, use: Use<Settings>): Promise<Delivery> {
  const server = new URL(use.settings.server);
  const targets = {
    begin: () => initiate(payload, run, use),
    from: ({ uploadUrl, link, startedAt }: { uploadUrl: string; link: string; startedAt: number }) =>
      targetOf(uploadUrl, link, { server, startedAt }),
  };
  const { link, startedAt } =
    payload.size > largestWhole ? await sendInParts(payload, run, use, targets) : await sendWhole(payload, run, use);
  const seconds = lifetimeSeconds(use.settings);
  return { link, deleteHandle: null, expiresAt: seconds === null ? null : startedAt + seconds * 1000, proof: null };
}

/** Asks for a token, as fal's Python client does before an upload (protocol A); it is not used. */
async function checkCredentials(use: Use<Settings>, signal: AbortSignal): Promise<void> {
  const url = below(use.settings.server, 'storage/auth/token?storage_type=fal-cdn-v3');
  await ask(
    use,
    { method: 'POST', url, headers: signedIn(use), body: jsonBody({}), signal },
    { secrets: partsOf(use) },
  );
}

export const fal: Provider<Settings> = {
  id: 'fal',
  name: 'fal.ai',
  homepage: 'https://fal.ai',
  settings,
  offBecause: 'It needs the key of a paid fal account.',
  secretFields: [
    {
      name: 'key',
      title: 'Key',
      description: 'Made at fal.ai/dashboard/keys; it consists of an ID and a secret with a colon between them.',
      required: true,
      environment: ['FAL_KEY', ['FAL_KEY_ID', 'FAL_KEY_SECRET']],
    },
  ],
  traits: (settings) => {
    const seconds = lifetimeSeconds(settings);
    return {
      // Whoever has the link may download, unless the account says otherwise.
      scope: 'public',
      maxBytes: null,
      maxBytesByExtension: {},
      refusedExtensions: [],
      takesEmptyFiles: true,
      retention: seconds === null ? { kind: 'no-end-date' } : { kind: 'fixed', ms: seconds * 1000 },
      // Only its platform's API deletes files.
      deletable: false,
      linkCheck: 'head',
      // In parts, above 90 MiB.
      resumable: true,
      idempotent: false,
    };
  },
  servers: ({ server }) => [new URL(server)],
  connect(settings, secrets, services) {
    const server = new URL(settings.server);
    return {
      upload: (payload, run) => upload(payload, run, { settings, secrets, services }),
      checkCredentials: (signal) => checkCredentials({ settings, secrets, services }, signal),
      ownsAddress: (url) => isOwn(server) && url.host === server.host,
    };
  },
};
