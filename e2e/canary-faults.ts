// Destinations that each meet one fault and echo the secret where they can, in one chain: one file provokes them all.

import { join } from 'node:path';
import { type FaultProxy, faultProxy } from '../lab/fault-proxy.ts';
import type { HostScript } from '../lab/host-script.ts';
import * as hosts from '../lab/hosts/index.ts';
import type { Fault, HostId } from '../lab/lab.ts';
import { StandIn } from '../lab/stand-in.ts';

export interface FaultyDestination {
  readonly id: string;
  readonly provider: string;
  readonly label: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly consent: 'allow';
}

export interface FaultyChain extends AsyncDisposable {
  readonly destinations: readonly FaultyDestination[];
  /** For `settings.json`. */
  readonly settings: object;
  /** What the stand-ins were told. */
  heard(): string;
  /** The last destination's host knows the secret for its own: it takes the file. */
  readonly delivers: boolean;
}

const scripts: Readonly<Record<HostId, HostScript | ((key?: string) => HostScript)>> = hosts;

/** What a host can say that holds the secret, and ways to break off. */
function faultsEchoing(secret: string): readonly Fault[] {
  const url = encodeURIComponent(secret);
  const base64 = Buffer.from(secret).toString('base64');
  const header = Buffer.from(`:${secret}`).toString('base64');
  const words = `what is ${secret}, ${url}, ${base64} or Basic ${header}?`;
  const json = JSON.stringify({ success: false, value: 'authentication_failed', message: words, detail: { secret } });
  const page = `<!doctype html><title>${words}</title><p>${words}`;
  const status = (status: number, body: string): Fault => ({ kind: 'status', status, body });
  return [
    status(401, words),
    status(403, words),
    status(403, json),
    status(400, page),
    status(404, json),
    status(412, words),
    status(413, words),
    status(415, words),
    status(451, words),
    status(500, words),
    status(500, json),
    status(507, words),
    { kind: 'status', status: 429, body: words, retryAfter: url },
    { kind: 'status', status: 302, body: words, location: `http://127.0.0.1:1/${url}` },
    { kind: 'status', status: 503, body: page, contentType: 'text/html', early: 'close' },
    { kind: 'text', text: words },
    { kind: 'text', text: json },
    { kind: 'text', text: `https://files.example/${url}.txt` },
    { kind: 'text', text: JSON.stringify({ success: true, id: words, url: `https://x.example/${url}` }) },
    { kind: 'html-page' },
    { kind: 'reset-after-body' },
  ];
}

/**
 * Makes the chain of destinations at this host, each with a stand-in of its own for one fault that all its requests
 * meet; the last destination is the host as it is.
 */
export async function faultyChain(provider: HostId, folder: string, secret: string): Promise<FaultyChain> {
  const standIns: StandIn[] = [];
  const proxies: FaultProxy[] = [];
  const destinations: FaultyDestination[] = [];
  const add = async (name: string, fault: Fault | null): Promise<StandIn> => {
    const script = scripts[provider];
    const standIn = await StandIn.start(typeof script === 'function' ? script(secret) : script, join(folder, name));
    standIns.push(standIn);
    if (fault) await standIn.fail(fault, Infinity, /./);
    return standIn;
  };
  const lead = (name: string, { settings }: StandIn): void => {
    const id = `canary-${name}`;
    destinations.push({ id, provider, label: id, settings, consent: 'allow' });
  };
  for (const [index, fault] of faultsEchoing(secret).entries()) {
    const name = `${index}-${fault.kind}`;
    lead(name, await add(name, fault));
  }
  const good = await add('good', null);
  for (const face of ['self-signed', 'wrong-name', 'no-tls'] as const) {
    const proxy = await faultProxy(good.url, { kind: 'tls', face });
    proxies.push(proxy);
    good.behind(proxy.url);
    lead(face, good);
  }
  good.behind('http://canary.invalid');
  lead('dns', good);
  good.behind('http://127.0.0.1:1');
  lead('refused', good);
  good.behind(null);
  lead('good', good);
  const order = destinations.map(({ id }) => id);
  return {
    destinations,
    settings: { choice: 'public', destinations, chains: { public: { order, mayWiden: true } } },
    delivers: good.key === secret,
    heard: () => JSON.stringify(standIns.map(({ requests, uploads }) => [requests, uploads])),
    async [Symbol.asyncDispose]() {
      for (const part of [...proxies, ...standIns]) await part.stop();
    },
  };
}
