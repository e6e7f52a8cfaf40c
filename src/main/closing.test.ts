import { expect, test } from 'vitest';
import { closesInTurn } from './closing.ts';

const never = (): Promise<void> => new Promise(() => undefined);
const plenty = { ms: 60_000, leastMs: 60_000 };

test('parts of every kind are closed one after the other', async () => {
  const closed: string[] = [];
  const reported: unknown[] = [];
  const slow = async (): Promise<void> => {
    await new Promise(setImmediate);
    closed.push('slow');
  };
  await closesInTurn(
    {
      slow,
      plain: { [Symbol.dispose]: () => void closed.push('plain') },
      patient: { [Symbol.asyncDispose]: async () => void closed.push('patient') },
      call: () => void closed.push('call'),
    },
    plenty,
    (error) => reported.push(error),
  )[Symbol.asyncDispose]();
  expect(closed).toEqual(['slow', 'plain', 'patient', 'call']);
  expect(reported).toEqual([]);
});

test('one that never closes is told by its name, and the rest are closed all the same', async () => {
  const closed: string[] = [];
  const reported: unknown[] = [];
  await closesInTurn(
    { first: () => void closed.push('first'), stuck: never, too: never, last: () => void closed.push('last') },
    { ms: 10, leastMs: 5 },
    (error) => reported.push(error),
  )[Symbol.asyncDispose]();
  expect(closed).toEqual(['first', 'last']);
  expect(reported).toEqual([expect.stringContaining('"stuck"'), expect.stringContaining('"too"')]);
});

test('one that fails to close is told with its error, and the rest are closed all the same', async () => {
  const closed: string[] = [];
  const reported: unknown[] = [];
  const broken = new Error('broken');
  await closesInTurn(
    {
      throws() {
        throw broken;
      },
      rejects: () => Promise.reject(broken),
      last: () => void closed.push('last'),
    },
    plenty,
    (error) => reported.push(error),
  )[Symbol.asyncDispose]();
  expect(closed).toEqual(['last']);
  expect(reported).toEqual(
    ['throws', 'rejects'].map((name) =>
      expect.objectContaining({ message: expect.stringContaining(name), cause: broken }),
    ),
  );
});
