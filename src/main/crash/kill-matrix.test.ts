/** Killed in every state and phase, nothing is lost, nothing is recorded twice, and the bytes that arrived are whole. */
import { describe, expect, test } from 'vitest';
import { isDone, type Place, places } from './places.ts';
import { findDamage, isBeingWritten, type UploadRow } from './record.ts';
import { type Scene, setScene } from './scene.ts';

/** Kills in each place: many where asked for, else one. */
const repeats = process.env.DROPRELAY_LONG ? 20 : 1;
/** Kills come this long (ms) after their place was reached, at most: no two in quite the same moment. */
const spreadMs = 40;
/** A timer may be early by this much (ms) against the clock of the computer. */
const timerMs = 5;

describe.each(places)('killed while $name', (place) => {
  test.each(Array.from({ length: repeats }, (_, index) => [index + 1]))('time %i', async () => {
    await using scene = await setScene(place.files ?? 2, place.bytes ?? 30_000);
    const killed = await killThere(scene, place);
    scene.first.hold = place.firstAfter ?? null;
    scene.second.hold = null;

    const next = scene.start();
    if (place.answer) {
      next.tell('tell when idle');
      await next.hear('did: tell when idle');
      expect(scene.look().rows.map(asItStands)).toEqual(killed.map(asItStands));
      next.tell(place.answer);
    }
    await next.until(({ rows }) => rows.length === killed.length && rows.every(isDone));
    expect(await next.quit()).toBe(0);

    const { rows } = scene.look();
    expect(rows.map(({ id, name }) => [id, name])).toEqual(killed.map(({ id, name }) => [id, name]));
    expectLedgerKept(killed, rows);
    rows.forEach((row, index) => {
      const before = killed[index];
      if (!before) throw new Error('a row too many');
      const since = row.attempts.slice(before.attempts.length);
      expect(since.map(({ outcome }) => outcome)).toEqual(isDone(before) ? [] : [place.ends ?? 'delivered']);
      for (const { startedAt } of since) expect(startedAt).toBeGreaterThanOrEqual(waitsUntil(before) - timerMs);
    });
    expectWholeBytes(scene, rows);
    expect(findDamage(scene.home)).toEqual([]);
  });
});

/** Starts the program as often as the place says, each time killing it there; the rows that are left behind. */
async function killThere(scene: Scene, place: Place): Promise<readonly UploadRow[]> {
  const { args = [], argsAgain = args, on, passes = false, kills = 1 } = place;
  scene.first.hold = place.first ?? null;
  scene.second.hold = place.second ?? null;
  let left: readonly UploadRow[] = [];
  for (let time = 1; time <= kills; time += 1) {
    const program = scene.start(time === 1 ? [...args, ...scene.files.map(({ path }) => path)] : argsAgain);
    if (on) {
      await program.until(on.when);
      program.tell(on.tell);
    }
    await program.until(place.reached);
    if (!passes) await new Promise((soon) => setTimeout(soon, Math.random() * spreadMs));
    const { held } = scene.look();
    if (place.writing) expect(isBeingWritten(scene.home)).toBe(true);
    const seen = await program.kill();
    expect(place.reached({ ...seen, held })).toBe(true);
    expect(new Set(seen.rows.map(({ name }) => name))).toEqual(new Set(scene.files.map(({ name }) => name)));
    expectLedgerKept(left, seen.rows);
    left = seen.rows;
  }
  return left;
}

/** All attempts are still there, as they were; one that a kill cut short says so, and that a copy may be left. */
function expectLedgerKept(before: readonly UploadRow[], after: readonly UploadRow[]): void {
  const kept = before.map(({ attempts }, index) => after[index]?.attempts.slice(0, attempts.length));
  const expected = before.map(({ attempts }, index) =>
    attempts.map((attempt, at) =>
      // Until somebody took over, it stays open.
      attempt.open && !kept[index]?.[at]?.open
        ? { ...attempt, open: false, outcome: 'interrupted', copyMayRemain: true }
        : attempt,
    ),
  );
  expect(kept).toEqual(expected);
}

/** Each link leads to the bytes that were handed in, and a copy too many is one that the ledger owns up to. */
function expectWholeBytes({ first, second, files }: Scene, rows: readonly UploadRow[]): void {
  const arrivals = [...first.arrivals, ...second.arrivals];
  for (const { name, sha256 } of files) {
    const ofFile = rows.filter((row) => row.name === name);
    for (const { link } of ofFile) expect(arrivals.find((one) => one.link === link)?.sha256).toBe(sha256);
    const attempts = ofFile.flatMap((row) => row.attempts);
    const ownedUpTo = attempts.filter(({ copyMayRemain }) => copyMayRemain).length;
    const delivered = attempts.filter(({ outcome }) => outcome === 'delivered').length;
    const arrived = arrivals.filter((one) => one.sha256 === sha256).length;
    expect(delivered).toBe(1);
    expect(arrived).toBeGreaterThanOrEqual(delivered);
    expect(arrived).toBeLessThanOrEqual(delivered + ownedUpTo);
  }
  const known = new Set(files.map(({ sha256 }) => sha256));
  expect(arrivals.filter(({ sha256 }) => !known.has(sha256))).toEqual([]);
}

/** What must not change while nobody says anything: all but whose it is. */
function asItStands({ pid: _, ...row }: UploadRow): Omit<UploadRow, 'pid'> {
  return row;
}

/** Epoch ms before which its next attempt must not begin; 0 where it waits for no time. */
function waitsUntil({ state }: UploadRow): number {
  const { wait }: { wait?: { until?: number } } = JSON.parse(state);
  return wait?.until ?? 0;
}
