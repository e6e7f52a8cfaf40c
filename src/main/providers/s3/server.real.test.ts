/** The whole conversation with Debian's Ceph RGW: killed, cancelled, unanswered, with wrong keys, clocks and parts. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Front } from '../../../../lab/front.ts';
import { type Rgw, startRgw } from '../../../../lab/servers/rgw.ts';
import { createNet } from '../../net/http.ts';
import { createRig, type Rig } from '../conformance-rig.ts';
import { s3 } from '../s3.ts';
import { hashHere } from '../test-hash.ts';
import { unusedServices } from '../test-services.ts';
import { openS3, type S3 } from './client.ts';
import { S3Failure } from './errors.ts';
import { streamed } from './request-handler.ts';
import { adminOf, bucket, frontOf, isPart, sha256, target } from './test-far-side.ts';

const mebibyte = 1024 * 1024;
const { signal } = new AbortController();

describe('at a real server', () => {
  let rgw: Rgw;
  let admin: S3Client;
  let front: Front;
  let rig: Rig;
  const net = createNet();

  beforeAll(async () => {
    rgw = await startRgw();
    await rgw.makeBucket(bucket);
    admin = adminOf(rgw);
    front = await frontOf(rgw, false);
    rig = await createRig(s3, { ...target(false), start: async () => ({ standIn: front, stop: () => front.stop() }) });
  });
  afterEach(() => front.heal());
  afterAll(async () => {
    vi.useRealTimers();
    admin.destroy();
    await net.close();
    await rig.close();
    await rgw.stop();
  });

  const keysOf = (): { accessKeyId: string; secretAccessKey: string } => {
    const { accessKeyId, secretAccessKey } = rgw;
    return { accessKeyId, secretAccessKey };
  };
  const opened = (more: object = {}, secrets: Record<string, string> = keysOf()): Promise<S3> =>
    openS3(s3.settings.parse({ ...front.settings, ...more }), secrets, { ...unusedServices, net, clock: Date.now });
  const objects = async () => (await admin.send(new ListObjectsV2Command({ Bucket: bucket }))).Contents ?? [];
  const codeOf = async (attempt: Promise<unknown>) => {
    const error: unknown = await attempt.catch((thrown: unknown) => thrown);
    if (!(error instanceof S3Failure)) throw error;
    return [error.code, error.failure.kind];
  };

  test('a file that was killed at half sends only the parts that are missing', { timeout: 120_000 }, async () => {
    const { payload, sha256: wanted } = await rig.payloadOf(64 * mebibyte);
    const before = (await objects()).length;
    await front.fail({ kind: 'slow', bytesPerSecond: 16 * mebibyte }, Number.POSITIVE_INFINITY);
    const { failed, state } = await rig.killed(payload, payload.size / 2);
    expect(failed).toEqual({ failure: { kind: 'cancelled' }, sent: 'part' });
    await expect.poll(() => front.requests.every(({ ended }) => ended)).toBe(true);
    await front.heal();
    const done = front.requests.filter((request) => isPart(request) && request.status === 200).length;
    expect(done).toBeGreaterThan(0);

    // Others see what lies there; to this upload it is in use.
    const inUse = state ?? '';
    const leftovers = await rig.connection.leftovers?.([], signal);
    expect(leftovers).toMatchObject([{ name: JSON.parse(inUse).key, startedAt: expect.any(Number), bytes: null }]);
    expect(await rig.connection.leftovers?.([inUse], signal)).toEqual([]);

    const from = front.requests.length;
    const delivery = await rig.send(payload, { resumeFrom: inUse }, rig.connect());
    const resent = front.requests.slice(from).filter(isPart);
    expect(resent).toHaveLength(13 - done);
    const bytes = resent.reduce((sum, { bodyBytes }) => sum + bodyBytes, 0);
    expect(bytes).toBe(payload.size - done * 5 * mebibyte);
    const stored = Buffer.from(await (await fetch(delivery.link)).arrayBuffer());
    expect([sha256(stored), delivery.proof]).toEqual([wanted, { kind: 'hash', by: 'host' }]);
    expect((await objects()).length).toBe(before + 1);
    expect(await rig.connection.leftovers?.([], signal)).toEqual([]);
  });

  test('what a cancelled upload has left is ended, and so is what others have left', async () => {
    const { payload } = await rig.payloadOf(20 * mebibyte);
    const begin = async (): Promise<string> => {
      const kill = new AbortController();
      const saved: (string | null)[] = [];
      const checkpoint = (state: string | null) => saved.push(state);
      await rig.failing(payload, { signal: kill.signal, checkpoint, onProgress: () => kill.abort() });
      return saved.at(-1) ?? '';
    };
    const [mine, other] = [await begin(), await begin()];
    await rig.connection.discard?.(mine, signal);
    const [left] = (await rig.connection.leftovers?.([], signal)) ?? [];
    expect(left?.name).toBe(JSON.parse(other).key);
    await rig.connection.discard?.(left?.state ?? '', signal);
    expect(await rig.connection.leftovers?.([], signal)).toEqual([]);
    // What is gone counts as deleted.
    await rig.connection.discard?.(mine, signal);
  });

  test('an end whose answer was lost leaves one object, and nothing is sent again', async () => {
    const { payload } = await rig.payloadOf(18 * mebibyte);
    const before = (await objects()).length;
    await front.fail({ kind: 'reset-after-body' }, 1, /^POST .*uploadId=/);
    const saved: (string | null)[] = [];
    const failed = await rig.failing(payload, { checkpoint: (state) => saved.push(state) });
    expect(failed).toEqual({ failure: expect.objectContaining({ kind: 'connection' }), sent: 'all' });
    const from = front.requests.length;
    await rig.send(payload, { resumeFrom: saved.at(-1) ?? null }, rig.connect());
    expect(front.requests.slice(from).map(({ method }) => method)).toEqual(['GET', 'HEAD']);
    expect((await objects()).length).toBe(before + 1);
  });

  test('an answer to a small file that was lost leaves one object', async () => {
    const { payload } = await rig.payloadOf(1000);
    const before = (await objects()).length;
    await front.fail({ kind: 'reset-after-body' });
    const saved: (string | null)[] = [];
    await rig.failing(payload, { checkpoint: (state) => saved.push(state) });
    const { proof } = await rig.send(payload, { resumeFrom: saved.at(-1) ?? null }, rig.connect());
    expect(proof).toEqual({ kind: 'hash', by: 'host' });
    expect((await objects()).length).toBe(before + 1);
  });

  test.each([100, 17 * mebibyte])('a file of %i bytes is not written over the one that has its name', async (size) => {
    const connection = s3.connect(
      s3.settings.parse({ ...front.settings, keyTemplate: `own/${size}/{name}` }),
      keysOf(),
      {
        ...unusedServices,
        net,
        clock: Date.now,
        hash: hashHere,
      },
    );
    const files = [await rig.payloadOf(size, 'same.bin'), await rig.payloadOf(size, 'same.bin')];
    const links = [];
    for (const { payload } of files) links.push((await rig.send(payload, {}, connection)).link);
    const paths = links.map((link) => new URL(link).pathname);
    const other = expect.stringMatching(/\/same-[a-z0-9]{16}\.bin$/);
    // It minds no condition at the end of an upload in parts.
    const asNamed = size < mebibyte ? `/${bucket}/own/${size}/same.bin` : other;
    expect(paths).toEqual([asNamed, other]);
    expect(paths[0]).not.toBe(paths[1]);
    for (const [index, { sha256: wanted }] of files.entries()) {
      const bytes = Buffer.from(await (await fetch(links[index] ?? '')).arrayBuffer());
      expect(sha256(bytes)).toBe(wanted);
    }
  });

  test('trap: a link opens without keys exactly as long as it says, and the plain one never does', async () => {
    const { payload } = await rig.payloadOf(1000);
    const { deleteHandle } = await rig.send(payload);
    const { key } = JSON.parse(deleteHandle ?? '');
    const { link, expiresAt } = await (await opened()).signedLink(key, 4);
    const statusOf = async (url: string) => (await fetch(url)).status;
    expect(await statusOf(link.split('?')[0] ?? '')).toBe(403);
    await sleep(expiresAt - 1_000 - Date.now());
    expect(await statusOf(link)).toBe(200);
    await sleep(expiresAt + 2_000 - Date.now());
    expect(await statusOf(link)).toBe(403);
  });

  test('a clock that is an hour off is corrected, and the link opens', async () => {
    for (const offMs of [3_600_000, -3_600_000]) {
      const from = front.requests.length;
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + offMs });
      const { payload } = await rig.payloadOf(1000);
      const { link } = await rig.send(payload, {}, rig.connect()).finally(() => vi.useRealTimers());
      expect(front.requests.slice(from).map(({ status }) => status)).toEqual([403, 200]);
      expect((await fetch(link)).status).toBe(200);
    }
  });

  test('wrong keys are told apart by the server’s own words', async () => {
    const list = async (secrets: Record<string, string>) => {
      const at = await opened({}, secrets);
      const command = new at.sdk.ListObjectsV2Command({ Bucket: bucket });
      return await codeOf(at.ask((client, options) => client.send(command, options), { signal }));
    };
    expect(await list({ ...keysOf(), secretAccessKey: 'wrong' })).toEqual(['SignatureDoesNotMatch', 'auth']);
    expect(await list({ ...keysOf(), accessKeyId: 'WRONG' })).toEqual(['InvalidAccessKeyId', 'auth']);
    const elsewhere = rig.connect();
    await elsewhere.checkCredentials?.(signal);
    const at = await opened({ bucket: 'no-such-bucket' });
    const command = new at.sdk.ListObjectsV2Command({ Bucket: 'no-such-bucket' });
    const asked = at.ask((client, options) => client.send(command, options), { signal });
    expect(await codeOf(asked)).toEqual(['NoSuchBucket', 'not-found']);
  });

  test('parts that are missing, too small or spoilt on the way are refused', async () => {
    const at = await opened();
    const { sdk } = at;
    const Key = 'conversation';
    const place = { Bucket: bucket, Key };
    const body = (bytes: Buffer) => ({
      contentType: 'application/octet-stream',
      length: bytes.length,
      async *chunks() {
        yield bytes;
      },
    });
    const begin = new sdk.CreateMultipartUploadCommand(place);
    const { UploadId = '' } = await at.ask((client, options) => client.send(begin, options), { signal });
    const bytes = Buffer.alloc(1000, 'x');
    const md5 = (of: Buffer) => createHash('md5').update(of).digest('base64');
    const part = (PartNumber: number, ContentMD5: string) => {
      const given = { ...place, UploadId, PartNumber, ContentLength: bytes.length, ContentMD5, Body: streamed };
      const command = new sdk.UploadPartCommand(given);
      return at.ask((client, options) => client.send(command, options), { signal, body: body(bytes) });
    };
    const end = (numbers: number[]) => {
      const Parts = numbers.map((PartNumber) => ({ PartNumber, ETag: createHash('md5').update(bytes).digest('hex') }));
      const command = new sdk.CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts } });
      return at.ask((client, options) => client.send(command, options), { signal });
    };
    expect(await codeOf(part(1, md5(Buffer.from('other'))))).toEqual(['BadDigest', 'bad-proof']);
    for (const number of [1, 2]) await part(number, md5(bytes));
    expect(await codeOf(end([3]))).toEqual(['InvalidPart', 'server']);
    expect(await codeOf(end([1, 2]))).toEqual(['EntityTooSmall', 'bad-request']);
    await rig.connection.discard?.(JSON.stringify({ host: at.host, bucket, key: Key, uploadId: UploadId }), signal);
    expect(await codeOf(part(3, md5(bytes)))).toEqual(['NoSuchUpload', 'server']);
  });

  test('a name at the border of what S3 takes arrives under its key', async () => {
    const { payload } = await rig.payloadOf(10, `${'ü'.repeat(120)} +%&?#.txt`);
    const { link, deleteHandle } = await rig.send(payload);
    expect((await fetch(link)).status).toBe(200);
    const { key } = JSON.parse(deleteHandle ?? '');
    const got = await admin.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    expect(got.ContentLength).toBe(10);
  });
});
