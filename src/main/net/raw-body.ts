/** A payload, or a stretch of one, as the whole body of a request. */
import type { RequestBody } from './net.ts';
import type { Payload } from './payload.ts';
import type { PayloadBody } from './payload-body.ts';

/** The payload's bytes and nothing else, under the payload's type unless another is given. */
export function rawBody(payload: Payload, contentType: string = payload.mime): PayloadBody {
  return { ...stretchBody(payload, 0, payload.size, contentType), payloadStart: 0 };
}

/** The payload's bytes from `start` up to, not including, `end`. */
export function stretchBody(
  payload: Payload,
  start: number,
  end: number,
  contentType = 'application/octet-stream',
): RequestBody {
  return {
    contentType,
    length: end - start,
    async *chunks() {
      await using reader = await payload.open();
      // What the request asks for next is asked once the last piece has left the socket (`body-feed.ts`).
      yield* reader.chunks({ start, end, reuseLast: true });
    },
  };
}
