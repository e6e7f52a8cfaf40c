/** The whole engine with a real store and the real net, before a chain of two hosts; only its clock and waits are ours. */
import { join } from 'node:path';
import type { Destination } from '../../src/main/engine/destination.ts';
import { createEngine, type Engine } from '../../src/main/engine/engine.ts';
import { nothingSeen } from '../../src/main/engine/file-look.ts';
import { createHealthBook } from '../../src/main/engine/health-book.ts';
import type { Sleep } from '../../src/main/engine/run-control.ts';
import { createVerify } from '../../src/main/engine/verification.ts';
import { mimeOf } from '../../src/main/net/mime.ts';
import type { Net } from '../../src/main/net/net.ts';
import { filePayload } from '../../src/main/net/pinned-file.ts';
import { createSlots } from '../../src/main/net/slots.ts';
import type { Provider } from '../../src/main/providers/provider.ts';
import { hashHere } from '../../src/main/providers/test-hash.ts';
import { openDatabase } from '../../src/main/store/database.ts';
import { createHealthStore } from '../../src/main/store/health-store.ts';
import { createOnlineLinks } from '../../src/main/store/online-links.ts';
import { registerOwner } from '../../src/main/store/owners.ts';
import { createUploadReader, type UploadReader } from '../../src/main/store/upload-reader.ts';
import { createUploadStore } from '../../src/main/store/upload-store.ts';
import { DestinationId, type UploadId } from '../../src/shared/ids.ts';
import type { StandIn } from '../stand-in.ts';

export interface Link {
  readonly id: 'first' | 'second';
  readonly provider: Provider;
  readonly standIn: StandIn;
}

export interface Chain extends AsyncDisposable {
  readonly reader: UploadReader;
  /** Everything that was reported as a defect. */
  readonly reported: readonly unknown[];
  /** Sends a file along the chain (`fragile`: to its first host only); resolves once nothing runs and nothing is due. */
  send(path: string, fragile: boolean): Promise<UploadId>;
}

export interface ChainOptions {
  /** For the database. */
  readonly folder: string;
  readonly net: Net;
  readonly links: readonly Link[];
  readonly isOnline: () => boolean;
  /** Called in each wait of the relay. */
  readonly onWait: () => Promise<void>;
}

/** What the relay's back-off comes to before a second attempt, ms: the injected random is one half. */
export const plainBackOffMs = 500;

export function createChain({ folder, net, links, isOnline, onWait }: ChainOptions): Chain {
  let now = Date.UTC(2026, 0, 1);
  const clock = (): number => now;
  const { database } = openDatabase(join(folder, 'matrix.db'), now);
  const owner = registerOwner(database, 'app', clock);
  const store = createUploadStore(database, owner.id, clock);
  const reader = createUploadReader(database);
  const reported: unknown[] = [];
  const report = (error: unknown): void => void reported.push(error);
  const random = (): number => 0.5;
  const sleep: Sleep = async (ms) => {
    now += ms;
    await onWait();
  };
  const noServer = () => Promise.reject(new Error('this computer shares nothing here'));
  const services = { net, clock, shareServer: { share: noServer, stop: () => undefined }, hash: hashHere };
  const destinations = links.map((link) => destinationOf(link, services));
  const find = (id: DestinationId): Destination | null => destinations.find((one) => one.id === id) ?? null;
  const engine: Engine = createEngine({
    health: createHealthBook({ store: createHealthStore(database, report), clock, random }),
    store,
    reader,
    find,
    slots: createSlots(3),
    verify: createVerify(net, () => Promise.resolve()),
    payload: filePayload,
    mimeOf,
    links: createOnlineLinks(database, store),
    findOnline: () => Promise.reject(new Error('no link is reused here')),
    look: () => Promise.resolve(nothingSeen),
    guardRules: () => ({ removeLocation: 'never', askForSecretFiles: false }),
    undoMs: () => 0,
    isSpooled: () => false,
    isOnline,
    clock,
    random,
    sleep,
    changed: () => undefined,
    progress: () => undefined,
    report,
    maxAttempts: 2,
    patienceMs: 60_000,
    maxRunning: 6,
    maxPreparing: 4,
  });
  return {
    reader,
    reported,
    async send(path, fragile) {
      const { uploads } = engine.submit({
        files: [{ kind: 'path', path, name: 'file.bin' }],
        from: 'drop',
        chain: destinations.map(({ id }) => id),
        scope: 'public',
        fragile,
      });
      const [id] = uploads;
      if (id === undefined) throw new Error('nothing was queued');
      await engine.idle();
      return id;
    },
    async [Symbol.asyncDispose]() {
      await engine.close();
      owner.close();
      database[Symbol.dispose]();
    },
  };
}

function destinationOf({ id, provider, standIn }: Link, services: Parameters<Provider['connect']>[2]): Destination {
  const settings = provider.settings.parse(standIn.settings);
  return {
    id: DestinationId.parse(id),
    provider: provider.id,
    label: id,
    traits: provider.traits(settings, () => false),
    servers: [],
    signsIn: false,
    connect: () => Promise.resolve(provider.connect(settings, {}, services)),
  };
}
