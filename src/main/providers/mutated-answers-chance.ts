/** Chance that repeats itself: the same seed gives the same cases on every machine and in every run. */

export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** From 0 up to, not including, 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** From 0 up to, not including, `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  /** True in `share` of all askings. */
  is(share: number): boolean {
    return this.next() < share;
  }

  pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.below(items.length)] ?? items[0];
  }

  /** One of the makers, called. */
  make<Item>(...makers: readonly [() => Item, ...(() => Item)[]]): Item {
    return this.pick(makers)();
  }

  /** Letters and digits, as hosts name files. */
  word(length: number): string {
    return Array.from({ length }, () => this.pick([...letters] as [string, ...string[]])).join('');
  }

  /** `text` after a few changes of single places, some of them out of this world. */
  scratched(text: string): string {
    let rest = text;
    for (let times = this.below(4); times >= 0; times--) {
      const at = this.below(rest.length + 1);
      rest = this.make(
        () => rest.slice(0, at) + rest.slice(at + 1),
        () => rest.slice(0, at) + this.pick(oddities) + rest.slice(at),
        () => rest.slice(0, at) + this.pick(oddities) + rest.slice(at + 1),
        () => rest.slice(0, at),
        () => rest.slice(at),
        () => rest.slice(0, at) + rest.slice(Math.max(0, at - 5)),
        () => rest.slice(0, at) + String.fromCharCode(this.below(0x300)) + rest.slice(at),
      );
    }
    return rest;
  }
}

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** What has surprised parsers before: control, direction and format characters, halves, separators. */
export const oddities: readonly [string, ...string[]] = [
  '\u0000',
  '\u0007',
  '\u001b[31m',
  '\t',
  '\n',
  '\r',
  '\r\n',
  ' ',
  '\u0085',
  '\u00a0',
  '\u00ad',
  '\u200b',
  '\u202e',
  '\u2028',
  '\ufeff',
  '\ud83d',
  '\udc00',
  '🎉',
  '\\',
  '@',
  ':',
  '/',
  '?',
  '#',
  '%',
  '%00',
  '%2e',
  '<',
  '"',
  '.',
  '。',
];
