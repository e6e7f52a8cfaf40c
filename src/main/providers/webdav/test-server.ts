/** A small WebDAV server in memory, for the manners of servers that are not to be had: what they do with `Content-Range`, and what they leave out. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { serve, type TestServer } from '../../net/fixtures/loopback.ts';

export interface Manners {
  /** What it makes of a PUT with `Content-Range`; `ignores` takes it for the whole file. */
  readonly ranges: 'honours' | 'ignores' | 'appends' | 400 | 501;
  /** False for one that moves over what is there whatever it is told. */
  readonly caresForOverwrite: boolean;
  /** An answer instead of its own, by "METHOD /path". */
  answer?(request: string): { readonly status: number; readonly text?: string; readonly location?: string } | null;
}

export interface DavServer extends TestServer {
  /** By path, decoded; the folder is `/dav/`. */
  readonly files: Map<string, Buffer>;
  /** "METHOD /path" as on the wire, and the bytes that came with it. */
  readonly requests: { readonly what: string; readonly bytes: number; readonly headers: IncomingMessage['headers'] }[];
}

export async function startDavServer(manners: Partial<Manners> = {}): Promise<DavServer> {
  const { ranges = 'honours', caresForOverwrite = true, answer = () => null } = manners;
  const files = new Map<string, Buffer>();
  const folders = new Set(['/dav/']);
  const requests: DavServer['requests'] = [];
  const parentOf = (path: string) => path.slice(0, path.replace(/\/$/, '').lastIndexOf('/') + 1);

  function put(path: string, range: string | undefined, body: Buffer): number {
    if (!folders.has(parentOf(path))) return 409;
    const before = files.get(path);
    const start = range === undefined ? null : Number(/^bytes (\d+)-/.exec(range)?.[1]);
    if (start !== null && typeof ranges === 'number') return ranges;
    if (start === null || ranges === 'ignores') files.set(path, body);
    else {
      const at = ranges === 'appends' ? (before?.length ?? 0) : start;
      const after = Buffer.alloc(Math.max(before?.length ?? 0, at + body.length));
      before?.copy(after);
      body.copy(after, at);
      files.set(path, after);
    }
    return before ? 204 : 201;
  }

  function move(path: string, { headers }: IncomingMessage): number {
    const to = decodeURIComponent(new URL(String(headers.destination)).pathname);
    const found = files.get(path);
    if (!found) return 404;
    if (!folders.has(parentOf(to))) return 409;
    if (files.has(to) && headers.overwrite === 'F' && caresForOverwrite) return 412;
    files.delete(path);
    const isNew = !files.has(to);
    files.set(to, found);
    return isNew ? 201 : 204;
  }

  function properties(path: string, deep: boolean): { status: number; text: string } {
    const self = files.has(path) || path.endsWith('/') ? path : `${path}/`;
    if (!files.has(self) && !folders.has(self)) return { status: 404, text: '' };
    const below = [...files.keys(), ...folders].filter((each) => each !== self && parentOf(each) === self);
    const told = (deep ? [self, ...below] : [self]).map((each) => {
      const length = files.get(each)?.length;
      const property = length === undefined ? '' : `<getcontentlength>${length}</getcontentlength>`;
      return `<response><href>${encodeURI(each)}</href><propstat><prop>${property}</prop></propstat></response>`;
    });
    return { status: 207, text: `<?xml version="1.0"?><multistatus xmlns="DAV:">${told.join('')}</multistatus>` };
  }

  function own(
    method: string,
    path: string,
    request: IncomingMessage,
    body: Buffer,
  ): { status: number; text?: string } {
    switch (method) {
      case 'PUT':
        return { status: put(path, request.headers['content-range'], body) };
      case 'MKCOL': {
        if (folders.has(path)) return { status: 405 };
        if (!folders.has(parentOf(path))) return { status: 409 };
        folders.add(path);
        return { status: 201 };
      }
      case 'MOVE':
        return { status: move(path, request) };
      case 'DELETE':
        return { status: files.delete(path) ? 204 : 404 };
      case 'PROPFIND':
        return properties(path, request.headers.depth === '1');
      case 'GET':
        return files.has(path) ? { status: 200, text: '' } : { status: 404 };
      default:
        return { status: 405 };
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    const pieces: Buffer[] = [];
    for await (const piece of request) if (piece instanceof Buffer) pieces.push(piece);
    const body = Buffer.concat(pieces);
    const what = `${method} ${url}`;
    requests.push({ what, bytes: body.length, headers: request.headers });
    const given = answer(what) ?? own(method, decodeURIComponent(url), request, body);
    const location = 'location' in given ? given.location : undefined;
    response.writeHead(given.status, location === undefined ? {} : { location }).end(given.text ?? '');
  }

  const server = await serve((request, response) => {
    handle(request, response).catch(() => request.socket.destroy());
  });
  return { ...server, files, requests };
}
