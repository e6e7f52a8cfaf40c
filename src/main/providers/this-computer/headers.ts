/** What the answers of this computer's server say about themselves. */

/** On every answer, errors included: nothing it serves may run, be guessed, embedded elsewhere, kept or leak its link. */
export const safetyHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': 'sandbox',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'private, no-store',
  Connection: 'close',
} as const;

const mediaType = /^([a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+)((?:; ?[a-z0-9-]+=[a-z0-9_.-]+)*)$/i;

/** The payload's type if it is one, else bytes. Plain text without a charset is taken for UTF-8. */
export function contentType(mime: string): string {
  const [, type, parameters] = mediaType.exec(mime) ?? [];
  if (type === undefined) return 'application/octet-stream';
  return type.toLowerCase() === 'text/plain' && parameters === '' ? 'text/plain; charset=utf-8' : mime;
}

/**
 * True for types that a browser shows without running anything of theirs. All else is a download; audio and video too,
 * because Chromium's own player may not load a file again whose answer said `sandbox`.
 */
function isInline(mime: string): boolean {
  const type = mediaType.exec(mime)?.[1]?.toLowerCase() ?? '';
  if (type === 'text/plain' || type === 'application/pdf') return true;
  return type.startsWith('image/') && !/svg|xml|html/.test(type);
}

/**
 * `Content-Disposition` after RFC 6266: an ASCII name for old clients, the whole one as RFC 5987 has it.
 * Control characters and slashes become `_`, so that no name can end a header or leave a download folder.
 */
export function contentDisposition(name: string, mime: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const tame = name.toWellFormed().replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029/\\]/g, '_');
  const ascii = tame.replace(/[^ !#$&+\-.^`|~\w]/g, '_');
  const whole = encodeURIComponent(tame).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${isInline(mime) ? 'inline' : 'attachment'}; filename="${ascii}"; filename*=UTF-8''${whole}`;
}
