/** A host that wants a key, can be asked whether it is good, and deletes: a provider, and a server for it. */
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { received, serve } from '../../src/main/net/fixtures/loopback.ts';
import { rawBody } from '../../src/main/net/raw-body.ts';
import { below, defineHttpHost, serverSetting } from '../../src/main/providers/http-host.ts';
import type { Provider } from '../../src/main/providers/provider.ts';
import { UploadFailure } from '../../src/shared/failure.ts';

export const goodKey = 'right-key-4711';

export const keyed: Provider<{ server: string; once: boolean }> = defineHttpHost({
  id: 'keyed',
  name: 'keyed',
  homepage: 'https://keyed.example',
  settings: z.strictObject({
    server: serverSetting('https://keyed.example', 'hidden'),
    once: z.boolean().default(false),
  }),
  secretFields: [{ name: 'key', title: 'Key', description: 'Its key.', required: true, environment: ['KEYED_KEY'] }],
  server: { address: 'https://keyed.example', linkHosts: ['keyed.example'] },
  traits: ({ once }) => ({
    scope: 'account',
    maxBytes: null,
    maxBytesByExtension: {},
    refusedExtensions: [],
    takesEmptyFiles: true,
    retention: { kind: 'fixed', ms: 86_400_000 },
    deletable: true,
    linkCheck: once ? 'never' : 'head',
    resumable: false,
    idempotent: false,
  }),
  request: (payload, { server }, { key = '' }) => ({
    method: 'PUT',
    url: below(server, `files/${payload.name}`),
    headers: { authorization: key },
    body: rawBody(payload),
  }),
  readAnswer: ({ text }) => ({ link: text, deleteHandle: 'handle' }),
  async checkCredentials({ settings, secrets, services }, signal) {
    const url = below(settings.server, 'me');
    const { status, text } = await services.net.request({
      method: 'GET',
      url,
      headers: { authorization: secrets.key ?? '' },
      signal,
    });
    if (status === 401) throw new UploadFailure({ kind: 'auth', host: url.host });
    if (status !== 200) throw new UploadFailure({ kind: 'bad-answer', host: url.host, detail: text.slice(0, 300) });
  },
  async remove({ link }, { secrets, services }, signal) {
    const url = new URL(link);
    const headers = { authorization: secrets.key ?? '' };
    const { status } = await services.net.request({ method: 'DELETE', url, headers, signal });
    if (status >= 300 && status !== 404)
      throw new UploadFailure({ kind: 'server', host: url.host, status, retryAfterMs: null });
  },
});

export interface KeyedHost extends AsyncDisposable {
  readonly url: URL;
  /** "METHOD /path", in their order. */
  readonly requests: readonly string[];
  readonly files: ReadonlyMap<string, Buffer>;
}

export interface KeyedHostOptions {
  readonly secure?: boolean;
  /** How far its clock is ahead of ours, ms; null names no date. */
  readonly aheadMs?: number | null;
  /** Statuses that these requests ("METHOD") get instead of an answer; `hang` never answers, `cut` hangs up. */
  readonly instead?: Readonly<Record<string, number | 'hang' | 'cut'>>;
  /** Said to whoever is refused. */
  readonly text?: string;
}

export async function serveKeyed(options: KeyedHostOptions = {}): Promise<KeyedHost> {
  const { aheadMs = 0, instead = {}, text = '' } = options;
  const requests: string[] = [];
  const files = new Map<string, Buffer>();
  const server = await serve(
    async (request: IncomingMessage, response) => {
      const { method = '', url = '', headers } = request;
      requests.push(`${method} ${url}`);
      response.sendDate = false;
      if (aheadMs !== null) response.setHeader('date', new Date(Date.now() + aheadMs).toUTCString());
      const body = await received(request).catch(() => Buffer.alloc(0));
      const other = instead[method];
      if (other === 'hang') return;
      if (other === 'cut') return void request.socket.destroy();
      if (other !== undefined) return void response.writeHead(other).end(text);
      const link = new URL(url, server.url).href;
      const open = method === 'HEAD' || url === '/';
      if (!open && headers.authorization !== goodKey) return void response.writeHead(401).end(text);
      if (method === 'PUT') {
        files.set(url, body);
        return void response.writeHead(201).end(link);
      }
      if (method === 'DELETE') return void response.writeHead(files.delete(url) ? 204 : 404).end();
      const found = files.get(url);
      if (found) response.setHeader('content-length', found.length);
      response.writeHead(found || url === '/' || url === '/me' ? 200 : 404).end(method === 'HEAD' ? undefined : text);
    },
    { secure: options.secure ?? false },
  );
  return { url: server.url, requests, files, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}
