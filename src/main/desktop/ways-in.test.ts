import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { IntakeAnswer, IntakeResult } from '../../shared/contract.ts';
import { UploadFailure } from '../../shared/failure.ts';
import type { Act } from './arguments.ts';
import { createWaysIn } from './ways-in.ts';
import { leaveLetter } from './ways-in-letters.ts';

interface Options {
  chain?: boolean;
  letter?: string | null;
  /** What the clock says, epoch ms. */
  now?: number;
  offer?: () => Promise<IntakeResult>;
}

function createDoor(folder: string, { chain = true, letter = null, now = 1_000, offer }: Options = {}) {
  const offered: { paths: readonly string[]; from: string }[] = [];
  const answers: IntakeAnswer[] = [];
  const reported: unknown[] = [];
  const acts: Act[] = [];
  const state = { chain, shown: 0 };
  const waysIn = createWaysIn({
    intake: {
      offer({ paths, from }) {
        offered.push({ paths, from });
        return offer?.() ?? Promise.resolve({ kind: 'accepted', count: paths.length });
      },
    },
    hasChain: () => state.chain,
    folder,
    letter,
    show() {
      state.shown += 1;
    },
    act(act) {
      acts.push(act);
      return Promise.resolve();
    },
    answer: (answer) => answers.push(answer),
    clock: () => now,
    report: (error) => reported.push(error),
  });
  return { waysIn, offered, answers, reported, acts, state };
}

function listFolder(): string {
  const home = mkdtempSync(join(tmpdir(), 'droprelay-ways-in-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  return join(home, 'handed');
}

const leave = (folder: string, files: readonly string[], at: number): string =>
  leaveLetter(folder, { files, act: null, shows: false }, at);
const left = (folder: string) => expect.poll(() => readdirSync(folder));
const odd = ['/a b/é漢.txt', '/--upload-clipboard', '/line\nbreak', '/"quotes" \u202E.bin'];

test('lists of other starts are taken in their order, each as it is, and are gone then', async () => {
  const folder = listFolder();
  leave(folder, odd, 1_000);
  const own = leave(folder, ['/own'], 2_000);
  const { waysIn, offered, answers } = createDoor(folder, { letter: own });
  waysIn.collect();
  await left(folder).toEqual([]);
  expect(offered).toEqual([
    { paths: odd, from: 'second-instance' },
    { paths: ['/own'], from: 'argument' },
  ]);
  expect(answers).toHaveLength(2);
});

test('a long list arrives whole', async () => {
  const folder = listFolder();
  const many = Array.from({ length: 20_000 }, (_, at) => `/some/folder/with/a/longer/name/file-${at}.txt`);
  leave(folder, many, 1);
  const { waysIn, offered } = createDoor(folder);
  waysIn.collect();
  await left(folder).toEqual([]);
  expect(offered[0]?.paths).toEqual(many);
});

test('a list that is being taken is not taken twice', async () => {
  const folder = listFolder();
  leave(folder, ['/a'], 1);
  const { waysIn, offered } = createDoor(folder);
  waysIn.collect();
  waysIn.collect();
  await left(folder).toEqual([]);
  expect(offered).toHaveLength(1);
});

test('a list whose files are not taken stays for the next time', async () => {
  const folder = listFolder();
  leave(folder, ['/a'], 1);
  const failing = createDoor(folder, { offer: () => Promise.reject(new UploadFailure({ kind: 'disk-full' })) });
  failing.waysIn.collect();
  await expect.poll(() => failing.answers.length).toBe(1);
  const next = createDoor(folder);
  next.waysIn.collect();
  await left(folder).toEqual([]);
  expect(next.offered).toHaveLength(1);
});

test('files wait until the user chose a chain', async () => {
  const folder = listFolder();
  leave(folder, ['/a'], 1);
  const { waysIn, offered, state } = createDoor(folder, { chain: false });
  waysIn.collect();
  await left(folder).toEqual([]);
  expect(offered).toEqual([]);
  state.chain = true;
  waysIn.chosen();
  waysIn.chosen();
  expect(offered).toEqual([{ paths: ['/a'], from: 'second-instance' }]);
});

test('a question before many files, and what failed, are told', async () => {
  const question = { kind: 'confirm', token: 't', count: 51, bytes: 1 } as const;
  const asking = createDoor(listFolder(), { offer: () => Promise.resolve(question) });
  await asking.waysIn.take(['/a'], 'tray');
  expect(asking.answers).toEqual([question]);

  const failing = createDoor(listFolder(), { offer: () => Promise.reject(new UploadFailure({ kind: 'disk-full' })) });
  await failing.waysIn.take(['/a'], 'tray');
  expect(failing.answers).toEqual([{ kind: 'failed', failure: { kind: 'disk-full' } }]);
  expect(failing.reported).toHaveLength(1);
});

test('what was asked for is done once, and the window comes where somebody waits for it', async () => {
  const folder = listFolder();
  leaveLetter(folder, { files: [], act: 'upload-clipboard', shows: false }, 1_000);
  leaveLetter(folder, { files: ['/a'], act: null, shows: true }, 1_001);
  leaveLetter(folder, { files: [], act: null, shows: false }, 1_002);
  const { waysIn, acts, offered, state } = createDoor(folder);
  waysIn.collect();
  waysIn.collect();
  await left(folder).toEqual([]);
  expect([acts, offered.length, state.shown]).toEqual([['upload-clipboard'], 1, 1]);
});

test('the wish of a start that nobody heard is over after a minute; its files count', async () => {
  const folder = listFolder();
  leaveLetter(folder, { files: ['/old'], act: 'upload-clipboard', shows: true }, 1_000);
  const own = leaveLetter(folder, { files: [], act: 'upload-files', shows: true }, 1_000);
  const { waysIn, acts, offered, state } = createDoor(folder, { letter: own, now: 61_001 });
  waysIn.collect();
  await left(folder).toEqual([]);
  // Its own is never too old, and its window opens by itself.
  expect([acts, state.shown]).toEqual([['upload-files'], 0]);
  expect(offered.map(({ paths }) => paths)).toEqual([['/old']]);
});

test('a program that ends finishes what it took and takes nothing more: the next one has it', async () => {
  const folder = listFolder();
  leave(folder, ['/taken'], 1_000);
  const { promise, resolve } = Promise.withResolvers<IntakeResult>();
  const ending = createDoor(folder, { offer: () => promise });
  ending.waysIn.collect();
  let hasEnded = false;
  const end = ending.waysIn[Symbol.asyncDispose]().then(() => {
    hasEnded = true;
  });
  const late = leave(folder, ['/late'], 2_000);
  ending.waysIn.collect();
  ending.waysIn.called();
  await ending.waysIn.take(['/dropped'], 'drop');
  expect([readdirSync(folder).includes(late), ending.state.shown, hasEnded]).toEqual([true, 0, false]);
  resolve({ kind: 'accepted', count: 1 });
  await end;
  expect(ending.offered.map(({ paths }) => paths)).toEqual([['/taken']]);

  const next = createDoor(folder);
  next.waysIn.collect();
  await left(folder).toEqual([]);
  expect(next.offered.map(({ paths }) => paths)).toEqual([['/dropped'], ['/late']]);
});

test('what was taken and not seen to is found by the next program, without its wish', async () => {
  const folder = listFolder();
  leaveLetter(folder, { files: ['/a'], act: 'upload-clipboard', shows: true }, 1_000);
  const killed = createDoor(folder, { offer: () => new Promise(() => undefined) });
  killed.waysIn.collect();
  expect(killed.acts).toEqual(['upload-clipboard']);
  const next = createDoor(folder);
  next.waysIn.collect();
  await left(folder).toEqual([]);
  expect([next.offered.length, next.acts, next.state.shown]).toEqual([1, [], 0]);
});
