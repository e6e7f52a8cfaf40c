/** A host that can be held at each step of an upload, and counts what arrives whole. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where uploads are held: while the body comes in, before the answer, before a link check's answer, or by an error. */
export type Hold = 'body' | 'answer' | 'check' | 'retry-after' | 'down' | null;

export interface Sink extends AsyncDisposable {
  readonly url: string;
  hold: Hold;
  /** SHA-256 of every file that came in whole, and its link. */
  readonly files: { sha256: string; bytes: number; path: string }[];
}

/** Speaks as x0.at does: multipart in, one link out. */
export async function startSink(): Promise<Sink> {
  const state: { hold: Hold; files: Sink['files'] } = { hold: null, files: [] };
  const server = createServer((request, response) => {
    const serve = request.method === 'POST' ? take : give;
    serve(request, response).catch(() => request.destroy());
  });

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (state.hold === 'retry-after' || state.hold === 'down') {
      request.resume();
      const headers = state.hold === 'down' ? {} : { 'Retry-After': '2' };
      response.writeHead(state.hold === 'down' ? 503 : 429, headers).end();
      return;
    }
    if (state.hold === 'body') return;
    const parts: Buffer[] = [];
    for await (const chunk of request) parts.push(chunk);
    const file = fileIn(Buffer.concat(parts));
    const path = `/${state.files.length}.bin`;
    state.files.push({ sha256: createHash('sha256').update(file).digest('hex'), bytes: file.length, path });
    if (state.hold !== 'answer') response.end(`${url}${path.slice(1)}\n`);
  }

  async function give(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (state.hold === 'check') return;
    const file = state.files.find(({ path }) => path === request.url);
    response.writeHead(file ? 200 : 404, { 'Content-Length': file?.bytes ?? 0 }).end();
  }

  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    files: state.files,
    get hold() {
      return state.hold;
    },
    set hold(hold) {
      state.hold = hold;
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
