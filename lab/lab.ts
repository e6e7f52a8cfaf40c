/** The lab: stand-ins of all closed hosts, on this machine's loopback address, for tests, benchmarks and the demo. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { providerById } from '../src/main/providers/index.ts';
import type { HostScript } from './host-script.ts';
import * as hosts from './hosts/index.ts';
import { StandIn, type StandInOptions } from './stand-in.ts';

export type { Fault, LinkFault, OverLimit } from './fault.ts';
export type { LabRequest, LabUpload } from './lab-log.ts';
export type { StandIn, StandInOptions } from './stand-in.ts';

export type HostId = keyof typeof hosts;
const scripts: Readonly<Record<HostId, HostScript | (() => HostScript)>> = hosts;
export const hostIds = Object.keys(scripts).filter((id): id is HostId => id in scripts);

export type LabOptions = { readonly [id in HostId]?: StandInOptions };

export type Lab = { readonly [id in HostId]: StandIn } & AsyncDisposable & {
    readonly standIns: readonly StandIn[];
    /**
     * Settings that lead Droprelay to the stand-ins of the hosts that it has a provider for: the content of
     * `settings.json`, public hosts chosen.
     */
    readonly settings: LabSettings;
    /** The same, with these hosts alone as the public chain. */
    chainOf(...hosts: readonly HostId[]): LabSettings;
    /** Closes all ports and removes everything that was uploaded. */
    stop(): Promise<void>;
  };

export interface LabSettings {
  readonly choice: 'public';
  readonly destinations: readonly {
    readonly id: string;
    readonly provider: string;
    readonly label: string;
    readonly settings: Readonly<Record<string, unknown>>;
  }[];
  readonly chains?: { readonly public: { readonly order: readonly string[] } };
}

/** Starts a stand-in for every host. Owned by the caller: `stop()`, or `await using`. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const folder = await mkdtemp(join(tmpdir(), 'droprelay-lab-'));
  const start = async (id: HostId) => {
    const host = scripts[id];
    const script = typeof host === 'function' ? host() : host;
    return [id, await StandIn.start(script, join(folder, id), options[id])] as const;
  };
  const started = await Promise.all(hostIds.map(start));
  // Checked border: `Object.fromEntries` does not know that every id is there.
  const byId = Object.fromEntries(started) as { readonly [id in HostId]: StandIn };
  const standIns = started.map(([, standIn]) => standIn);
  const stop = async () => {
    await Promise.all(standIns.map((standIn) => standIn.stop()));
    await rm(folder, { recursive: true, force: true });
  };
  const settings = (): LabSettings => ({
    choice: 'public',
    destinations: standIns.filter(({ id }) => providerById(id)).map(destinationOf),
  });
  return {
    ...byId,
    standIns,
    get settings() {
      return settings();
    },
    chainOf: (...order) => ({ ...settings(), chains: { public: { order } } }),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function destinationOf({ id, label, settings }: StandIn): LabSettings['destinations'][number] {
  return { id, provider: id, label, settings };
}
