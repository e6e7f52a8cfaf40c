/** Decides what a request to this computer's server gets. Everything in a request is untrusted. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { toFailure } from '../../../shared/failure.ts';
import type { Payload, PayloadReader, PinnedSource } from '../../net/payload.ts';
import { byteRange } from './byte-range.ts';
import { contentDisposition, contentType, safetyHeaders } from './headers.ts';
import type { RequestHandler } from './listener.ts';
import { isActive, type Share, type ShareStore } from './share-store.ts';
import { sendRange } from './transfer.ts';

/**
 * The payload of a source in the form that was shared (null: its own bytes). Fails with `source-changed` where it gives
 * that form no more, and as opening it does.
 */
export type PromisedPayload = (
  source: PinnedSource,
  name: string,
  mime: string,
  transform: string | null,
) => Payload | Promise<Payload>;

export interface HandlerParts {
  readonly store: ShareStore;
  readonly clock: () => number;
  readonly onChange: (uploadId: string) => void;
  readonly payloadOf: PromisedPayload;
  /** A request that brings it is our own check and not counted. */
  readonly probeSecret: string;
}

export const probeHeader = 'x-droprelay-probe';

const refusals = {
  400: 'A request has no body here.',
  404: 'There is nothing under this link.',
  405: 'Only GET and HEAD.',
  410: 'This link has ended.',
  416: 'The file is shorter than that.',
  421: 'This is not the address of the link.',
} as const;
type Refusal = keyof typeof refusals;

export function createRequestHandler(parts: HandlerParts): {
  handle: RequestHandler;
  /** Cuts the downloads of this share that are under way. */
  cut: (token: string) => void;
} {
  const { store, clock, payloadOf } = parts;
  const underWay = new Map<ServerResponse, string>();

  const serve = async (request: IncomingMessage, response: ServerResponse, share: Share): Promise<void> => {
    let reader: PayloadReader;
    try {
      const payload = await payloadOf(share.source, share.name, share.mime, share.transform);
      reader = await payload.open();
    } catch (error) {
      // Our own defects must not look like an answer about the file.
      if (toFailure(error).kind === 'bug') throw error;
      refuse(response, 410);
      return;
    }
    await using _ = reader;
    if (!isActive(store.byToken(share.token) ?? share, clock())) return refuse(response, 410);
    const etag = etagOf(share);
    // Whatever its form, it is as long as its source.
    const { size } = share.source;
    const asked = request.method === 'GET' && fresh(request, etag) ? byteRange(request.headers.range, size) : null;
    if (asked === 'unsatisfiable') return refuse(response, 416, { 'Content-Range': `bytes */${size}` });
    const range = asked ?? { start: 0, end: size };
    response.writeHead(asked === null ? 200 : 206, {
      ...safetyHeaders,
      'Content-Type': contentType(share.mime),
      'Content-Disposition': contentDisposition(share.name, share.mime),
      'Content-Length': range.end - range.start,
      'Accept-Ranges': 'bytes',
      ETag: etag,
      ...(asked === null ? {} : { 'Content-Range': `bytes ${range.start}-${range.end - 1}/${size}` }),
    });
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    await sendRange(response, reader, range);
    if (range.end === size && !isSame(single(request, probeHeader), parts.probeSecret)) {
      store.countDownload(share.token);
      parts.onChange(share.uploadId);
    }
  };

  const answer = async (request: IncomingMessage, response: ServerResponse, host: string): Promise<void> => {
    if (single(request, 'host') !== host) return refuse(response, 421);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, { Allow: 'GET, HEAD' });
    if (Number(request.headers['content-length'] ?? 0) !== 0 || request.headers['transfer-encoding'] !== undefined) {
      return refuse(response, 400);
    }
    const share = find(store, request.url ?? '', host);
    if (share === null) return refuse(response, 404);
    if (!isActive(share, clock())) return refuse(response, 410);
    underWay.set(response, share.token);
    try {
      await serve(request, response, share);
    } finally {
      underWay.delete(response);
    }
  };

  return {
    handle: (request, response, host) => {
      request.on('error', () => response.destroy());
      response.on('error', () => response.destroy());
      // Whatever went wrong with the bytes, the client must see an incomplete answer, never a wrong whole one.
      answer(request, response, host).catch(() => response.destroy());
    },
    cut: (token) => {
      for (const [response, of] of underWay) if (of === token) response.destroy();
    },
  };
}

/** The share of `/<token>/<name>`; null where anything differs, so that nobody learns which part was right. */
function find(store: ShareStore, target: string, host: string): Share | null {
  const [, token, encodedName] = /^\/([A-Za-z0-9_-]{22})\/([^/?#]+)(?:\?.*)?$/.exec(target) ?? [];
  if (token === undefined || encodedName === undefined) return null;
  const share = store.byToken(token);
  if (share === null || !isSame(token, share.token) || share.host !== host) return null;
  try {
    return decodeURIComponent(encodedName) === share.name ? share : null;
  } catch {
    return null;
  }
}

/** Answers with one line of plain text. */
function refuse(response: ServerResponse, status: Refusal, headers: OutgoingHttpHeaders = {}): void {
  const text = `${refusals[status]}\n`;
  response.writeHead(status, {
    ...safetyHeaders,
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}

/** A share never has other bytes than those pinned, so its token names them; nothing of the file itself gets out. */
function etagOf(share: Share): string {
  return `"${createHash('sha256').update(`etag ${share.token}`).digest('base64url').slice(0, 22)}"`;
}

/** False where the client has a part of something else: then it gets the whole. */
function fresh(request: IncomingMessage, etag: string): boolean {
  const condition = single(request, 'if-range');
  return condition === undefined || condition === etag;
}

/** A header that came exactly once; Node alone would take the first of several. */
function single(request: IncomingMessage, name: string): string | undefined {
  const values = request.headersDistinct[name];
  return values?.length === 1 ? values[0] : values === undefined ? undefined : '';
}

function isSame(given: string | undefined, secret: string): boolean {
  const a = Buffer.from(given ?? '');
  const b = Buffer.from(secret);
  return a.length === b.length && timingSafeEqual(a, b);
}
