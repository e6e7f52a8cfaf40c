/** Killed in every state and phase, nothing is lost, nothing is recorded twice, and the bytes that arrived are whole. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { type Hold, type Sink, startSink } from './sink.ts';

interface Row {
  readonly state: string;
  readonly detail: string;
  readonly receipts: number;
  readonly delivered: number;
  readonly open: number;
  readonly left: number;
}

interface Place {
  readonly name: string;
  readonly hold: Hold;
  readonly files?: number;
  readonly args?: readonly string[];
  /** True once the kill comes at the right moment. */
  readonly reached: (rows: readonly Row[]) => boolean;
  /** What the next start does by itself; `stays` waits for the user. */
  readonly after: 'done' | 'stays';
}

const some = (part: string) => (rows: readonly Row[]) => rows.some(({ detail }) => detail.includes(part));
/** All places of the destination are taken, so that the others stay where they are. */
const isQueuedBehindOthers = (rows: readonly Row[]): boolean =>
  some('"queued"')(rows) && rows.filter(({ detail }) => detail.includes('"sending"')).length === 3;
const places: readonly Place[] = [
  { name: 'preparing', hold: null, files: 300, reached: some('"preparing"'), after: 'done' },
  { name: 'queued', hold: 'body', files: 12, reached: isQueuedBehindOthers, after: 'done' },
  { name: 'sending', hold: 'body', reached: some('"sending"'), after: 'done' },
  { name: 'finishing', hold: 'answer', reached: some('"finishing"'), after: 'done' },
  { name: 'verifying', hold: 'check', reached: some('"verifying"'), after: 'done' },
  { name: 'waiting: rate limit', hold: 'retry-after', reached: some('"rate-limit"'), after: 'done' },
  { name: 'waiting: consent', hold: null, args: ['--scope', 'local'], reached: some('"consent"'), after: 'stays' },
  { name: 'paused', hold: 'body', args: ['--pause'], reached: some('"paused"'), after: 'stays' },
  { name: 'done', hold: null, reached: (rows) => rows.length > 0 && rows.every(isDone), after: 'done' },
];

const repeats = process.env.DROPRELAY_LONG ? 20 : 1;

describe.each(places)('killed while $name', ({ hold, files = 2, args = [], reached, after }) => {
  test.each(Array.from({ length: repeats }, (_, index) => [index + 1]))(
    'time %i',
    async () => {
      await using sink = await startSink();
      const folder = mkdtempSync(join(tmpdir(), 'droprelay-kill-'));
      const sent = Array.from({ length: files }, (_, index) => {
        const path = join(folder, `file ${index}.bin`);
        const bytes = randomBytes(30_000 + index);
        writeFileSync(path, bytes);
        return { path, sha256: createHash('sha256').update(bytes).digest('hex') };
      });
      const home = makeHome(folder, sink);

      sink.hold = hold;
      const first = start(home, [...args, ...sent.map(({ path }) => path)]);
      await until(() => reached(rowsOf(home)), first);
      first.kill('SIGKILL');
      await once(first, 'exit');
      const killed = rowsOf(home);
      expect(killed).toHaveLength(files);
      expect(reached(killed)).toBe(true);

      sink.hold = null;
      const second = start(home, []);
      const over = (rows: readonly Row[]): boolean =>
        rows.length === files && (after === 'done' ? rows.every(isDone) : reached(rows));
      await until(() => over(rowsOf(home)), second);
      second.kill('SIGKILL');
      await once(second, 'exit');

      const rows = rowsOf(home);
      expect(rows).toHaveLength(files);
      expect(rows.every(({ open }) => open === 0)).toBe(true);
      const known = new Set(sent.map(({ sha256 }) => sha256));
      expect(sink.files.every(({ sha256 }) => known.has(sha256))).toBe(true);
      if (after === 'done') {
        expect(rows.map(({ receipts, delivered }) => [receipts, delivered])).toEqual(rows.map(() => [1, 1]));
        expect(new Set(sink.files.map(({ sha256 }) => sha256))).toEqual(known);
        // A copy too many is one that the ledger owns up to.
        const owned = rows.reduce((sum, { left }) => sum + left, 0);
        expect(sink.files.length - files).toBeLessThanOrEqual(owned);
      }
      rmSync(folder, { recursive: true });
    },
    60_000,
  );
});

function makeHome(folder: string, sink: Sink): string {
  const home = join(folder, 'home');
  mkdirSync(home);
  const destinations = [{ id: 'x0at', provider: 'x0at', label: 'sink', settings: { server: sink.url } }];
  writeFileSync(join(home, 'settings.json'), JSON.stringify({ choice: 'public', destinations }));
  return home;
}

function start(home: string, args: readonly string[]): ChildProcess {
  const program = join(import.meta.dirname, 'program.ts');
  return spawn(process.execPath, [program, ...args], {
    env: { ...process.env, DROPRELAY_HOME: home },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Uploads as they stand on disk, each with its receipts, its attempts that delivered, are open, or own up to a copy. */
function rowsOf(home: string): Row[] {
  try {
    const db = new DatabaseSync(join(home, 'droprelay.db'), { readOnly: true });
    try {
      const count = (what: string): string => `(SELECT count(*) FROM ${what})`;
      return db
        .prepare(
          `SELECT state, detail, ${count('receipt r WHERE r.upload_id = u.id')} AS receipts,
             ${count(`attempt a WHERE a.upload_id = u.id AND a.outcome LIKE '{"kind":"delivered"%'`)} AS delivered,
             ${count('attempt a WHERE a.upload_id = u.id AND a.ended_at IS NULL')} AS open,
             ${count('attempt a WHERE a.upload_id = u.id AND a.copy_may_remain = 1')} AS left
           FROM upload u ORDER BY position`,
        )
        .all() as unknown as Row[];
    } finally {
      db.close();
    }
  } catch (error) {
    // The program is still making it.
    if (error instanceof Error && /unable to open|no such table|locked/.test(error.message)) return [];
    throw error;
  }
}

function isDone({ state }: Row): boolean {
  return state === 'done';
}

async function until(condition: () => boolean, child: ChildProcess): Promise<void> {
  while (!condition()) {
    if (child.exitCode !== null) throw new Error(`the program ended with code ${child.exitCode}`);
    await new Promise((soon) => setTimeout(soon, 3));
  }
}
