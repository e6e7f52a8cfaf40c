import { expect, test } from 'vitest';
import { createSlots, type Slots } from './slots.ts';

const never = new AbortController().signal;

test('places are given in the order in which they were asked for', async () => {
  const slots = createSlots(1);
  const order: string[] = [];
  const use = async (name: string): Promise<void> => {
    using _ = await slots.take('host', never);
    order.push(name);
  };
  const first = await slots.take('host', never);
  const others = [use('second'), use('third')];
  expect(order).toEqual([]);
  first?.[Symbol.dispose]();
  await Promise.all(others);
  expect(order).toEqual(['second', 'third']);
});

test('another destination has places of its own', async () => {
  const slots = createSlots(1);
  using _ = await slots.take('a', never);
  using other = await slots.take('b', never);
  expect(other).not.toBeNull();
});

test('who gives up leaves the queue, and the place goes to the next', async () => {
  const slots = createSlots(1);
  const ending = new AbortController();
  const held = await slots.take('host', never);
  const gone = slots.take('host', ending.signal);
  const next = slots.take('host', never);
  ending.abort();
  expect(await gone).toBeNull();
  held?.[Symbol.dispose]();
  const place = await next;
  expect(place).not.toBeNull();
  place?.[Symbol.dispose]();
  expect(await slots.take('host', never)).not.toBeNull();
});

test('a place that is given back twice is one place', async () => {
  const slots = createSlots(1);
  const place = await slots.take('host', never);
  place?.[Symbol.dispose]();
  place?.[Symbol.dispose]();
  using _ = await slots.take('host', never);
  const second = slots.take('host', AbortSignal.abort());
  expect(await second).toBeNull();
});

test('large uploads take no more places than their limit, and never the last one', async () => {
  const isTaken = async (slots: Slots, isLarge: boolean): Promise<boolean> => {
    const ending = new AbortController();
    const taking = slots.take('host', ending.signal, isLarge);
    await Promise.resolve();
    ending.abort();
    return (await taking) !== null;
  };
  const taken = async (slots: Slots): Promise<boolean[]> => [
    await isTaken(slots, true),
    await isTaken(slots, true),
    await isTaken(slots, true),
    await isTaken(slots, false),
  ];
  expect(await taken(createSlots(6, 2))).toEqual([true, true, false, true]);
  expect(await taken(createSlots(3))).toEqual([true, true, false, true]);
  expect(await isTaken(createSlots(1), true)).toBe(true);
});

test('a limit that rises lets in who waits, and one that falls takes nothing away', async () => {
  let limit = 1;
  const slots = createSlots(() => limit);
  const never = new AbortController().signal;
  const first = await slots.take('host', never);
  const taken: number[] = [];
  const waiting = [1, 2, 3].map(async (number) => {
    const place = await slots.take('host', never);
    taken.push(number);
    return place;
  });
  limit = 3;
  slots.lookAgain();
  await Promise.all(waiting.slice(0, 2));
  expect(taken).toEqual([1, 2]);
  limit = 1;
  slots.lookAgain();
  first?.[Symbol.dispose]();
  (await waiting[0])?.[Symbol.dispose]();
  await new Promise((resolve) => setImmediate(resolve));
  expect(taken).toEqual([1, 2]);
  (await waiting[1])?.[Symbol.dispose]();
  await waiting[2];
  expect(taken).toEqual([1, 2, 3]);
});
