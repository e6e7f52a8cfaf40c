/** The benchmark from its first file to its last figure; everything happens on this machine and is removed afterwards. */
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, freemem, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDisplay } from '../scripts/display.ts';
import { findElectron, type Runtime } from '../scripts/electron-runtime.ts';
import { reasonOf, say } from '../scripts/plain-failure.ts';
import { requireAll } from '../scripts/preconditions.ts';
import { testCertificate, testKey } from '../src/main/net/fixtures/certificate.ts';
import { type AppOutcome, throughApp } from './app.ts';
import { createPatience } from './calm.ts';
import { hold } from './contest.ts';
import { contestsOf } from './contests.ts';
import type { Outcome } from './figures.ts';
import { gibibyte, growFile } from './files.ts';
import { type HistoryOutcome, throughHistory } from './history.ts';
import { type HistoryViewOutcome, throughHistoryView } from './history-view.ts';
import { buildProgram } from './program.ts';
import type { Place } from './senders.ts';
import { openStore } from './store.ts';
import { type Target, targetsOf } from './targets.ts';
import { prepareTools } from './tools.ts';
import { throughWindow, type WindowOutcome } from './window.ts';

export interface Result {
  readonly machine: {
    readonly node: string;
    readonly curl: string | null;
    readonly cores: number;
    readonly processor: string;
    readonly loadBefore: string;
    readonly loadAfter: string;
  };
  readonly outcomes: readonly Outcome[];
  readonly app: AppOutcome | null;
  readonly window: WindowOutcome | null;
  readonly history: HistoryOutcome | null;
  readonly historyView: HistoryViewOutcome | null;
  readonly targets: readonly Target[];
  /** Sentences: what, and why not. */
  readonly notMeasured: readonly string[];
}

/** Nothing new is begun after this long, ms. */
const limitMs = 12 * 60_000;
/** How long a busy machine is waited for, in all, ms. */
const patienceMs = { quick: 30_000, full: 90_000 };

/** `quick`: fewer rounds, and not the 8 GiB. `only`: the ids of contests, "app", "window", "history" or "history-view"; all where it is empty. */
export async function runBenchmark({ quick, only }: { quick: boolean; only: readonly string[] }): Promise<Result> {
  const loadBefore = load();
  const began = performance.now();
  const outcomes: Outcome[] = [];
  const notMeasured: string[] = [];
  let app: AppOutcome | null = null;
  let window: WindowOutcome | null = null;
  let history: HistoryOutcome | null = null;
  let historyView: HistoryViewOutcome | null = null;
  let curl: string | null = null;
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-bench-'));
  const attempt = async (id: string, name: string, work: () => Promise<void>): Promise<void> => {
    if (only.length > 0 && !only.includes(id)) return;
    if (performance.now() - began > limitMs) return void notMeasured.push(`${name}: the time was up.`);
    say(`${name}…`);
    await work().catch((thrown: unknown) => notMeasured.push(`${name}: ${reasonOf(thrown)}`));
  };
  try {
    const tools = await prepareTools(join(folder, 'tools'));
    if (typeof tools === 'string') {
      notMeasured.push(`All of it: ${tools}`);
    } else {
      curl = tools.curl;
      if (curl === null) notMeasured.push('The rivals: there is no curl. On Debian: apt-get install curl');
      const runtime = await electron().catch(
        (thrown: unknown) => void notMeasured.push(`The app: ${reasonOf(thrown)}`),
      );
      say('Building…');
      const program = await buildProgram(folder, runtime ?? null);
      const place = placeIn(folder);
      const file = join(folder, 'file.bin');
      const patience = createPatience(quick ? patienceMs.quick : patienceMs.full);
      const measureApp = async (): Promise<void> => {
        if (!runtime) return;
        growFile(file, gibibyte);
        await using display = await openDisplay();
        const rounds = quick ? 3 : 7;
        const given = { program, runtime, display, sink: tools.sink, folder, file, bytes: gibibyte, rounds, patience };
        app = await throughApp(given);
      };
      const measureWindow = async (): Promise<void> => {
        if (!runtime) return;
        await using display = await openDisplay();
        window = await throughWindow({ program, runtime, display, folder, rounds: quick ? 5 : 15, patience });
      };
      if (runtime) await attempt('app', '1 GiB through the app', measureApp);
      if (runtime) await attempt('window', 'The window', measureWindow);
      await attempt('history', 'A history of 100,000 uploads', async () => {
        history = await throughHistory({ program, folder, rounds: quick ? 5 : 15 });
      });
      const measureHistoryView = async (): Promise<void> => {
        if (!runtime) return;
        await using display = await openDisplay();
        historyView = await throughHistoryView({ program, runtime, display, folder, rounds: 5, patience });
      };
      if (runtime) await attempt('history-view', 'The view of that history', measureHistoryView);
      const isWanted = only.length === 0 || only.some((id) => id.startsWith('s3-'));
      await using store = isWanted
        ? await openStore().catch((thrown: unknown) => void notMeasured.push(`S3: ${reasonOf(thrown)}`))
        : null;
      for (const { grow, ...contest } of contestsOf({ quick, program, place, file, tools, store: store ?? null })) {
        await attempt(contest.id, contest.name, async () => {
          expectRoom(folder, grow);
          growFile(file, grow);
          outcomes.push(await hold(contest, tools, patience));
        });
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  const machine = {
    node: process.versions.node,
    curl,
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    loadBefore,
    loadAfter: load(),
  };
  const targets = targetsOf({ outcomes, app, window, history, historyView });
  return { machine, outcomes, app, window, history, historyView, targets, notMeasured };
}

function placeIn(folder: string): Place {
  const tls = { certificate: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
  writeFileSync(tls.certificate, testCertificate);
  writeFileSync(tls.key, testKey, { mode: 0o600 });
  return { folder, tls };
}

/** A file that does not fit in the page cache would measure the disk. */
function expectRoom(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < bytes * 1.1) throw new Error(`no room for it in ${folder}.`);
  if (process.availableMemory() < bytes * 1.2 && freemem() < bytes * 1.2)
    throw new Error('too little memory to keep the file in.');
}

async function electron(): Promise<Runtime> {
  const runtime = await findElectron();
  if (process.platform !== 'linux') throw new Error('its processes are measured on Linux only.');
  await requireAll(runtime, 'tests');
  return runtime;
}

function load(): string {
  return loadavg()
    .map((value) => value.toFixed(2))
    .join(' ');
}
