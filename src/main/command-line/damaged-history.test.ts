/** A damaged history on the command line: it is set aside, its new place is said, and the upload goes on. */
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Lab, startLab } from '../../../lab/lab.ts';
import { type Caller, createCaller } from './test-command.ts';

let lab: Lab;
let caller: Caller;
let file = '';
beforeAll(async () => {
  lab = await startLab();
});
beforeEach(async () => {
  caller = createCaller({ ...lab.settings, chains: { public: { order: ['catbox'] } } });
  file = join(caller.home, 'droprelay.db');
  expect((await caller.run(caller.file('before.txt', 'before'))).status).toBe(0);
});
afterEach(async () => {
  await lab.catbox.heal();
  caller[Symbol.dispose]();
});
afterAll(() => lab.stop());

function overwrite(from: number, bytes: Buffer): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, bytes, 0, bytes.length, from);
  closeSync(handle);
}

const noTrace = /^\s+at |Error|SQLITE|errcode/m;

test.each([
  ['garbage', () => writeFileSync(file, 'garbage'.repeat(20_000))],
  ['cut short', () => truncateSync(file, statSync(file).size / 2)],
  ['zeros in its middle', () => overwrite(16_384, Buffer.alloc(32_768))],
])('%s: set aside as it was, said with its place, and the file is sent', async (_, damage) => {
  damage();
  const damaged = readFileSync(file);
  const { status, stdout, stderr } = await caller.run(caller.file('after.txt', 'after'));
  const aside = readdirSync(caller.home).filter((name) => name.includes('.corrupt-'));
  expect(aside).toHaveLength(1);
  const place = join(caller.home, aside[0] ?? '');
  expect(stderr).toContain(`The history could not be read. It was set aside as ${place}.\n`);
  expect(stderr).not.toMatch(noTrace);
  expect(readFileSync(place).equals(damaged)).toBe(true);
  expect([status, stdout.trimEnd().split('\n').length]).toEqual([0, 1]);
});

test('damage that comes while it uploads: one sentence, and the next run sets it aside and works', async () => {
  await lab.catbox.fail({ kind: 'slow', bytesPerSecond: 20_000 });
  const program = caller.start(caller.file('during.txt', 'd'.repeat(40_000)));
  await program.said('To catbox');
  {
    // What another program wrote makes this one read the pages again.
    using other = new DatabaseSync(file);
    other.exec('UPDATE owner SET kind = kind; PRAGMA wal_checkpoint(TRUNCATE)');
  }
  overwrite(4_096, Buffer.alloc(statSync(file).size - 4_096, 0xaa));
  const { status, stderr } = await program.ended;
  expect(status).toBe(1);
  expect(stderr).toContain('the history in it is damaged, and will be set aside at the next start');
  expect(stderr).not.toMatch(noTrace);

  const next = await caller.run(caller.file('after.txt', 'after'));
  expect(next.stderr).toContain('The history could not be read. It was set aside as ');
  expect(next.status).toBe(0);
});

test('a data folder whose database is a folder: one sentence', async () => {
  const other = createCaller(lab.settings);
  mkdirSync(join(other.home, 'droprelay.db'));
  const { status, stderr } = await other.run(other.file('a', 'a'));
  expect(status).toBe(1);
  expect(stderr).not.toMatch(noTrace);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  other[Symbol.dispose]();
});
