import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Invocation } from './arguments.ts';
import { takeLetters } from './ways-in-letters.ts';
import { startOrHandOver } from './ways-in-start.ts';

const none = (error: unknown): void => {
  throw error;
};
const plain: Invocation = { files: [], act: null, hidden: false };

/** @param other what the program that runs does when it is rung; 'gone' where there is none */
function start(asked: Partial<Invocation>, other: (folder: string, ring: number) => unknown) {
  const home = mkdtempSync(join(tmpdir(), 'droprelay-start-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  const folder = join(home, 'handed');
  const rung: boolean[] = [];
  let waited = 0;
  const end = startOrHandOver({
    asked: { ...plain, ...asked },
    folder,
    ring(shows) {
      rung.push(shows);
      return other(folder, rung.length) === 'gone';
    },
    clock: () => 1_000,
    wait(ms) {
      waited += ms;
      return Promise.resolve();
    },
  });
  return { end, rung, folder, waited: () => waited };
}

test('where no program runs, this one does, and has its own letter', async () => {
  const { end, folder } = start({ files: ['/a'] }, () => 'gone');
  expect(await end).toEqual({ is: 'running', letter: readdirSync(folder)[0] });
});

test('a start whose letter is taken ends without a wait', async () => {
  const { end, waited } = start({ files: ['/a'] }, (folder) => takeLetters(folder, none));
  expect([await end, waited()]).toEqual([{ is: 'heard' }, 0]);
});

test('one that rang at a program which then ends becomes the program itself', async () => {
  const { end, rung, folder } = start({ files: ['/a'] }, (_, ring) => (ring < 4 ? 'about to end' : 'gone'));
  expect(await end).toMatchObject({ is: 'running' });
  expect([rung.length, takeLetters(folder, none)[0]?.files]).toEqual([4, ['/a']]);
});

test('a program that takes it later is rung until then', async () => {
  const other = (folder: string, ring: number) => (ring < 3 ? 'starts' : takeLetters(folder, none));
  const { end, rung } = start({ act: 'upload-clipboard' }, other);
  expect(await end).toEqual({ is: 'heard' });
  expect(rung).toEqual([false, false, false]);
});

test('one that takes nothing is given up after some time; the files stay', async () => {
  const { end, waited, folder } = start({ files: ['/a'] }, () => 'deaf');
  expect(await end).toEqual({ is: 'unheard' });
  expect(waited()).toBeGreaterThan(15_000);
  expect(readdirSync(folder)).toHaveLength(1);
});

test.each<[string, Partial<Invocation>, boolean]>([
  ['a start of nothing wants the window', {}, true],
  ['one with files too', { files: ['/a'] }, true],
  ['one at login does not', { hidden: true }, false],
  ['nor does a wish: it shows what there is to show by itself', { act: 'upload-clipboard' }, false],
])('%s', async (_, asked, shows) => {
  const letters: boolean[] = [];
  const { end } = start(asked, (folder) => letters.push(...takeLetters(folder, none).map((letter) => letter.shows)));
  await end;
  expect(letters).toEqual([shows]);
});

test('where nothing can be written the window still comes; files and wishes are not dropped in silence', async () => {
  const startIn = (asked: Partial<Invocation>) => {
    const home = mkdtempSync(join(tmpdir(), 'droprelay-start-'));
    onTestFinished(() => rmSync(home, { recursive: true }));
    writeFileSync(join(home, 'a file'), '');
    const rung: boolean[] = [];
    const ring = (shows: boolean) => rung.push(shows) === 0;
    const deps = { asked: { ...plain, ...asked }, folder: join(home, 'a file', 'handed'), ring, clock: () => 1_000 };
    return { end: startOrHandOver(deps), rung };
  };
  const { end, rung } = startIn({});
  expect([await end, rung]).toEqual([{ is: 'heard' }, [true]]);
  await expect(startIn({ files: ['/a'] }).end).rejects.toThrow('ENOTDIR');
  await expect(startIn({ act: 'upload-files' }).end).rejects.toThrow('ENOTDIR');
});
