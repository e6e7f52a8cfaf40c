import { expect, it } from 'vitest';
import { BodyFeed } from './body-feed.ts';
import { bodyOf, drained, patternBytes } from './fixtures/loopback.ts';

const KiB = 1024;

/** Lengths of the pieces when each takes `pieceMs` to leave. */
async function pieceLengths(pieceMs: number, bytes: number): Promise<number[]> {
  let now = 0;
  const content = patternBytes(bytes);
  const feed = new BodyFeed(bodyOf(content), () => {}, { now: () => now });
  const lengths: number[] = [];
  const copies: Uint8Array[] = [];
  for await (const piece of feed.pieces) {
    lengths.push(piece.length);
    copies.push(Uint8Array.from(piece));
    now += pieceMs;
  }
  expect(Buffer.concat(copies).equals(content)).toBe(true);
  return lengths;
}

it('sends larger pieces while they leave quickly, small ones on a slow line', async () => {
  const fast = await pieceLengths(1, 16 * 1024 * KiB);
  // The first 8 MiB may only have gone into the system's buffers.
  expect(fast.slice(0, 128)).toEqual(Array(128).fill(64 * KiB));
  expect([...new Set(fast)]).toEqual([64 * KiB, 128 * KiB, 256 * KiB, 512 * KiB, 1024 * KiB]);
  expect(new Set(await pieceLengths(300, 1024 * KiB))).toEqual(new Set([64 * KiB]));
});

it('copies pieces that a socket may keep without saying so', async () => {
  const content = patternBytes(1000 * KiB);
  const chunks = async function* () {
    yield content.subarray(0, KiB);
    yield content.subarray(KiB);
  };
  const feed = new BodyFeed({ contentType: '', length: content.length, chunks }, () => {});
  for await (const piece of feed.pieces) {
    const own = piece.buffer !== content.buffer;
    expect(own || piece.length >= 64 * KiB).toBe(true);
  }
});

it('knows how much the host may have got', async () => {
  const moves: unknown[] = [];
  const feed = new BodyFeed(bodyOf('abc', 'de'), () => moves.push([feed.sentBytes, feed.finished]));
  const pieces = feed.pieces[Symbol.asyncIterator]();
  const seen = [feed.sent];
  for (let step = 0; step < 3; step++) {
    await pieces.next();
    seen.push(feed.sent);
  }
  expect(seen).toEqual(['nothing', 'nothing', 'all', 'all']);
  expect(moves).toEqual([
    [0, false],
    [3, false],
    [5, true],
  ]);
});

it('is at its end with its last byte, however long it takes to close what it reads from', async () => {
  const closing = Promise.withResolvers<void>();
  const chunks = async function* () {
    try {
      yield Buffer.from('x');
    } finally {
      await closing.promise;
    }
  };
  const feed = new BodyFeed({ contentType: '', length: 1, chunks }, () => {});
  expect(await drained(feed.pieces)).toHaveLength(1);
  expect(feed.finished).toBe(true);
  let ended = false;
  const ending = feed.end().then(() => {
    ended = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(ended).toBe(false);
  closing.resolve();
  await ending;
});

it('is silent once it is ended, even where its last read comes in afterwards', async () => {
  const read = Promise.withResolvers<void>();
  let moves = 0;
  const chunks = async function* () {
    yield Buffer.from('x');
    await read.promise;
    yield Buffer.from('y');
  };
  const feed = new BodyFeed({ contentType: '', length: 2, chunks }, () => moves++);
  const pieces = feed.pieces[Symbol.asyncIterator]();
  await pieces.next();
  const last = pieces.next();
  const ending = feed.end();
  const before = moves;
  read.resolve();
  await Promise.all([last, ending]);
  expect(moves).toBe(before);
});

it('reads nothing when it is ended before the first piece', async () => {
  let opened = 0;
  const chunks = async function* () {
    opened++;
    yield Buffer.from('x');
  };
  const feed = new BodyFeed({ contentType: '', length: 1, chunks }, () => {});
  await feed.end();
  expect(await drained(feed.pieces)).toHaveLength(0);
  expect(opened).toBe(0);
});

it('ends what it reads from when it is left', async () => {
  let closed = 0;
  const chunks = async function* () {
    try {
      yield Buffer.from('x');
      yield Buffer.from('y');
    } finally {
      closed++;
    }
  };
  const feed = new BodyFeed({ contentType: '', length: 2, chunks }, () => {});
  await feed.pieces[Symbol.asyncIterator]().next();
  await feed.end();
  expect(closed).toBe(1);
});

it.each([
  ['has left', true],
  ['may still be on its way', false],
])('asks for what follows the last chunk only where that %s', async (_, hasLeft) => {
  const asked: string[] = [];
  const chunks = async function* () {
    try {
      yield patternBytes(64 * KiB);
      asked.push('what follows');
    } finally {
      asked.push('closed');
    }
  };
  const feed = new BodyFeed({ contentType: '', length: 64 * KiB, chunks }, () => {});
  const pieces = feed.pieces[Symbol.asyncIterator]();
  await pieces.next();
  if (hasLeft) await pieces.next();
  await feed.end();
  expect(asked).toEqual(hasLeft ? ['what follows', 'closed'] : ['closed']);
});
