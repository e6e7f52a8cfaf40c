/** The faults that wait for a stand-in's next uploads, in their order. */
import type { Fault } from './fault.ts';

interface Waiting {
  readonly fault: Fault;
  readonly at: RegExp | null;
  left: number;
}

export class FaultQueue {
  #waiting: Waiting[] = [];

  /** @param at meets only requests whose "METHOD /path" it matches, null every one that carries a file */
  add(fault: Fault, times: number, at: RegExp | null): void {
    this.#waiting.push({ fault, at, left: times });
  }

  /** The fault that this request meets, null for none. */
  take(method: string, path: string, carriesFile: boolean): Fault | null {
    const first = this.#waiting.find(({ at }) => (at === null ? carriesFile : at.test(`${method} ${path}`)));
    if (!first) return null;
    first.left -= 1;
    if (first.left <= 0) this.#waiting = this.#waiting.filter((one) => one !== first);
    return first.fault;
  }

  clear(): void {
    this.#waiting = [];
  }
}
