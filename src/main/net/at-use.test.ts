import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { UploadFailure } from '../../shared/failure.ts';
import { netAtUse, probeAtUse } from './at-use.ts';

async function startServer(): Promise<URL> {
  const server = createServer((_request, response) => response.end('here'));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

test('asks as the net does, many at once, and is closed as that is', async () => {
  const url = await startServer();
  const net = netAtUse({});
  const answers = await Promise.all([1, 2, 3].map(() => net.request({ method: 'GET', url })));
  expect(answers.map(({ text }) => text)).toEqual(['here', 'here', 'here']);
  const { socket } = await net.connect({ url });
  await net.close();
  await expect.poll(() => socket.destroyed).toBe(true);
  await expect(net.request({ method: 'GET', url })).rejects.toThrow(UploadFailure);
});

test('closed before its first use, it asks nobody', async () => {
  const url = await startServer();
  const net = netAtUse({});
  await net.close();
  await expect(net.request({ method: 'GET', url })).rejects.toThrow(UploadFailure);
  await expect(net.connect({ url })).rejects.toThrow(UploadFailure);
});

test('closed while it is loaded, it asks nobody', async () => {
  const url = await startServer();
  const net = netAtUse({});
  const asked = net.request({ method: 'GET', url });
  const closed = net.close();
  await expect(asked).rejects.toThrow(UploadFailure);
  await closed;
});

test('looks at the way as the probe does', async () => {
  const url = await startServer();
  const probe = probeAtUse({});
  expect(await probe.proxyTo(url)).toBeNull();
  expect(await probe.addresses(url, new AbortController().signal)).toEqual(['127.0.0.1']);
  const way = await probe.open(url, new AbortController().signal);
  expect(way.proxy).toBeNull();
  way[Symbol.dispose]();
});
