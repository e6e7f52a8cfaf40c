import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { pinFile } from '../net/pinned-file.ts';
import { createHasher } from './hasher.ts';

const folder = mkdtempSync(join(tmpdir(), 'droprelay-hasher-'));
afterAll(() => rmSync(folder, { recursive: true }));
const never = new AbortController().signal;

function fileOf(bytes: Uint8Array) {
  const path = join(folder, randomBytes(8).toString('hex'));
  writeFileSync(path, bytes);
  return { path, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

describe('the hash of a file', () => {
  test('is that of its bytes, whatever its size', async () => {
    await using hasher = createHasher();
    for (const size of [0, 1, 1024 * 1024, 3 * 1024 * 1024 + 17]) {
      const { path, sha256 } = fileOf(randomBytes(size));
      expect(await hasher.hash(await pinFile(path), never)).toBe(sha256);
    }
  });

  test('is that of a stretch, in another algorithm, or of the hashes of its blocks', async () => {
    await using hasher = createHasher();
    const { path, bytes } = fileOf(randomBytes(3 * 1024 * 1024 + 17));
    const pin = await pinFile(path);
    const hashed = (algorithm: string, data: Uint8Array) => createHash(algorithm).update(data).digest();
    const [start, end, blockBytes] = [100, 2_500_001, 700_000];
    expect(await hasher.hash(pin, never, { algorithm: 'md5', start, end })).toBe(
      hashed('md5', bytes.subarray(start, end)).toString('hex'),
    );
    const blocks = Array.from({ length: Math.ceil(bytes.length / blockBytes) }, (_, index) =>
      hashed('sha256', bytes.subarray(index * blockBytes, (index + 1) * blockBytes)),
    );
    const ofBlocks = hashed('sha256', Buffer.concat(blocks)).toString('hex');
    expect(await hasher.hash(pin, never, { blockBytes })).toBe(ofBlocks);
    const even = { start: 0, end: 2 * blockBytes, blockBytes };
    const ofTwo = hashed('sha256', Buffer.concat(blocks.slice(0, 2))).toString('hex');
    expect(await hasher.hash(pin, never, even)).toBe(ofTwo);
  });

  test('is that of what is sent, where patches are to be applied to it', async () => {
    await using hasher = createHasher();
    const { path, bytes } = fileOf(randomBytes(2_000_000));
    const patches = [
      { offset: 10, bytes: new Uint8Array([1, 2, 3]) },
      { offset: 1_000_000, length: 500_000, fill: 0 },
    ];
    const sent = Buffer.from(bytes).fill(0, 1_000_000, 1_500_000);
    sent.set([1, 2, 3], 10);
    const sha256 = createHash('sha256').update(sent).digest('hex');
    expect(await hasher.hash(await pinFile(path), never, { patches })).toBe(sha256);
  });

  test('is made for many at once, each its own', async () => {
    await using hasher = createHasher();
    const files = Array.from({ length: 20 }, (_, index) => fileOf(Buffer.from(`file ${index}`)));
    const hashes = files.map(async ({ path }) => hasher.hash(await pinFile(path), never));
    expect(await Promise.all(hashes)).toEqual(files.map(({ sha256 }) => sha256));
  });

  test('is not made of a file that changed since it was pinned, or is gone', async () => {
    await using hasher = createHasher();
    const { path } = fileOf(Buffer.from('before'));
    const pin = await pinFile(path);
    writeFileSync(path, 'behind');
    await expect(hasher.hash({ ...pin, mtimeNs: 1n }, never)).rejects.toMatchObject({
      failure: { kind: 'source-changed' },
    });
    rmSync(path);
    await expect(hasher.hash(pin, never)).rejects.toMatchObject({
      failure: { kind: 'source-unreadable', why: 'missing' },
    });
  });
});

describe('the thread', () => {
  test('starts with the first file, and ends once it has nothing to do', async () => {
    await using hasher = createHasher({ idleMs: 0 });
    expect(hasher.isRunning).toBe(false);
    const { path, sha256 } = fileOf(randomBytes(100));
    const hashing = hasher.hash(await pinFile(path), never);
    await expect.poll(() => hasher.isRunning).toBe(true);
    await hashing;
    await expect.poll(() => hasher.isRunning).toBe(false);
    expect(await hasher.hash(await pinFile(path), never)).toBe(sha256);
  });

  test('leaves a file that nobody wants any more, and goes on with the next', async () => {
    await using hasher = createHasher();
    const large = await pinFile(fileOf(randomBytes(8 * 1024 * 1024)).path);
    const small = fileOf(randomBytes(100));
    const [first, second] = [new AbortController(), new AbortController()];
    const unwanted = [hasher.hash(large, first.signal), hasher.hash(large, second.signal)];
    const wanted = hasher.hash(await pinFile(small.path), never);
    second.abort();
    first.abort();
    const cancelled = { status: 'rejected', reason: { failure: { kind: 'cancelled' } } };
    expect(await Promise.allSettled(unwanted)).toMatchObject([cancelled, cancelled]);
    expect(await wanted).toBe(small.sha256);
  });

  test('is not started for what was cancelled before', async () => {
    await using hasher = createHasher();
    const pin = await pinFile(fileOf(randomBytes(1)).path);
    await expect(hasher.hash(pin, AbortSignal.abort())).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
    expect(hasher.isRunning).toBe(false);
  });

  test('ends at close, with what it was hashing', async () => {
    const hasher = createHasher();
    const pin = await pinFile(fileOf(randomBytes(8 * 1024 * 1024)).path);
    const hashing = expect(hasher.hash(pin, never)).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
    await expect.poll(() => hasher.isRunning).toBe(true);
    await hasher[Symbol.asyncDispose]();
    await hashing;
    expect(hasher.isRunning).toBe(false);
    await expect(hasher.hash(pin, never)).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
  });
});
