import { expect, test } from 'vitest';
import type { State } from '../../shared/model.ts';
import type { Unfinished } from '../../shared/sending.ts';
import { leftAtQuit } from './left-at-quit.ts';

const queued: State = { name: 'queued' };
const paused: State = { name: 'paused' };
const done: State = { name: 'done' };

function left(quitAsked: Unfinished | null, states: readonly State[], packing = 0): Unfinished {
  const uploads = Object.fromEntries(states.map((state, index) => [index, { state }]));
  return leftAtQuit({ quitAsked, uploads, packings: Array.from({ length: packing }) });
}

test('counts what is unfinished still, and never more than was asked about', () => {
  expect(left({ uploads: 2, packings: 0 }, [queued, queued, paused])).toEqual({ uploads: 2, packings: 0 });
  expect(left({ uploads: 2, packings: 1 }, [queued, done], 1)).toEqual({ uploads: 1, packings: 1 });
  expect(left({ uploads: 2, packings: 0 }, [done, done])).toEqual({ uploads: 0, packings: 0 });
});

test('what was packed since is an upload now', () => {
  expect(left({ uploads: 0, packings: 1 }, [queued])).toEqual({ uploads: 1, packings: 0 });
});

test('nobody is asked: nothing', () => expect(left(null, [queued], 1)).toEqual({ uploads: 0, packings: 0 }));
