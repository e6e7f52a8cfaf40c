/** Bodies of requests to Dropbox that carry no file. */
import type { RequestBody } from '../../net/net.ts';

export function textBody(contentType: string, text: string): RequestBody {
  const bytes = Buffer.from(text);
  return {
    contentType,
    length: bytes.length,
    async *chunks() {
      if (bytes.length > 0) yield bytes;
    },
  };
}

/** What content endpoints take besides bytes of a file; they insist on the type. */
export const noBytes = textBody('application/octet-stream', '');
