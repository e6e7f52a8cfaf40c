/** A real WebDAV server: Apache with mod_dav, which also shows what is stored to the world. */
import { join } from 'node:path';
import { type RealServer, startServer } from './server.ts';

export interface Webdav extends RealServer {
  /** `http://127.0.0.1:<port>/dav`, read and written with user and password. */
  readonly url: string;
  /** `http://127.0.0.1:<port>/public`, the same folder, read by anybody. */
  readonly publicUrl: string;
  readonly user: string;
  readonly password: string;
  /** The folder. Started by root, the server works as www-data. */
  readonly files: string;
}

export interface WebdavOptions {
  /** Larger bodies get 413; none by default. */
  readonly limitBytes?: number;
  /** The folder; one of its own by default. As root, www-data must get there. */
  readonly files?: string;
}

export async function startWebdav({ limitBytes = 0, files }: WebdavOptions = {}): Promise<Webdav> {
  const [user, password] = ['lab user', 'lab pass:word/ü'];
  const server = await startServer(
    'webdav',
    ['--port'],
    [
      ...['--user', user, '--password', password, '--limit', String(limitBytes)],
      ...(files === undefined ? [] : ['--files', files]),
    ],
  );
  const url = `http://127.0.0.1:${server.ports[0]}`;
  return {
    ...server,
    url: `${url}/dav`,
    publicUrl: `${url}/public`,
    user,
    password,
    files: files ?? join(server.folder, 'files'),
  };
}
