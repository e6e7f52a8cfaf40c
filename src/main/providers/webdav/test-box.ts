/** A destination at a small WebDAV server, for tests. */
import { createHash } from 'node:crypto';
import { createRig, type Rig } from '../conformance-rig.ts';
import { webdav } from '../webdav.ts';
import { type DavServer, type Manners, startDavServer } from './test-server.ts';

export interface Box extends AsyncDisposable {
  readonly server: DavServer;
  readonly rig: Rig;
  /** The file behind a link. */
  sha256(link: string): string;
  told(): string[];
}

export async function openBox(manners: Partial<Manners> = {}, settings: object = {}): Promise<Box> {
  const server = await startDavServer(manners);
  const unused = () => Promise.reject(new Error('it has no faults'));
  const rig = await createRig(webdav, {
    secrets: () => ({ password: 'canary-password' }),
    start: async () => ({
      standIn: {
        settings: { server: `${server.url.href}dav`, user: 'ann', publicUrl: 'https://files.example/', ...settings },
        uploads: [],
        requests: [],
        key: null,
        fail: unused,
        heal: unused,
      },
      async stop() {
        await server[Symbol.asyncDispose]();
      },
    }),
  });
  return {
    server,
    rig,
    sha256(link) {
      const bytes = server.files.get(`/dav${decodeURIComponent(new URL(link).pathname)}`);
      return createHash('sha256')
        .update(bytes ?? 'nothing')
        .digest('hex');
    },
    told: () =>
      server.requests.map(({ what }) => what.replaceAll(/[a-z0-9]{16}/g, '…').replaceAll(/\d{4}-\d\d-\d\d/g, 'DATE')),
    [Symbol.asyncDispose]: () => rig.close(),
  };
}
