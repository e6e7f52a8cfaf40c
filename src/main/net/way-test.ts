/** Tries the way to a server by the rules of uploads, and tells through which proxy it led, how long it took and what failed. */
import { toFailure } from '../../shared/failure.ts';
import type { ProxyTest } from '../../shared/network.ts';
import type { Net } from './net.ts';
import type { Probe } from './probe.ts';

export interface WayTestDeps {
  readonly net: Pick<Net, 'request' | 'connect'>;
  /** With the resolver that the net asks. */
  readonly probe: Pick<Probe, 'proxyTo'>;
  /** ms that only go forward. */
  readonly ticks: () => number;
}

/** Longest time that a test may take, ms. */
const testMs = 30_000;

/** An https server is connected to and asked nothing; an http one is asked for its start page, since proxies read that. Never fails. */
export function createWayTest({ net, probe, ticks }: WayTestDeps) {
  return async (url: URL, signal: AbortSignal): Promise<ProxyTest> => {
    const within = AbortSignal.any([signal, AbortSignal.timeout(testMs)]);
    const host = url.host.slice(0, 255);
    const began = ticks();
    let hop: string | null = null;
    const ended = (failure: ProxyTest['failure']): ProxyTest => ({
      hop,
      host,
      ms: Math.max(0, ticks() - began),
      failure,
    });
    try {
      hop = await probe.proxyTo(url);
      // Any answer shows that the way is open.
      if (url.protocol === 'http:') await net.request({ method: 'HEAD', url: new URL('/', url), signal: within });
      else (await net.connect({ url: withPort(url), signal: within })).socket.destroy();
      return ended(null);
    } catch (error) {
      const failure = toFailure(error);
      if (failure.kind === 'cancelled') return ended({ kind: 'timeout', host, afterMs: testMs });
      // A proxy that failed keeps its own name; of the target, the port is of no interest.
      return ended('host' in failure && failure.kind !== 'proxy' ? { ...failure, host } : failure);
    }
  };
}

/** A URL drops the usual port of its scheme, and a connection wants to know it. */
function withPort(url: URL): URL {
  return new URL(`tunnel://${url.hostname}:${url.port || '443'}`);
}
