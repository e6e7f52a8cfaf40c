/** For tests: a server on loopback that gives the answers of a script, a bucket of it, and files to send there. */
import { once } from 'node:events';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNet } from '../../net/http.ts';
import { mimeOf } from '../../net/mime.ts';
import type { Payload } from '../../net/payload.ts';
import { filePayload, pinFile } from '../../net/pinned-file.ts';
import { failureOf } from '../conformance-rig.ts';
import type { Connection, Delivery, Secrets, UploadRun } from '../provider.ts';
import { s3 } from '../s3.ts';
import { uncontradicted } from '../test-contradiction.ts';
import { hashHere } from '../test-hash.ts';
import { unusedServices, unwatchedRun } from '../test-services.ts';

/** A request as it came in. */
export interface Seen {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** `cut` hangs up instead of an answer. */
export type Answer = { status?: number; headers?: Record<string, string>; body?: string } | 'cut';

export interface Bucket extends AsyncDisposable {
  readonly url: string;
  readonly seen: readonly Seen[];
  connect(settings?: object, secrets?: Secrets): Connection;
  /** A file that holds `text`, or that many zeros. */
  file(content: string | number, name?: string): Promise<Payload>;
  send(payload: Payload, settings?: object, run?: Partial<UploadRun>): Promise<Delivery>;
  /** As `send`, which must fail. */
  failing(payload: Payload, settings?: object, run?: Partial<UploadRun>): ReturnType<typeof failureOf>;
}

export const keys = { accessKeyId: 'AKIDCANARY0123456789', secretAccessKey: 'canary+secret/key=0123456789' };
export const clockSays = Date.UTC(2026, 10, 22);

export function errorXml(code: string, more = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>no</Message>${more}</Error>`;
}

export async function startBucket(answer: (request: Seen) => Answer | Promise<Answer>): Promise<Bucket> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    // Who hangs up in the middle has asked nothing.
    const isWhole = await request
      .forEach((chunk: Buffer) => void chunks.push(chunk))
      .then(
        () => true,
        () => false,
      );
    if (!isWhole) return;
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const come: Seen = { method: request.method ?? '', url, headers, body: Buffer.concat(chunks) };
    seen.push(come);
    const given = await answer(come);
    if (given === 'cut') request.socket.resetAndDestroy();
    else response.writeHead(given.status ?? 200, given.headers).end(come.method === 'HEAD' ? undefined : given.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  // Every name is this computer, buckets in front of the host's name too.
  const net = createNet({
    lookup: (_, { all }, done) =>
      all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4),
  });
  const folder = await mkdtemp(join(tmpdir(), 'droprelay-s3-'));
  let files = 0;

  const connect: Bucket['connect'] = (settings = {}, secrets = keys) => {
    const parsed = s3.settings.parse({ vendor: 'ceph', endpoint: url, bucket: 'the-bucket', ...settings });
    return s3.connect(parsed, secrets, { ...unusedServices, net, clock: () => clockSays, hash: hashHere });
  };
  const send: Bucket['send'] = (payload, settings, run) =>
    connect(settings).upload(payload, { ...unwatchedRun, ...run });
  return {
    url,
    seen,
    connect,
    async file(content, name = 'file.txt') {
      files += 1;
      const path = join(folder, String(files));
      await writeFile(path, typeof content === 'string' ? content : '');
      if (typeof content === 'number') await truncate(path, content);
      return filePayload(await pinFile(path), name, mimeOf(name));
    },
    send,
    failing: (payload, settings, run) => failureOf(send(payload, settings, run).then(uncontradicted)),
    async [Symbol.asyncDispose]() {
      await net.close();
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
