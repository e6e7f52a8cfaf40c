/** Killed while a batch is written: it is there as a whole or not at all, and what comes next is taken in as ever. */
import { expect, test } from 'vitest';
import { isDone } from './places.ts';
import { findDamage, isBeingWritten } from './record.ts';
import { setScene } from './scene.ts';

const repeats = process.env.DROPRELAY_LONG ? 20 : 1;
/** Makes a batch of which each half takes far longer to write than it takes to kill. */
const times = '30000';
/** Kills come this long (ms) after the writing was seen, at most. */
const spreadMs = 40;

test.each(Array.from({ length: repeats }, (_, index) => [index + 1]))(
  'killed while a batch is written, time %i',
  async () => {
    await using scene = await setScene(2, 30_000);
    const paths = scene.files.map(({ path }) => path);
    const program = scene.start(['--times', times, ...paths]);
    await program.hear('handing in');
    while (!isBeingWritten(scene.home)) await new Promise((soon) => setTimeout(soon, 1));
    await new Promise((soon) => setTimeout(soon, Math.random() * spreadMs));
    expect(isBeingWritten(scene.home)).toBe(true);
    const killed = await program.kill();
    expect(program.said).not.toContain('handed in');
    expect(killed.rows).toEqual([]);
    expect(findDamage(scene.home)).toEqual([]);

    const next = scene.start(paths);
    await next.until(({ rows }) => rows.length === 2 && rows.every(isDone));
    expect(await next.quit()).toBe(0);
    expect(scene.first.arrivals.map(({ sha256 }) => sha256).sort()).toEqual(
      scene.files.map(({ sha256 }) => sha256).sort(),
    );
    expect(scene.look().rows.map(({ attempts }) => attempts.map(({ outcome }) => outcome))).toEqual([
      ['delivered'],
      ['delivered'],
    ]);
    expect(findDamage(scene.home)).toEqual([]);
  },
);
