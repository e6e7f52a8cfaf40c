import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connectSessionBus } from './dbus.ts';

/** Something that listens where a bus should. */
async function listen(answer: (socket: Socket) => void): Promise<AsyncDisposable & { address: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-dbus-'));
  const path = join(folder, 'bus');
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    answer(socket);
  });
  server.listen(path);
  await once(server, 'listening');
  return {
    address: `unix:path=${path}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

describe.skipIf(process.platform === 'win32')('there is no bus', () => {
  test.each(['unix:path=/nonexistent/bus', 'autolaunch:', 'what:ever=1', 'nonsense', 'tcp:host=localhost'])(
    'at %s',
    async (address) => {
      expect(await connectSessionBus(60_000, address)).toBeNull();
    },
  );

  test.each<[string, (socket: Socket) => void]>([
    ['hangs up', (socket) => socket.destroy()],
    ['ends', (socket) => socket.end()],
    ['lets nobody in', (socket) => socket.on('data', () => socket.write('REJECTED EXTERNAL\r\n'))],
    ['speaks otherwise', (socket) => socket.on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))],
  ])('where somebody %s', async (_what, answer) => {
    await using server = await listen(answer);
    expect(await connectSessionBus(60_000, server.address)).toBeNull();
  });

  test('where somebody says nothing, for longer than one waits', async () => {
    await using server = await listen(() => undefined);
    expect(await connectSessionBus(50, server.address)).toBeNull();
  });
});
