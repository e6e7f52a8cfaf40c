/** One file through the real app, given to it as an argument, on a display of its own. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Display } from '../scripts/display.ts';
import type { Runtime } from '../scripts/electron-runtime.ts';
import { withUtf8 } from '../scripts/locale.ts';
import { sandboxSwitches } from '../scripts/sandbox.ts';
import type { Patience } from './calm.ts';
import { end, start } from './children.ts';
import { median } from './figures.ts';
import { treeOf } from './process-tree.ts';
import type { Program } from './program.ts';
import { openSink, type Sink } from './sink.ts';

export interface AppInput {
  readonly program: Program;
  readonly runtime: Runtime;
  readonly display: Display;
  readonly sink: string;
  readonly folder: string;
  readonly file: string;
  readonly bytes: number;
  readonly rounds: number;
  readonly patience: Patience;
}

/** Medians, but for the peaks. What the app does before its first byte leaves is in none of them, but for the peaks. */
export interface AppOutcome {
  readonly rounds: number;
  readonly mbPerS: number;
  /** CPU time of all the app's processes for each GiB, s; of the main process alone. */
  readonly cpuPerGiB: number;
  readonly mainCpuPerGiB: number;
  /** The processes' peaks added up, and the main process's own; pages that several share count in each. */
  readonly peakBytes: number;
  readonly mainPeakBytes: number;
  /** Of main while the file went out, ms. */
  readonly eventLoopDelayMs: { readonly p50: number; readonly p99: number; readonly max: number };
}

interface Round {
  readonly ms: number;
  readonly cpuS: number;
  readonly mainCpuS: number;
  readonly peakBytes: number;
  readonly mainPeakBytes: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

const limitMs = 60_000;
const gibibyte = 1024 ** 3;

export async function throughApp(input: AppInput): Promise<AppOutcome> {
  await using sink = await openSink(input.sink, input.bytes);
  const rounds: Round[] = [];
  for (let round = 0; round < input.rounds; round += 1) {
    await input.patience.awaitCalm();
    rounds.push(await runOnce(input, sink));
  }
  const of = (key: keyof Round): number => median(rounds.map((each) => each[key]));
  const highest = (key: keyof Round): number => Math.max(...rounds.map((each) => each[key]));
  return {
    rounds: rounds.length,
    mbPerS: input.bytes / of('ms') / 1000,
    cpuPerGiB: (of('cpuS') * gibibyte) / input.bytes,
    mainCpuPerGiB: (of('mainCpuS') * gibibyte) / input.bytes,
    peakBytes: highest('peakBytes'),
    mainPeakBytes: highest('mainPeakBytes'),
    eventLoopDelayMs: { p50: of('p50'), p99: of('p99'), max: of('max') },
  };
}

async function runOnce({ program, runtime, display, folder, file }: AppInput, sink: Sink): Promise<Round> {
  const home = mkdtempSync(join(folder, 'home-'));
  const settings = { server: sink.url, maxMiB: 16_384 };
  writeFileSync(
    join(home, 'settings.json'),
    JSON.stringify({
      choice: 'public',
      destinations: [{ id: 'x0at', provider: 'x0at', label: 'sink', settings }],
      chains: { public: { order: ['x0at'] } },
    }),
  );
  const written = join(home, 'event-loop.json');
  const probe = join(import.meta.dirname, 'event-loop-probe.cjs');
  const { ELECTRON_RUN_AS_NODE: _, ...env } = withUtf8(display.env);
  const signal = AbortSignal.timeout(limitMs);
  const began = once(sink.events, 'begin', { signal });
  const ended = once(sink.events, 'end', { signal });
  ended.catch(() => {});
  const args = [...sandboxSwitches(), '-r', probe, program.appFolder, '--', file];
  const app = start(runtime.executable, args, {
    stdio: 'ignore',
    env: { ...env, DROPRELAY_HOME: home, DROPRELAY_BENCH_PROBE: written },
  });
  try {
    await began;
    app.kill('SIGUSR2');
    const before = cpuOf(app.pid ?? 0);
    const [ms] = await ended;
    app.kill('SIGUSR2');
    const after = cpuOf(app.pid ?? 0);
    // For the probe to write, and for the window to show the link.
    await delay(1_500);
    const tree = treeOf(app.pid ?? 0);
    return {
      ms,
      cpuS: after.all - before.all,
      mainCpuS: after.main - before.main,
      peakBytes: tree.reduce((sum, { peakBytes }) => sum + peakBytes, 0),
      mainPeakBytes: tree[0]?.peakBytes ?? 0,
      ...JSON.parse(readFileSync(written, 'utf8')),
    };
  } finally {
    await end(app, 10_000);
  }
}

function cpuOf(pid: number): { all: number; main: number } {
  const tree = treeOf(pid);
  return { all: tree.reduce((sum, { cpuS }) => sum + cpuS, 0), main: tree[0]?.cpuS ?? 0 };
}
