/** The ledger in words: how each attempt ended and what came next. */
import { expect, it } from 'vitest';
import { AttemptId, DestinationId } from '../ids.ts';
import type { AttemptView } from '../model.ts';
import { attemptLine } from './attempt-line.ts';

const attempt: AttemptView = {
  id: AttemptId.parse('a'),
  destinationId: DestinationId.parse('catbox'),
  destinationLabel: 'catbox',
  number: 1,
  startedAt: 0,
  endedAt: 800,
  sentBytes: 0,
  outcome: { kind: 'running' },
  copyMayRemain: false,
  orphanLink: null,
  next: null,
  withoutLocation: false,
};
const host = 'catbox.moe';
const failed = (failure: Extract<AttemptView['outcome'], { kind: 'failed' }>['failure']): Partial<AttemptView> => ({
  outcome: { kind: 'failed', failure },
});
const limited = failed({ kind: 'rate-limited', host, retryAfterMs: 12_000 });
const silent = failed({ kind: 'timeout', host, afterMs: 30_000 });
const toNext = { next: { act: 'next', to: 'litterbox' } } as const;

it.each<[Partial<AttemptView>, boolean, string, string | null, string]>([
  [{}, true, 'Under way.', null, 'running'],
  [
    { ...limited, next: { act: 'retry', afterMs: 12_000 } },
    false,
    'It asked us to wait 12 s.',
    'Waited, then tried again',
    'wait',
  ],
  [
    { ...limited, next: { act: 'retry', afterMs: 12_000 } },
    true,
    'It asked us to wait 12 s.',
    'Tries again after 12 s',
    'wait',
  ],
  [
    { ...silent, ...toNext, copyMayRemain: true },
    false,
    'No answer after the whole file was sent. catbox may have kept a copy.',
    'Went on to litterbox',
    'fail',
  ],
  [{ ...silent, ...toNext }, true, 'It did not answer within 30 s.', 'Goes on to litterbox', 'fail'],
  [
    {
      ...failed({ kind: 'bad-proof', why: 'page' }),
      orphanLink: 'https://catbox.moe/x\n.bin',
      copyMayRemain: true,
      next: { act: 'stop' },
    },
    false,
    'The link leads to a page, not to the file. catbox may have kept a copy. Its link was https://catbox.moe/x␊.bin.',
    'Stopped here',
    'fail',
  ],
  [
    {
      outcome: {
        kind: 'passed-over',
        failure: { kind: 'too-large', sizeBytes: 1_400_000_000, limitBytes: 200_000_000 },
      },
      ...toNext,
    },
    false,
    'Passed over. The file has 1.4 GB, it takes up to 200 MB.',
    'Went on to litterbox',
    'quiet',
  ],
  [
    { outcome: { kind: 'interrupted' }, next: { act: 'wait' } },
    false,
    'It was paused, or Droprelay ended.',
    'Waited',
    'quiet',
  ],
  [
    { outcome: { kind: 'interrupted' }, sentBytes: 118_000_000, copyMayRemain: true },
    true,
    'It was paused, or Droprelay ended, after 118 MB. catbox may have kept a copy.',
    null,
    'quiet',
  ],
  [{ outcome: { kind: 'cancelled' }, next: { act: 'stop' } }, false, 'Cancelled.', null, 'quiet'],
  [
    { outcome: { kind: 'delivered', proof: { kind: 'size', by: 'link' } }, next: { act: 'stop' } },
    false,
    'Delivered, and the link was checked.',
    null,
    'ok',
  ],
  [
    { outcome: { kind: 'delivered', proof: { kind: 'size', by: 'link' } }, withoutLocation: true },
    false,
    'Delivered, and the link was checked. The location was left out.',
    null,
    'ok',
  ],
  [
    { ...silent, ...toNext, copyMayRemain: true, withoutLocation: true },
    false,
    'No answer after the whole file was sent. The location was left out. catbox may have kept a copy.',
    'Went on to litterbox',
    'fail',
  ],
  [
    { ...silent, ...toNext, withoutLocation: true },
    true,
    'It did not answer within 30 s.',
    'Goes on to litterbox',
    'fail',
  ],
  [
    { outcome: { kind: 'delivered', proof: { kind: 'unverified', why: 'unreachable' } } },
    false,
    'Delivered, the link could not be checked from here.',
    null,
    'ok',
  ],
  [
    { outcome: { kind: 'reused', proof: { kind: 'size', by: 'link' } } },
    false,
    'The file was online already, and its link was checked.',
    null,
    'ok',
  ],
  [
    { outcome: { kind: 'reused', proof: { kind: 'unverified', why: 'not-asked' } } },
    false,
    'The file was online already.',
    null,
    'ok',
  ],
])('%o', (change, pending, outcome, next, tone) => {
  expect(attemptLine({ ...attempt, ...change }, { pending })).toEqual({ title: 'catbox', outcome, next, tone });
});

it.each([
  [1, 'catbox'],
  [2, 'catbox, 2nd try'],
  [3, 'catbox, 3rd try'],
  [11, 'catbox, 11th try'],
  [21, 'catbox, 21st try'],
])('names try %d', (number, title) => expect(attemptLine({ ...attempt, number }).title).toBe(title));
