import type { RequestListener } from 'node:http';
import { afterAll, describe, expect, it } from 'vitest';
import { serve } from './fixtures/loopback.ts';
import { createNet } from './http.ts';
import { checkLink, type LinkQuestion } from './link-check.ts';

const net = createNet({ isOffline: () => false });
afterAll(() => net.close());

interface Asked {
  readonly result: unknown;
  readonly slept: readonly number[];
  readonly seen: readonly string[];
}

/** Asks a server about a file of 1,000 bytes called photo.png. */
async function ask(handler: RequestListener, more: Partial<LinkQuestion> = {}): Promise<Asked> {
  const slept: number[] = [];
  const seen: string[] = [];
  await using server = await serve((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers.range ?? ''}`.trim());
    expect(request.headers['accept-encoding']).toBe('identity');
    handler(request, response);
  });
  const result = await checkLink(net, {
    url: new URL('f', server.url),
    expectedSize: 1000,
    mime: 'image/png',
    name: 'photo.png',
    method: 'head',
    signal: new AbortController().signal,
    allowPrivate: () => true,
    sleep: async (ms) => void slept.push(ms),
    ...more,
  });
  return { result, slept, seen };
}

const answer =
  (status: number, headers: Record<string, string | number> = {}): RequestListener =>
  (_request, response) =>
    response.writeHead(status, headers).end();
const bySize = { kind: 'size', by: 'link' };
const reachable = { kind: 'reachable', by: 'link' };
const unreachable = { kind: 'unverified', why: 'unreachable' };

describe('an answer to HEAD', () => {
  const page = { 'content-type': 'text/html; charset=utf-8' };
  it.each([
    ['with the right length proves the size', { 'content-length': 1000 }, {}, bySize],
    ['without a length shows that it is there', {}, {}, reachable],
    ['with an encoded length shows no more', { 'content-length': 9, 'content-encoding': 'gzip' }, {}, reachable],
    ['with another length contradicts', { 'content-length': 999 }, {}, { contradiction: 'size', gotBytes: 999 }],
    ['that is a page contradicts', { ...page, 'content-length': 9 }, {}, { contradiction: 'page', gotBytes: 9 }],
    ['that is a page of any length contradicts', page, {}, { contradiction: 'page', gotBytes: null }],
    ['that is a page may be the page', page, { mime: 'text/html', name: 'a.html' }, reachable],
    ['that is a page may be a file of unknown type', page, { mime: 'application/octet-stream' }, reachable],
    ['of a page with the size of the file is the file', { ...page, 'content-length': 1000 }, {}, bySize],
    ['as an attachment is no page', { ...page, 'content-disposition': 'attachment' }, {}, reachable],
  ])('%s', async (_, headers, more, result) => {
    expect(await ask(answer(200, headers), more)).toEqual({ result, slept: [], seen: ['HEAD /f'] });
  });

  it.each([403, 405, 501])('%i makes it ask for one byte', async (refusal) => {
    const { result, seen } = await ask((request, response) => {
      if (request.method === 'HEAD') response.writeHead(refusal).end();
      else response.writeHead(206, { 'content-range': 'bytes 0-0/1000' }).end('x');
    });
    expect({ result, seen }).toEqual({ result: bySize, seen: ['HEAD /f', 'GET /f bytes=0-0'] });
  });
});

describe('an answer to a request for one byte', () => {
  it.each([
    [206, { 'content-range': 'bytes 0-0/1000' }, 1000, bySize],
    [206, { 'content-range': 'bytes 0-0/7' }, 1000, { contradiction: 'size', gotBytes: 7 }],
    [206, { 'content-range': 'bytes 0-0/*' }, 1000, reachable],
    [416, { 'content-range': 'bytes */0' }, 0, bySize],
    [416, { 'content-range': 'bytes */0' }, 1000, { contradiction: 'size', gotBytes: 0 }],
    [416, {}, 0, unreachable],
  ])('%i %j for a file of %i bytes', async (status, headers, expectedSize, result) => {
    expect((await ask(answer(status, headers), { method: 'range', expectedSize })).result).toEqual(result);
  });

  it('may be the whole file, which is not read', async () => {
    const whole: RequestListener = (_request, response) => {
      response.writeHead(200, { 'content-length': 1e9 });
      response.write('x'.repeat(1000));
    };
    expect((await ask(whole, { method: 'range', expectedSize: 1e9 })).result).toEqual(bySize);
  });
});

describe('a link that can not be reached', () => {
  it('is asked again, and is there the third time', async () => {
    const statuses = [404, 503, 200];
    const asked = await ask((_request, response) =>
      response.writeHead(statuses.shift() ?? 500, { 'content-length': 1000 }).end(),
    );
    expect(asked).toMatchObject({ result: bySize, slept: [2_000, 8_000] });
  });

  it.each([
    ['answers with 404', answer(404)],
    ['answers with 500', answer(500)],
    ['breaks off', ((request) => void request.socket.destroy()) satisfies RequestListener],
  ])('and %s stays unverified', async (_, handler) => {
    const asked = await ask(handler);
    expect(asked).toMatchObject({ result: unreachable, slept: [2_000, 8_000] });
    expect(asked.seen).toHaveLength(3);
  });
});

describe('a link that must open', () => {
  const closed = { contradiction: 'closed', gotBytes: null };
  const mustOpen = { mustOpen: true };

  it.each([400, 401, 403, 404, 405, 410, 451])('and is refused with %i to the last contradicts', async (status) => {
    const { result, slept } = await ask(answer(status), mustOpen);
    expect([result, slept]).toEqual([closed, [2_000, 8_000]]);
    expect((await ask(answer(status))).result).toEqual(unreachable);
  });

  it.each([408, 416, 425, 429, 500, 503])('and is answered %i is not reached', async (status) => {
    expect((await ask(answer(status), mustOpen)).result).toEqual(unreachable);
  });

  it('may come late', async () => {
    let asked = 0;
    const handler: RequestListener = (_, response) =>
      response.writeHead(++asked < 3 ? 404 : 200, asked < 3 ? {} : { 'content-length': 1000 }).end();
    expect((await ask(handler, mustOpen)).result).toEqual(bySize);
  });

  it('is judged by the last answer', async () => {
    let asked = 0;
    const handler: RequestListener = (_, response) => response.writeHead(++asked < 3 ? 404 : 503).end();
    expect((await ask(handler, mustOpen)).result).toEqual(unreachable);
  });
});

describe('redirects', () => {
  const hops =
    (count: number): RequestListener =>
    (request, response) => {
      const hop = Number(request.url?.match(/\d+$/)?.[0] ?? 0);
      if (hop < count) response.writeHead(302, { location: `/hop/${hop + 1}` }).end();
      else response.writeHead(200, { 'content-length': 1000 }).end();
    };

  it('are followed five times', async () => {
    expect((await ask(hops(5))).result).toEqual(bySize);
    expect((await ask(hops(6), { delaysMs: [0] })).result).toEqual(unreachable);
  });

  it.each(['file:///etc/passwd', 'javascript:alert(1)', 'http://', ''])('to %j are not', async (location) => {
    const { result, seen } = await ask(answer(301, { location }), { delaysMs: [0] });
    expect({ result, times: seen.length <= 6 }).toEqual({ result: unreachable, times: true });
  });

  it('to private addresses are not, though the link itself is allowed', async () => {
    const inside: string[] = [];
    await using home = await serve((request, response) => {
      inside.push(request.url ?? '');
      response.end();
    });
    const redirect = answer(302, { location: new URL('router/reboot', home.url).href });
    const asked = await ask(redirect, { allowPrivate: (url) => url.host !== home.url.host });
    expect(asked).toMatchObject({ result: { kind: 'unverified', why: 'not-checkable' }, slept: [] });
    expect(inside).toEqual([]);
  });
});

describe('cancelling', () => {
  const cancelled = { failure: { kind: 'cancelled' } };

  it('ends the wait', async () => {
    const ending = new AbortController();
    const sleep = async (): Promise<void> => ending.abort();
    await expect(ask(answer(404), { signal: ending.signal, sleep })).rejects.toMatchObject(cancelled);
  });

  it('ends the request', async () => {
    const ending = new AbortController();
    await expect(ask(() => ending.abort(), { signal: ending.signal })).rejects.toMatchObject(cancelled);
  });
});
