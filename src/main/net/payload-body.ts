/** A request body that carries a payload: where the payload's bytes begin in it, and how far they have got. */
import type { RequestBody } from './net.ts';
import type { Payload } from './payload.ts';

export interface PayloadBody extends RequestBody {
  /** Bytes of the body before the payload's first. */
  readonly payloadStart: number;
}

/**
 * A listener for `HttpRequest.onSent` that tells `onProgress` payload bytes instead of body bytes.
 * It reports the payload's size only when the whole body, with what follows the payload, is sent.
 */
export function payloadProgress(
  body: PayloadBody,
  payload: Pick<Payload, 'size'>,
  onProgress: (sentBytes: number) => void,
): (bodyBytes: number) => void {
  return (bodyBytes) => {
    if (bodyBytes >= body.length) return onProgress(payload.size);
    const ofPayload = Math.max(0, bodyBytes - body.payloadStart);
    if (ofPayload < payload.size) onProgress(ofPayload);
  };
}
