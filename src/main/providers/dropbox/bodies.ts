/** Bodies of requests to Dropbox: short texts, nothing, and stretches of a payload straight from its file. */
import type { RequestBody } from '../../net/net.ts';
import type { Payload } from '../../net/payload.ts';

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

/** The payload's bytes from `start` up to, not including, `end`. */
export function stretch(payload: Payload, start = 0, end = payload.size): RequestBody {
  return {
    contentType: 'application/octet-stream',
    length: end - start,
    async *chunks() {
      await using reader = await payload.open();
      yield* reader.chunks({ start, end });
    },
  };
}
