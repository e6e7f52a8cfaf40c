import { expect, test } from 'vitest';
import type { IntakeAnswer, IntakeResult } from '../../shared/contract.ts';
import { UploadFailure } from '../../shared/failure.ts';
import { createUploadActs } from './upload-acts.ts';

function createActs(clipboard: () => Promise<IntakeResult>) {
  const shown: IntakeAnswer[] = [];
  const taken: unknown[] = [];
  const reported: unknown[] = [];
  const act = createUploadActs({
    uploadClipboard: clipboard,
    chooseFiles: () => Promise.resolve(['/a', '/b']),
    take(files, from) {
      taken.push([files, from]);
      return Promise.resolve();
    },
    show: (answer) => shown.push(answer),
    report: (error) => reported.push(error),
  });
  return { act, shown, taken, reported };
}

test.each<[IntakeResult, boolean]>([
  [{ kind: 'accepted', count: 3 }, false],
  [{ kind: 'accepted', count: 3, leftOut: 1 }, true],
  [{ kind: 'confirm', token: 't', count: 51, bytes: 1 }, true],
  [{ kind: 'nothing', what: 'empty-clipboard' }, true],
  [{ kind: 'choose-first' }, true],
])('the clipboard: %j brings up the window: %s', async (result, isShown) => {
  const { act, shown } = createActs(() => Promise.resolve(result));
  await act('upload-clipboard');
  expect(shown).toEqual(isShown ? [result] : []);
});

test('what fails is shown and reported', async () => {
  const { act, shown, reported } = createActs(() => Promise.reject(new UploadFailure({ kind: 'disk-full' })));
  await act('upload-clipboard');
  expect(shown).toEqual([{ kind: 'failed', failure: { kind: 'disk-full' } }]);
  expect(reported).toHaveLength(1);
});

test('chosen files are taken', async () => {
  const { act, taken, shown } = createActs(() => Promise.reject(new Error('not asked')));
  await act('upload-files');
  expect([taken, shown]).toEqual([[[['/a', '/b'], 'picker']], []]);
});
