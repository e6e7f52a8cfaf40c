import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { describeConformance } from './conformance.ts';
import { labTarget } from './conformance-lab.ts';
import { createRig, failureOf, type Rig, rigNow } from './conformance-rig.ts';
import { publicChain } from './index.ts';
import { shortenedName } from './names.ts';
import { pixeldrain } from './pixeldrain.ts';
import type { Services } from './provider.ts';
import { unusedServices, unwatchedRun } from './test-services.ts';

const mebibyte = 1024 * 1024;
const dayMs = 86_400_000;
const secrets = (apiKey: string) => ({ apiKey });

describeConformance(
  pixeldrain,
  labTarget('pixeldrain', {
    secrets,
    proof: { kind: 'hash', by: 'host' },
    linkPath: /^\/u\/[a-z0-9]{8}$/,
    notALink: ['{"id":""}', '{"id":"../x"}', '{"success":false,"id":"abc"}', '{"id":7}'],
    cannot: {
      download: 'its link is a page where people download the file',
    },
  }),
);

describe('pixeldrain', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await createRig(pixeldrain, labTarget('pixeldrain', { secrets }));
  });
  afterEach(() => rig.standIn.heal());
  afterAll(() => rig.close());

  const refuse = (status: number, value: string) =>
    rig.standIn.fail({ kind: 'status', status, body: JSON.stringify({ success: false, value, message: 'words' }) });

  test('trap: there is no anonymous upload; the key goes as the password of HTTP Basic', async () => {
    await rig.send((await rig.payloadOf(1)).payload);
    const put = rig.standIn.requests.findLast(({ method }) => method === 'PUT');
    const header = /^Basic (.+)$/.exec(put?.headers.authorization ?? '')?.[1] ?? '';
    expect(Buffer.from(header, 'base64').toString()).toMatch(/^\w*:lab-pixeldrain-key$/);
    const { failure } = await rig.failing((await rig.payloadOf(1)).payload, {}, rig.connect({}));
    expect(failure).toMatchObject({ kind: 'auth' });
    expect([pixeldrain.secretFields[0]?.required, publicChain.includes('pixeldrain')]).toEqual([true, false]);
  });

  test('a host that repeats the header does not get the key into a failure', async () => {
    const key = 'c0ffee-canary-key';
    const header = Buffer.from(`dr:${key}`).toString('base64');
    await rig.standIn.fail({ kind: 'status', status: 403, body: `Basic ${header}` });
    const { failure } = await rig.failing((await rig.payloadOf(1)).payload, {}, rig.connect({ apiKey: key }));
    expect(failure).toMatchObject({ kind: 'forbidden', detail: expect.stringMatching(/^Basic ZHI6\[secret\]=*$/) });
  });

  test('trap: 201 and an id: the page is shared, never the bare file', async () => {
    const { link, deleteHandle, expiresAt } = await rig.send((await rig.payloadOf(100)).payload);
    expect(link).toBe(`${rig.standIn.settings.server}/u/${deleteHandle}`);
    expect(expiresAt).toBe(rigNow + 60 * dayMs);
  });

  test('trap: a name over 255 characters would be refused, so it is shortened and keeps its extension', async () => {
    const name = `${'ü#'.repeat(150)}.tar.gz`;
    await rig.send((await rig.payloadOf(1, name)).payload);
    const arrived = rig.standIn.uploads.at(-1)?.name ?? '';
    expect(arrived).toBe(shortenedName(name, 255));
    expect(arrived).toMatch(/ü#?\.tar\.gz$/);
  });

  test('trap: it answers before the body is out, which is always a refusal: sending ends', async () => {
    await rig.standIn.fail({ kind: 'limit', bytes: mebibyte, how: 'linger' });
    const { payload } = await rig.payloadOf(64 * mebibyte);
    const failure = { kind: 'too-large', sizeBytes: payload.size, limitBytes: null };
    expect(await rig.failing(payload)).toEqual({ failure, sent: 'nothing' });
    expect(rig.standIn.requests.at(-1)?.complete).toBe(false);
  });

  test.each([
    [413, 'file_too_large', { kind: 'too-large' }],
    [413, 'name_too_long', { kind: 'bad-request', status: 413, detail: expect.stringContaining('name_too_long') }],
    [422, 'no_file', { kind: 'bad-request', status: 422 }],
    [500, 'writing', { kind: 'server', status: 500 }],
    [401, 'authentication_failed', { kind: 'auth' }],
    [429, 'rate_limit', { kind: 'rate-limited' }],
  ])('trap: its %i %s is told apart', async (status, value, failure) => {
    await refuse(status, value);
    expect((await rig.failing((await rig.payloadOf(1)).payload)).failure).toMatchObject(failure);
  });

  test('trap: an empty file is none to it (422)', async () => {
    const failed = { failure: { kind: 'empty-refused' }, sent: 'nothing' };
    expect(await rig.failing((await rig.payloadOf(0)).payload)).toEqual(failed);
  });

  test('trap: the bare file may be refused to programs, so the proof is what the host knows of it', async () => {
    await rig.standIn.fail({ kind: 'bad-link', link: 'forbidden' });
    const { payload } = await rig.payloadOf(100);
    const before = rig.standIn.requests.length;
    const { proof, deleteHandle } = await rig.send(payload);
    expect(proof).toEqual({ kind: 'hash', by: 'host' });
    const asked = rig.standIn.requests.slice(before).map(({ method, path }) => `${method} ${path}`);
    expect(asked).toEqual(['PUT /api/file/file.bin', `GET /api/file/${deleteHandle}/info`]);
    expect(rig.traits.linkCheck).toBe('never');
  });

  test('a file that lost its bytes is found out', async () => {
    await rig.standIn.fail({ kind: 'bad-file', file: 'truncated' });
    const { payload } = await rig.payloadOf(100);
    expect(await rig.failing(payload)).toEqual({ failure: { kind: 'bad-proof', why: 'size' }, sent: 'all' });
  });

  describe('what the host knows of the file', () => {
    const info = (told: unknown, hash: Services['hash'] = () => Promise.resolve('1'.repeat(64))) => {
      const asked: string[] = [];
      const connection = pixeldrain.connect(
        pixeldrain.settings.parse({}),
        { apiKey: 'key' },
        {
          ...unusedServices,
          net: {
            ...unusedServices.net,
            request: async ({ method, url, onSent, body }) => {
              asked.push(`${method} ${url.pathname}`);
              onSent?.(body?.length ?? 0);
              const isInfo = url.pathname.endsWith('/info');
              const text = isInfo ? JSON.stringify(told) : '{"id":"abc12345"}';
              return { status: isInfo && told === null ? 503 : 200, headers: {}, text, truncated: false, sent: 'all' };
            },
          },
          clock: () => rigNow,
          hash,
        },
      );
      return { connection, asked };
    };
    const changed = () => Promise.reject(new Error('the file changed'));

    test.each<[string, unknown, Services['hash'] | undefined, unknown]>([
      ['no answer', null, undefined, { kind: 'unverified', why: 'unreachable' }],
      ['no size', { id: 'abc12345' }, undefined, { kind: 'unverified', why: 'unreachable' }],
      ['no hash', { size: 10 }, undefined, { kind: 'size', by: 'host' }],
      ['an empty hash', { size: 10, hash_sha256: '' }, undefined, { kind: 'size', by: 'host' }],
      ['its hash', { size: 10, hash_sha256: '1'.repeat(64) }, undefined, { kind: 'hash', by: 'host' }],
      [
        'a hash, and the file is gone',
        { size: 10, hash_sha256: '1'.repeat(64) },
        changed,
        { kind: 'size', by: 'host' },
      ],
    ])('%s', async (_, told, hash, proof) => {
      const { payload } = await rig.payloadOf(10);
      expect(await info(told, hash).connection.upload(payload, unwatchedRun)).toMatchObject({
        link: 'https://pixeldrain.com/u/abc12345',
        proof,
      });
    });

    test('another hash is a contradiction', async () => {
      const { connection } = info({ size: 10, hash_sha256: '2'.repeat(64) });
      const { proof } = await connection.upload((await rig.payloadOf(10)).payload, unwatchedRun);
      expect(proof).toEqual({ kind: 'contradiction', why: 'hash' });
    });

    test('a large file is proved by its size, without reading it once more', async () => {
      const size = 65 * mebibyte;
      const hashed = () => Promise.reject(new Error('hashed'));
      const { connection } = info({ size, hash_sha256: '2'.repeat(64) }, hashed);
      const delivery = await connection.upload(await rig.hollow(size), unwatchedRun);
      expect(delivery.proof).toEqual({ kind: 'size', by: 'host' });
    });

    test('the credentials are checked with a question that changes nothing', async () => {
      const { connection, asked } = info(null);
      await connection.checkCredentials?.(unwatchedRun.signal);
      expect(asked).toEqual(['GET /api/user/files']);
    });
  });

  test('wrong credentials are told, and a host that fails is no wrong credential', async () => {
    const check = () => failureOf(rig.connection.checkCredentials?.(new AbortController().signal) ?? Promise.resolve());
    for (const [status, kind] of [
      [401, 'auth'],
      [500, 'server'],
    ] as const) {
      await rig.standIn.fail({ kind: 'status', status }, 1, /^GET \/api\/user\/files/);
      expect((await check()).failure.kind).toBe(kind);
    }
  });

  test('the plan sets limit and end', () => {
    const pro = pixeldrain.settings.parse({ plan: 'pro' });
    expect(rig.traits).toMatchObject({ maxBytes: 10e9, retention: { kind: 'fixed', ms: 60 * dayMs } });
    expect(pixeldrain.traits(pro, () => true)).toMatchObject({ maxBytes: 100e9, retention: { ms: 120 * dayMs } });
  });
});
