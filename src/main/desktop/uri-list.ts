/** Reads file lists as other programs put them on the clipboard. */
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';

export interface UriList {
  /** Files of this computer, in order, each once. */
  readonly paths: readonly string[];
  /** Files that are elsewhere, such as `sftp://…`, and names that can not be decoded. */
  readonly elsewhere: number;
  /** Addresses of web pages: a copied link, no file. */
  readonly web: number;
}

const windows = process.platform === 'win32';

/**
 * What a `text/uri-list` (RFC 2483), a `x-special/gnome-copied-files` or a list of KDE names.
 * @param onWindows there a host is a file server, whose files have paths as all others
 */
export function readUriList(list: string, onWindows = windows): UriList {
  const paths = new Set<string>();
  let elsewhere = 0;
  let web = 0;
  for (const line of list.split(/\r\n|\r|\n|\0/)) {
    const url = URL.parse(onWindows ? line.trim() : withoutMeaning(line.trim()));
    // Comments, and the word that says what is to be done.
    if (!url || line.startsWith('#')) continue;
    const path = url.protocol === 'file:' ? pathOf(url, onWindows) : null;
    if (path !== null) paths.add(path);
    else if (url.protocol === 'http:' || url.protocol === 'https:') web += 1;
    else elsewhere += 1;
  }
  return { paths: [...paths], elsewhere, web };
}

/** The files of this computer that such a list names, in order, each once. */
export function pathsOfUriList(list: string): string[] {
  return [...readUriList(list).paths];
}

function pathOf(url: URL, onWindows: boolean): string | null {
  if (!onWindows) {
    if (!isHere(url.hostname)) return null;
    url.host = '';
  }
  // Not every program encodes them, and a name that is cut there may be that of another file.
  url.pathname += (url.search + url.hash).replaceAll('?', '%3F').replaceAll('#', '%23');
  try {
    const path = fileURLToPath(url, { windows: onWindows });
    return path.includes('\0') ? null : path;
  } catch {
    return null;
  }
}

/** Not every program encodes these: a URL takes the one for a slash, and leaves the other out. */
function withoutMeaning(line: string): string {
  return line.replaceAll('\\', '%5C').replaceAll('\t', '%09');
}

/** Some programs name this computer (XDND asks for it), others nothing. */
function isHere(host: string): boolean {
  return host === '' || host === 'localhost' || host === hostname().toLowerCase();
}
