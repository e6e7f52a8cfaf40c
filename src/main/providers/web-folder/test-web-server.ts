/** A web server over a folder, as a user has one, and what is on the other side of a copy. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Arrived, FarSide } from '../conformance-target.ts';

export interface WebServer extends AsyncDisposable {
  /** Served under `url`. */
  readonly folder: string;
  readonly url: string;
  readonly farSide: FarSide;
  /** Names of all files, hidden ones too, below the folder. */
  files(): string[];
  arrived(link: string): Promise<Arrived>;
  stop(): Promise<void>;
}

export async function startWebServer(): Promise<WebServer> {
  const parent = mkdtempSync(join(tmpdir(), 'droprelay-web-'));
  const folder = mkdtempSync(join(parent, 'served-'));
  const away = `${folder}-away`;
  /** The share of each file that is served. */
  let share = 1;
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '', 'http://here').pathname);
    let bytes: Buffer;
    try {
      bytes = readFileSync(join(folder, path));
    } catch {
      response.writeHead(404).end();
      return;
    }
    const body = bytes.subarray(0, bytes.length * share);
    response.writeHead(200, { 'content-length': body.length, 'content-type': 'application/octet-stream' });
    response.end(request.method === 'HEAD' ? undefined : body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const files = (): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(parent, { recursive: true, force: true });
  };
  return {
    folder,
    url,
    files,
    farSide: {
      key: null,
      settings: { folder, publicUrl: url },
      get uploads() {
        return files().map((file) => ({ ...describe(file), link: '' }) as FarSide['uploads'][number]);
      },
      requests: [],
      async fail(fault) {
        if (fault.kind === 'refuse') renameSync(folder, away);
        else if (fault.kind === 'bad-file') share = fault.file === 'empty' ? 0 : 0.5;
        else throw new Error(`a disk does not fail so: ${fault.kind}`);
      },
      async heal() {
        share = 1;
        if (readdirSync(parent).includes(basename(away))) renameSync(away, folder);
      },
    },
    arrived: async (link) => describe(join(folder, decodeURIComponent(new URL(link).pathname))),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function describe(file: string): Arrived {
  const bytes = readFileSync(file);
  return { name: basename(file), size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}
