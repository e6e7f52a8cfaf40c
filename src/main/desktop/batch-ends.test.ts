import { expect, test } from 'vitest';
import { BatchId, UploadId } from '../../shared/ids.ts';
import type { State } from '../../shared/model.ts';
import { createBatchEnds } from './batch-ends.ts';

const batch = BatchId.parse('batch');
const failure = { kind: 'offline' } as const;
const states: Readonly<Record<string, State>> = {
  done: { name: 'done' },
  failed: { name: 'failed', failure, at: null },
  waiting: { name: 'waiting', wait: { what: 'network' } },
  cancelled: { name: 'cancelled' },
};

/** A batch whose uploads are set by their states' names. */
function createDesk() {
  const told: string[] = [];
  let now: string[] = [];
  let copied = false;
  const ends = createBatchEnds({
    uploadsOf: () =>
      now.map((name, at) => ({
        id: UploadId.parse(String(at)),
        state: states[name] ?? { name: 'queued' },
        link: name === 'done' ? `https://a.example/${at}` : null,
      })),
    nameOf: (id) => `${id}.txt`,
    areCopied: () => copied,
    told: (_batch, { done, failed, waiting, links, name }, offered) =>
      told.push([done, failed, waiting, links.count, links.copied ? 'copied' : offered.length, name].join(' ')),
  });
  return {
    told,
    copy() {
      copied = true;
    },
    rest(names: string, offered: readonly string[] = []) {
      now = names.split(' ');
      if (offered.length > 0) ends.offered(batch, offered);
      ends.rested(batch);
    },
  };
}

test('a batch is told once, however often it rests', () => {
  const desk = createDesk();
  desk.copy();
  desk.rest('done done failed');
  desk.rest('done done failed');
  expect(desk.told).toEqual(['2 1 0 2 copied ']);
});

test('what comes later is told with all that there is', () => {
  const desk = createDesk();
  desk.copy();
  desk.rest('done waiting');
  desk.rest('done waiting');
  desk.rest('done done');
  expect(desk.told).toEqual(['1 0 1 1 copied ', '2 0 0 2 copied ']);
});

test('nothing is told of a batch that has nothing to show', () => {
  const desk = createDesk();
  desk.rest('waiting');
  desk.rest('cancelled cancelled');
  expect(desk.told).toEqual([]);
});

test('links that could not be copied are offered, not claimed', () => {
  const desk = createDesk();
  desk.rest('done', ['https://a.example/0']);
  expect(desk.told).toEqual(['1 0 0 1 1 0.txt']);
});

test('an offer of one batch is not that of another', () => {
  const desk = createDesk();
  desk.copy();
  desk.rest('done failed', ['https://a.example/0']);
  desk.rest('done failed');
  expect(desk.told).toEqual(['1 1 0 1 1 ']);
});
