/** Asks for the cheapest honest proof that the bytes arrived, and tells a bad link from one that can not be reached. */
import type { Failure } from '../../shared/failure.ts';
import type { Proof } from '../../shared/model.ts';
import { checkLink } from '../net/link-check.ts';
import type { Net } from '../net/net.ts';
import type { Payload } from '../net/payload.ts';
import type { Connection, Delivery, Traits } from '../providers/provider.ts';
import type { Sleep } from './run-control.ts';

export type Verdict =
  | { readonly kind: 'proof'; readonly proof: Proof }
  /** What is behind the link is not the file. */
  | { readonly kind: 'contradiction'; readonly failure: Failure };

export type Verify = (
  delivery: Delivery,
  payload: Payload,
  at: { readonly traits: Traits; readonly connection: Connection },
  signal: AbortSignal,
) => Promise<Verdict>;

/** Verifies by the host's own answer, else by asking the link as the destination's traits allow. */
export function createVerify(net: Net, sleep: Sleep): Verify {
  return async (delivery, payload, { traits, connection }, signal) => {
    if (delivery.proof) return { kind: 'proof', proof: delivery.proof };
    if (traits.linkCheck === 'never' || traits.linkCheck === 'own-server') {
      return { kind: 'proof', proof: { kind: 'unverified', why: 'not-checkable' } };
    }
    const result = await checkLink(net, {
      url: new URL(delivery.link),
      expectedSize: payload.size,
      mime: payload.mime,
      name: payload.name,
      method: traits.linkCheck,
      signal,
      allowPrivate: (url) => connection.ownsAddress?.(url) ?? false,
      sleep,
    });
    if ('contradiction' in result) {
      return { kind: 'contradiction', failure: { kind: 'bad-proof', why: result.contradiction } };
    }
    return { kind: 'proof', proof: result };
  };
}

/** For those who asked not to check links. */
export const verifyNothing: Verify = (delivery) =>
  Promise.resolve({ kind: 'proof', proof: delivery.proof ?? { kind: 'unverified', why: 'not-asked' } });
