import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultLookup } from './fault-lookup.ts';
import { listen, portOf } from './loopback.ts';

const server = createServer();
beforeAll(() => listen(server, 0));
afterAll(() => server.close());

test.each([
  ['missing.example', 'ENOTFOUND'],
  ['unlisted.example', 'ENOTFOUND'],
  ['busy.example', 'EAI_AGAIN'],
])('%s fails with %s', async (name, code) => {
  const { lookup, asked } = faultLookup({ 'missing.example': 'missing', 'busy.example': 'try-again' });
  const [error] = await once(connect({ host: name, port: 80, lookup }), 'error');
  expect([error.code, asked]).toEqual([code, [name]]);
});

test('one that never answers leaves the connection waiting; once known, it leads there', async () => {
  const names = faultLookup({ 'host.example': 'silent' });
  const port = portOf(server);
  const waiting = connect({ host: 'host.example', port, lookup: names.lookup });
  await expect.poll(() => names.asked).toEqual(['host.example']);
  expect(waiting.connecting).toBe(true);
  waiting.destroy();
  names.set('host.example', '127.0.0.1');
  const socket = connect({ host: 'host.example', port, lookup: names.lookup });
  await once(socket, 'connect');
  socket.destroy();
});
