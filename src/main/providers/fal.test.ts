import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { UploadFailure } from '../../shared/failure.ts';
import type { HttpRequest } from '../net/net.ts';
import type { Payload } from '../net/payload.ts';
import { describeConformance } from './conformance.ts';
import { labTarget } from './conformance-lab.ts';
import { createRig, failureOf, type Rig, rigNow } from './conformance-rig.ts';
import { fal } from './fal.ts';
import { publicChain } from './index.ts';
import { unusedServices, unwatchedRun } from './test-services.ts';

const mebibyte = 1024 * 1024;
const large = 95 * mebibyte;
const secrets = (key: string) => ({ key });

describeConformance(
  fal,
  labTarget('fal', {
    secrets,
    linkPath: /^\/files\/b\/[a-z0-9]{20}\/[^/]+$/,
    resumeBytes: large,
    linkTold: { at: /\/initiate$/, sent: 'nothing' },
    notALink: [
      '{"upload_url":"https://v3.fal.media/up"}',
      '{"upload_url":"https://v3.fal.media/up","file_url":"https://elsewhere.example/a.bin"}',
    ],
  }),
);

describe('fal', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await createRig(fal, labTarget('fal', { secrets }));
  });
  afterEach(() => rig.standIn.heal());
  afterAll(() => rig.close());

  const since = (before: number) => rig.standIn.requests.slice(before);
  const told = (request: Pick<(typeof rig.standIn.requests)[number], 'method' | 'path'>) =>
    `${request.method} ${request.path.replace(/\/[a-z0-9]{20}\b/, '/…')}`;

  test('it needs a key and is in no chain unasked; the key may come in one variable or in two', () => {
    expect([fal.secretFields[0]?.required, publicChain.includes('fal')]).toEqual([true, false]);
    expect(fal.secretFields[0]?.environment).toEqual(['FAL_KEY', ['FAL_KEY_ID', 'FAL_KEY_SECRET']]);
  });

  test('trap: name and media type are kept', async () => {
    const { link } = await rig.send((await rig.payloadOf(10, 'a b.png')).payload);
    expect(link).toMatch(/\/a%20b\.png$/);
    expect((await fetch(link)).headers.get('content-type')).toBe('image/png');
  });

  test('trap: the address to send to is its own credential, the key never goes there', async () => {
    const before = rig.standIn.requests.length;
    await rig.send((await rig.payloadOf(10)).payload);
    expect(since(before).map(told)).toEqual(['POST /storage/upload/initiate', 'PUT /upload/…']);
    expect(since(before).map(({ headers }) => headers.authorization)).toEqual([`Key ${rig.secrets.key}`, undefined]);
  });

  test('a lifetime is asked for only where one is set, and never as null', async () => {
    await rig.send((await rig.payloadOf(1)).payload);
    expect(rig.standIn.requests.at(-2)?.headers['x-fal-object-lifecycle']).toBeUndefined();
    const week = await createRig(fal, labTarget('fal', { secrets, settings: { lifetime: '7d' } }));
    const { expiresAt } = await week.send((await week.payloadOf(1)).payload);
    expect(week.standIn.requests[0]?.headers['x-fal-object-lifecycle']).toBe('{"expiration_duration_seconds":604800}');
    expect(expiresAt).toBe(rigNow + 604_800_000);
    expect(week.traits.retention).toEqual({ kind: 'fixed', ms: 604_800_000 });
    await week.close();
  });

  test('a key that no header can hold is a wrong key', async () => {
    const { payload } = await rig.payloadOf(1);
    for (const key of ['', 'a\r\nb', 'schlüssel']) {
      expect(await rig.failing(payload, {}, rig.connect({ key }))).toMatchObject({ failure: { kind: 'auth' } });
    }
  });

  test('the signature of an address stands in no failure', async () => {
    let signature = '';
    const net = scripted(async ({ url, method }) => {
      if (method === 'POST') return answer({ upload_url: 'https://up.example/x?sig=c0ffee-canary', file_url: media });
      signature = url.search;
      return { ...answer(null), status: 403, text: `no: ${url.href}` };
    });
    const error: unknown = await net.upload(1).catch((thrown: unknown) => thrown);
    expect(signature).toContain('canary');
    expect(inspect(error, { depth: 10 })).not.toContain('canary');
  });

  describe('in parts, above 90 MiB', () => {
    test('trap: a large file goes in parts of 10 MiB, each read where it stands, and is put together', async () => {
      const { payload, sha256 } = await rig.payloadOf(large, 'film.mp4');
      const before = rig.standIn.requests.length;
      const progress: number[] = [];
      const { link } = await rig.send(payload, { onProgress: (bytes) => progress.push(bytes) });
      expect(rig.standIn.uploads.at(-1)).toMatchObject({ size: large, sha256 });
      expect(link).toMatch(/\/film\.mp4$/);
      const requests = since(before);
      expect(requests.map(told)).toEqual([
        'POST /storage/upload/initiate-multipart',
        ...Array.from({ length: 10 }, (_, index) => `PUT /upload/…/${index + 1}`),
        'POST /upload/…/complete',
      ]);
      expect(requests.slice(1, 11).map(({ bodyBytes }) => bodyBytes)).toEqual([
        ...Array.from({ length: 9 }, () => 10 * mebibyte),
        5 * mebibyte,
      ]);
      expect(requests.slice(1).every(({ headers }) => headers.authorization === undefined)).toBe(true);
      expect(progress).toEqual(progress.toSorted((a, b) => a - b));
      expect(progress.at(-1)).toBe(large);
    });

    test('a file of exactly 90 MiB goes whole', async () => {
      const before = rig.standIn.requests.length;
      await rig.send(await rig.hollow(90 * mebibyte));
      expect(since(before).map(told)).toEqual(['POST /storage/upload/initiate', 'PUT /upload/…']);
    });

    test('a part that fails ends the attempt, and nothing is put together', async () => {
      await rig.standIn.fail({ kind: 'status', status: 503, retryAfter: '3' }, 1, /^PUT .*\/4$/);
      const before = rig.standIn.requests.length;
      const failure = expect.objectContaining({ kind: 'server', status: 503, retryAfterMs: 3000 });
      expect(await rig.failing(await rig.hollow(large))).toEqual({ failure, sent: 'part' });
      expect(since(before).map(told).at(-1)).toBe('PUT /upload/…/4');
    });

    test('a part that is cut tells how much of the whole file had left', async () => {
      await rig.standIn.fail({ kind: 'reset', afterBytes: 5 * mebibyte }, 1, /^PUT .*\/3$/);
      const { failure, sent } = await rig.failing(await rig.hollow(large));
      // A part may be gone into the buffers of the system as a whole.
      expect(['cut-while-sending', 'connection']).toContain(failure.kind);
      expect(sent).toBe('part');
    });

    test('the bytes of earlier parts count where one is cut', async () => {
      const net = scripted(async ({ method, url }) => {
        if (method === 'POST') return answer({ upload_url: 'https://up.example/x', file_url: media });
        if (!url.pathname.endsWith('/3')) return answer({ etag: 'e' });
        throw new UploadFailure({ kind: 'cut-while-sending', host: 'up.example', sentBytes: 7 }, { sent: 'part' });
      });
      const failure = { kind: 'cut-while-sending', host: 'up.example', sentBytes: 20 * mebibyte + 7 };
      expect(await failureOf(net.uploadOf(await rig.hollow(large)))).toEqual({ failure, sent: 'part' });
    });

    test('an upload that goes on sends only the parts that are left', async () => {
      const { payload, sha256 } = await rig.payloadOf(large);
      await rig.standIn.fail({ kind: 'status', status: 503 }, 1, /^PUT .*\/6$/);
      const saved: (string | null)[] = [];
      await rig.failing(payload, { checkpoint: (state) => saved.push(state) });
      expect(saved).toHaveLength(6);
      const before = rig.standIn.requests.length;
      const progress: number[] = [];
      await rig.send(payload, { resumeFrom: saved.at(-1) ?? null, onProgress: (bytes) => progress.push(bytes) });
      expect(since(before).map(told)).toEqual([
        ...[6, 7, 8, 9, 10].map((number) => `PUT /upload/…/${number}`),
        'POST /upload/…/complete',
      ]);
      expect(Math.min(...progress)).toBeGreaterThanOrEqual(50 * mebibyte);
      expect(rig.standIn.uploads.at(-1)).toMatchObject({ size: large, sha256 });
    });

    test('an address that is not good any more, or not safe, is not gone on with', async () => {
      const payload = await rig.hollow(large);
      const kept = { link: `${rig.standIn.settings.server}/files/b/x/a.bin`, startedAt: 0, etags: ['e', 'e'] };
      for (const uploadUrl of [
        `${rig.standIn.settings.server}/upload/gone?signature=x`,
        'http://elsewhere.example/x',
      ]) {
        const before = rig.standIn.requests.length;
        await rig.send(payload, { resumeFrom: JSON.stringify({ ...kept, uploadUrl }) });
        expect(since(before).map(told)).toContain('POST /storage/upload/initiate-multipart');
        expect(since(before).at(-1)?.status).toBe(200);
      }
    });

    test('a cancel in the middle ends it', async () => {
      const cancel = new AbortController();
      const onProgress = (bytes: number) => bytes > large / 2 && cancel.abort();
      const failed = await rig.failing(await rig.hollow(large), { signal: cancel.signal, onProgress });
      expect(failed).toEqual({ failure: { kind: 'cancelled' }, sent: 'part' });
    });

    test('no answer to the last step leaves open whether the file is there', async () => {
      await rig.standIn.fail({ kind: 'reset-after-body' }, 1, /complete$/);
      const failure = expect.objectContaining({ kind: 'connection' });
      expect(await rig.failing(await rig.hollow(large))).toEqual({ failure, sent: 'all' });
    });

    test('a part without an etag is no success', async () => {
      await rig.standIn.fail({ kind: 'text', text: '{}' }, 1, /^PUT .*\/1$/);
      const { failure } = await rig.failing(await rig.hollow(large));
      expect(failure).toMatchObject({ kind: 'bad-answer', detail: 'a part without an etag' });
    });
  });

  const media = 'https://v3b.fal.media/files/b/x/a.bin';
  describe('the addresses that it gives', () => {
    test.each([
      ['https://v3.fal.media/up?sig=x', media],
      ['https://storage.example/up?sig=x', 'https://v3.fal.media/files/b/x/a.bin'],
    ])('to %s, and the file is at %s', async (upload_url, file_url) => {
      const net = scripted(async ({ method }) => answer(method === 'POST' ? { upload_url, file_url } : null));
      expect(await net.upload(1)).toMatchObject({ link: file_url });
      expect(net.asked[1]).toMatchObject({ method: 'PUT', allowPrivateAddresses: false });
      expect(net.asked[1]?.headers?.authorization).toBeUndefined();
    });

    test.each([
      ['http://v3.fal.media/up', media],
      ['https://user:pw@v3.fal.media/up', media],
      ['file:///etc/passwd', media],
      ['/up', media],
      ['https://v3.fal.media/up', 'http://v3.fal.media/a.bin'],
      ['https://v3.fal.media/up', 'https://evilfal.media/a.bin'],
      ['https://v3.fal.media/up', 'https://fal.media.example/a.bin'],
      ['https://v3.fal.media/up', 'https://v3.fal.media/'],
    ])('nothing is sent to %s with the file at %s', async (upload_url, file_url) => {
      const net = scripted(async () => answer({ upload_url, file_url }));
      const { failure, sent } = await failureOf(net.upload(1));
      expect([failure.kind, sent, net.asked.length]).toEqual(['bad-answer', 'nothing', 1]);
    });

    test('a reset after the question leaves no doubt: nothing of the file had left', async () => {
      const net = scripted(() =>
        Promise.reject(
          new UploadFailure({ kind: 'connection', host: 'rest.fal.ai', detail: 'reset' }, { sent: 'all' }),
        ),
      );
      expect(await failureOf(net.upload(1))).toMatchObject({ failure: { kind: 'connection' }, sent: 'nothing' });
    });
  });

  test('the key is checked with a request that stores nothing', async () => {
    const good = scripted(async () => answer({ token: 'c0ffee' }));
    await good.connection.checkCredentials?.(new AbortController().signal);
    expect(good.asked.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual(['POST /storage/auth/token']);
    const wrong = scripted(async () => ({ ...answer(null), status: 401 }));
    const check = wrong.connection.checkCredentials?.(new AbortController().signal) ?? Promise.resolve();
    expect((await failureOf(check)).failure).toMatchObject({ kind: 'auth' });
  });

  function answer(value: unknown) {
    const text = value === null ? '' : JSON.stringify(value);
    return { status: 200, headers: {}, text, truncated: false, sent: 'all' as const };
  }

  /** fal's own servers, as `respond` plays them. */
  function scripted(respond: (request: HttpRequest) => Promise<ReturnType<typeof answer>>) {
    const asked: HttpRequest[] = [];
    const connection = fal.connect(
      fal.settings.parse({}),
      { key: 'id:secret' },
      {
        ...unusedServices,
        net: {
          ...unusedServices.net,
          request: (request) => {
            asked.push(request);
            return respond(request);
          },
        },
        clock: () => rigNow,
      },
    );
    const uploadOf = (payload: Payload) => connection.upload(payload, unwatchedRun);
    const upload = async (size: number) => uploadOf((await rig.payloadOf(size)).payload);
    return { asked, upload, uploadOf, connection };
  }
});
