import { once } from 'node:events';
import { appendFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  bodyOf,
  drained,
  patternBytes,
  post,
  serve,
  serveSockets,
  testFolder,
  timesOpen,
} from './fixtures/loopback.ts';
import { createNet } from './http.ts';
import type { HttpRequest, Net } from './net.ts';
import { filePayload, pinFile } from './pinned-file.ts';
import { rawBody } from './raw-body.ts';

/** More than both ends' socket buffers hold. */
const large = 24 * 1024 * 1024;
const pattern = patternBytes(large);
let net: Net;
beforeAll(() => {
  net = createNet({ isOffline: () => false });
});
afterAll(() => net.close());

/** Sends a real file, and looks afterwards that nobody holds it open. */
async function upload(url: URL, more: Partial<HttpRequest> = {}, size = large, whileRead?: (path: string) => unknown) {
  await using folder = await testFolder();
  const path = await folder.file('f', pattern.subarray(0, size));
  const body = rawBody(filePayload(await pinFile(path), 'f', 'application/octet-stream'));
  const touched = whileRead && { onSent: () => void whileRead(path) };
  const outcome = await net.request(post(url, body, { ...touched, ...more })).catch((error: unknown) => error);
  await vi.waitFor(async () => expect(await timesOpen(path)).toBe(0), 10_000);
  return outcome;
}

describe('a host that answers early', () => {
  it('has answered, when it waits for us to stop', async () => {
    await using server = await serve((_request, response) => response.writeHead(413).end('too large'));
    expect(await upload(server.url)).toMatchObject({ status: 413, text: 'too large' });
  });

  it('has answered or cut the connection, when it hangs up at once', async () => {
    await using server = await serveSockets((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno');
        socket.destroySoon();
      });
      socket.resume();
    });
    for (let round = 0; round < 10; round++) {
      const outcome = await upload(server.url);
      const answered = expect.objectContaining({ status: 413 });
      const cut = expect.objectContaining({
        failure: expect.objectContaining({ kind: 'cut-while-sending' }),
        sent: 'part',
      });
      expect([outcome]).toContainEqual(outcome instanceof Error ? cut : answered);
    }
  });

  it('has refused, even where its sentence is cut', async () => {
    await using server = await serveSockets((socket) => {
      socket.once('data', () =>
        socket.write('HTTP/1.1 507 Full\r\nContent-Length: 100\r\n\r\nno roo', () => socket.end()),
      );
      socket.resume();
    });
    expect(await upload(server.url, {}, 10)).toMatchObject({ status: 507, text: 'no roo', truncated: true });
  });

  it('with success has not got our file', async () => {
    await using server = await serve((_request, response) => response.end('http://host/some-link'));
    expect(await upload(server.url)).toMatchObject({ failure: { kind: 'cut-while-sending' }, sent: 'part' });
  });
});

describe('a connection that breaks', () => {
  it('when it is made leaves nothing behind', async () => {
    const server = await serve(() => {});
    await server[Symbol.asyncDispose]();
    expect(await upload(server.url)).toMatchObject({
      failure: { kind: 'connection', host: server.url.host, detail: expect.stringContaining('ECONNREFUSED') },
      sent: 'nothing',
    });
  });

  it('in the middle of the body says how far it got', async () => {
    await using server = await serve((request) => {
      let got = 0;
      request.on('data', (chunk: Buffer) => {
        got += chunk.length;
        if (got > 4 * 1024 * 1024) request.socket.resetAndDestroy();
      });
    });
    const outcome = await upload(server.url);
    expect(outcome).toMatchObject({ failure: { kind: 'cut-while-sending', host: server.url.host }, sent: 'part' });
    const { failure } = outcome as { failure: { sentBytes: number } };
    expect(failure.sentBytes).toBeGreaterThan(0);
    expect(failure.sentBytes).toBeLessThan(large);
  });

  it.each([large, 1000])('after the whole body of %i bytes may have left a copy', async (size) => {
    await using server = await serve(async (request) => {
      await drained(request);
      request.socket.destroy();
    });
    expect(await upload(server.url, {}, size)).toMatchObject({ failure: { kind: 'connection' }, sent: 'all' });
  });

  it('in the middle of a success is no answer', async () => {
    await using server = await serve(async (request, response) => {
      await drained(request);
      response.writeHead(200, { 'content-length': '100' });
      response.write('https://host/half-of-a-li', () => request.socket.destroy());
    });
    expect(await upload(server.url, {}, 1000)).toMatchObject({ failure: { kind: 'connection' }, sent: 'all' });
  });
});

describe('a host that keeps us waiting', () => {
  it('while we send is stalled', async () => {
    await using server = await serveSockets(() => {});
    expect(await upload(server.url, { stallTimeoutMs: 100 })).toMatchObject({
      failure: { kind: 'stalled', host: server.url.host, afterMs: 100 },
      sent: 'part',
    });
  });

  it('for its answer times out, and may have kept a copy', async () => {
    await using server = await serve((request) => void request.resume());
    expect(await upload(server.url, { answerTimeoutMs: 50 }, 1000)).toMatchObject({
      failure: { kind: 'timeout', host: server.url.host },
      sent: 'all',
    });
    await expect(net.request({ method: 'GET', url: server.url, answerTimeoutMs: 50 })).rejects.toMatchObject({
      failure: { kind: 'timeout', afterMs: 50 },
    });
  });

  it.each([200, 500])('with an answer %i that never ends is not waited for', async (status) => {
    await using server = await serve(async (request, response) => {
      await drained(request);
      response.writeHead(status);
      const drip = setInterval(() => response.write('x'), 2);
      response.on('close', () => clearInterval(drip));
    });
    const refused = { status: 500, truncated: true };
    const timedOut = { failure: { kind: 'timeout' }, sent: 'all' };
    const outcome = await upload(server.url, { answerTimeoutMs: 100 }, 1000);
    expect(outcome).toMatchObject(status === 500 ? refused : timedOut);
  });
});

describe('cancelling', () => {
  const cancelled = { failure: { kind: 'cancelled' } };

  it('before anything was done sends nothing', async () => {
    expect(await upload(new URL('http://127.0.0.1:1/'), { signal: AbortSignal.abort() }, 10)).toMatchObject(cancelled);
  });

  it('works while the connection is made', async () => {
    const waiting = new AbortController();
    const lookup = () => queueMicrotask(() => waiting.abort());
    await using endless = { net: createNet({ lookup }), [Symbol.asyncDispose]: () => endless.net.close() };
    const request = endless.net.request(post(new URL('http://host.test/'), bodyOf('x'), { signal: waiting.signal }));
    await expect(request).rejects.toMatchObject({ ...cancelled, sent: 'nothing' });
  });

  it('works while the body is sent', async () => {
    const ending = new AbortController();
    await using server = await serve((request) => request.once('data', () => ending.abort()));
    expect(await upload(server.url, { signal: ending.signal })).toMatchObject({ ...cancelled, sent: 'part' });
  });

  it('works while the answer is awaited, and while it is read', async () => {
    for (const begin of [false, true]) {
      const ending = new AbortController();
      await using server = await serve(async (request, response) => {
        await drained(request);
        if (begin) await new Promise<void>((resolve) => response.writeHead(500).write('x', () => resolve()));
        ending.abort();
      });
      expect(await upload(server.url, { signal: ending.signal }, 10)).toMatchObject({ ...cancelled, sent: 'all' });
    }
  });

  it('is what closing the net does to requests under way', async () => {
    const closing = createNet();
    await using server = await serve(() => void closing.close());
    await expect(closing.request(post(server.url, bodyOf('x')))).rejects.toMatchObject({ sent: 'all' });
    await expect(closing.request({ method: 'GET', url: server.url })).rejects.toMatchObject({
      failure: { kind: 'connection' },
    });
  });
});

describe('a source that changes while it is sent', () => {
  it('is what the request fails with, and the host never sees a whole body', async () => {
    const requests: IncomingMessage[] = [];
    await using server = await serve((request) => {
      requests.push(request.resume());
      request.on('error', () => {});
    });
    const outcome = await upload(server.url, {}, large, (path) => appendFile(path, 'more'));
    expect(outcome).toMatchObject({ failure: { kind: 'source-changed' } });
    const request = requests[0];
    if (request && !request.closed) await once(request, 'close');
    expect(requests.map(({ complete }) => complete)).toEqual([false]);
  });
});
