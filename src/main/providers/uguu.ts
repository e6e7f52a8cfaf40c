/** uguu.se, and other servers that run Uguu: files for a few hours, 128 MiB each (hosts.md 1.7). */
import { z } from 'zod';
import type { Failure } from '../../shared/failure.ts';
import { multipartBody } from '../net/multipart.ts';
import type { HttpAnswer } from '../net/net.ts';
import type { Payload } from '../net/payload.ts';
import { type AnswerContext, below, defineHttpHost, jsonOf, serverSetting } from './http-host.ts';
import { shortenedName } from './names.ts';
import { retryAfterMs, tooLarge } from './status.ts';

const address = 'https://uguu.se';
const mebibyte = 1024 * 1024;
const hourMs = 3_600_000;
/** Bytes; longer names are cut or refused. */
const longestName = 249;

/** The figures are uguu.se's own; for the time kept, the shortest that any source names. */
const settings = z.strictObject({
  server: serverSetting(address, 'advanced'),
  linkHost: z
    .string()
    .regex(/^([a-z0-9.-]+(:\d{1,5})?)?$/i)
    .default('')
    .meta({
      title: 'Host of its links',
      description: 'Only for a server whose links lead neither to itself nor to a host below it',
      advanced: true,
    }),
  maxMiB: z
    .number()
    .positive()
    .default(128)
    .meta({ title: 'Largest file (MiB)', description: 'As the server’s front page says', advanced: true }),
  hours: z
    .number()
    .nonnegative()
    .default(3)
    .meta({ title: 'Time kept (hours)', description: 'As the server’s front page says', advanced: true }),
});
type Settings = z.infer<typeof settings>;

/** The software's own list, and `zip`, which the live host was seen to refuse. */
const refusedExtensions = 'exe scr com vbs bat cmd htm html jar msi apk phtml svg zip'.split(' ');

const Answer = z.object({
  success: z.literal(true),
  files: z.tuple([z.object({ url: z.string(), size: z.number().optional().catch(undefined) })]).rest(z.unknown()),
});
const Refusal = z.object({ description: z.string() });

/** The software's own errors, told apart by their descriptions: its 400 and 500 stand for several. */
function errors(answer: HttpAnswer, context: AnswerContext<Settings>): Failure | null {
  const { status } = answer;
  const { host, detail, sizeBytes, limitBytes } = context;
  const said = jsonOf(answer.text, Refusal)?.description;
  if (said === undefined) return null;
  // Trap: its rate limit is a 500.
  const [, seconds] = /\bplease wait (\d{1,6}) seconds\b/i.exec(said) ?? [];
  if (status === 500 && (seconds !== undefined || /\brate limit/i.test(said))) {
    const told = seconds === undefined ? null : Number(seconds) * 1000;
    return { kind: 'rate-limited', host, retryAfterMs: retryAfterMs(answer, context.now) ?? told };
  }
  if (status === 415 && /blacklist/i.test(said)) return { kind: 'content-blocked', detail };
  // Trap: over one limit of PHP there is no file, over another the server fails.
  const lost = status === 400 && /\bno input\b/i.test(said);
  const failed = status === 500 && /\bserver error\b/i.test(said);
  if ((lost || failed) && limitBytes !== null && sizeBytes > limitBytes) return tooLarge(context);
  if (!lost) return null;
  return { kind: 'bad-request', host, status, detail: `the file did not arrive; it may be over a limit (${detail})` };
}

/** The payload under a name that the host takes: all that it keeps of one is the extension. */
function shortlyNamed(payload: Payload): Payload {
  const { name, mime, size, source } = payload;
  return { name: shortenedName(name, longestName), mime, size, source, open: () => payload.open() };
}

export const uguu = defineHttpHost({
  id: 'uguu',
  name: 'uguu',
  homepage: address,
  settings,
  server: {
    address,
    // a., d., h., n. and others.
    linkHosts: ['*.uguu.se'],
    // The software serves files at a host of their own, as `a.` or `files.` before its name.
    ownLinkHosts: ({ server, linkHost }) => [`*.${new URL(server).hostname}`, ...(linkHost ? [linkHost] : [])],
  },
  traits: ({ maxMiB, hours }) => ({
    scope: 'public',
    maxBytes: Math.floor(maxMiB * mebibyte),
    maxBytesByExtension: {},
    refusedExtensions,
    takesEmptyFiles: true,
    retention: { kind: 'fixed', ms: hours * hourMs },
    deletable: false,
    linkCheck: 'head',
    resumable: false,
    idempotent: false,
  }),
  request: (payload, { server }) => ({
    method: 'POST',
    url: below(server, 'upload'),
    body: multipartBody([], { field: 'files[]', payload: shortlyNamed(payload) }),
  }),
  readAnswer: ({ text }, { settings, sentAt }) => {
    const file = jsonOf(text, Answer)?.files[0];
    return file ? { link: file.url, expiresAt: sentAt + settings.hours * hourMs, storedBytes: file.size } : null;
  },
  errors,
});
