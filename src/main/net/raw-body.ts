/** A payload as the whole body of a request, as PUT hosts want it. */
import type { Payload } from './payload.ts';
import type { PayloadBody } from './payload-body.ts';

/** The payload's bytes and nothing else, under the payload's type unless another is given. */
export function rawBody(payload: Payload, contentType: string = payload.mime): PayloadBody {
  return {
    contentType,
    length: payload.size,
    payloadStart: 0,
    async *chunks() {
      await using reader = await payload.open();
      yield* reader.chunks();
    },
  };
}
