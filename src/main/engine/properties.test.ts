import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type BodySent, type Failure, UploadFailure } from '../../shared/failure.ts';
import { DestinationId } from '../../shared/ids.ts';
import type { Retention } from '../../shared/model.ts';
import { createWorld, type Submitted, type World } from './test-world.ts';
import type { Act, HostPlan } from './test-world-host.ts';
import { brokenLaws } from './test-world-laws.ts';

// Files are not what is tested here: a path says how large its file is.
vi.mock('../net/pinned-file.ts', () => ({
  pinFile: (path: string) => {
    const size = path.split('/').at(-1);
    if (size === 'missing') throw new UploadFailure({ kind: 'source-unreadable', why: 'missing' });
    return Promise.resolve({ path, dev: 1n, ino: 1n, size: Number(size), mtimeNs: 1n });
  },
  filePayload: () => undefined,
}));

const host = 'host.example';
const detail = 'why';
const askedPauses = fc.constantFrom(null, 0, 700, 5_000, 60_000, 60_001, 600_000);
const plainFailures: readonly Failure[] = [
  { kind: 'dns', host },
  { kind: 'tls', host, detail },
  { kind: 'proxy', host, detail },
  { kind: 'quota', host },
  { kind: 'auth', host },
  { kind: 'forbidden', host, detail },
  { kind: 'not-found', host },
  { kind: 'bad-request', host, status: 400, detail },
  { kind: 'too-large', sizeBytes: 2, limitBytes: null },
  { kind: 'type-refused', type: '.exe' },
  { kind: 'empty-refused' },
  { kind: 'content-blocked', detail },
  { kind: 'name-taken', name: 'a' },
  { kind: 'bad-answer', host, detail },
  { kind: 'bad-proof', why: 'size' },
  { kind: 'clock-skew', host, offByMs: 1 },
  { kind: 'host-identity', host },
  { kind: 'source-changed' },
  { kind: 'source-unreadable', why: 'locked' },
  { kind: 'disk-full' },
  { kind: 'settings-invalid', field: 'a' },
  { kind: 'secret-unavailable', why: 'locked' },
  { kind: 'consent-refused' },
  { kind: 'cancelled' },
];
const failures: fc.Arbitrary<Failure> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Failure>({ kind: 'connection', host, detail }) },
  { weight: 2, arbitrary: fc.nat(60_000).map((afterMs): Failure => ({ kind: 'timeout', host, afterMs })) },
  { weight: 2, arbitrary: fc.nat(60_000).map((afterMs): Failure => ({ kind: 'stalled', host, afterMs })) },
  { weight: 2, arbitrary: fc.nat(1_000).map((sentBytes): Failure => ({ kind: 'cut-while-sending', host, sentBytes })) },
  { weight: 3, arbitrary: askedPauses.map((retryAfterMs): Failure => ({ kind: 'rate-limited', host, retryAfterMs })) },
  {
    weight: 2,
    arbitrary: askedPauses.map((retryAfterMs): Failure => ({ kind: 'server', host, status: 503, retryAfterMs })),
  },
  { weight: 6, arbitrary: fc.constantFrom(...plainFailures) },
);
const sent = fc.constantFrom<BodySent>('nothing', 'part', 'all');
const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      verdict: fc.constantFrom('proof', 'proof', 'page', 'throws'),
      removal: fc.constantFrom(null, 'works', 'fails'),
    }),
  },
  { weight: 9, arbitrary: fc.record({ do: fc.constant('fail' as const), failure: failures, sent }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hang' as const), sent }) },
  { weight: 1, arbitrary: fc.constantFrom<Act>({ do: 'throw' }, { do: 'offline' }) },
  { weight: 2, arbitrary: fc.constant<Act>({ do: 'ignore-abort' }) },
);
const ms = fc.constantFrom(1_000, 60_000, 3_600_000);
const retentions: fc.Arbitrary<Retention> = fc.oneof(
  fc.constant<Retention>({ kind: 'no-end-date' }),
  ms.map((idleMs): Retention => ({ kind: 'while-used', idleMs })),
  ms.map((of): Retention => ({ kind: 'fixed', ms: of })),
  ms.map((maxMs): Retention => ({ kind: 'by-size', minMs: 500, maxMs })),
  fc.option(ms).map((maxMs): Retention => ({ kind: 'while-shared', maxMs })),
);
const scopes = fc.constantFrom('local', 'account', 'public', 'public');
const hosts: fc.Arbitrary<HostPlan> = fc.record({
  traits: fc.record({
    scope: scopes,
    maxBytes: fc.constantFrom(null, null, null, 10, 20_000_000),
    takesEmptyFiles: fc.boolean(),
    retention: retentions,
    resumable: fc.boolean(),
    idempotent: fc.boolean(),
  }),
  script: fc.array(acts, { minLength: 1, maxLength: 6 }),
});
const batches: fc.Arbitrary<Submitted> = fc.record({
  sizes: fc.array(fc.constantFrom(0, 5, 1_000, 1_000, 9_000_000, 17_000_000, 30_000_000, 'missing' as const), {
    minLength: 1,
    maxLength: 7,
  }),
  scope: scopes,
  keepAtLeastMs: fc.constantFrom(null, null, 1_000, 60_000),
  fragile: fc.constantFrom(false, false, false, true),
  start: fc.nat(3),
  undoMs: fc.constantFrom(0, 0, 5_000),
});
const wishes = fc.record({
  /** How much happens before. */
  after: fc.nat(12),
  pick: fc.nat(1_000),
  wish: fc.constantFrom(
    'cancel',
    'pause',
    'pause',
    'resume',
    'resume',
    'skip',
    'skip',
    'consent',
    'consent',
    'again',
    'here',
    'move',
    'sign in',
    'quit',
    'quit',
    'offline',
    'online',
    'pause all',
    'resume all',
    'change of mind',
  ),
});
type Wish = typeof wishes extends fc.Arbitrary<infer T> ? T : never;

async function grant(world: World, { wish, pick }: Wish): Promise<void> {
  const { engine, ids } = world;
  const id = ids[pick % ids.length];
  if (!id) return;
  const local = world.hosts.find(({ traits }) => traits.scope === 'local') ?? null;
  switch (wish) {
    case 'cancel':
      return world.stop(id, 'cancelled');
    case 'pause':
      return world.stop(id, 'paused');
    case 'resume':
      return world.goOn([id]);
    case 'change of mind':
      world.stop(id, 'paused');
      return world.goOn([id]);
    case 'pause all':
      for (const each of ids) world.stop(each, 'paused');
      return;
    case 'resume all':
      return world.goOn(ids);
    case 'skip':
      return engine.skip(id);
    case 'consent':
      return world.consent(id);
    case 'sign in':
      return engine.signedIn(DestinationId.parse('host-0'));
    case 'again':
      return world.again(id, null);
    case 'here':
      return world.again(id, local);
    case 'move':
      return engine.move(id, ids[Math.floor(pick / 7) % (ids.length + 1)] ?? null);
    case 'quit':
      return world.quit();
    case 'offline':
    case 'online':
      world.online = wish === 'online';
  }
}

/** Lets it run with wishes in between, then to the end, with a patient user who says yes or no. */
async function live(world: World, story: readonly Wish[], saysYes: boolean): Promise<void> {
  for (const wish of story) {
    for (let at = 0; at < wish.after; at += 1) await world.step(wish.pick + at);
    await grant(world, wish);
  }
  world.online = true;
  await world.settle();
  for (const id of world.ids) {
    const isLeft = world.reader.job(id)?.state.name === 'paused' && !world.stopped.has(id);
    if (isLeft) world.broken.push(`${id} was taken up again, and is still paused`);
  }
  for (let round = 0; round < 10; round += 1) {
    world.goOn(world.ids);
    if (saysYes) for (const id of world.ids) world.consent(id);
    await world.settle();
  }
}

const isLong = process.env.DROPRELAY_LONG === '1';
const unhandled: unknown[] = [];
const note = (error: unknown): void => void unhandled.push(error);

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  process.on('unhandledRejection', note);
});
afterAll(() => {
  vi.useRealTimers();
  process.off('unhandledRejection', note);
});

test(
  'whatever hosts, users and quits do: no law is broken',
  async () => {
    const chances = fc.infiniteStream(fc.nat(999).map((share) => share / 1_000));
    await fc.assert(
      fc.asyncProperty(
        fc.array(hosts, { minLength: 1, maxLength: 4 }),
        batches,
        fc.array(wishes, { maxLength: 16 }),
        fc.boolean(),
        chances,
        async (plans, batch, story, saysYes, chance) => {
          await using world = createWorld(plans, batch, () => chance.next().value ?? 0);
          await live(world, story, saysYes);
          expect(brokenLaws(world)).toEqual([]);
          expect(unhandled).toEqual([]);
        },
      ),
      isLong ? { numRuns: 20_000 } : { numRuns: 400, seed: 20_260_101 },
    );
  },
  isLong ? 3_600_000 : 60_000,
);
