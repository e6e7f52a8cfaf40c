import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import { expect, it } from 'vitest';
import { UploadFailure } from '../../shared/failure.ts';
import { testCertificate } from './fixtures/certificate.ts';
import { patternBytes, post, serve, testFolder } from './fixtures/loopback.ts';
import { serveHttpProxy, serveSocksProxy } from './fixtures/proxies.ts';
import { createNet } from './http.ts';
import { multipartBody } from './multipart.ts';
import type { Net, RequestBody } from './net.ts';
import type { Payload } from './payload.ts';
import { filePayload, pinFile } from './pinned-file.ts';
import { rawBody, stretchBody } from './raw-body.ts';

/** More chunks than there are buffers, and the last one short. */
const spare = 321;
const size = 9 * 1024 * 1024 + spare;
const files = 4;
const uploadsEach = 45;
const atOnce = 5;
const half = size / 2;
const everything = patternBytes(size + files * 1_000_003);
/** No two of them have the same bytes in the same place, so that a buffer of another upload shows. */
const contents = Array.from({ length: files }, (_, file) =>
  everything.subarray(file * 1_000_003, file * 1_000_003 + size),
);

/** How an upload goes: read at once, read slowly, reset or refused by the server at half, or cancelled by us there. */
const ends = ['fast', 'slow', 'reset', 'refuse', 'cancel'] as const;
type End = (typeof ends)[number];

interface Arrived {
  /** Payload bytes, and whether each was the one that belongs there. */
  bytes: number;
  right: boolean;
}

async function compare(request: IncomingMessage, response: ServerResponse, arrived: Arrived): Promise<void> {
  const [, end, file, start] = (request.url ?? '').split('/');
  const content = contents[Number(file)] ?? Buffer.alloc(0);
  let at = -Number(start);
  for await (const chunk of request as AsyncIterable<Buffer>) {
    const ofPayload = chunk.subarray(Math.max(0, -at), Math.max(0, size - at));
    const from = Math.max(0, at);
    if (!ofPayload.equals(content.subarray(from, from + ofPayload.length))) arrived.right = false;
    at += chunk.length;
    arrived.bytes = Math.min(size, Math.max(0, at));
    if (end === 'slow' && chunk.length > 16_000) await delay(1);
    if (end === 'reset' && at > half) return void cut(request.socket);
    if (end === 'refuse' && at > half && !response.headersSent) response.writeHead(413).end('too large');
  }
  if (!response.headersSent) response.end('ok');
}

/** A TLS connection knows no reset of its own; what it has not read makes one of its end. */
function cut(socket: Socket): void {
  if (socket instanceof TLSSocket) socket.destroy();
  else socket.resetAndDestroy();
}

const ways = [
  ['http', null],
  ['https', null],
  ['http', 'http'],
  ['https', 'http'],
  ['https', 'socks5'],
] as const;

it.each(ways)(
  'over %s, proxy %s, what arrives is what is on disk, whichever uploads are slow, reset, refused or cancelled beside it',
  { timeout: 60_000 },
  async (scheme, proxyKind) => {
    await using folder = await testFolder();
    const arrivals = new Map<string, Arrived>();
    await using server = await serve(
      (request, response) => {
        const arrived = { bytes: 0, right: true };
        arrivals.set(request.url ?? '', arrived);
        compare(request, response, arrived).catch(() => {});
      },
      { secure: scheme === 'https' },
    );
    await using proxy = proxyKind === 'socks5' ? await serveSocksProxy() : await serveHttpProxy();
    const net = createNet({
      extraCertificates: [testCertificate],
      resolveProxy: async () => (proxyKind ? proxy.at : { kind: 'direct' }),
    });
    const pins = await Promise.all(
      contents.map(async (content, file) => pinFile(await folder.file(`${file}`, content))),
    );
    const outcomes = new Set<string>();
    let next = 0;
    const work = async (): Promise<void> => {
      for (let index = next++; index < uploadsEach; index = next++) {
        const end = ends[index % ends.length] ?? 'fast';
        const pin = pins[index % files];
        if (!pin) throw new Error('no such file');
        const payload = filePayload(pin, 'f', 'application/octet-stream');
        const { body, payloadStart } = bodyOf(payload, index);
        const path = `/${end}/${index % files}/${payloadStart}/${index}`;
        const outcome = await send(net, new URL(path, server.url), body, end);
        outcomes.add(`${end}: ${outcome}`);
        const arrived = arrivals.get(path);
        expect(arrived?.right ?? true, `${path} is whole`).toBe(true);
        if (outcome === 'answer 200') expect(arrived?.bytes).toBe(size);
        if (end === 'reset') expect(arrived?.bytes ?? 0).toBeLessThan(size);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    await net.close();
    const seen = [...outcomes];
    expect(seen).toEqual(expect.arrayContaining(['fast: answer 200', 'slow: answer 200', 'cancel: cancelled']));
    // A proxy may hide from us that the connection behind it was reset, and a refusal may come in time or not.
    expect(seen.filter((outcome) => /^(reset|refuse|cancel): answer 200/.test(outcome))).toEqual([]);
    // A forwarding proxy of Node uses a connection again whose last request was refused early, and that may be cut.
    const isForwarded = scheme === 'http' && proxyKind !== null;
    if (!isForwarded) expect(seen.filter((outcome) => /^(fast|slow): /.test(outcome))).toHaveLength(2);
  },
);

/** In a form, as it is, or from some byte on, so that the last chunk is as large as a buffer. */
function bodyOf(payload: Payload, index: number): { body: RequestBody; payloadStart: number } {
  const part = stretchBody(payload, spare, size);
  if (index % 3 === 1) return { body: part, payloadStart: -spare };
  const body = index % 3 === 0 ? multipartBody([['a', 'b']], { field: 'f', payload }) : rawBody(payload);
  return { body, payloadStart: body.payloadStart };
}

async function send(net: Net, url: URL, body: RequestBody, end: End): Promise<string> {
  const ending = new AbortController();
  const onSent = (bytes: number): void => void (end === 'cancel' && bytes > half && ending.abort());
  return await net.request(post(url, body, { signal: ending.signal, onSent })).then(
    ({ status }) => `answer ${status}`,
    (error: unknown) => {
      if (error instanceof UploadFailure) return error.failure.kind;
      throw error;
    },
  );
}
