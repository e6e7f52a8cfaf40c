/** Standard input as a file, against the lab. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Lab, startLab } from '../../../lab/lab.ts';
import { type Caller, createCaller } from './test-command.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterEach(() => lab.catbox.heal());
afterAll(() => lab.stop());

/** What is kept in the data folder, with its mode. */
function spooled({ home }: Caller): { path: string; mode: number }[] {
  const spool = join(home, 'spool');
  if (!existsSync(spool)) return [];
  return readdirSync(spool, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, mode: statSync(path).mode & 0o777 }));
}

test('is sent whole, in its place among the files, and nothing of it stays', async () => {
  using caller = createCaller(lab.settings);
  const input = Buffer.alloc(3_000_000, 'some bytes ');
  const { status, stdout } = await caller.startIn({ input }, caller.file('a.txt', 'a'), '-').ended;
  expect(status).toBe(0);
  const links = stdout.trim().split('\n');
  expect(Buffer.from(await (await fetch(links[1] ?? '')).arrayBuffer()).equals(input)).toBe(true);
  expect(lab.catbox.uploads.find(({ link }) => link === links[1])?.name).toBe('stdin');
  expect(spooled(caller)).toEqual([]);
});

test('is called as --name says', async () => {
  using caller = createCaller(lab.settings);
  const { stdout } = await caller.startIn({ input: 'x' }, '--json', '--name', 'log.txt', '-').ended;
  expect(JSON.parse(stdout)).toMatchObject({ name: 'log.txt', path: '-', size: 1, state: { name: 'done' } });
});

test('is readable by its owner alone while it waits, and stays where it could be sent yet', async () => {
  using caller = createCaller(lab.settings);
  const { status, stderr } = await caller.startIn({ input: 'keep me' }, '--to', 'catbox', '--name', 'a.exe', '-').ended;
  const [kept] = spooled(caller);
  expect([status, kept?.mode]).toEqual([1, 0o600]);
  expect(readFileSync(kept?.path ?? '', 'utf8')).toBe('keep me');
  expect(stderr).toContain(`What was read from standard input is kept as ${kept?.path}.`);
});

test('that never ends is given up at Ctrl+C, and nothing of it stays', async () => {
  using caller = createCaller(lab.settings);
  const program = caller.startIn({ input: null }, '-');
  program.child.stdin?.write('the beginning');
  await expect.poll(() => spooled(caller).length).toBe(1);
  program.child.kill('SIGINT');
  expect(await program.ended).toMatchObject({ status: 130, stdout: '' });
  expect(spooled(caller)).toEqual([]);
});

test('is gone after a Ctrl+C while it was sent', async () => {
  using caller = createCaller(lab.settings);
  await lab.catbox.fail({ kind: 'stall', afterBytes: 1 });
  const program = caller.startIn({ input: 'x'.repeat(9000) }, '-');
  await program.said('To catbox');
  program.child.kill('SIGINT');
  expect((await program.ended).status).toBe(130);
  expect(spooled(caller)).toEqual([]);
});
