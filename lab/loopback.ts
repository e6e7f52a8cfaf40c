/** Ports on this machine's loopback address. */
import { once } from 'node:events';
import type { Server } from 'node:net';

/** Listens there; 0 takes any free port. Throws what listening throws. */
export async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
