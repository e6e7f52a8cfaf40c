// An SSH server that shows who it is, and lets nobody in.
import { createHash } from 'node:crypto';
import ssh2 from 'ssh2';

export interface SshServer extends AsyncDisposable {
  readonly port: number;
  /** As `ssh-keygen -lf` prints it. */
  readonly fingerprint: string;
  /** It gets another key, at the same place. */
  setUpAnew(): Promise<void>;
}

export async function startSshServer(): Promise<SshServer> {
  let running = await listen(0);
  return {
    get port() {
      return running.port;
    },
    get fingerprint() {
      return running.fingerprint;
    },
    async setUpAnew() {
      await running.stop();
      running = await listen(running.port);
    },
    [Symbol.asyncDispose]: () => running.stop(),
  };
}

async function listen(port: number) {
  const key = ssh2.utils.generateKeyPairSync('ed25519');
  const server = new ssh2.Server({ hostKeys: [key.private] }, (client) => {
    client.on('authentication', (asked) => asked.reject());
    client.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const [, bytes = ''] = key.public.split(' ');
  const hash = createHash('sha256').update(Buffer.from(bytes, 'base64')).digest('base64').replace(/=+$/, '');
  const stop = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  return { port: (server.address() as { port: number }).port, fingerprint: `SHA256:${hash}`, stop };
}
