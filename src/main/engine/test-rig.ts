/** What engine tests share: the real engine, store and files, with hosts of ours at the far end and no real time. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DestinationId, type UploadId } from '../../shared/ids.ts';
import type { Scope, State } from '../../shared/model.ts';
import { filePayload } from '../net/pinned-file.ts';
import { createSlots } from '../net/slots.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { createDeletions } from '../store/deletions.ts';
import { createDiscards } from '../store/discards.ts';
import { createHealthStore } from '../store/health-store.ts';
import { createOnlineLinks } from '../store/online-links.ts';
import { type Owner, registerOwner } from '../store/owners.ts';
import { createUploadReader, type UploadReader } from '../store/upload-reader.ts';
import { createUploadStore, type UploadStore } from '../store/upload-store.ts';
import { createFindOnline } from './already-online.ts';
import { createDiscarding, type Discarding } from './discarding.ts';
import { createEngine, type Engine, type Submission } from './engine.ts';
import { createFileLook } from './file-look.ts';
import type { GuardRules } from './guarding.ts';
import { createHasher } from './hasher.ts';
import { createHealthBook } from './health-book.ts';
import { createRemoval, type Removal } from './removal.ts';
import type { Sleep } from './run-control.ts';
import { createHost, type HostOptions, type TestHost } from './test-host.ts';
import { type Verify, verifyNothing } from './verification.ts';

export interface RigOptions {
  readonly hosts: Readonly<Record<string, HostOptions>>;
  readonly verify?: Verify;
  /** How a link that a file has already is asked; by default it opens. */
  readonly askOnline?: Verify;
  /** How long that may take, ms. */
  readonly onlineAnswerMs?: number;
  /** Waits stay until they are ended by the test, or by the run. */
  readonly holdWaits?: boolean;
  /** Waits last until then. */
  readonly waitsFor?: () => Promise<void>;
  readonly isOnline?: () => boolean;
  /** Asked whenever an upload could start, where it is a function. */
  readonly maxRunning?: number | (() => number);
  readonly perDestination?: number | (() => number);
  readonly uploadName?: (name: string) => string;
  /** By default nothing is asked or removed; asked whenever it counts. */
  readonly guardRules?: () => GuardRules;
  readonly undoMs?: () => number;
  /** What the clock says at first, epoch ms; `rigNow` by default. */
  readonly startsAt?: number;
  /** Shared by the rigs of two programs that run one after the other. */
  readonly folder?: string;
}

export interface Rig extends AsyncDisposable {
  readonly engine: Engine;
  readonly removal: Removal;
  readonly discarding: Discarding;
  readonly reader: UploadReader;
  readonly store: UploadStore;
  readonly database: Database;
  readonly owner: Owner;
  readonly hosts: Readonly<Record<string, TestHost>>;
  readonly folder: string;
  /** ms of every wait between attempts so far. */
  readonly waits: readonly number[];
  readonly reported: readonly unknown[];
  /** Names of the files that were hashed so far. */
  readonly hashed: readonly string[];
  /** Makes a file and gives its path. */
  file(name: string, content?: string | Buffer): string;
  /** Submits files along a chain (all hosts in order by default). */
  submit(paths: readonly string[], more?: Partial<Submission>): UploadId[];
  state(id: UploadId): State | undefined;
  /** Resolves once the upload's state, as it stands in the store, is as wanted. */
  until(id: UploadId, wanted: (state: State) => boolean): Promise<State>;
  /** Each attempt as `host number outcome(kind) > next`. */
  ledger(id: UploadId): string[];
  /** What a kill leaves: the database is closed, and nothing else is written. */
  crash(): void;
}

/** What the injected clock says at first, epoch ms; waits move it on. */
export const rigNow = Date.UTC(2026, 0, 1);

export const idOf = (name: string): DestinationId => DestinationId.parse(name);

/** True for an upload that runs in this phase. */
export const running =
  (phase: string) =>
  (state: State): boolean =>
    state.name === 'running' && state.phase === phase;

/** True for an upload that waits for this. */
export const waitingFor =
  (what: string) =>
  (state: State): boolean =>
    state.name === 'waiting' && state.wait.what === what;

/** Asks, and gets no answer. */
export const verifyUntilAborted: Verify = (_delivery, _payload, { onAsk }, signal) => {
  onAsk?.();
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
};

export function createRig(options: RigOptions): Rig {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'droprelay-engine-'));
  const { database } = openDatabase(join(folder, 'test.db'), rigNow);
  let now = options.startsAt ?? rigNow;
  const clock = (): number => now;
  const owner = registerOwner(database, 'app', clock);
  const store = createUploadStore(database, owner.id, clock, () => discarding.goOn());
  const reader = createUploadReader(database);
  const links = createOnlineLinks(database, store);
  const hashed: string[] = [];
  const hasher = createHasher();
  const hosts = Object.fromEntries(Object.entries(options.hosts).map(([id, host]) => [id, createHost(id, host)]));
  const waits: number[] = [];
  const reported: unknown[] = [];
  const watchers = new Set<() => void>();
  let crashed = false;

  const sleep: Sleep = async (ms, signal) => {
    waits.push(ms);
    await options.waitsFor?.();
    if (!options.holdWaits) now += ms;
    else if (!signal.aborted) await new Promise<void>((done) => signal.addEventListener('abort', () => done()));
  };
  const health = createHealthBook({
    store: createHealthStore(database, (error) => reported.push(error)),
    clock,
    random: () => 0.5,
  });
  const look = createFileLook();
  const engine = createEngine({
    look,
    guardRules: options.guardRules ?? (() => ({ removeLocation: 'never', askForSecretFiles: false })),
    undoMs: options.undoMs ?? (() => 0),
    health,
    store,
    reader,
    find: (id) => hosts[id] ?? null,
    slots: createSlots(options.perDestination ?? 3),
    verify: options.verify ?? verifyNothing,
    payload: filePayload,
    mimeOf: () => 'text/plain',
    links,
    findOnline: createFindOnline({
      links,
      look,
      hasher: {
        hash(source, signal, wish) {
          hashed.push(basename(source.path));
          return hasher.hash(source, signal, wish);
        },
      },
      find: (id) => hosts[id] ?? null,
      verify: options.askOnline ?? (() => Promise.resolve({ kind: 'proof', proof: { kind: 'size', by: 'link' } })),
      answerMs: options.onlineAnswerMs ?? 3_600_000,
      payload: filePayload,
      clock,
      report: (error) => reported.push(error),
    }),
    isSpooled: () => false,
    isOnline: options.isOnline ?? (() => true),
    clock,
    random: () => 0.5,
    sleep,
    changed: () => {
      if (!crashed) for (const look of watchers) look();
    },
    progress: () => undefined,
    report: (error) => reported.push(error),
    maxAttempts: 2,
    patienceMs: 60_000,
    get maxRunning() {
      const { maxRunning = 6 } = options;
      return typeof maxRunning === 'number' ? maxRunning : maxRunning();
    },
    ...(options.uploadName && { uploadName: options.uploadName }),
    maxPreparing: 1,
  });
  const removal = createRemoval({
    deletions: createDeletions(database, clock),
    find: (id) => hosts[id] ?? null,
    sleep,
    changed: () => undefined,
    report: (error) => reported.push(error),
  });
  const discarding = createDiscarding({
    discards: createDiscards(database),
    find: (id) => hosts[id] ?? null,
    clock,
    sleep,
    report: (error) => reported.push(error),
  });
  const state = (id: UploadId): State | undefined => reader.job(id)?.state;

  return {
    engine,
    removal,
    discarding,
    reader,
    store,
    database,
    owner,
    hosts,
    folder,
    waits,
    reported,
    hashed,
    file(name, content = `the content of ${name}`) {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    submit(paths, more = {}) {
      return engine.submit({
        files: paths.map((path) => ({ kind: 'path', path, name: basename(path) })),
        from: 'drop',
        chain: Object.keys(hosts).map(idOf),
        scope: 'public' satisfies Scope,
        ...more,
      }).uploads;
    },
    state,
    until: (id, wanted) =>
      new Promise((resolve) => {
        const look = (): void => {
          const at = state(id);
          if (!at || !wanted(at)) return;
          watchers.delete(look);
          // As a user would: after what led to this state is done.
          setImmediate(() => resolve(at));
        };
        watchers.add(look);
        look();
      }),
    ledger: (id) =>
      reader.ledger(id).map(({ destinationId, number, outcome, next }) => {
        const what = 'failure' in outcome ? `${outcome.kind}(${outcome.failure.kind})` : outcome.kind;
        const then = next && (next.act === 'next' ? `next ${next.to}` : next.act);
        return `${destinationId} ${number} ${what}${then ? ` > ${then}` : ''}`;
      }),
    crash() {
      crashed = true;
      // Without a database it would try for ever: here, no time passes between two tries.
      Promise.resolve(discarding[Symbol.asyncDispose]()).catch((error: unknown) => reported.push(error));
      owner.close();
      database[Symbol.dispose]();
    },
    async [Symbol.asyncDispose]() {
      if (!crashed) {
        await engine.close();
        await removal[Symbol.asyncDispose]();
        await discarding[Symbol.asyncDispose]();
        await hasher[Symbol.asyncDispose]();
        owner.close();
        database[Symbol.dispose]();
      }
      if (!options.folder) rmSync(folder, { recursive: true, force: true });
    },
  };
}
