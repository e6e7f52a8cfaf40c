/** TLS before a stand-in that speaks none, with a certificate that may be the wrong one. */
import { once } from 'node:events';
import { connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer } from 'node:tls';
import { testCertificate, testKey } from '../src/main/net/fixtures/certificate.ts';
import { labCertificates, labKey } from './certificates.ts';
import { listen, portOf } from './loopback.ts';

/**
 * `trusted`, `expired` and `wrong-name` are signed by `labAuthority` (`certificates.ts`), `self-signed` by itself.
 * `cut` closes the connection in the middle of the handshake; `no-tls` answers the handshake in plain HTTP.
 */
export type TlsFace = 'trusted' | 'self-signed' | 'expired' | 'wrong-name' | 'cut' | 'no-tls';

export interface TlsFront {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts one before `target`, on a free port of the loopback. */
export async function tlsFront(target: { host: string; port: number }, face: TlsFace): Promise<TlsFront> {
  const sockets = new Set<Socket>();
  const server = serverOf(face, (socket) => {
    const host = connect({ ...target, allowHalfOpen: true });
    host.on('error', () => socket.destroy());
    socket.on('error', () => host.destroy());
    socket.on('close', () => host.destroy());
    socket.pipe(host).pipe(socket);
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  });
  await listen(server, 0);
  return {
    port: portOf(server),
    async stop() {
      const done = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await done;
    },
  };
}

function serverOf(face: TlsFace, use: (socket: Socket) => void): Server {
  if (face === 'cut' || face === 'no-tls') {
    const answer = 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';
    const meet = (socket: Socket) => (face === 'cut' ? socket.destroy() : socket.end(answer));
    return createTcpServer((socket) => socket.once('data', () => meet(socket)));
  }
  const identity =
    face === 'self-signed' ? { cert: testCertificate, key: testKey } : { cert: labCertificates[face], key: labKey };
  // A client that does not like the certificate ends the handshake: no fault of ours.
  return createServer({ allowHalfOpen: true, ...identity }, use).on('tlsClientError', () => {});
}
