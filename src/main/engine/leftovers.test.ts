import { expect, test } from 'vitest';
import { type Failure, UploadFailure } from '../../shared/failure.ts';
import { LeftoverView } from '../../shared/leftover.ts';
import type { Leftover } from '../providers/provider.ts';
import { createLeftovers, type Leftovers } from './leftovers.ts';
import { createHost, type HostOptions } from './test-host.ts';
import { idOf } from './test-rig.ts';

const signal = new AbortController().signal;
const at = idOf('a');

const leftover = (state: string, more: Partial<Leftover> = {}): Leftover => ({
  state,
  name: `${state}.bin`,
  startedAt: 5,
  bytes: 7,
  ...more,
});

/** A host with these leftovers, of which it keeps those in use to itself. */
function setUp(found: Leftover[], options: HostOptions = {}, inUse: string[] = []) {
  const asked: string[] = [];
  const host = createHost('a', {
    leftovers: (used) => Promise.resolve(found.filter(({ state }) => !used.includes(state))),
    discard(state) {
      asked.push(state);
      return Promise.resolve();
    },
    ...options,
  });
  const leftovers = createLeftovers({
    find: (id) => (id === at ? host : null),
    checkpoints: { inUse: (provider) => (provider === 'a' ? inUse : []) },
  });
  return { leftovers, asked };
}

async function idsOf(leftovers: Leftovers): Promise<string[]> {
  return ((await leftovers.list(at, signal)) ?? []).map(({ id }) => id);
}

test('leftovers are shown oldest first, by ids that tell nothing and stay the same', async () => {
  const { leftovers } = setUp([leftover('secret-2', { startedAt: 9 }), leftover('secret-1')]);
  const list = await leftovers.list(at, signal);
  expect(list?.map(({ name }) => name)).toEqual(['secret-1.bin', 'secret-2.bin']);
  expect(list?.map(({ id }) => id)).toEqual(await idsOf(leftovers));
  for (const { name: _, ...rest } of list ?? []) expect(JSON.stringify(rest)).not.toContain('secret');
});

test('what a host says of them is bounded', async () => {
  const odd = leftover('s', { name: 'n'.repeat(5_000), startedAt: Number.NaN, bytes: -1 });
  const { leftovers } = setUp([odd, ...Array.from({ length: 1_500 }, (_, index) => leftover(`${index}`))]);
  const list = await leftovers.list(at, signal);
  expect(list).toHaveLength(1_000);
  expect(LeftoverView.array().parse(list)).toEqual(list);
  expect(list?.[0]).toMatchObject({ startedAt: null, bytes: null });
});

test('those that are named are deleted, in their order, and only once', async () => {
  const { leftovers, asked } = setUp([leftover('one'), leftover('two'), leftover('three')]);
  const [one, , three] = await idsOf(leftovers);
  const ids = [three ?? '', one ?? ''];
  expect(await leftovers.discard(at, ids, signal)).toEqual(ids.map((id) => ({ id, failure: null })));
  expect(asked).toEqual(['three', 'one']);
});

test('what an upload has gone on with since they were shown is left alone', async () => {
  const inUse: string[] = [];
  const { leftovers, asked } = setUp([leftover('one'), leftover('two')], {}, inUse);
  const ids = await idsOf(leftovers);
  inUse.push('one');
  expect((await leftovers.list(at, signal))?.map(({ name }) => name)).toEqual(['two.bin']);
  expect(await leftovers.discard(at, ids, signal)).toMatchObject([
    { failure: { kind: 'not-found' } },
    { failure: null },
  ]);
  expect(asked).toEqual(['two']);
});

test('a made-up id deletes nothing', async () => {
  const { leftovers, asked } = setUp([leftover('one')]);
  const ends = await leftovers.discard(at, ['one', 'f'.repeat(32)], signal);
  expect(ends.map(({ failure }) => failure?.kind)).toEqual(['not-found', 'not-found']);
  expect(asked).toEqual([]);
});

test('each has its own end', async () => {
  const busy: Failure = { kind: 'server', host: 'a.example', status: 503, retryAfterMs: null };
  const { leftovers } = setUp([leftover('one'), leftover('two')], {
    discard: (state) => (state === 'one' ? Promise.reject(new UploadFailure(busy)) : Promise.resolve()),
  });
  const ends = await leftovers.discard(at, await idsOf(leftovers), signal);
  expect(ends.map(({ failure }) => failure)).toEqual([busy, null]);
});

test('who gives up in between leaves the rest', async () => {
  const ending = new AbortController();
  const { leftovers } = setUp([leftover('one'), leftover('two')], {
    discard: () => Promise.resolve(ending.abort()),
  });
  const ends = await leftovers.discard(at, await idsOf(leftovers), ending.signal);
  expect(ends.map(({ failure }) => failure?.kind ?? null)).toEqual([null, 'cancelled']);
});

test('a destination that can not tell, or is not there, says so', async () => {
  const mute = createLeftovers({ find: () => createHost('a', {}), checkpoints: { inUse: () => [] } });
  expect(await mute.list(at, signal)).toBeNull();
  const failure = { kind: 'settings-invalid', field: 'destination' };
  await expect(setUp([]).leftovers.list(idOf('b'), signal)).rejects.toMatchObject({ failure });
});
