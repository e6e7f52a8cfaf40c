/** The lab: stand-ins of all closed hosts, on this machine's loopback address, for tests, benchmarks and the demo. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HostId, hosts } from './hosts/index.ts';
import { StandIn, type StandInOptions } from './stand-in.ts';

export type { Fault, OverLimit } from './fault.ts';
export type { HostId } from './hosts/index.ts';
export type { LabRequest, LabUpload, StandIn, StandInOptions } from './stand-in.ts';

export type LabOptions = { readonly [id in HostId]?: StandInOptions };

export type Lab = { readonly [id in HostId]: StandIn } & AsyncDisposable & {
    readonly standIns: readonly StandIn[];
    /** Settings that lead Droprelay to the stand-ins: the content of `settings.json`, public hosts chosen. */
    readonly settings: LabSettings;
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
}

/** Starts a stand-in for every host. Owned by the caller: `stop()`, or `await using`. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const folder = await mkdtemp(join(tmpdir(), 'droprelay-lab-'));
  const start = (id: HostId) => StandIn.start(hosts[id], join(folder, id), options[id]);
  const [catbox, litterbox, x0at] = await Promise.all([start('catbox'), start('litterbox'), start('x0at')]);
  const byId = { catbox, litterbox, x0at };
  const standIns = Object.values(byId);
  const settings: LabSettings = {
    choice: 'public',
    destinations: standIns.map(({ id, label, settings }) => ({ id, provider: id, label, settings })),
  };
  const stop = async () => {
    await Promise.all(standIns.map((standIn) => standIn.stop()));
    await rm(folder, { recursive: true, force: true });
  };
  return { ...byId, standIns, settings, stop, [Symbol.asyncDispose]: stop };
}
