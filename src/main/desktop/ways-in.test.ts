import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { IntakeAnswer, IntakeResult } from '../../shared/contract.ts';
import { UploadFailure } from '../../shared/failure.ts';
import type { Act } from './arguments.ts';
import { createWaysIn } from './ways-in.ts';
import { leaveList } from './ways-in-lists.ts';

interface Options {
  chain?: boolean;
  ownList?: string | null;
  offer?: () => Promise<IntakeResult>;
}

function createDoor(folder: string, { chain = true, ownList = null, offer }: Options = {}) {
  const offered: { paths: readonly string[]; from: string }[] = [];
  const answers: IntakeAnswer[] = [];
  const reported: unknown[] = [];
  const acts: Act[] = [];
  const state = { chain };
  const waysIn = createWaysIn({
    intake: {
      offer({ paths, from }) {
        offered.push({ paths, from });
        return offer?.() ?? Promise.resolve({ kind: 'accepted', count: paths.length });
      },
    },
    hasChain: () => state.chain,
    folder,
    ownList,
    act(act) {
      acts.push(act);
      return Promise.resolve();
    },
    answer: (answer) => answers.push(answer),
    report: (error) => reported.push(error),
  });
  return { waysIn, offered, answers, reported, acts, state };
}

function listFolder(): string {
  const home = mkdtempSync(join(tmpdir(), 'droprelay-ways-in-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  return join(home, 'handed');
}

const left = (folder: string) => expect.poll(() => readdirSync(folder));
const odd = ['/a b/é漢.txt', '/--upload-clipboard', '/line\nbreak', '/"quotes" \u202E.bin'];

test('lists of other starts are taken in their order, each as it is, and are gone then', async () => {
  const folder = listFolder();
  leaveList(folder, odd, 1_000);
  const own = leaveList(folder, ['/own'], 2_000);
  const { waysIn, offered, answers } = createDoor(folder, { ownList: own });
  waysIn.collect(null);
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
  leaveList(folder, many, 1);
  const { waysIn, offered } = createDoor(folder);
  waysIn.collect(null);
  await left(folder).toEqual([]);
  expect(offered[0]?.paths).toEqual(many);
});

test('a list that is being taken is not taken twice', async () => {
  const folder = listFolder();
  leaveList(folder, ['/a'], 1);
  const { waysIn, offered } = createDoor(folder);
  waysIn.collect(null);
  waysIn.collect(null);
  await left(folder).toEqual([]);
  expect(offered).toHaveLength(1);
});

test('what is no list is removed and told, a half-written one is left alone', async () => {
  const folder = listFolder();
  leaveList(folder, ['/a'], 1);
  writeFileSync(join(folder, '2-aa.json'), '{"files":["/etc/passwd"]}');
  writeFileSync(join(folder, '3-aa.json.draft'), '["/etc/pass');
  const { waysIn, offered, reported } = createDoor(folder);
  waysIn.collect(null);
  await left(folder).toEqual(['3-aa.json.draft']);
  expect(offered.map(({ paths }) => paths)).toEqual([['/a']]);
  expect(reported).toHaveLength(1);
});

test('a list whose files are not taken stays for the next time', async () => {
  const folder = listFolder();
  leaveList(folder, ['/a'], 1);
  const failing = createDoor(folder, { offer: () => Promise.reject(new UploadFailure({ kind: 'disk-full' })) });
  failing.waysIn.collect(null);
  await expect.poll(() => failing.answers.length).toBe(1);
  const next = createDoor(folder);
  next.waysIn.collect(null);
  await left(folder).toEqual([]);
  expect(next.offered).toHaveLength(1);
});

test('a list that nobody looked at came late; one that was not taken did not', async () => {
  const folder = listFolder();
  leaveList(folder, ['/a'], 1_000);
  const refused = () => Promise.reject(new UploadFailure({ kind: 'disk-full' }));
  const { waysIn, answers } = createDoor(folder, { offer: refused });
  expect(waysIn.cameLate()).toBe(true);
  waysIn.collect(null);
  await expect.poll(() => answers).toHaveLength(1);
  expect(readdirSync(folder)).toHaveLength(1);
  expect(waysIn.cameLate()).toBe(false);
  leaveList(folder, ['/b'], 2_000);
  expect(waysIn.cameLate()).toBe(true);
});

test('files wait until the user chose a chain', async () => {
  const folder = listFolder();
  leaveList(folder, ['/a'], 1);
  const { waysIn, offered, state } = createDoor(folder, { chain: false });
  waysIn.collect(null);
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

test('what was asked for is done, with no files at all too', () => {
  const { waysIn, acts, offered } = createDoor(listFolder());
  waysIn.collect('upload-clipboard');
  waysIn.collect(null);
  expect([acts, offered]).toEqual([['upload-clipboard'], []]);
});
