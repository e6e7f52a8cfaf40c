/** The requests that a WebDAV server is asked (RFC 4918): each once, its answer told apart. */
import { type Failure, UploadFailure } from '../../../shared/failure.ts';
import type { HttpRequest, SentAnswer } from '../../net/net.ts';
import type { Payload } from '../../net/payload.ts';
import { answerLimit } from '../../net/time-limits.ts';
import { ask, textBody } from '../fileless-request.ts';
import { answerDetail, plainLine, retryAfterMs } from '../status.ts';
import type { Dav } from './place.ts';
import { type Resource, readResources, wantedProperties } from './properties.ts';

/** Bytes; what a server tells of a folder of some thousand files. */
const longestList = 8 * 1024 * 1024;

export type DavRequest = Pick<
  HttpRequest,
  'method' | 'url' | 'headers' | 'body' | 'signal' | 'onSent' | 'answerTimeoutMs' | 'maxAnswerBytes'
>;

/** Statuses that mean something of their own here. */
const own = [405, 409, 423, 501];

/** Sends a request as the user. `accepts` are statuses besides 2xx that are no failure. */
export async function davRequest(
  dav: Dav,
  request: DavRequest,
  { accepts = [], payload }: { accepts?: readonly number[]; payload?: Payload } = {},
): Promise<SentAnswer> {
  const { user, secrets, services } = dav;
  const credentials = Buffer.from(`${user}:${secrets.password ?? ''}`).toString('base64');
  const answer = await ask(
    dav,
    { ...request, headers: { ...request.headers, authorization: `Basic ${credentials}` } },
    { accepts: [...accepts, ...own], secrets: [credentials], ...(payload && { payload }) },
  );
  if (accepts.includes(answer.status) || answer.status < 300) return answer;
  throw new UploadFailure(ownFailure(answer, request.url.host, services.clock()));
}

function ownFailure(answer: SentAnswer, host: string, now: number): Failure {
  const { status } = answer;
  // Locked: by somebody who works with the file, or by the server for a while.
  if (status === 423) return { kind: 'server', host, status, retryAfterMs: retryAfterMs(answer, now) };
  // The folder above is missing (RFC 4918, 9.7.1).
  if (status === 409) return { kind: 'not-found', host };
  return { kind: 'bad-answer', host, detail: `no WebDAV here (status ${status})` };
}

/** A step before or after the file's own request: whatever becomes of it, nothing of the file has left with it. */
export async function davStep(dav: Dav, request: DavRequest, accepts: readonly number[] = []): Promise<SentAnswer> {
  return davRequest(dav, request, { accepts }).catch((error: unknown) => {
    throw error instanceof UploadFailure ? new UploadFailure(error.failure, { cause: error.cause }) : error;
  });
}

/** What is at an address, null for nothing. Fails with `bad-answer` where nobody speaks WebDAV. */
export async function statOf(dav: Dav, url: URL, signal: AbortSignal): Promise<Resource | null> {
  return (await propertiesOf(dav, url, '0', signal))?.[0] ?? null;
}

/** What is in a folder, the folder itself included; null where there is none. */
export function listOf(dav: Dav, url: URL, signal: AbortSignal): Promise<Resource[] | null> {
  return propertiesOf(dav, url, '1', signal);
}

async function propertiesOf(dav: Dav, url: URL, depth: '0' | '1', signal: AbortSignal): Promise<Resource[] | null> {
  const request = {
    method: 'PROPFIND' as const,
    url,
    headers: { depth },
    body: textBody('application/xml; charset=utf-8', wantedProperties),
    signal,
    ...(depth === '1' && { maxAnswerBytes: longestList }),
  };
  const answer = await davStep(dav, request, [404]);
  if (answer.status === 404) return null;
  const found = answer.status === 207 ? readResources(answer.text) : null;
  if (found && (found.length > 0 || answer.truncated)) return found;
  const detail = answerDetail(answer, [dav.secrets.password ?? '']);
  const host = url.host;
  throw new UploadFailure({ kind: 'bad-answer', host, detail: plainLine(`no WebDAV here: ${detail}`, 300) });
}

/** Makes a folder and those above it, below the destination's own; one that is there already is fine. */
export async function makeFolders(
  dav: Dav,
  path: readonly string[],
  at: (path: string) => URL,
  signal: AbortSignal,
): Promise<void> {
  if (path.length === 0) return;
  const url = new URL(`${at(path.join('/')).href}/`);
  // 409: the one above is missing (RFC 4918, 9.3.1); some servers say 404.
  if (await makeFolder(dav, url, [404, 409], signal)) return;
  await makeFolders(dav, path.slice(0, -1), at, signal);
  await makeFolder(dav, url, [], signal);
}

/** False where it was refused with one of the statuses of `accepts`. */
async function makeFolder(dav: Dav, url: URL, accepts: readonly number[], signal: AbortSignal): Promise<boolean> {
  try {
    // 405: it is there.
    const { status } = await davStep(dav, { method: 'MKCOL', url, signal }, [...accepts, 405]);
    return !accepts.includes(status);
  } catch (error) {
    // Two uploads that make it at once: Apache says 403 to the second.
    const mayBeThere = error instanceof UploadFailure && ['forbidden', 'server'].includes(error.failure.kind);
    if (mayBeThere && (await statOf(dav, url, signal))) return true;
    throw error;
  }
}

/**
 * Gives what is at `from` the address `to`, where nothing may be; false where something is. A failure tells `all` where
 * it may have worked.
 */
export async function moveTo(
  dav: Dav,
  { from, to, size }: { from: URL; to: URL; size: number },
  signal: AbortSignal,
): Promise<boolean> {
  const request = {
    method: 'MOVE' as const,
    url: from,
    // A whole address: some servers take no path (seen with Apache 2.4: 400).
    headers: { destination: to.href, overwrite: 'F' },
    signal,
    // A server may have to copy it, or to put it together.
    answerTimeoutMs: answerLimit(size),
  };
  const answer = await davRequest(dav, request, { accepts: [412, 502] }).catch((error: unknown) => {
    if (!(error instanceof UploadFailure)) throw error;
    throw new UploadFailure(error.failure, { cause: error.cause, sent: isRefusal(error.failure) ? 'nothing' : 'all' });
  });
  const { status } = answer;
  if (status === 412) return false;
  if (status === 201 || status === 204) return true;
  const host = from.host;
  if (status !== 502) {
    throw new UploadFailure({ kind: 'bad-answer', host, detail: `status ${status} to a MOVE` }, { sent: 'all' });
  }
  // mod_dav behind a proxy that takes its TLS away: it can not see that the address is its own.
  if (!/destination/i.test(answer.text))
    throw new UploadFailure({ kind: 'server', host, status, retryAfterMs: null }, { sent: 'all' });
  const detail = `the server does not know its own address: ${answerDetail(answer, [dav.secrets.password ?? ''])}`;
  throw new UploadFailure({ kind: 'bad-answer', host, detail: plainLine(detail, 300) });
}

/** True for a clear no, after which nothing has changed at the server. */
function isRefusal({ kind }: Failure): boolean {
  return ['auth', 'forbidden', 'not-found', 'bad-request', 'rate-limited', 'quota', 'too-large', 'dns', 'tls'].includes(
    kind,
  );
}

/** Deletes what is at an address; false where nothing was. */
export async function removeAt(dav: Dav, url: URL, signal: AbortSignal): Promise<boolean> {
  const { status } = await davStep(dav, { method: 'DELETE', url, signal }, [404, 410]);
  // 207: some of it could not be deleted (RFC 4918, 9.6.1).
  if (status !== 207) return status < 300;
  throw new UploadFailure({ kind: 'bad-answer', host: url.host, detail: 'it could not be deleted' });
}
