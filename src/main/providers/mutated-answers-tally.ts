/** Counts which ways were taken, of those that there are. */

export class Tally {
  readonly #counts: Map<string, number>;

  constructor(ways: readonly string[]) {
    this.#counts = new Map(ways.map((way) => [way, 0]));
  }

  /** Throws for a way that nobody knows of. */
  count(way: string): void {
    const known = this.#counts.get(way);
    if (known === undefined) throw new Error(`a way that is on no list: ${way}`);
    this.#counts.set(way, known + 1);
  }

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  untaken(): string[] {
    return [...this.#counts].flatMap(([way, count]) => (count === 0 ? [way] : []));
  }

  print(title: string): void {
    const lines = [...this.#counts].map(([way, count]) => `${String(count).padStart(6)}  ${way}`);
    process.stdout.write(`\n${title}: ${this.total}\n${lines.join('\n')}\n`);
  }
}
