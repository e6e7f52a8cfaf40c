/** One cell of the fault matrix: a file sent along a chain whose first host meets the fault, and what came of it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNet } from '../../src/main/net/http.ts';
import type { Net } from '../../src/main/net/net.ts';
import { providerById } from '../../src/main/providers/index.ts';
import type { AttemptView, UploadView } from '../../src/shared/model.ts';
import { labAuthority } from '../certificates.ts';
import { faultLookup } from '../fault-lookup.ts';
import { faultProxy } from '../fault-proxy.ts';
import type { HostScript } from '../host-script.ts';
import { catbox, litterbox, senditsh, x0at } from '../hosts/index.ts';
import type { LabUpload } from '../lab-log.ts';
import { StandIn } from '../stand-in.ts';
import { createChain } from './chain.ts';
import { rawHost } from './raw-host.ts';
import { bodyOf, type Column, type Host, type Row } from './row.ts';
import { type Served, servedAt } from './served.ts';

export interface SentFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

export interface Seen {
  readonly view: UploadView;
  readonly ledger: readonly AttemptView[];
  readonly reported: readonly unknown[];
  /** What came in whole. */
  readonly uploads: { readonly first: readonly LabUpload[]; readonly second: readonly LabUpload[] };
  /** What is behind the link that was given, null where none was. */
  readonly served: Served | null;
}

const scripts: Readonly<Record<Host, HostScript | (() => HostScript)>> = { catbox, litterbox, x0at, raw: senditsh };
const name = 'faulty.test';
const impatientMs = 400;
const connectMs = 1_000;

/** Runs a cell. Resolves once the engine has nothing left to do with the file. */
export async function runCell(row: Row, column: Column, file: SentFile, fragile = false): Promise<Seen> {
  const { host } = column;
  await using owned = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'droprelay-matrix-'));
  owned.defer(() => rm(folder, { recursive: true, force: true }));
  const started = async (script: HostScript | (() => HostScript), place: string): Promise<StandIn> => {
    const made = typeof script === 'function' ? script() : script;
    const standIn = await StandIn.start(made, join(folder, place), { singleUse: false });
    owned.defer(() => standIn.stop());
    return standIn;
  };
  const first = await started(scripts[host], 'first');
  const healthy: Host = host === 'litterbox' ? 'catbox' : 'litterbox';
  const second = await started(scripts[healthy], 'second');

  const lookup = faultLookup({});
  let impatient = row.impatient ?? null;
  const offline = row.site.at === 'name' && row.site.offline === true;
  const cures: (() => Promise<void>)[] = [];
  if (row.site.at === 'host') {
    await first.fail(row.site.fault(file.size, { base: first.url, body: bodyOf(column) }), Number.POSITIVE_INFINITY);
    cures.push(() => first.heal());
  } else if (row.site.at === 'way') {
    const proxy = owned.use(await faultProxy(first.url, row.site.fault(file.size)));
    first.behind(proxy.url);
    cures.push(() => proxy.heal());
  } else {
    lookup.set(name, row.site.fault);
    first.behind(`http://${name}:${new URL(first.url).port}`);
    cures.push(async () => lookup.set(name, '127.0.0.1'));
  }

  const real = createNet({
    lookup: lookup.lookup,
    extraCertificates: [labAuthority],
    isOffline: () => offline,
    ...(impatient === 'all' && { connectTimeoutMs: connectMs }),
  });
  owned.defer(() => real.close());
  const faulty = new URL(String(first.settings.server)).host;
  const net: Net = {
    close: () => Promise.resolve(),
    connect: (request) => real.connect(request),
    request: (request) => {
      if (!impatient || request.url.host !== faulty) return real.request(request);
      const stall = impatient === 'all' && { stallTimeoutMs: impatientMs };
      return real.request({ ...request, answerTimeoutMs: impatientMs, ...stall });
    },
  };
  const chain = owned.use(
    createChain({
      folder,
      net,
      links: [
        { id: 'first', provider: providerOf(host), standIn: first },
        { id: 'second', provider: providerOf(healthy), standIn: second },
      ],
      isOnline: () => !offline,
      async onWait() {
        if (!row.heals) return;
        impatient = null;
        for (const cure of cures.splice(0)) await cure();
      },
    }),
  );
  const id = await chain.send(file.path, fragile);
  const view = chain.reader.view(id);
  if (!view) throw new Error('the upload is gone');
  // Copied and asked before all is closed.
  const uploads = { first: [...first.uploads], second: [...second.uploads] };
  const by = view.receipt && (view.receipt.destinationId === 'first' ? first : second);
  const served = by && view.receipt && (await servedAt(by, view.receipt.link));
  return { view, ledger: chain.reader.ledger(id), reported: [...chain.reported], uploads, served };
}

function providerOf(host: Host) {
  const provider = host === 'raw' ? rawHost : providerById(host);
  if (!provider) throw new Error(`no provider for ${host}`);
  return provider;
}
