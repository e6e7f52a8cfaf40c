import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { userAgent } from '../../shared/app.ts';
import { testCertificate } from './fixtures/certificate.ts';
import { bodyOf, drained, patternBytes, post, serve, serveSockets, sha256, testFolder } from './fixtures/loopback.ts';
import { createNet } from './http.ts';
import type { Net } from './net.ts';
import { filePayload, pinFile } from './pinned-file.ts';
import { rawBody } from './raw-body.ts';

let net: Net;
beforeAll(() => {
  net = createNet({ extraCertificates: [testCertificate], isOffline: () => false });
});
afterAll(() => net.close());

describe('a request', () => {
  it('says who we are, how long the body is, and follows no redirect', async () => {
    const seen: unknown[] = [];
    await using server = await serve(async (request, response) => {
      const { 'user-agent': agent, 'content-length': length, 'content-type': type, 'x-test': test } = request.headers;
      const body = String(await drained(request));
      seen.push({ method: request.method, url: request.url, agent, length, type, test, body });
      response.writeHead(302, { location: '/elsewhere', 'set-cookie': ['a=1', 'b=2'] }).end('\ufeffmoved');
    });
    const sent: number[] = [];
    const request = post(new URL('up?a=b', server.url), bodyOf('one', 'two'), {
      headers: { 'X-Test': 'yes', 'Content-Length': '99' },
      onSent: (bytes) => sent.push(bytes),
    });
    const answer = await net.request(request);
    const type = 'application/octet-stream';
    expect(seen).toEqual([
      { method: 'POST', url: '/up?a=b', agent: userAgent, length: '6', type, test: 'yes', body: 'onetwo' },
    ]);
    expect(answer).toMatchObject({ status: 302, text: 'moved', truncated: false });
    expect(answer.headers).toMatchObject({ location: '/elsewhere', 'set-cookie': 'a=1, b=2' });
    expect(sent.at(-1)).toBe(6);
    expect(sent).toEqual([...new Set(sent)].sort((a, b) => a - b));
  });

  it('sends an empty body as one', async () => {
    await using server = await serve((request, response) => response.end(request.headers['content-length']));
    const sent: number[] = [];
    const answer = await net.request(post(server.url, bodyOf(), { onSent: (bytes) => sent.push(bytes) }));
    expect(answer.text).toBe('0');
    expect(sent).toEqual([0]);
  });

  it.each([
    ['a header that breaks out of its line', { 'x-a': 'b\r\nx-c: d' }],
    ['a header name that does', { 'x-a: b\r\nx-c': 'd' }],
  ])('refuses %s', async (_, headers) => {
    let asked = 0;
    await using server = await serve((_request, response) => {
      asked++;
      response.end();
    });
    await expect(net.request(post(server.url, bodyOf('x'), { headers }))).rejects.toMatchObject({
      failure: { kind: 'bug' },
      sent: 'nothing',
    });
    expect(asked).toBe(0);
  });

  it.each([
    ['fewer bytes than', 4, bodyOf('abc')],
    ['more bytes than', 4, bodyOf('abc', 'de')],
    ['nothing of what', 4, bodyOf()],
  ])('is not completed by a body that gives %s it announced', async (_, length, body) => {
    const bodies: string[] = [];
    await using server = await serve(async (request, response) => {
      bodies.push(String(await drained(request)));
      response.end('ok');
    });
    await expect(net.request(post(server.url, { ...body, length }))).rejects.toMatchObject({
      failure: { kind: 'bug' },
    });
    expect(bodies).toEqual([]);
  });
});

describe('an answer', () => {
  it('is cut at its limit, and the rest is not read', async () => {
    let stopped = Promise.resolve<unknown>(null);
    await using server = await serve(async (_request, response) => {
      stopped = once(response, 'close');
      while (!response.destroyed) {
        response.write('x'.repeat(1000));
        await turn();
      }
    });
    const answer = await net.request({ method: 'GET', url: server.url, maxAnswerBytes: 1500 });
    expect(answer).toMatchObject({ status: 200, truncated: true, text: 'x'.repeat(1500) });
    await stopped;
  });

  it('of a HEAD request is its headers', async () => {
    await using server = await serve((_request, response) => response.writeHead(200, { 'content-length': '5' }).end());
    const answer = await net.request({ method: 'HEAD', url: server.url });
    expect(answer).toMatchObject({ status: 200, text: '', headers: { 'content-length': '5' } });
  });

  it('that is no HTTP is a broken connection', async () => {
    await using server = await serveSockets((socket) => socket.resume().end('SSH-2.0-OpenSSH_9.9\r\n'));
    await expect(net.request({ method: 'GET', url: server.url })).rejects.toMatchObject({
      failure: { kind: 'connection' },
    });
  });
});

describe('the bytes that arrive', () => {
  const size = 64 * 1024 * 1024 + 4321;

  it.each([
    ['http', 'fast'],
    ['http', 'slow'],
    ['https', 'fast'],
    ['https', 'slow'],
  ])('are those on disk, over %s to a %s reader, two files at once', { timeout: 60_000 }, async (scheme, reader) => {
    await using folder = await testFolder();
    const content = patternBytes(size);
    const payload = filePayload(await pinFile(await folder.file('f', content)), 'f', 'application/octet-stream');
    const secure = scheme === 'https';
    await using server = await serve(
      async (request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) {
          chunks.push(chunk);
          if (reader === 'slow' && chunks.length % 8 === 0) for (let idle = 0; idle < 20; idle++) await turn();
        }
        response.end(sha256(Buffer.concat(chunks)));
      },
      { secure },
    );
    const answers = await Promise.all([1, 2].map(() => net.request(post(server.url, rawBody(payload)))));
    expect(answers.map(({ text }) => text)).toEqual([sha256(content), sha256(content)]);
  });

  it.each(['http', 'https'])('are those of a body that uses one buffer for everything, over %s', async (scheme) => {
    await using server = await serve(
      async (request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) {
          chunks.push(chunk);
          for (let idle = 0; idle < 20; idle++) await turn();
        }
        response.end(sha256(Buffer.concat(chunks)));
      },
      { secure: scheme === 'https' },
    );
    const content = patternBytes(16 * 1024 * 1024);
    const lengths = [7, 5_000, 65_535, 65_536, 300_000, 1];
    const body = {
      ...bodyOf(content),
      async *chunks() {
        const buffer = Buffer.alloc(300_000);
        for (let from = 0, turns = 0; from < content.length; turns++) {
          const copied = content.copy(buffer, 0, from, from + (lengths[turns % lengths.length] ?? 1));
          from += copied;
          yield buffer.subarray(0, copied);
          buffer.fill(0);
        }
      },
    };
    expect((await net.request(post(server.url, body))).text).toBe(sha256(content));
  });
});
