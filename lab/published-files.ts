/** The files of a stand-in that have a link, served as a web server would, or as a fault of the link wants it. */
import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { send } from './answers.ts';
import type { LinkFault } from './fault.ts';
import type { ReceivedFile } from './file-store.ts';
import { htmlPage, notFound, plainAnswer } from './host-script.ts';

export interface PublishedFile {
  readonly file: ReceivedFile;
  /** Below the file's size, only its beginning is served. */
  readonly servedSize: number;
  readonly contentType: string;
  readonly link: LinkFault | null;
}

interface Kept extends PublishedFile {
  readonly since: Date;
  requests: number;
}

/** How often a `late` link is not there yet. */
const lateRequests = 2;

/** The bytes asked for by a Range header of one range, `whole` for none, null for one that can not be met. */
export function rangeOf(header: string | undefined, size: number): { start: number; end: number } | 'whole' | null {
  const shape = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!shape || (shape[1] === '' && shape[2] === '')) return 'whole';
  if (shape[1] === '') {
    const last = Math.min(Number(shape[2]), size);
    return last === 0 ? null : { start: size - last, end: size - 1 };
  }
  const start = Number(shape[1]);
  const end = shape[2] === '' ? size - 1 : Math.min(Number(shape[2]), size - 1);
  return start >= size || end < start ? null : { start, end };
}

export class PublishedFiles {
  readonly #files = new Map<string, Kept>();

  /** Makes a file reachable at `/<name>`. */
  publish(name: string, file: PublishedFile): void {
    this.#files.set(name, { ...file, since: new Date(), requests: 0 });
  }

  find(name: string): PublishedFile | null {
    return this.#files.get(name) ?? null;
  }

  remove(name: string): boolean {
    return this.#files.delete(name);
  }

  /**
   * Answers HEAD and GET for a published file as nginx does; false where there is no such file. GET of a file of which
   * only the hash was kept gets 410.
   */
  async serve(request: IncomingMessage, response: ServerResponse, name: string): Promise<boolean> {
    const found = this.#files.get(name);
    if (!found) return false;
    found.requests += 1;
    if (found.link === 'late' && found.requests <= lateRequests) await send(response, notFound);
    else if (found.link === 'no-head' && request.method === 'HEAD') await send(response, plainAnswer(405, ''));
    else if (found.link === 'page') await send(response, htmlPage(200, 'Your download is ready'));
    else if (found.link === 'forbidden') await send(response, plainAnswer(403, 'Forbidden\n'));
    else {
      if (found.link === 'single-use' && request.method === 'GET') this.#files.delete(name);
      await serveBytes(request, response, found);
    }
    return true;
  }
}

async function serveBytes(request: IncomingMessage, response: ServerResponse, found: Kept): Promise<void> {
  const { file, servedSize } = found;
  const range = rangeOf(request.headers.range, servedSize);
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader('Last-Modified', found.since.toUTCString());
  response.setHeader('ETag', `"${file.sha256.slice(0, 16)}"`);
  if (range === null) {
    response.writeHead(416, { 'Content-Range': `bytes */${servedSize}`, 'Content-Length': 0 }).end();
    return;
  }
  const { start, end } = range === 'whole' ? { start: 0, end: servedSize - 1 } : range;
  if (range !== 'whole') response.setHeader('Content-Range', `bytes ${start}-${end}/${servedSize}`);
  const headers = { 'Content-Type': found.contentType, 'Content-Length': end - start + 1 };
  if (request.method === 'GET' && file.path === null) {
    response.writeHead(410).end('The lab kept only the hash of this file.\n');
    return;
  }
  response.writeHead(range === 'whole' ? 200 : 206, headers);
  if (request.method === 'HEAD' || file.path === null || end < start) response.end();
  else await pipeline(createReadStream(file.path, { start, end }), response).catch(() => response.destroy());
}
