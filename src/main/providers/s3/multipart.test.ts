import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { UploadFailure } from '../../../shared/failure.ts';
import { failureOf } from '../conformance-rig.ts';
import { partBytesFor } from './parts.ts';
import { type Answer, errorXml, type Seen, startBucket } from './test-bucket.ts';

const mebibyte = 1024 * 1024;
const size = 17 * mebibyte;
const { signal } = new AbortController();

/** S3's side of an upload in parts, as far as it goes: `spoil` answers in its place. */
function fakeS3(spoil: (request: Seen) => Answer | null = () => null) {
  const state = { parts: new Map<number, Buffer>(), object: null as string | null, uploads: 0, isOpen: false };
  const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest();
  const answer = (request: Seen): Answer => {
    const spoilt = spoil(request);
    if (spoilt) return spoilt;
    const { method, url, body } = request;
    const query = url.searchParams;
    const gone = { status: 404, body: errorXml('NoSuchUpload') };
    if (method === 'POST' && query.has('uploads')) {
      state.uploads += 1;
      state.parts.clear();
      state.isOpen = true;
      return { body: `<R><UploadId>id-${state.uploads}</UploadId></R>` };
    }
    if (method === 'HEAD') {
      if (state.object === null) return { status: 404 };
      return { headers: { etag: `"${state.object}"`, 'content-length': String(size) } };
    }
    if (!state.isOpen || query.get('uploadId') !== `id-${state.uploads}`) return gone;
    if (method === 'PUT') {
      state.parts.set(Number(query.get('partNumber')), body);
      return { headers: { etag: `"${md5(body).toString('hex')}"` } };
    }
    if (method === 'GET') {
      const marker = Number(query.get('part-number-marker') ?? 0);
      const [number, part] = [...state.parts].toSorted(([a], [b]) => a - b).find(([n]) => n > marker) ?? [];
      if (!part) return { body: '<ListPartsResult></ListPartsResult>' };
      const listed = `<Part><PartNumber>${number}</PartNumber><Size>${part.length}</Size><ETag>"${md5(part).toString('hex')}"</ETag></Part>`;
      return {
        body: `<ListPartsResult><IsTruncated>true</IsTruncated><NextPartNumberMarker>${number}</NextPartNumberMarker>${listed}</ListPartsResult>`,
      };
    }
    state.isOpen = false;
    if (method === 'DELETE') return { status: 204 };
    const all = [...state.parts].toSorted(([a], [b]) => a - b).map(([, part]) => md5(part));
    state.object = `${md5(Buffer.concat(all)).toString('hex')}-${all.length}`;
    return { body: `<R><ETag>"${state.object}"</ETag></R>` };
  };
  return { state, answer };
}

const isEnd = ({ method, url }: Seen) => method === 'POST' && url.searchParams.has('uploadId');
const numberOf = ({ method, url }: Seen) => (method === 'PUT' ? Number(url.searchParams.get('partNumber')) : 0);

test.each([
  [17 * mebibyte, 5 * mebibyte],
  [256 * mebibyte, 5 * mebibyte],
  [256 * mebibyte + 1, 16 * mebibyte],
  [5_000_000_000_000, 477 * mebibyte],
])('a file of %i bytes goes in parts of %i', (bytes, part) => {
  expect(partBytesFor(bytes)).toBe(part);
  expect(bytes / part).toBeLessThanOrEqual(10_000);
});

describe('a file in parts', () => {
  test('is begun, kept in mind, sent and ended, with a checksum for each part', async () => {
    const { state, answer } = fakeS3();
    await using bucket = await startBucket(answer);
    const saved: (string | null)[] = [];
    const sentWhenSaved: number[] = [];
    const told: number[] = [];
    const delivery = await bucket.send(
      await bucket.file(size, 'a.png'),
      {},
      {
        checkpoint: (kept) => {
          saved.push(kept);
          sentWhenSaved.push(state.parts.size);
        },
        onProgress: (bytes) => told.push(bytes),
      },
    );
    expect(delivery.proof).toEqual({ kind: 'hash', by: 'host' });
    expect(bucket.seen.map(({ method }) => method).join(' ')).toBe('POST PUT PUT PUT PUT POST');
    const [first] = bucket.seen;
    expect(first?.headers['content-type']).toBe('image/png');
    for (const part of bucket.seen.filter(numberOf)) {
      expect(part.headers['content-md5']).toBe(createHash('md5').update(part.body).digest('base64'));
      expect(part.headers['if-none-match']).toBeUndefined();
    }
    // Before the first part, and before the end: what may be there then is known to the next run.
    expect(sentWhenSaved).toEqual([0, 4]);
    expect(String(saved.at(-1))).toContain(state.object);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBe(size);
  });

  test.each(['answers', 'does not answer'])('that can not be kept in mind is ended at once, if S3 %s', async (how) => {
    const { state, answer } = fakeS3(({ method }) => (method === 'DELETE' && how !== 'answers' ? 'cut' : null));
    await using bucket = await startBucket(answer);
    const full = new UploadFailure({ kind: 'disk-full' });
    const failed = await bucket.failing(
      await bucket.file(size),
      {},
      {
        checkpoint() {
          throw full;
        },
      },
    );
    expect(failed).toEqual({ failure: { kind: 'disk-full' }, sent: 'nothing' });
    expect(bucket.seen.slice(0, 2).map(({ method }) => method)).toEqual(['POST', 'DELETE']);
    expect(state.isOpen).toBe(how !== 'answers');
  });

  test('goes on with the parts that are missing, or are others than the file’s', async () => {
    const { state, answer } = fakeS3();
    await using broken = await startBucket(async (request) => {
      if (numberOf(request) !== 3) return answer(request);
      // What is under way ends with it.
      await expect.poll(() => state.parts.has(1)).toBe(true);
      return { status: 500 };
    });
    const saved: (string | null)[] = [];
    const payload = await broken.file(size);
    const failed = await broken.failing(payload, {}, { checkpoint: (kept) => saved.push(kept) });
    expect(failed).toMatchObject({ failure: { kind: 'server', status: 500 }, sent: 'part' });
    expect(state.parts.has(1)).toBe(true);

    const healed = fakeS3();
    Object.assign(healed.state, { parts: state.parts, uploads: 1, isOpen: true });
    healed.state.parts.set(2, Buffer.alloc(5 * mebibyte, 'x'));
    healed.state.parts.delete(4);
    await using bucket = await startBucket(healed.answer);
    const resumeFrom = String(saved.at(-1)).replace(new URL(broken.url).host, new URL(bucket.url).host);
    const delivery = await bucket.send(payload, {}, { resumeFrom });
    expect(bucket.seen.map(numberOf).filter(Boolean).toSorted()).toEqual([2, 3, 4]);
    expect(delivery.proof).toEqual({ kind: 'hash', by: 'host' });
  });

  test('whose ETags keys of the key service made goes on as well', async () => {
    const kms = { 'x-amz-server-side-encryption': 'aws:kms' };
    const other = '0123456789abcdef'.repeat(2);
    let isBroken = true;
    const real = fakeS3();
    await using bucket = await startBucket((request) => {
      if (isBroken && isEnd(request)) return { status: 500 };
      const given = real.answer(request);
      if (given === 'cut') return given;
      const etag = given.headers?.etag && { etag: `"${other}"` };
      const body = given.body?.replaceAll(/"[0-9a-f]{32}"/g, `"${other}"`);
      const headers = { ...given.headers, ...etag, ...(request.method !== 'GET' && kms) };
      return { ...given, headers, ...(body !== undefined && { body }) };
    });
    const saved: (string | null)[] = [];
    const payload = await bucket.file(size);
    const settings = { vendor: 'aws', pathStyle: true };
    await bucket.failing(payload, settings, { checkpoint: (kept) => saved.push(kept) });
    isBroken = false;
    const there = [...real.state.parts.keys()];
    const before = bucket.seen.length;
    const { proof } = await bucket.send(payload, settings, { resumeFrom: saved.at(-1) ?? null });
    expect(there).toHaveLength(4);
    expect(bucket.seen.slice(before).filter(numberOf)).toEqual([]);
    expect(proof).toEqual({ kind: 'hash', by: 'host' });
  });

  test('trap: its end may fail with a 200', async () => {
    let spoilt = true;
    const { state, answer } = fakeS3((request) =>
      isEnd(request) && spoilt ? { body: `  \n${errorXml('InternalError')}` } : null,
    );
    await using bucket = await startBucket(answer);
    const saved: (string | null)[] = [];
    const payload = await bucket.file(size);
    const failed = await bucket.failing(payload, {}, { checkpoint: (kept) => saved.push(kept) });
    expect(failed).toEqual({ failure: expect.objectContaining({ kind: 'server' }), sent: 'all' });
    spoilt = false;
    const before = bucket.seen.length;
    await bucket.send(payload, {}, { resumeFrom: saved.at(-1) ?? null });
    expect(bucket.seen.slice(before).filter(numberOf)).toEqual([]);
    expect(state).toMatchObject({ uploads: 1, object: expect.stringMatching(/-4$/) });
  });

  test('whose end came through although the answer was lost is there, once', async () => {
    const real = fakeS3();
    await using bucket = await startBucket((request) => {
      const given = real.answer(request);
      return isEnd(request) ? 'cut' : given;
    });
    const saved: (string | null)[] = [];
    const payload = await bucket.file(size);
    const failed = await bucket.failing(payload, {}, { checkpoint: (kept) => saved.push(kept) });
    expect(failed).toEqual({ failure: expect.objectContaining({ kind: 'connection' }), sent: 'all' });
    const before = bucket.seen.length;
    const told: number[] = [];
    const delivery = await bucket.send(
      payload,
      {},
      { resumeFrom: saved.at(-1) ?? null, onProgress: (n) => told.push(n) },
    );
    expect(bucket.seen.slice(before).map(({ method }) => method)).toEqual(['GET', 'HEAD']);
    expect(decodeURIComponent(new URL(delivery.link).pathname)).toContain(JSON.parse(saved.at(-1) ?? '').key);
    expect([delivery.proof, told]).toEqual([{ kind: 'hash', by: 'host' }, [size]]);
  });

  test('that the server has forgotten begins anew', async () => {
    const { state, answer } = fakeS3();
    await using bucket = await startBucket(answer);
    const payload = await bucket.file(size);
    const saved: (string | null)[] = [];
    const kill = new AbortController();
    const killed = { checkpoint: (kept: string | null) => saved.push(kept), onProgress: () => kill.abort() };
    await bucket.failing(payload, {}, { ...killed, signal: kill.signal });
    state.isOpen = false;
    await bucket.send(payload, {}, { resumeFrom: saved[0] ?? null });
    expect(state).toMatchObject({ uploads: 2, object: expect.stringMatching(/-4$/) });
  });

  test('whose name somebody took meanwhile gets another, and leaves nothing behind', async () => {
    let refused = false;
    const { state, answer } = fakeS3((request) => {
      if (!isEnd(request) || refused) return null;
      refused = true;
      return { status: 412, body: errorXml('PreconditionFailed') };
    });
    await using bucket = await startBucket(answer);
    const { link } = await bucket.send(await bucket.file(size), {
      vendor: 'aws',
      pathStyle: true,
      keyTemplate: '{name}',
    });
    expect(new URL(link).pathname).toMatch(/^\/the-bucket\/file-[a-z0-9]{16}\.txt$/);
    expect(bucket.seen.some(({ method }) => method === 'DELETE')).toBe(true);
    expect(state.uploads).toBe(2);
  });

  test('is not sent for ever where no name is good enough', async () => {
    const { state, answer } = fakeS3((request) => (isEnd(request) ? { status: 412 } : null));
    await using bucket = await startBucket(answer);
    const settings = { vendor: 'aws', pathStyle: true, keyTemplate: '{name}' };
    expect((await bucket.failing(await bucket.file(size), settings)).failure.kind).toBe('bad-request');
    expect(state.uploads).toBe(2);
  });

  test('whose end was asked for twice, since the first answer was lost, is there once', async () => {
    let mark = '';
    let ends = 0;
    const real = fakeS3();
    await using bucket = await startBucket((request) => {
      mark = request.headers['x-amz-meta-droprelay-upload'] ?? mark;
      const { method } = request;
      if (isEnd(request)) ends += 1;
      if (isEnd(request) && ends > 1) return { status: 412, body: errorXml('PreconditionFailed') };
      if (method === 'HEAD' && ends === 0) return { status: 404 };
      if (method === 'HEAD') {
        const told = { etag: '"x"', 'content-length': String(size), 'x-amz-meta-droprelay-upload': mark };
        return { headers: told };
      }
      return isEnd(request) ? 'cut' : real.answer(request);
    });
    const saved: (string | null)[] = [];
    const payload = await bucket.file(size);
    const settings = { vendor: 'aws', pathStyle: true, keyTemplate: '{name}' };
    await bucket.failing(payload, settings, { checkpoint: (kept) => saved.push(kept) });
    const { link } = await bucket.send(payload, settings, { resumeFrom: saved.at(-1) ?? null });
    expect(new URL(link).pathname).toBe('/the-bucket/file.txt');
    expect(real.state.uploads).toBe(1);
    expect(bucket.seen.at(-1)?.method).not.toBe('PUT');
  });

  test.each([
    ['without an id', (request: Seen) => (request.url.searchParams.has('uploads') ? { body: '<R/>' } : null)],
    ['that ends in a page', (request: Seen) => (isEnd(request) ? { body: '<html></html>' } : null)],
    ['with a part without an ETag', (request: Seen) => (numberOf(request) ? {} : null)],
  ])('%s is no success', async (_, spoil) => {
    await using bucket = await startBucket(fakeS3(spoil).answer);
    const { failure, sent } = await bucket.failing(await bucket.file(size));
    expect([failure.kind, sent === 'all']).toEqual(['bad-answer', bucket.seen.some(isEnd)]);
  });

  test('with a part that came otherwise than it was sent is refused', async () => {
    const wrong = { headers: { etag: `"${'0'.repeat(32)}"` } };
    await using bucket = await startBucket(fakeS3((request) => (numberOf(request) === 2 ? wrong : null)).answer);
    expect((await bucket.failing(await bucket.file(size))).failure).toEqual({ kind: 'bad-proof', why: 'hash' });
    expect(bucket.seen.some(isEnd)).toBe(false);
  });
});

describe('what is left behind', () => {
  const state = (bucket: { url: string }) =>
    JSON.stringify({ host: new URL(bucket.url).host, bucket: 'the-bucket', key: 'a', uploadId: 'u' });

  test('is ended again where a part came in late', async () => {
    let late = 2;
    await using bucket = await startBucket(({ method }) => {
      if (method === 'DELETE') return { status: 204 };
      late -= 1;
      if (late === 0) return { status: 404, body: errorXml('NoSuchUpload') };
      return { body: '<R><Part><PartNumber>1</PartNumber></Part></R>' };
    });
    await bucket.connect().discard?.(state(bucket), signal);
    expect(bucket.seen.map(({ method }) => method)).toEqual(['DELETE', 'GET', 'DELETE', 'GET']);
  });

  test.each([
    ['is not known any more', () => ({ status: 404, body: errorXml('NoSuchUpload') }), 1],
    ['may not be looked into', ({ method }: Seen) => ({ status: method === 'GET' ? 403 : 204 }), 2],
    ['was in a bucket that is gone', () => ({ status: 404, body: errorXml('NoSuchBucket') }), 1],
  ])('and %s is gone', async (_, answer, asked) => {
    await using bucket = await startBucket(answer);
    await bucket.connect().discard?.(state(bucket), signal);
    expect(bucket.seen).toHaveLength(asked);
  });

  test('of one file, or of nothing, needs no request; of another server it can not be ended here', async () => {
    await using bucket = await startBucket(() => ({ headers: { etag: '"x"' } }));
    const saved: (string | null)[] = [];
    await bucket.send(await bucket.file('x'), {}, { checkpoint: (kept) => saved.push(kept) });
    for (const one of ['', 'nonsense', '{}', saved[0] ?? '']) await bucket.connect().discard?.(one, signal);
    expect(bucket.seen).toHaveLength(1);
    const other = bucket.connect().discard?.(state({ url: 'http://elsewhere.example' }), signal);
    expect((await failureOf(other ?? Promise.resolve())).failure).toMatchObject({ kind: 'settings-invalid' });
  });

  test('is not listed by a server that would keep us busy for ever', { timeout: 10_000 }, async () => {
    await using bucket = await startBucket(() => ({ body: `${'<!DOCTYPE>'.repeat(700_000)}<R></R>` }));
    const list = bucket.connect().leftovers?.([], signal) ?? Promise.resolve();
    expect((await failureOf(list)).failure.kind).toBe('bad-answer');
  });

  test('is listed page by page below the template’s folder, without what is in use', async () => {
    const upload = (key: string, id: string) =>
      `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>2026-11-01T00:00:00.000Z</Initiated></Upload>`;
    await using bucket = await startBucket(({ url }) => {
      const isSecond = url.searchParams.get('upload-id-marker') === 'id 2';
      const markers =
        '<IsTruncated>true</IsTruncated><NextKeyMarker>in/b+%26</NextKeyMarker><NextUploadIdMarker>id 2</NextUploadIdMarker>';
      const first = `${markers}${upload('in/a', 'id-1')}${upload('in/b+%26', 'id 2')}${upload('%', 'bad')}`;
      return { body: `<R>${isSecond ? upload('in/c', 'id-3') : first}</R>` };
    });
    const inUse = [JSON.stringify({ host: 'h', bucket: 'b', key: 'in/a', uploadId: 'id-1', size: 1 }), 'nonsense'];
    const found = await bucket.connect({ keyTemplate: 'in/x-{date}/{name}' }).leftovers?.(inUse, signal);
    expect(found?.map(({ name, startedAt }) => [name, startedAt])).toEqual([
      ['in/b &', Date.UTC(2026, 10, 1)],
      ['in/c', Date.UTC(2026, 10, 1)],
    ]);
    expect(bucket.seen.map(({ url }) => [url.searchParams.get('prefix'), url.searchParams.get('key-marker')])).toEqual([
      ['in/', null],
      ['in/', 'in/b &'],
    ]);
  });
});
