/** The net on undici: agents of our own, whose connections trust the system's certificates. */
import type { LookupFunction } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { systemLookup } from './connector.ts';
import { createDial } from './dial.ts';
import { exchange } from './exchange.ts';
import { noInterfaceUp } from './failures.ts';
import type { Net } from './net.ts';
import type { ProxyResolver } from './proxy.ts';
import { createRoutes } from './routes.ts';
import { createThrottle } from './throttle.ts';

export interface NetOptions {
  /** Longest wait for a connection, TLS included, ms; default 15,000. A proxy on the way may take as long again. */
  readonly connectTimeoutMs?: number;
  /** PEM certificates trusted besides the system's and Node's own. */
  readonly extraCertificates?: readonly string[];
  readonly lookup?: LookupFunction;
  /** Asked when a name or a network can not be reached; by default, whether no interface is up. */
  readonly isOffline?: () => boolean;
  /** Asked before each request, link checks included; by default all go straight. */
  readonly resolveProxy?: ProxyResolver;
  /** The most that all bodies together send; null for no limit. Asked again up to four times a second. */
  readonly bytesPerSecond?: () => number | null;
}

export function createNet(options: NetOptions = {}): Net {
  const { connectTimeoutMs = 15_000, isOffline = noInterfaceUp, bytesPerSecond } = options;
  const way = {
    connectTimeoutMs,
    extraCertificates: options.extraCertificates ?? [],
    lookup: options.lookup ?? systemLookup,
    resolveProxy: options.resolveProxy,
  };
  const routes = createRoutes(way);
  const throttle =
    bytesPerSecond &&
    createThrottle(bytesPerSecond, {
      now: () => performance.now(),
      sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => {}),
    });
  const dial = createDial({ ...way, isOffline, throttle });
  return {
    request: (request) => exchange(request, routes, { connectTimeoutMs, isOffline, throttle }),
    connect: (request) => dial.connect(request),
    async close() {
      dial.close();
      await routes.close();
    },
  };
}
