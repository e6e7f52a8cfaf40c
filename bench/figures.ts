/** What the runs of a contest come to. */
import type { Contest, Load, Pair, Run } from './contest.ts';

/** Medians of one program's runs; "sending" is a run without its start-up, which is the fastest run with one byte. */
export interface Figures {
  readonly name: string;
  /** MB of payload per second: while sending, and for the run as a whole. */
  readonly mbPerS: number;
  readonly mbPerSWithStart: number;
  /** CPU time for each GiB of payload, s. */
  readonly cpuPerGiB: number;
  readonly cpuPerGiBWithStart: number;
  readonly wallMs: number;
  readonly startMs: number;
  readonly startCpuS: number;
  /** The largest of all runs, not the median. */
  readonly peakBytes: number;
  /** How much of one core the sink used meanwhile, and of the machine others; null where the system does not tell. */
  readonly sinkBusy: number | null;
  readonly othersBusy: number | null;
}

export interface Outcome {
  readonly id: string;
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  readonly rounds: number;
  readonly us: Figures;
  readonly rival: Figures | null;
  /** Median over the rounds of the rival's time by ours; above 1 we are faster. */
  readonly ratio: number | null;
  readonly ratioWithStart: number | null;
  /** The lowest and the highest of the rounds. */
  readonly spread: readonly [number, number] | null;
}

const gibibyte = 1024 ** 3;

export function outcomeOf(contest: Contest, starts: readonly Pair[], runs: readonly Pair[]): Outcome {
  const { id, name, load, us, rival } = contest;
  const ours = (pairs: readonly Pair[]): Run[] => pairs.map((pair) => pair.us);
  const theirs = (pairs: readonly Pair[]): Run[] => pairs.flatMap((pair) => pair.rival ?? []);
  const start = { ours: startMsOf(ours(starts)), theirs: startMsOf(theirs(starts)) };
  const ratios = runs.map((pair) => {
    const rivalMs = pair.rival?.wallMs ?? Number.NaN;
    const apart = (rivalMs - start.theirs) / (pair.us.wallMs - start.ours);
    return { apart, whole: rivalMs / pair.us.wallMs };
  });
  const apart = ratios.map((ratio) => ratio.apart);
  return {
    id,
    name,
    files: load.paths.length,
    bytes: bytesOf(load),
    rounds: runs.length,
    us: figures(us.name, load, ours(runs), ours(starts)),
    rival: rival && figures(rival.name, load, theirs(runs), theirs(starts)),
    ratio: rival && median(apart),
    ratioWithStart: rival && median(ratios.map((ratio) => ratio.whole)),
    spread: rival && [Math.min(...apart), Math.max(...apart)],
  };
}

export function bytesOf({ paths, fileBytes }: Load): number {
  return paths.length * fileBytes;
}

/** The fastest: a disturbed start-up, taken off a calm run, would make us look faster than we are. */
function startMsOf(starts: readonly Run[]): number {
  return Math.min(...starts.map(({ wallMs }) => wallMs));
}

/** NaN for no values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? (upper + (sorted[middle - 1] ?? Number.NaN)) / 2 : upper;
}

function figures(name: string, load: Load, runs: readonly Run[], starts: readonly Run[]): Figures {
  const bytes = bytesOf(load);
  const wallMs = median(runs.map((run) => run.wallMs));
  const cpuS = median(runs.map((run) => run.cpuS));
  const startMs = startMsOf(starts);
  const startCpuS = Math.min(...starts.map((run) => run.cpuS));
  const known = (values: readonly (number | null)[]): number | null => {
    const told = values.filter((value) => value !== null);
    return told.length > 0 ? median(told) : null;
  };
  return {
    name,
    mbPerS: bytes / (wallMs - startMs) / 1000,
    mbPerSWithStart: bytes / wallMs / 1000,
    cpuPerGiB: ((cpuS - startCpuS) * gibibyte) / bytes,
    cpuPerGiBWithStart: (cpuS * gibibyte) / bytes,
    wallMs,
    startMs,
    startCpuS,
    peakBytes: Math.max(...runs.map((run) => run.peakBytes)),
    sinkBusy: known(runs.map((run) => run.sinkBusy)),
    othersBusy: known(runs.map((run) => run.othersBusy)),
  };
}
