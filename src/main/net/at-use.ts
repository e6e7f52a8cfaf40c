/** The net and its probe, loaded at their first use: undici would take a tenth of each start, and most starts send nothing yet. */
import type { NetOptions } from './http.ts';
import type { Net } from './net.ts';
import type { Probe, ProbeOptions } from './probe.ts';

export function netAtUse(options: NetOptions): Net {
  let made: Promise<Net> | null = null;
  let isClosed = false;
  const make = async (): Promise<Net> => {
    const { createNet } = await import('./http.ts');
    const net = createNet(options);
    // Whoever comes late is refused as on any closed one.
    if (isClosed) await net.close();
    return net;
  };
  const net = (): Promise<Net> => {
    made ??= make();
    return made;
  };
  return {
    request: async (request) => await (await net()).request(request),
    connect: async (request) => await (await net()).connect(request),
    async close() {
      isClosed = true;
      await (await made)?.close();
    },
  };
}

export function probeAtUse(options: ProbeOptions): Probe {
  let made: Promise<Probe> | null = null;
  const probe = (): Promise<Probe> => {
    made ??= import('./probe.ts').then(({ createProbe }) => createProbe(options));
    return made;
  };
  return {
    proxyTo: async (url) => await (await probe()).proxyTo(url),
    addresses: async (url, signal) => await (await probe()).addresses(url, signal),
    open: async (url, signal) => await (await probe()).open(url, signal),
  };
}
