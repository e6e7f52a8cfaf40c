/** Two programs send the same files to the same sink in turn; each round's two runs are compared with each other. */
import { disturbedAbove, machineCpuS, type Patience, shareOfMachine } from './calm.ts';
import { bytesOf, type Outcome, outcomeOf } from './figures.ts';
import { type Command, type Cost, measure } from './measure.ts';
import { type Certificate, openSink } from './sink.ts';
import type { Tools } from './tools.ts';

/** What is sent. */
export interface Load {
  readonly paths: readonly string[];
  /** The folder that holds them and nothing else, null where they have none. */
  readonly folder: string | null;
  /** Of each file. */
  readonly fileBytes: number;
}

/** The server that everybody uploads to. */
export interface FarEnd extends AsyncDisposable {
  readonly url: string;
  /** Whole files taken so far. */
  totals(): Promise<{ uploads: number; bytes: number }>;
  /** CPU time of the server itself so far, s; null where the system does not tell. */
  cpuS(): number | null;
  /** Told before each run how much comes; afterwards `url` and `totals` may be others. */
  expect?(bytes: number): Promise<void>;
}

export interface Sender {
  readonly name: string;
  /** The command that sends the load to the server at `url`. Called anew for each run. */
  command(url: string, load: Load): Command;
}

export interface Contest {
  readonly id: string;
  readonly name: string;
  readonly load: Load;
  /** One small file, by which start-up is measured. */
  readonly startLoad: Load;
  readonly rounds: number;
  readonly us: Sender;
  /** Null where it is not installed. */
  readonly rival: Sender | null;
  readonly tls?: Certificate;
  /** Stays open; the sink by default, one for each load. */
  readonly farEnd?: FarEnd;
}

export interface Run extends Cost {
  /** How much of one core the sink used meanwhile, and of the machine others; null where the system does not tell. */
  readonly sinkBusy: number | null;
  readonly othersBusy: number | null;
}

export interface Pair {
  readonly us: Run;
  readonly rival: Run | null;
}

const startRounds = 5;
/** Rounds are repeated for no longer than this, ms. */
const repeatMs = 60_000;

export async function hold(contest: Contest, tools: Tools, patience: Patience): Promise<Outcome> {
  const { load, startLoad, rounds } = contest;
  const starts = await pairs(contest, startLoad, startRounds, tools, patience);
  return outcomeOf(contest, starts, await pairs(contest, load, rounds, tools, patience));
}

/**
 * The calmest `count` rounds: disturbed ones are repeated, up to twice as many in all. Which ones are kept is decided
 * by what others did meanwhile, and never by the result. Who goes first changes with every round.
 */
async function pairs(contest: Contest, load: Load, count: number, tools: Tools, patience: Patience): Promise<Pair[]> {
  await using opened = contest.farEnd ? null : await openSink(tools.sink, load.fileBytes, contest.tls);
  const sink = contest.farEnd ?? opened;
  if (!sink) throw new Error('nothing to send to');
  const { us, rival } = contest;
  const run = (sender: Sender): Promise<Run> => runOnce(sender, sink, load, tools);
  // Fills the page cache, and is not counted.
  if (load.fileBytes > 1) await run(rival ?? us);
  const all: Pair[] = [];
  let calm = 0;
  const until = performance.now() + repeatMs;
  const again = (round: number): boolean => round < count * 2 && performance.now() < until;
  for (let round = 0; calm < count && (round < count || again(round)); round += 1) {
    await patience.awaitCalm();
    const before = round % 2 === 0 || !rival ? null : await run(rival);
    const ours = await run(us);
    const pair = { us: ours, rival: before ?? (rival && (await run(rival))) };
    all.push(pair);
    if (disturbance(pair) <= disturbedAbove) calm += 1;
  }
  return all.toSorted((a, b) => disturbance(a) - disturbance(b)).slice(0, count);
}

function disturbance({ us, rival }: Pair): number {
  return Math.max(us.othersBusy ?? 0, rival?.othersBusy ?? 0);
}

/** Throws where the run failed, or the sink did not get all there was. */
async function runOnce(sender: Sender, sink: FarEnd, load: Load, tools: Tools): Promise<Run> {
  await sink.expect?.(bytesOf(load));
  const totals = await sink.totals();
  const command = sender.command(sink.url, load);
  const before = { sink: sink.cpuS(), machine: machineCpuS() };
  const cost = await measure(tools.measure, command);
  const after = { sink: sink.cpuS(), machine: machineCpuS() };
  const { uploads, bytes } = await sink.totals();
  const arrived = uploads - totals.uploads;
  if (arrived !== load.paths.length || bytes - totals.bytes < bytesOf(load)) {
    throw new Error(`${sender.name}: ${arrived} of ${load.paths.length} files arrived whole`);
  }
  if (before.sink === null || after.sink === null) return { ...cost, sinkBusy: null, othersBusy: null };
  const sinkS = after.sink - before.sink;
  const othersS = (after.machine ?? 0) - (before.machine ?? 0) - cost.cpuS - sinkS;
  return { ...cost, sinkBusy: (sinkS * 1000) / cost.wallMs, othersBusy: shareOfMachine(othersS, cost.wallMs) };
}
