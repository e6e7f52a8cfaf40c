/** What a program and all that it started use, as Linux tells it in /proc. */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessUse {
  readonly pid: number;
  /** CPU time of the process so far, s. The system counts it in hundredths. */
  readonly cpuS: number;
  /** The most memory that it had in use, bytes; pages that it shares with others included. */
  readonly peakBytes: number;
}

const ticksPerSecond = 100;

/** The program first, then its descendants. Empty where there is no /proc, or no such program. */
export function treeOf(root: number): ProcessUse[] {
  const parents = new Map<number, number>();
  for (const name of foldersOfProc()) {
    const pid = Number(name);
    const parent = statOf(pid)?.[1];
    if (parent !== undefined) parents.set(pid, Number(parent));
  }
  const found = new Set([root]);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
  }
  return [...found].flatMap((pid) => useOf(pid) ?? []);
}

/** Null where the process has ended, or the system has no /proc. */
export function useOf(pid: number): ProcessUse | null {
  const stat = statOf(pid);
  if (!stat) return null;
  const cpuS = (Number(stat[11]) + Number(stat[12])) / ticksPerSecond;
  return { pid, cpuS, peakBytes: peakOf(pid) };
}

function peakOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** The fields from the third on (proc_pid_stat(5)): the second is a name, and may hold anything. */
function statOf(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

function foldersOfProc(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}
