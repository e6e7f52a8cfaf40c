/** Asks for the cheapest honest proof that the bytes arrived, and tells a bad link from one that can not be reached. */
import { extname } from 'node:path';
import type { Failure } from '../../shared/failure.ts';
import type { Proof } from '../../shared/model.ts';
import { type Contradiction, checkLink } from '../net/link-check.ts';
import type { Net } from '../net/net.ts';
import type { Payload } from '../net/payload.ts';
import type { Connection, Contradicted, Delivery, Traits } from '../providers/provider.ts';
import type { Sleep } from './run-control.ts';

export type Verdict =
  | { readonly kind: 'proof'; readonly proof: Proof }
  /** What is behind the link is not the file. */
  | { readonly kind: 'contradiction'; readonly failure: Failure };

export interface Verified {
  readonly traits: Traits;
  readonly connection: Connection;
  /** Called before anybody is asked. */
  readonly onAsk?: () => void;
}

export type Verify = (delivery: Delivery, payload: Payload, at: Verified, signal: AbortSignal) => Promise<Verdict>;

/**
 * Verifies by the host's own answer, else by asking the link as the destination's traits allow. A link that must open is
 * asked in any case.
 * @param delaysMs the waits before each asking, where not the usual ones
 */
export function createVerify(net: Net, sleep: Sleep, delaysMs?: readonly number[]): Verify {
  return async (delivery, payload, { traits, connection, onAsk }, signal) => {
    const said = delivery.proof && told(delivery.proof);
    if (said?.kind === 'contradiction' || (said && !traits.linkMustOpen)) return said;
    if (traits.linkCheck === 'never' || traits.linkCheck === 'own-server') {
      return said ?? { kind: 'proof', proof: { kind: 'unverified', why: 'not-checkable' } };
    }
    onAsk?.();
    const result = await checkLink(net, {
      url: new URL(delivery.link),
      expectedSize: payload.size,
      mime: payload.mime,
      name: payload.name,
      method: traits.linkCheck,
      signal,
      allowPrivate: (url) => connection.ownsAddress?.(url) ?? false,
      sleep,
      mustOpen: traits.linkMustOpen ?? false,
      ...(delaysMs && { delaysMs }),
    });
    const seen = judged(result, payload, traits);
    return said && seen.kind === 'proof' ? { kind: 'proof', proof: stronger(said.proof, seen.proof) } : seen;
  };
}

function judged(result: Proof | Contradiction, payload: Payload, traits: Traits): Verdict {
  if (!('contradiction' in result)) return { kind: 'proof', proof: result };
  if (isShrunk(result, payload, traits)) return { kind: 'proof', proof: { kind: 'reachable', by: 'link' } };
  return { kind: 'contradiction', failure: { kind: 'bad-proof', why: result.contradiction } };
}

/** What each proves, the more the higher. */
const strength: Record<Proof['kind'], number> = { hash: 3, size: 2, reachable: 1, unverified: 0 };

/** Of two that prove as much, what the link showed. */
function stronger(said: Proof, seen: Proof): Proof {
  return strength[said.kind] > strength[seen.kind] ? said : seen;
}

/** True for a smaller file that is left of one which this host may make smaller; nothing at all is no file. */
function isShrunk({ contradiction, gotBytes }: Contradiction, { name, size }: Payload, { mayShrink }: Traits): boolean {
  if (contradiction !== 'size' || gotBytes === null || gotBytes === 0 || gotBytes >= size) return false;
  return mayShrink?.includes(extname(name).slice(1).toLowerCase()) ?? false;
}

/** For those who asked not to check links. */
export const verifyNothing: Verify = ({ proof }) =>
  Promise.resolve(told(proof ?? { kind: 'unverified', why: 'not-asked' }));

/** What the host said itself. */
function told(proof: Proof | Contradicted): Verdict {
  if (proof.kind !== 'contradiction') return { kind: 'proof', proof };
  return { kind: 'contradiction', failure: { kind: 'bad-proof', why: proof.why } };
}
