/** A full disk: said in one sentence, every link that a host gave is printed, and no upload is lost. */
import { execFile, spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Lab, startLab } from '../../../lab/lab.ts';
import { openSmallDisk, type SmallDisk } from '../../../lab/small-disk.ts';
import { type Caller, createCaller, type Ended } from './test-command.ts';

let lab: Lab;
let caller: Caller;
let disk: SmallDisk;
beforeEach(async ({ skip }) => {
  lab = await startLab();
  caller = createCaller();
  const opened = await openSmallDisk(caller.home, 24 * 1024);
  if ('missing' in opened) return skip(opened.missing);
  disk = opened.disk;
  const settings = { ...lab.settings, chains: { public: { order: ['catbox'] } } };
  writeFileSync(join(disk.folder, 'settings.json'), JSON.stringify(settings));
});
afterEach(async () => {
  disk?.[Symbol.dispose]();
  caller[Symbol.dispose]();
  await lab.stop();
});

const start = (...words: string[]) => caller.startIn({ within: disk.within }, ...words);
const trouble = (): string => `The data folder ${caller.home} can not be used: the disk is full.`;

/** Neither a stack trace nor words that are for us alone. */
const noTrace = /^\s+at |Error|SQLITE|errcode|ENOSPC/m;

/** Runs what the app does at its start, to its end: it goes on with what was left. */
function goOn(): Promise<{ stderr: string; status: number | null }> {
  const [program = '', ...args] = [...disk.within, process.execPath, join(import.meta.dirname, 'test-app.ts')];
  const env = { ...process.env, DROPRELAY_HOME: caller.home };
  return new Promise((resolve) => {
    const child = execFile(program, args, { env }, (_, __, stderr) => resolve({ stderr, status: child.exitCode }));
  });
}

interface Line {
  readonly name: string;
  readonly sentence: string | null;
  readonly receipt: { readonly link: string } | null;
}

const linesOf = ({ stdout }: Ended): Line[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** Every upload as the history has it. The database is read by a program that finds the disk. */
function rows(): { name: string; state: string; failure: string | null; receipts: number }[] {
  const script = `
    const { DatabaseSync } = require('node:sqlite');
    const db = new DatabaseSync(process.argv[1]);
    process.stdout.write(JSON.stringify(db.prepare(
      "SELECT name, state, detail ->> '$.failure.kind' AS failure, " +
      "(SELECT count(*) FROM receipt WHERE upload_id = upload.id) AS receipts FROM upload ORDER BY name").all()));`;
  const [program = '', ...args] = [...disk.within, process.execPath, '-e', script, join(caller.home, 'droprelay.db')];
  return JSON.parse(spawnSync(program, args, { encoding: 'utf8' }).stdout);
}

test('full before the start: one sentence, and the next run works once there is room', async () => {
  const file = caller.file('a.txt', 'a');
  disk.fill();
  expect(await start(file).ended).toEqual({ status: 1, stdout: '', stderr: `${trouble()}\n` });
  expect(lab.catbox.requests).toEqual([]);
  disk.free();
  const { status, stdout } = await start(file).ended;
  expect([status, stdout.trimEnd().split('\n').length]).toEqual([0, 1]);
  disk.fill();
  expect(await start(file).ended).toEqual({ status: 1, stdout: '', stderr: `${trouble()}\n` });
  disk.free();
  expect(rows()).toMatchObject([{ name: 'a.txt', state: 'done', receipts: 1 }]);
});

test('full while a few are under way: each link is printed and recorded', async () => {
  await lab.catbox.fail({ kind: 'slow', bytesPerSecond: 20_000 }, 3);
  const program = start(...[1, 2, 3].map((at) => caller.file(`${at}.txt`, String(at).repeat(20_000))));
  await program.said('To catbox');
  disk.fill();
  const { status, stdout, stderr } = await program.ended;
  expect(stderr).not.toMatch(noTrace);
  expect(stdout.trimEnd().split('\n')).toHaveLength(3);
  expect(status).toBe(0);
  expect(rows().map(({ state, receipts }) => [state, receipts])).toEqual([1, 2, 3].map(() => ['done', 1]));
});

test('full while hundreds are under way: each has its link or its reason, and is final or goes on', async () => {
  const names = Array.from({ length: 300 }, (_, at) => caller.file(`${at}.txt`, String(at)));
  const program = start('--json', ...names);
  await program.said('To catbox');
  disk.fill();
  const ended = await program.ended;
  expect(ended.stderr).not.toMatch(noTrace);
  expect(ended.stderr.split('\n').filter((line) => line === trouble())).toHaveLength(1);
  expect(ended.status).toBe(1);

  const lines = linesOf(ended);
  expect(lines.map(({ name }) => name)).toEqual(names);
  const linked = lines.filter(({ receipt }) => receipt).map(({ name }) => name);
  const others = lines.filter(({ receipt }) => !receipt);
  // A file that a host has is one whose link was printed.
  expect(linked.sort()).toEqual(lab.catbox.uploads.map(({ name }) => name).sort());
  expect(others.length).toBeGreaterThan(0);
  expect(new Set(others.map(({ sentence }) => sentence))).toEqual(new Set(['The disk of this computer is full.']));

  disk.free();
  expect(await goOn()).toEqual({ stderr: '', status: 0 });
  const found = rows();
  expect(found.map(({ name }) => name)).toEqual(names.toSorted());
  for (const { state, failure, receipts } of found) {
    expect([
      ['done', null, 1],
      ['failed', 'disk-full', 0],
    ]).toContainEqual([state, failure, receipts]);
  }
  const { status } = await start(...others.map(({ name }) => name)).ended;
  expect(status).toBe(0);
});

test('standard input that is larger than the room: one sentence, and nothing is left of it', async () => {
  const input = Buffer.alloc(30_000_000, 1);
  const { status, stdout, stderr } = await caller.startIn({ within: disk.within, input }, '-').ended;
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: '',
    stderr: 'Standard input could not be kept: The disk of this computer is full.\n',
  });
  expect(readdirSync(join(disk.folder, 'spool'))).toEqual([]);
  const smaller = await caller.startIn({ within: disk.within, input: 'small' }, '-').ended;
  expect(smaller.status).toBe(0);
  expect(lab.catbox.uploads.map(({ size }) => size)).toEqual([5]);
});
