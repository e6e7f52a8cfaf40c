/** Reads the few properties that we ask WebDAV servers for: a strict reader of three elements, not of XML. */

export interface Resource {
  /** The last part of its path, decoded. */
  readonly name: string;
  /** Null for folders, and where the server does not say. */
  readonly bytes: number | null;
  /** Epoch ms, null where the server does not say. */
  readonly changedAt: number | null;
}

export const wantedProperties =
  '<?xml version="1.0" encoding="utf-8"?>' +
  '<d:propfind xmlns:d="DAV:"><d:prop><d:getcontentlength/><d:getlastmodified/></d:prop></d:propfind>';

/** No name of an element is longer than this, its prefix included; each pattern looks at no more than these characters. */
const prefix = '(?:[A-Za-z_][\\w.-]{0,39}:)?';
const opening = (name: string) => new RegExp(`<${prefix}${name}(?:\\s[^<>]{0,2000})?>`, 'g');
const content = (name: string, text: string) =>
  new RegExp(`<${prefix}${name}(?:\\s[^<>]{0,2000})?>\\s{0,200}(${text})\\s{0,200}</`);

const multistatus = opening('multistatus');
const response = opening('response');
const ending = new RegExp(`</${prefix}response\\s{0,20}>`);
const href = content('href', '[^<>\\s]{1,8192}');
const length = content('getcontentlength', '\\d{1,16}');
const modified = content('getlastmodified', '[\\w,: +-]{1,60}');

/** What an answer with status 207 tells of, in its order; null where it is none. What is cut at the end is left out. */
export function readResources(text: string): Resource[] | null {
  if (text.search(multistatus) < 0) return null;
  return text.split(response).slice(1).flatMap(resourceIn);
}

function resourceIn(piece: string): Resource | [] {
  const end = piece.search(ending);
  const whole = end < 0 ? '' : piece.slice(0, end);
  const name = nameIn(href.exec(whole)?.[1] ?? '');
  if (name === null) return [];
  const bytes = Number(length.exec(whole)?.[1] ?? Number.NaN);
  const changedAt = Date.parse(modified.exec(whole)?.[1] ?? '');
  return {
    name,
    bytes: Number.isSafeInteger(bytes) ? bytes : null,
    changedAt: Number.isNaN(changedAt) ? null : changedAt,
  };
}

/** A path, or a whole address, percent-encoded; `&` is the only character that XML wants written otherwise there. */
function nameIn(text: string): string | null {
  const path = text.replaceAll('&amp;', '&').replace(/\/$/, '');
  try {
    return path === '' ? null : decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
  } catch {
    return null;
  }
}
