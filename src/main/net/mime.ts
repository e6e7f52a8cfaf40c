/** The media type that a file's name suggests. */
import { extname } from 'node:path';
import { lookup } from 'mime-types';

/** The type for the name's extension, `application/octet-stream` where there is none or it is unknown. */
export function mimeOf(name: string): string {
  // Not the whole name: `lookup` would take a file called "html" for an extension.
  const extension = extname(name);
  return (extension !== '' && lookup(extension)) || 'application/octet-stream';
}
