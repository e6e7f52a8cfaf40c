import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Payload } from '../../net/payload.ts';
import { filePayload } from '../../net/pinned-file.ts';
import { hostOf, portOf } from './listener.ts';
import { ask, rawAnswer, type TestServer, testServer } from './test-server.ts';

let box: TestServer;
const sockets: Socket[] = [];
let closedReaders = 0;

function watchedPayload(...args: Parameters<typeof filePayload>): Payload {
  const payload = filePayload(...args);
  return {
    ...payload,
    open: async () => {
      const reader = await payload.open();
      return {
        chunks: (range) => reader.chunks(range),
        [Symbol.asyncDispose]: async () => {
          await reader[Symbol.asyncDispose]();
          closedReaders++;
        },
      };
    },
  };
}

beforeEach(async () => {
  box = await testServer({
    payloadOf: watchedPayload,
    limits: { connectionsPerAddress: 4, headerBytes: 1024, headersTimeoutMs: 100, idleTimeoutMs: 300 },
  });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await box[Symbol.asyncDispose]();
});

function open(link: string, localAddress = '127.0.0.1'): Promise<{ socket: Socket; closed: Promise<void> }> {
  const { hostname, port } = new URL(link);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), localAddress });
    sockets.push(socket);
    socket.on('error', () => undefined);
    const closed = new Promise<void>((done) => socket.once('close', () => done()));
    // An end is noticed by those who read only.
    socket.resume();
    socket.once('connect', () => resolve({ socket, closed }));
  });
}

test('a client that sends its headers drop by drop is ended (slow loris)', async () => {
  const link = await box.shared('bytes');
  const { socket, closed } = await open(link);
  socket.write('GET / HTTP/1.1\r\n');
  const drip = setInterval(() => socket.write('X: y\r\n'), 20);
  await closed;
  clearInterval(drip);
});

test('a client that sends nothing is ended', async () => {
  await (await open(await box.shared('bytes'))).closed;
});

test('a client that stops reading is ended', async () => {
  const link = new URL(await box.shared(Buffer.alloc(64 * 1024 * 1024)));
  const { socket } = await open(link.href);
  socket.pause();
  const before = closedReaders;
  socket.write(`GET ${link.pathname} HTTP/1.1\r\nHost: ${link.host}\r\n\r\n`);
  await expect.poll(() => closedReaders, { timeout: 10_000 }).toBe(before + 1);
  expect(box.server.downloads('a.bin')).toBe(0);
});

test('headers over the limit get 431', async () => {
  const link = await box.shared('bytes');
  expect(await rawAnswer(link, `GET / HTTP/1.1\r\nX: ${'y'.repeat(2000)}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431 /);
});

test.each([
  'GET /\r\n\r\n',
  'GET / HTTP/9.9\r\n\r\n',
  '\x16\x03\x01\x02\x00\x01\r\n\r\n',
  'GET / HTTP/1.1\r\nA\0: b\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
])('what is no request (%o) is refused', async (text) =>
  expect(await rawAnswer(await box.shared('bytes'), text)).toMatch(/^(?:HTTP\/1.1 4\d\d |$)/),
);

test('one connection serves one request; pipelined ones end it', async () => {
  const link = new URL(await box.shared('bytes'));
  const get = `GET ${link.pathname} HTTP/1.1\r\nHost: ${link.host}\r\nConnection: keep-alive\r\n\r\n`;
  expect((await rawAnswer(link.href, get)).match(/HTTP\/1.1/g)).toHaveLength(1);
  expect((await rawAnswer(link.href, get.repeat(50))).match(/HTTP\/1.1/g) ?? []).toHaveLength(0);
});

test('garbage after a request never gets into its answer', async () => {
  const link = new URL(await box.shared('bytes'));
  const get = `GET ${link.pathname} HTTP/1.1\r\nHost: ${link.host}\r\n\r\n`;
  expect(await rawAnswer(link.href, `${get}nonsense\r\n\r\n`)).not.toContain('400');
});

test('more connections than one address may hold are dropped, other addresses are still served', async () => {
  await using patient = await testServer({ limits: { connectionsPerAddress: 4 } });
  const link = await patient.shared('bytes');
  const elsewhere = process.platform === 'darwin' ? '127.0.0.1' : '127.0.0.9';
  const held = await Promise.all(Array.from({ length: 4 }, () => open(link, elsewhere)));
  await (await open(link, elsewhere)).closed;
  expect(held.every(({ socket }) => socket.readable)).toBe(true);
  // macOS has no second address to ask from.
  if (elsewhere !== '127.0.0.1') expect((await ask(link)).status).toBe(200);
});

test('more connections than the limit are dropped, and places are free again afterwards', async () => {
  await using small = await testServer({ limits: { connections: 3 } });
  const link = await small.shared('bytes');
  const held = await Promise.all(Array.from({ length: 3 }, () => open(link)));
  await expect(ask(link)).rejects.toThrow();
  for (const { socket } of held) socket.destroy();
  const status = () =>
    ask(link).then(
      (answer) => answer.status,
      () => 0,
    );
  await expect.poll(status).toBe(200);
});

test.each([
  ['127.0.0.1', 4000, '127.0.0.1:4000'],
  ['fd00::2', 4000, '[fd00::2]:4000'],
  ['10.0.0.1', 80, '10.0.0.1'],
])('%s and port %i are %s in a link', (address, port, host) => {
  expect(hostOf(address, port)).toBe(host);
  expect(portOf(host)).toBe(port);
});
