/** A world for property tests: programs that follow one another on one store, made-up hosts, and time that only we move. */
import { vi } from 'vitest';
import type { DestinationId, UploadId } from '../../shared/ids.ts';
import { isFinal, type Scope } from '../../shared/model.ts';
import { createSlots } from '../net/slots.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { createHealthStore } from '../store/health-store.ts';
import { createOnlineLinks } from '../store/online-links.ts';
import { type Owner, registerOwner } from '../store/owners.ts';
import { createUploadReader, type UploadReader } from '../store/upload-reader.ts';
import { createUploadStore } from '../store/upload-store.ts';
import { createEngine, type Engine } from './engine.ts';
import { nothingSeen } from './file-look.ts';
import type { HealthBook } from './health.ts';
import { createHealthBook } from './health-book.ts';
import type { Sleep } from './run-control.ts';
import { rigNow } from './test-rig.ts';
import { createWorldHost, HostBroke, type HostPlan, type WorldHost } from './test-world-host.ts';

export interface Submitted {
  readonly sizes: readonly (number | 'missing')[];
  readonly scope: Scope;
  readonly keepAtLeastMs: number | null;
  readonly fragile: boolean;
  /** Index of the destination to start at. */
  readonly start: number;
  /** How long it can be taken back before anything is sent. */
  readonly undoMs: number;
}

export interface World extends AsyncDisposable {
  readonly reader: UploadReader;
  readonly database: Database;
  readonly hosts: readonly WorldHost[];
  readonly submitted: Submitted;
  readonly ids: readonly UploadId[];
  /** What the user agreed to, as `upload destination`. */
  readonly granted: ReadonlySet<string>;
  /** What the user cancelled or paused and did not take up again. */
  readonly stopped: ReadonlyMap<string, 'cancelled' | 'paused'>;
  /** Destinations that were found resting at any time. */
  readonly rested: ReadonlySet<DestinationId>;
  /** Laws that were broken on the way, and defects that were reported. */
  readonly broken: string[];
  readonly engine: Engine;
  online: boolean;
  consent(id: UploadId): void;
  stop(id: UploadId, how: 'cancelled' | 'paused'): void;
  goOn(ids: readonly UploadId[]): void;
  again(id: UploadId, at: WorldHost | null): void;
  /** Lets one thing happen: something at a host, else the next wait ends. False where nothing is left to happen. */
  step(pick: number): Promise<boolean>;
  /** Lets things happen until nothing is left. */
  settle(): Promise<void>;
  /** Ends the program as a quit does, and starts the next. */
  quit(): Promise<void>;
}

/** Steps that no run comes near. */
const tooMany = 20_000;

export function createWorld(plans: readonly HostPlan[], submitted: Submitted, chance: () => number): World {
  const { database } = openDatabase(':memory:', rigNow);
  const reader = createUploadReader(database);
  const granted = new Set<string>();
  const rested = new Set<DestinationId>();
  const stopped = new Map<string, 'cancelled' | 'paused'>();
  const broken: string[] = [];
  const tasks: (() => void)[] = [];
  const timers: { at: number; ring: () => void }[] = [];
  let now = rigNow;
  const clock = (): number => now;

  const sleep: Sleep = (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = (): void => {
        const index = timers.indexOf(timer);
        if (index >= 0) timers.splice(index, 1);
        resolve();
      };
      const timer = { at: now + ms, ring: done };
      timers.push(timer);
      signal.addEventListener('abort', done, { once: true });
    });
  const turn = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const go = (): void => {
        const index = tasks.indexOf(go);
        if (index >= 0) tasks.splice(index, 1);
        resolve();
      };
      tasks.push(go);
      signal.addEventListener('abort', go, { once: true });
    });
  const hosts = plans.map((plan, index) =>
    createWorldHost(index, plan, {
      ...{ turn, sleep, submitted, granted, stopped },
      isOnline: () => world.online,
      broken: (what) => broken.push(what),
    }),
  );
  const report = (error: unknown): void => {
    if (!(error instanceof HostBroke)) broken.push(`reported: ${error instanceof Error ? error.stack : String(error)}`);
  };

  const watched = (book: HealthBook): HealthBook => ({
    ...book,
    gate(id) {
      const gate = book.gate(id);
      if (gate.kind === 'resting') rested.add(id);
      return gate;
    },
  });
  const start = (): { owner: Owner; engine: Engine } => {
    const owner = registerOwner(database, 'app', clock);
    const store = createUploadStore(database, owner.id, clock);
    const engine = createEngine({
      health: watched(createHealthBook({ store: createHealthStore(database, report), clock, random: chance })),
      store,
      links: createOnlineLinks(database, store),
      findOnline: () => Promise.resolve({ offer: null, hashes: [] }),
      look: () => Promise.resolve(nothingSeen),
      guardRules: () => ({ removeLocation: 'public', askForSecretFiles: true }),
      undoMs: () => submitted.undoMs,
      reader,
      find: (id) => hosts.find((host) => host.id === id) ?? null,
      slots: createSlots(3),
      async verify(delivery, _payload, _at, signal) {
        await turn(signal);
        const host = hosts.find(({ given }) => given.has(delivery.link));
        if (!host) throw new Error('a link from nowhere');
        return host.verdict(delivery.link, signal);
      },
      payload: (source, name, mime) => ({
        ...{ name, mime, size: source.size, source },
        open: () => Promise.reject(new Error('nothing is read here')),
      }),
      mimeOf: () => 'text/plain',
      isSpooled: () => false,
      isOnline: () => world.online,
      clock,
      random: chance,
      sleep,
      changed: () => undefined,
      progress: () => undefined,
      report,
      maxAttempts: 2,
      patienceMs: 60_000,
      maxRunning: 4,
      maxPreparing: 4,
    });
    return { owner, engine };
  };
  let program = start();

  /** Long enough for what is written together, and for what follows from that. */
  const flush = async (): Promise<void> => {
    for (let turns = 0; turns < 4; turns += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  const step = async (pick: number): Promise<boolean> => {
    await flush();
    const task = tasks[pick % Math.max(1, tasks.length)];
    const timer = timers.reduce<(typeof timers)[number] | null>((a, b) => (a && a.at <= b.at ? a : b), null);
    if (task) task();
    else if (timer) {
      now = Math.max(now, timer.at);
      timer.ring();
    } else return false;
    await flush();
    return true;
  };
  const end = async (): Promise<void> => {
    let closed = false;
    const closing = program.engine.close().then(() => {
      closed = true;
    });
    for (let at = 0; !closed && at < tooMany; at += 1) if (!(await step(at))) break;
    if (!closed) broken.push('the program does not end');
    else await closing;
    program.owner.close();
  };

  const world: World = {
    reader,
    database,
    hosts,
    submitted,
    granted,
    stopped,
    rested,
    broken,
    online: true,
    get engine() {
      return program.engine;
    },
    ids: [],
    consent(id) {
      const state = reader.job(id)?.state;
      if (state?.name === 'waiting' && state.wait.what === 'consent') granted.add(`${id} ${state.wait.to}`);
      program.engine.consent(id);
    },
    stop(id, how) {
      const state = reader.job(id)?.state;
      if (state && !isFinal(state) && stopped.get(id) !== 'cancelled') stopped.set(id, how);
      if (how === 'cancelled') program.engine.cancel(id);
      else program.engine.pause([id]);
    },
    goOn(ids) {
      for (const id of ids) if (stopped.get(id) === 'paused') stopped.delete(id);
      program.engine.resume(ids);
    },
    again(id, at) {
      stopped.delete(id);
      program.engine.restart(id, at && [at.id]).catch(report);
    },
    step,
    async settle() {
      for (let at = 0; await step(at); at += 1) {
        if (at > tooMany) return void broken.push('it never ends');
        if (at % 100 === 0) vi.advanceTimersByTime(3_000);
      }
      vi.advanceTimersByTime(3_000);
      await flush();
      if (tasks.length + timers.length > 0) await world.settle();
    },
    async quit() {
      await end();
      program = start();
      program.engine.goOnWith(program.owner.takeOver());
    },
    async [Symbol.asyncDispose]() {
      await end();
      database[Symbol.dispose]();
    },
  };
  const chain = hosts.map(({ id }) => id);
  const begin = chain[submitted.start % chain.length];
  const { uploads } = program.engine.submit({
    files: submitted.sizes.map((size, at) => ({ kind: 'path', path: `/files/${at}/${size}`, name: `${at}.txt` })),
    from: 'drop',
    chain,
    ...(begin && { start: begin }),
    scope: submitted.scope,
    keepAtLeastMs: submitted.keepAtLeastMs,
    fragile: submitted.fragile,
  });
  return Object.assign(world, { ids: uploads });
}
