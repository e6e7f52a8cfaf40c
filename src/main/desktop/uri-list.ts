/** Reads file lists as other programs put them on the clipboard. */
import { fileURLToPath } from 'node:url';

/**
 * The paths that a `text/uri-list` (RFC 2483) or a `x-special/gnome-copied-files` names, in order.
 * What is no file of this computer is left out.
 */
export function pathsOfUriList(list: string): string[] {
  return list
    .split(/\r\n|\r|\n|\0/)
    .map((line) => line.trim())
    .filter((line) => line.startsWith('file:'))
    .flatMap((line) => {
      const url = URL.parse(line);
      if (!url || (url.host !== '' && url.host !== 'localhost')) return [];
      url.host = '';
      try {
        return [fileURLToPath(url)];
      } catch {
        return [];
      }
    });
}
