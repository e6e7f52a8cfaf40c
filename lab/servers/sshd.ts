/** A real SFTP server: OpenSSH. */
import { mkdir, readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { type RealServer, runScript, startServer } from './server.ts';

export interface Sshd extends RealServer {
  readonly host: string;
  readonly port: number;
  /** Who logs in with the key: the user that runs the tests. */
  readonly keyUser: string;
  /** In OpenSSH's own format, ed25519, no passphrase. */
  readonly privateKey: string;
  readonly privateKeyPath: string;
  /** Who logs in with the password; the same files. */
  readonly passwordUser: string;
  readonly password: string;
  /** Where a session begins, and what is sent lies. */
  readonly files: string;
  /** `ssh-ed25519 AAAA…`, the second word is the key in base64. */
  hostKey(): Promise<string>;
  /** The same server at the same address, with another host key. Open sessions end. */
  replaceHostKey(): Promise<void>;
  /** Ends it and all sessions, and starts it again at the same address. */
  restart(): Promise<void>;
}

export interface SshdOptions {
  /** A shell command that speaks SFTP on its standard input and output, instead of OpenSSH's own server. */
  readonly sftp?: string;
}

export async function startSshd({ sftp }: SshdOptions = {}): Promise<Sshd> {
  const password = 'lab pass+word/ü';
  const args = ['--password', password, ...(sftp === undefined ? [] : ['--sftp', sftp])];
  const server = await startServer('sshd', ['--port'], args);
  const {
    folder,
    ports: [port = 0],
  } = server;
  const privateKeyPath = join(folder, 'user_key');
  const files = join(folder, 'files');
  await mkdir(files, { recursive: true });
  const again = async (...more: string[]): Promise<void> => {
    await runScript('sshd', ['stop', folder]);
    await runScript('sshd', [
      'start',
      folder,
      '--port',
      String(port),
      ...args,
      ...more,
      '--owner',
      String(process.pid),
    ]);
  };
  return {
    ...server,
    host: '127.0.0.1',
    port,
    keyUser: userInfo().username,
    privateKey: await readFile(privateKeyPath, 'utf8'),
    privateKeyPath,
    passwordUser: 'droprelay',
    password,
    files,
    hostKey: async () => (await readFile(join(folder, 'host_key.pub'), 'utf8')).trim(),
    replaceHostKey: () => again('--new-host-key'),
    restart: () => again(),
  };
}
