/** Serves the page under `app://droprelay`, from our own folder alone and under a strict content policy; `app://thumb` has pictures for it. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { Readable } from 'node:stream';
import { protocol, type Session } from 'electron';

export const appOrigin = 'app://droprelay';

/** No network, no inline script, no frames: the page can only talk to the preload. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: app://thumb",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const securityHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
};

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Must run before the app is ready. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: false, codeCache: true } },
  ]);
}

/** What a request is answered with. */
export interface Served {
  readonly status: 200 | 404;
  /** Media type; what is text is UTF-8. */
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
}

/** Answers requests for pictures of uploads. */
export type Thumbnails = (address: string) => Promise<Served>;

export interface ServedPage {
  /** Resolves once the first file of it was handed out. */
  readonly given: Promise<void>;
  /** From now on, and for those who asked before. */
  thumbnailsBy(thumbnails: Thumbnails): void;
}

/** @param folder the built page */
export function serveApp(session: Session, folder: string): ServedPage {
  const { promise, resolve } = Promise.withResolvers<Thumbnails>();
  const { promise: given, resolve: handedOut } = Promise.withResolvers<void>();
  const serve = async (address: string): Promise<Served> =>
    URL.parse(address)?.host === 'thumb' ? (await promise)(address) : await servePage(address, folder);
  // `handle`, the newer way, loads Node's own fetch at the first request: 85 ms of each start, and 14 MB.
  session.protocol.registerStreamProtocol('app', ({ url }, answer) => {
    const give = ({ status, type, headers, body }: Served): void =>
      answer({ statusCode: status, mimeType: type, headers: { ...headers }, data: body });
    serve(url)
      .then(give, () => give(notFound()))
      .finally(handedOut);
  });
  return { given, thumbnailsBy: resolve };
}

async function servePage(address: string, folder: string): Promise<Served> {
  const file = fileOf(address, folder);
  const type = file && types[extname(file)];
  if (!type) return notFound();
  return { status: 200, type, headers: securityHeaders, body: Readable.from([await readFile(file)]) };
}

function notFound(): Served {
  return { status: 404, type: 'text/plain', headers: securityHeaders, body: Readable.from([Buffer.from('Not found')]) };
}

/** The file that a URL of ours names; null for any other host, and for anything outside the folder. */
export function fileOf(address: string, folder: string): string | null {
  const url = URL.parse(address);
  if (url?.protocol !== 'app:' || url.host !== 'droprelay') return null;
  let path: string;
  try {
    path = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  if (path.includes('\0')) return null;
  const file = normalize(join(folder, path === '/' ? 'index.html' : path));
  return file.startsWith(folder + sep) ? file : null;
}
