/** A host that can be held at each step of an upload, and counts what arrives whole. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Where uploads are held: in the middle of the body, before the answer, before a link check's answer; or what they are
 * answered: "later" (429), "down" (503), "refused" (403). Null: all goes well.
 */
export type Hold = 'body' | 'answer' | 'check' | 'later' | 'down' | 'refused' | null;

export interface Arrival {
  readonly sha256: string;
  readonly bytes: number;
  readonly link: string;
}

export interface Sink extends AsyncDisposable {
  readonly url: string;
  hold: Hold;
  /** Requests that are held right now. */
  readonly held: number;
  /** Every file that came in whole. */
  readonly arrivals: readonly Arrival[];
}

/** What a wish to come back later names, in whole seconds. */
const laterSeconds = 2;

/** Speaks as x0.at does: multipart in, one link out. Known to the program under test (`machine.ts`) by this name. */
export async function startSink(): Promise<Sink> {
  let hold: Hold = null;
  const held = new Set<ServerResponse>();
  const arrivals: Arrival[] = [];
  const server = createServer((request, response) => {
    const serve = request.method === 'POST' ? take : give;
    serve(request, response).catch(() => request.destroy());
  });

  function keep(response: ServerResponse): void {
    held.add(response);
    response.once('close', () => held.delete(response));
  }

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (hold === 'later' || hold === 'down' || hold === 'refused') {
      request.resume();
      await once(request, 'end');
      if (hold === 'later') response.setHeader('Retry-After', laterSeconds);
      response.writeHead({ later: 429, down: 503, refused: 403 }[hold]).end();
      return;
    }
    if (hold === 'body') {
      // Some of it has come, and no more is read.
      await once(request, 'readable');
      return keep(response);
    }
    const parts: Buffer[] = [];
    for await (const chunk of request) parts.push(chunk);
    const file = fileIn(Buffer.concat(parts));
    const link = `${url}${arrivals.length}.bin`;
    arrivals.push({ sha256: createHash('sha256').update(file).digest('hex'), bytes: file.length, link });
    if (hold === 'answer') return keep(response);
    response.end(`${link}\n`);
  }

  async function give(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (hold === 'check') return keep(response);
    const file = arrivals.find(({ link }) => new URL(link).pathname === request.url);
    response.writeHead(file ? 200 : 404, { 'Content-Length': file?.bytes ?? 0 }).end();
  }

  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://sink.test:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    arrivals,
    get held() {
      return held.size;
    },
    get hold() {
      return hold;
    },
    set hold(next) {
      hold = next;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** The bytes of the part that is called `file`. */
function fileIn(body: Buffer): Buffer {
  const boundary = body.subarray(0, body.indexOf('\r\n'));
  const start = body.indexOf('\r\n\r\n', body.indexOf('name="file"')) + 4;
  return body.subarray(start, body.indexOf(Buffer.concat([Buffer.from('\r\n'), boundary]), start));
}
