/** How busy others keep the machine: what is measured while they work says little about the programs measured. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

/** Above this share of the machine, a run counts as disturbed. */
export const disturbedAbove = 0.15;

const lookMs = 400;
const ticksPerSecond = 100;

/** CPU time that the whole machine has worked so far, s; null where the system does not tell. */
export function machineCpuS(): number | null {
  try {
    const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n', 1);
    // user, nice, system, idle, iowait, irq, softirq, steal (proc_stat(5)): what waits is idle, what is stolen is not ours.
    const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line
      .split(/\s+/)
      .slice(1)
      .map(Number);
    return (user + nice + system + irq + softirq + steal) / ticksPerSecond;
  } catch {
    return null;
  }
}

/** The share of the machine that `cpuS` within `wallMs` is. */
export function shareOfMachine(cpuS: number, wallMs: number): number {
  return Math.max(0, (cpuS * 1000) / wallMs / availableParallelism());
}

export interface Patience {
  /** Resolves when nobody else works, or when the time that may be waited for that is used up. */
  awaitCalm(): Promise<void>;
}

/** @param budgetMs for all waits together */
export function createPatience(budgetMs: number): Patience {
  let left = budgetMs;
  return {
    async awaitCalm() {
      while (left > 0) {
        const before = machineCpuS();
        await delay(lookMs);
        const after = machineCpuS();
        if (before === null || after === null || shareOfMachine(after - before, lookMs) <= disturbedAbove) return;
        left -= lookMs;
      }
    },
  };
}
