/** Serves the page under `app://droprelay`, from our own folder alone and under a strict content policy; `app://thumb` has pictures for it. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
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

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
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

/**
 * @param folder the built page
 * @param thumbnail answers requests for pictures of uploads
 */
export function serveApp(session: Session, folder: string, thumbnail: (address: string) => Promise<Response>): void {
  session.protocol.handle('app', async (request) => {
    if (URL.parse(request.url)?.host === 'thumb') return await thumbnail(request.url);
    const file = fileOf(request.url, folder);
    const type = file && types[extname(file)];
    if (!type) return new Response('Not found', { status: 404, headers: securityHeaders('text/plain') });
    try {
      return new Response(new Uint8Array(await readFile(file)), { headers: securityHeaders(type) });
    } catch {
      return new Response('Not found', { status: 404, headers: securityHeaders('text/plain') });
    }
  });
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

function securityHeaders(type: string): Record<string, string> {
  return {
    'Content-Type': type,
    'Content-Security-Policy': contentSecurityPolicy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
  };
}
