/** A program that sends a large file to Dropbox is killed: nothing is sent twice, and nothing is left to be done. */
import { expect, test } from 'vitest';
import { faultProxy } from '../../../lab/fault-proxy.ts';
import { type Lab, startLab } from '../../../lab/lab.ts';
import { isDone } from './places.ts';
import { findDamage, readStates } from './record.ts';
import { ownDestination, setScene, sha256Behind } from './scene.ts';

const bytes = process.env.DROPRELAY_LONG ? 200_000_000 : 40_000_000;
/** So that the kill comes in time. */
const bytesPerSecond = bytes / 2;

/** A Dropbox behind a line that is not too fast, a file, and programs that send it there. */
async function setUp() {
  const lab = await startLab();
  const proxy = await faultProxy(lab.dropbox.url, { kind: 'bandwidth', bytesPerSecond, direction: 'up' });
  lab.dropbox.behind(proxy.url);
  const own = ownDestination('dropbox', lab.dropbox.settings, { accessToken: lab.dropbox.key ?? '' });
  const scene = await setScene(1, bytes, [own]);
  return {
    lab,
    scene,
    send: (...args: string[]) => scene.start(['--chain', 'own', ...args, ...scene.files.map(({ path }) => path)]),
    async [Symbol.asyncDispose]() {
      await scene[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
      await lab[Symbol.asyncDispose]();
    },
  };
}

/** Bytes of the file that came in so far, over all requests. */
function arrived({ dropbox }: Lab): number {
  const appended = dropbox.requests.filter(({ path }) => path.endsWith('/append_v2'));
  return appended.reduce((sum, { bodyBytes }) => sum + bodyBytes, 0);
}

async function arrivedTo(lab: Lab, wanted: number): Promise<void> {
  while (arrived(lab) < wanted) await new Promise((soon) => setTimeout(soon, 3));
}

/** How much of the file the killed program knew to be there. */
function known(home: string): number {
  const { kept } = readStates(home);
  const { session } = JSON.parse(kept[0] ?? '{}');
  return Number(session?.offset);
}

test.each([1, 2])('killed half way, %i times: the next start sends only what is missing', async (kills) => {
  await using set = await setUp();
  const { lab, scene } = set;
  let there = 0;
  for (let time = 1; time <= kills; time += 1) {
    const program = time === 1 ? set.send() : scene.start();
    await arrivedTo(lab, arrived(lab) + (bytes - there) / 2);
    await program.kill();
    expect(scene.look().rows.map(({ attempts }) => attempts.at(-1)?.open)).toEqual([true]);
    await expect.poll(() => lab.dropbox.requests.every(({ ended }) => ended)).toBe(true);
    const now = known(scene.home);
    expect(now).toBeGreaterThan(there);
    expect(now).toBeLessThan(bytes);
    there = now;
  }
  const before = arrived(lab);

  const next = scene.start();
  await next.until(({ rows }) => rows.length === 1 && rows.every(isDone));
  expect(await next.quit()).toBe(0);
  expect(arrived(lab) - before).toBe(bytes - there);
  const [row] = scene.look().rows;
  expect(row?.attempts.map(({ outcome }) => outcome)).toEqual([...Array(kills).fill('interrupted'), 'delivered']);
  expect(await sha256Behind(row?.link ?? '')).toBe(scene.files[0]?.sha256);
  expect(lab.dropbox.uploads).toHaveLength(1);
  expect(readStates(scene.home)).toEqual({ kept: [], left: [] });
  expect(findDamage(scene.home)).toEqual([]);
});

test.each([
  ['before anything was discarded', ['--stop', '1 {"name":"cancelled"}']],
  ['before it was written that it is discarded', ['--inside', 'DELETE FROM discard']],
])('cancelled, and killed %s: the next start ends it', async (_, args) => {
  await using set = await setUp();
  const { lab, scene } = set;
  const program = set.send(...args);
  await arrivedTo(lab, bytes / 4);
  program.tell('cancel');
  await program.until(({ standing }) => standing !== '');
  await program.kill();
  expect(readStates(scene.home)).toEqual({ kept: [], left: [expect.any(String)] });

  const next = scene.start();
  next.tell('tell when discarded');
  await next.hear('did: tell when discarded');
  expect(await next.quit()).toBe(0);
  expect(readStates(scene.home)).toEqual({ kept: [], left: [] });
  expect(lab.dropbox.uploads).toEqual([]);
  expect(scene.look().rows.map(({ attempts }) => attempts.map(({ outcome }) => outcome))).toEqual([['cancelled']]);
  expect(findDamage(scene.home)).toEqual([]);
});
