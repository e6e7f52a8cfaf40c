/** A program that sends a large file to a real S3 server is killed: nothing is sent twice, and nothing is left behind. */
import {
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FaultProxy, faultProxy } from '../../../lab/fault-proxy.ts';
import { type Rgw, startRgw } from '../../../lab/servers/rgw.ts';
import { createParts } from '../parts.ts';
import { openHome } from '../store/home.ts';
import { Settings } from '../store/settings.ts';
import { isDone } from './places.ts';
import { findDamage, readStates } from './record.ts';
import { ownDestination, setScene, sha256Behind } from './scene.ts';

const bytes = 200_000_000;
/** What requests need besides the file, bytes: their headers, signatures and lists. */
const besides = 500_000;
/** Of each connection, so that the kill comes in time. */
const bytesPerSecond = 8_000_000;

let rgw: Rgw;
let client: S3Client;

beforeAll(async () => {
  rgw = await startRgw();
  const { endpoint, accessKeyId, secretAccessKey } = rgw;
  client = new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
  });
});
afterAll(async () => {
  client?.destroy();
  await rgw?.[Symbol.asyncDispose]();
});

let buckets = 0;
/** A bucket behind a line that is not too fast, a file, and programs that send it there. */
async function setUp() {
  const bucket = `bucket-${++buckets}`;
  await rgw.makeBucket(bucket);
  const proxy = await faultProxy(rgw.endpoint, { kind: 'bandwidth', bytesPerSecond, direction: 'up' });
  const { accessKeyId, secretAccessKey } = rgw;
  const settings = { vendor: 'ceph', endpoint: proxy.url, bucket };
  const own = ownDestination('s3', settings, { accessKeyId, secretAccessKey });
  const scene = await setScene(1, bytes, [own]);
  const path = scene.files[0]?.path ?? '';
  return {
    bucket,
    proxy,
    scene,
    own,
    send: (...args: string[]) => scene.start(['--chain', 'own', ...args, path]),
    async [Symbol.asyncDispose]() {
      await scene[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
    },
  };
}

const up = ({ connections }: FaultProxy): number => connections.reduce((sum, one) => sum + one.up, 0);

/** Resolves once so many bytes went to the server. */
async function upTo(proxy: FaultProxy, wanted: number): Promise<void> {
  while (up(proxy) < wanted) await new Promise((soon) => setTimeout(soon, 5));
}

/** Bytes that the server holds of each upload that never ended. */
async function begun(bucket: string): Promise<number[]> {
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
  return Promise.all(
    Uploads.map(async ({ Key, UploadId }) => {
      const { Parts = [] } = await client.send(new ListPartsCommand({ Bucket: bucket, Key, UploadId }));
      return Parts.reduce((sum, { Size = 0 }) => sum + Size, 0);
    }),
  );
}

test.each([1, 2])('killed half way, %i times: the next start sends only what is missing', async (kills) => {
  await using set = await setUp();
  const { bucket, proxy, scene } = set;
  let held = 0;
  for (let time = 1; time <= kills; time += 1) {
    const program = time === 1 ? set.send() : scene.start();
    await upTo(proxy, up(proxy) + (bytes - held) / 2);
    const { rows } = await program.kill();
    expect(rows.map(({ attempts }) => attempts.at(-1)?.open)).toEqual([true]);
    // What the line had taken by then still comes in.
    await expect.poll(() => proxy.connections.every(({ open }) => !open)).toBe(true);
    const [now = 0, ...others] = await begun(bucket);
    expect(others).toEqual([]);
    expect(now).toBeGreaterThan(held + (bytes - held) / 4);
    expect(now).toBeLessThan(bytes);
    held = now;
  }
  const before = up(proxy);

  const next = scene.start();
  await next.until(({ rows }) => rows.length === 1 && rows.every(isDone));
  expect(await next.quit()).toBe(0);
  const again = up(proxy) - before;
  expect(again).toBeGreaterThan(bytes - held);
  expect(again).toBeLessThan(bytes - held + besides);

  const [row] = scene.look().rows;
  expect(row?.attempts.map(({ outcome }) => outcome)).toEqual([...Array(kills).fill('interrupted'), 'delivered']);
  expect(await sha256Behind(row?.link ?? '')).toBe(scene.files[0]?.sha256);
  expect(await begun(bucket)).toEqual([]);
  expect(readStates(scene.home)).toEqual({ kept: [], left: [] });
  expect(findDamage(scene.home)).toEqual([]);
});

test('what a killed upload may go on from is no leftover, what others left is one, and can be deleted', async () => {
  await using set = await setUp();
  const { bucket, proxy, scene, own } = set;
  const program = set.send();
  await upTo(proxy, bytes / 4);
  await program.kill();
  await client.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'somebody/else’s.bin' }));

  await using parts = createParts({
    home: openHome(scene.home),
    kind: 'command-line',
    settings: { get: () => Settings.parse({}), set: () => undefined },
    given: [own],
    changed: () => undefined,
    progress: () => undefined,
    report: (error) => expect(error).toBeUndefined(),
  });
  const { signal } = new AbortController();
  const found = await parts.leftovers.list(own.id, signal);
  expect(found).toMatchObject([{ name: 'somebody/else’s.bin' }]);
  const [id = ''] = (found ?? []).map((one) => one.id);
  expect(await parts.leftovers.discard(own.id, [id], signal)).toEqual([{ id, failure: null }]);
  expect(await parts.leftovers.list(own.id, signal)).toEqual([]);
  expect(await begun(bucket)).toHaveLength(1);
});

describe('cancelled, and then killed', () => {
  test.each([
    ['before the server was asked to forget it', ['--stop', '1 {"name":"cancelled"}'], 1],
    ['after the server forgot it, and before that was written', ['--inside', 'DELETE FROM discard'], 0],
  ])('%s: the next start leaves nothing', async (_, args, stillThere) => {
    await using set = await setUp();
    const { bucket, proxy, scene } = set;
    const program = set.send(...args);
    await upTo(proxy, bytes / 4);
    program.tell('cancel');
    await program.until(({ standing }) => standing !== '');
    await program.kill();
    expect(await begun(bucket)).toHaveLength(stillThere);
    expect(readStates(scene.home)).toMatchObject({ kept: [], left: [expect.any(String)] });

    const next = scene.start();
    next.tell('tell when discarded');
    await next.hear('did: tell when discarded');
    expect(await next.quit()).toBe(0);
    expect(await begun(bucket)).toEqual([]);
    expect(readStates(scene.home)).toEqual({ kept: [], left: [] });
    expect(scene.look().rows.map(({ attempts }) => attempts.map(({ outcome }) => outcome))).toEqual([['cancelled']]);
    expect(findDamage(scene.home)).toEqual([]);
  });
});
