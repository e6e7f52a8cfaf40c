import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { UploadId } from '../../shared/ids.ts';
import { createQueue, largeAbove } from './queue.ts';
import { type Answer, deliver, hang } from './test-host.ts';
import { createRig, idOf, type Rig } from './test-rig.ts';

const names = (count: number): string[] => Array.from({ length: count }, (_, at) => `${at}.txt`);
const at = (ids: readonly UploadId[], index: number): UploadId => {
  const id = ids[index];
  if (!id) throw new Error('no upload');
  return id;
};

/** A host that writes down in which order it was asked. */
function noting(order: string[]): Answer {
  return (payload, run, link) => {
    order.push(payload.name);
    return deliver()(payload, run, link);
  };
}

/** The first upload holds the only place, the others wait behind it. */
async function sendBehindFirst(rig: Rig, count: number): Promise<UploadId[]> {
  const ids = rig.submit(names(count).map((name) => rig.file(name)));
  await Promise.all(ids.slice(1).map((id) => rig.until(id, ({ name }) => name === 'queued')));
  await rig.until(at(ids, 0), ({ name }) => name === 'running');
  return ids;
}

describe('the order of the queue', () => {
  test('an upload that is moved goes before the one it was put before, or last', async () => {
    const order: string[] = [];
    await using rig = createRig({ hosts: { a: { answers: [hang(), noting(order)] } }, maxRunning: 1 });
    const ids = await sendBehindFirst(rig, 5);
    rig.engine.move(at(ids, 4), at(ids, 2));
    rig.engine.move(at(ids, 1), null);
    rig.engine.cancel(at(ids, 0));
    await rig.engine.idle();
    expect(order).toEqual(['4.txt', '2.txt', '3.txt', '1.txt']);
  });

  test('stays over a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'droprelay-order-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    {
      await using rig = createRig({ hosts: { a: { answers: [hang()] } }, maxRunning: 1, folder });
      const ids = await sendBehindFirst(rig, 4);
      rig.engine.move(at(ids, 3), at(ids, 1));
    }
    const order: string[] = [];
    await using next = createRig({ hosts: { a: { answers: [noting(order)] } }, maxRunning: 1, folder });
    next.engine.goOnWith(next.owner.takeOver());
    await next.engine.idle();
    expect(order).toEqual(['0.txt', '3.txt', '1.txt', '2.txt']);
  });

  test('last means behind those too that came in meanwhile', async () => {
    const order: string[] = [];
    await using rig = createRig({ hosts: { a: { answers: [hang(), noting(order)] } }, maxRunning: 1 });
    const ids = await sendBehindFirst(rig, 2);
    const [late] = rig.submit([rig.file('late.txt')]);
    rig.engine.move(at(ids, 1), null);
    if (late) await rig.until(late, ({ name }) => name === 'queued');
    rig.engine.cancel(at(ids, 0));
    await rig.engine.idle();
    expect(order).toEqual(['late.txt', '1.txt']);
  });

  test('bears a hundred moves into the same gap', async () => {
    const order: string[] = [];
    await using rig = createRig({ hosts: { a: { answers: [hang(), noting(order)] } }, maxRunning: 1 });
    const ids = await sendBehindFirst(rig, 4);
    for (let move = 0; move < 101; move += 1) rig.engine.move(at(ids, 1 + (move % 2)), at(ids, 3));
    rig.engine.cancel(at(ids, 0));
    await rig.engine.idle();
    expect(order).toEqual(['2.txt', '1.txt', '3.txt']);
  });

  test('what runs is not moved; before it means first of those that wait', async () => {
    const order: string[] = [];
    await using rig = createRig({ hosts: { a: { answers: [hang(), noting(order)] } }, maxRunning: 1 });
    const ids = await sendBehindFirst(rig, 4);
    rig.engine.move(at(ids, 0), null);
    rig.engine.move(at(ids, 2), at(ids, 0));
    rig.engine.move(at(ids, 3), at(ids, 3));
    expect(rig.state(at(ids, 0))?.name).toBe('running');
    rig.engine.cancel(at(ids, 0));
    await rig.engine.idle();
    expect(order).toEqual(['2.txt', '1.txt', '3.txt']);
  });

  test('one that waits for a place at its destination is moved too', async () => {
    const order: string[] = [];
    await using rig = createRig({ hosts: { a: { answers: [hang(), noting(order)] } }, perDestination: 1 });
    const ids = await sendBehindFirst(rig, 3);
    rig.engine.move(at(ids, 1), null);
    await vi.waitUntil(() => rig.reader.job(at(ids, 1))?.rank === 4);
    rig.engine.cancel(at(ids, 0));
    await rig.engine.idle();
    expect(order).toEqual(['2.txt', '1.txt']);
  });

  test('a queue keeps what has the same rank in the order it came in', () => {
    const queue = createQueue();
    const [a, b] = ['a', 'b'] as unknown as readonly [UploadId, UploadId];
    queue.add(a, 1, 0);
    queue.add(b, 1, 0);
    expect(queue.ids()).toEqual([a, b]);
  });
});

describe('small files', () => {
  const sendMixed = (rig: Rig, chains: readonly string[]): UploadId[] => {
    const large = chains.map((_, index) => rig.file(`large-${index}.bin`));
    for (const path of large) truncateSync(path, largeAbove + 1);
    return large.flatMap((path, index) => rig.submit([path], { chain: [idOf(chains[index] ?? '')] }));
  };

  test('never wait for large ones, whose places are limited', async () => {
    const hosts = { a: { answers: [hang()] }, b: { answers: [hang()] }, c: { answers: [hang()] }, small: {} };
    await using rig = createRig({ hosts });
    const large = sendMixed(rig, ['a', 'a', 'b', 'b', 'c']);
    await Promise.all(large.slice(0, 4).map((id) => rig.until(id, ({ name }) => name === 'running')));
    const [small] = rig.submit([rig.file('small.txt')], { chain: [idOf('small')] });
    if (small) await rig.until(small, ({ name }) => name === 'done');
    expect(large.map((id) => rig.state(id)?.name)).toEqual(['running', 'running', 'running', 'running', 'queued']);
  });

  test('find a place at a destination that large ones want', async () => {
    const answer: Answer = (payload, run, link) => (payload.size > largeAbove ? hang() : deliver())(payload, run, link);
    await using rig = createRig({ hosts: { a: { answers: [answer] } } });
    const large = sendMixed(rig, ['a', 'a', 'a', 'a', 'a']);
    await Promise.all(large.slice(0, 2).map((id) => rig.until(id, ({ name }) => name === 'running')));
    const [small] = rig.submit([rig.file('small.txt')]);
    if (small) await rig.until(small, ({ name }) => name === 'done');
    expect(large.filter((id) => rig.state(id)?.name === 'running')).toHaveLength(2);
  });

  test('are no reason to keep a large one waiting for ever, however few places there are', async () => {
    await using rig = createRig({ hosts: { a: { answers: [hang()] } }, maxRunning: 1, perDestination: 1 });
    const [large] = sendMixed(rig, ['a']);
    if (large) await rig.until(large, ({ name }) => name === 'running');
  });
});
