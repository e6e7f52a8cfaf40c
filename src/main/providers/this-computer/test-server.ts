/** A share server on loopback for the tests: files of its own, a clock moved by hand, and clients that see raw bytes. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ShareInterface } from '../../../shared/contract.ts';
import { filePayload, pinFile } from '../../net/pinned-file.ts';
import { createShareServer, type LocalShareServer, type ShareServerOptions } from './server.ts';
import { memoryShares, type ShareStore } from './share-store.ts';

/** Another address of this machine, as a link has it: macOS has one IPv4 loopback address only. */
export const otherLoopback = process.platform === 'darwin' ? '::1' : '127.0.0.2';

export interface TestServer extends AsyncDisposable {
  readonly server: LocalShareServer;
  readonly store: ShareStore;
  /** Epoch ms; the tests move it. */
  readonly time: { now: number };
  readonly settings: { interfaceId: string; port: number | null };
  readonly interfaces: ShareInterface[];
  /** Upload ids that `onChange` named. */
  readonly changes: string[];
  /** Another server on the same store, as after a restart. */
  another(): LocalShareServer;
  /** Writes a file and returns its path. */
  write(content: string | Buffer, file?: string): Promise<string>;
  /** Shares a new file with this content; the upload's id is the name. */
  shared(content: string | Buffer, name?: string, mime?: string, expiresAt?: number | null): Promise<string>;
}

export async function testServer(options: Partial<ShareServerOptions> = {}): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'droprelay-share-'));
  const store = memoryShares();
  const time = { now: 1_000_000 };
  const settings: TestServer['settings'] = { interfaceId: 'loopback', port: null };
  const interfaces: ShareInterface[] = [
    { id: 'loopback', address: '127.0.0.1', label: 'Only this computer' },
    { id: 'ipv4:test0', address: otherLoopback, label: 'On your network' },
  ];
  const changes: string[] = [];
  const started: LocalShareServer[] = [];
  let files = 0;
  const another = (): LocalShareServer => {
    const server = createShareServer({
      store,
      clock: () => time.now,
      interfaces: () => interfaces,
      settings: () => settings,
      rememberPort: (port) => {
        settings.port = port;
      },
      onChange: (uploadId) => changes.push(uploadId),
      payloadOf: filePayload,
      ...options,
    });
    started.push(server);
    return server;
  };
  const server = another();
  const write: TestServer['write'] = async (content, file = `file-${++files}`) => {
    const path = join(folder, file);
    await writeFile(path, content);
    return path;
  };
  return {
    server,
    store,
    time,
    settings,
    interfaces,
    changes,
    another,
    write,
    shared: async (content, name = 'a.bin', mime = 'application/octet-stream', expiresAt = null) => {
      const payload = filePayload(await pinFile(await write(content)), name, mime);
      return (await server.share(payload, { uploadId: name, expiresAt })).link;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(started.map((one) => one.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface Seen {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** False where the connection ended before the announced length was there. */
  readonly complete: boolean;
}

interface Ask {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  /** Sent as it is, instead of the link's own path. */
  readonly path?: string;
  /** Runs once the first bytes are there, before more are read. */
  readonly midway?: () => Promise<void>;
}

/** Another program's download. */
export function ask(link: string, { method = 'GET', headers = {}, path, midway }: Ask = {}): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const url = new URL(link);
    const asked = request(url, { method, headers, agent: false, ...(path === undefined ? {} : { path }) });
    asked.on('error', reject);
    asked.on('response', (response) => {
      read(response, midway).then(resolve, reject);
    });
    asked.end();
  });
}

async function read(response: IncomingMessage, midway: (() => Promise<void>) | undefined): Promise<Seen> {
  const parts: Buffer[] = [];
  try {
    for await (const part of response) {
      parts.push(part as Buffer);
      if (parts.length === 1) await midway?.();
    }
  } catch {
    // A cut answer shows in `complete`.
  }
  const { statusCode: status = 0, headers, complete } = response;
  return { status, headers, complete, body: Buffer.concat(parts) };
}

/** Writes text to the link's server and gives all that comes back until the connection ends. */
export function rawAnswer(link: string, text: string): Promise<string> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(link);
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}
