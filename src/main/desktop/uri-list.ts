/** Reads file lists as other programs put them on the clipboard. */
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';

/**
 * The paths that a `text/uri-list` (RFC 2483) or a `x-special/gnome-copied-files` names, in order.
 * What is no file of this computer is left out.
 */
export function pathsOfUriList(list: string): string[] {
  return list
    .split(/\r\n|\r|\n|\0/)
    .map((line) => line.trim())
    .flatMap((line) => {
      const url = URL.parse(line);
      if (url?.protocol !== 'file:' || !isHere(url.hostname)) return [];
      url.host = '';
      try {
        return [fileURLToPath(url)];
      } catch {
        return [];
      }
    });
}

/** Some programs name this computer (XDND asks for it), others nothing. */
function isHere(host: string): boolean {
  return host === '' || host === 'localhost' || host === hostname().toLowerCase();
}
