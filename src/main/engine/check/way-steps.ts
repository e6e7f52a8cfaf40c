/** The steps that look at the way to a destination's servers: names, proxy, certificates, clock. */
import type { CheckFact } from '../../../shared/check.ts';
import { UploadFailure } from '../../../shared/failure.ts';
import { literalAddress } from '../../net/addresses.ts';
import type { Net } from '../../net/net.ts';
import type { OpenedWay, Probe } from '../../net/probe.ts';
import type { Found } from './steps.ts';

export interface WayDeps {
  readonly net: Net;
  readonly probe: Probe;
  /** Epoch ms. */
  readonly clock: () => number;
}

/** Services that sign requests refuse those that are further off: five minutes is the narrowest in use. */
export const mostSkewMs = 5 * 60_000;
/** How long a server may take to name its date, ms. */
const dateMs = 10_000;
const mostAddresses = 16;

/** Looks the servers' names up, where it is not a proxy that does. */
export async function lookNamesUp(servers: readonly URL[], { probe }: WayDeps, signal: AbortSignal): Promise<Found> {
  if (servers.length === 0) return { skip: 'no-server' };
  const named = servers.filter((url) => literalAddress(url) === null);
  if (named.length === 0) return { skip: 'literal-address' };
  // A choice that fails is told by the next step.
  const straight = await Promise.all(
    named.map((url) =>
      probe.proxyTo(url).then(
        (proxy) => proxy === null,
        () => false,
      ),
    ),
  );
  const own = named.filter((_, at) => straight[at]);
  if (own.length === 0) return { skip: 'proxy-resolves' };
  return await Promise.all(
    own.map(async (url): Promise<CheckFact> => {
      const addresses = await probe.addresses(url, signal);
      return { kind: 'addresses', host: hostOf(url), addresses: addresses.slice(0, mostAddresses) };
    }),
  );
}

/** Opens a connection to each server; the caller disposes of what `keep` was given, also after a failure. */
export async function openWays(
  servers: readonly URL[],
  { probe }: WayDeps,
  signal: AbortSignal,
  keep: (url: URL, way: OpenedWay) => void,
): Promise<Found> {
  if (servers.length === 0) return { skip: 'no-server' };
  return await all(servers, async (url): Promise<CheckFact> => {
    const way = await probe.open(url, signal);
    keep(url, way);
    return { kind: 'way', host: hostOf(url), proxy: way.proxy };
  });
}

/** Speaks TLS on the connections that were opened. */
export async function shakeHands(ways: ReadonlyMap<URL, OpenedWay>, signal: AbortSignal): Promise<Found> {
  if (ways.size === 0) return { skip: 'no-server' };
  const secure = [...ways].filter(([{ protocol }]) => protocol === 'https:');
  if (secure.length === 0) return { skip: [...ways.keys()].some(isHttp) ? 'plain-http' : 'not-http' };
  return await all(secure, async ([url, way]): Promise<CheckFact> => {
    return { kind: 'certificate', host: hostOf(url), ...(await way.handshake(signal)) };
  });
}

/** Compares our clock with the servers'. Fails with `clock-skew` where one is more than `mostSkewMs` off. */
export async function compareClocks(servers: readonly URL[], deps: WayDeps, signal: AbortSignal): Promise<Found> {
  if (servers.length === 0) return { skip: 'no-server' };
  const asked = servers.filter(isHttp);
  if (asked.length === 0) return { skip: 'not-http' };
  const found = await all(asked, async (url): Promise<CheckFact[]> => {
    const offByMs = await aheadOf(url, deps, signal);
    if (offByMs === null) return [];
    if (Math.abs(offByMs) > mostSkewMs) throw new UploadFailure({ kind: 'clock-skew', host: hostOf(url), offByMs });
    return [{ kind: 'clock', host: hostOf(url), offByMs }];
  });
  const facts = found.flat();
  return facts.length === 0 ? { skip: 'no-date' } : facts;
}

/** How far our clock is ahead of the server's, ms; null where it names no time. Any status will do. */
async function aheadOf(url: URL, { net, clock }: WayDeps, signal: AbortSignal): Promise<number | null> {
  for (const method of ['HEAD', 'GET'] as const) {
    const asked = clock();
    try {
      const { headers } = await net.request({ method, url, signal, answerTimeoutMs: dateMs, maxAnswerBytes: 1 });
      // Of an answer from a cache, `Date` is when it was made, and `Age` how long ago (RFC 9111, section 5.1).
      const age = /^\d{1,9}$/.test(headers.age ?? '') ? Number(headers.age) : 0;
      // The header tells whole seconds, cut.
      const theirs = Date.parse(headers.date ?? '') + age * 1_000 + 500;
      if (Number.isFinite(theirs)) return Math.round((asked + clock()) / 2 - theirs);
    } catch (error) {
      // Some servers do not answer HEAD at all.
      if (method === 'GET' || signal.aborted || !mayBeTheMethod(error)) throw error;
    }
  }
  return null;
}

function mayBeTheMethod(error: unknown): boolean {
  return error instanceof UploadFailure && (error.failure.kind === 'connection' || error.failure.kind === 'timeout');
}

/** Does all to their ends before the first failure is thrown: nothing is left under way. */
async function all<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results = await Promise.allSettled(items.map(work));
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

function isHttp({ protocol }: URL): boolean {
  return protocol === 'http:' || protocol === 'https:';
}

export function hostOf(url: URL): string {
  return url.host.slice(0, 255);
}
