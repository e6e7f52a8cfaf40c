import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { userAgent } from '../../shared/app.ts';
import { failureOf } from './conformance-rig.ts';
import type { Secrets } from './provider.ts';
import { type Answer, clockSays, errorXml, keys, type Seen, startBucket } from './s3/test-bucket.ts';
import { vendorIds, vendors } from './s3/vendors.ts';
import { s3 } from './s3.ts';
import { unusedServices, unwatchedRun } from './test-services.ts';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const { signal } = new AbortController();
const withEtag = (text: string): Answer => ({ headers: { etag: `"${md5(text)}"` } });
const minimal = (more: object) => ({ bucket: 'the-bucket', ...more });

describe('a small file', () => {
  test('trap: it goes out as it is, in one request that the server can check, under its own name and type', async () => {
    await using bucket = await startBucket(() => withEtag('héllo'));
    const { proof } = await bucket.send(await bucket.file('héllo', 'Übung "1".html'));
    expect(proof).toEqual({ kind: 'hash', by: 'host' });
    expect(bucket.seen).toHaveLength(1);
    const [{ method, url, headers, body }] = bucket.seen as [Seen];
    expect([method, body.toString()]).toEqual(['PUT', 'héllo']);
    expect(decodeURIComponent(url.pathname)).toMatch(/^\/the-bucket\/2026-11-2\d\/Übung "1"-[a-z0-9]{16}\.html$/);
    expect(headers).toMatchObject({
      'content-length': '6',
      'content-md5': createHash('md5').update('héllo').digest('base64'),
      'content-type': 'text/html',
      'content-disposition': `attachment; filename="_bung _1_.html"; filename*=UTF-8''%C3%9Cbung%20%221%22.html`,
      'if-none-match': '*',
      'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
      'user-agent': userAgent,
    });
    // A checksum in a trailer would be stored as part of the file by some, and refused by others.
    const names = Object.keys(headers).join(' ');
    expect(names).not.toMatch(/trailer|checksum|transfer-encoding|content-encoding|expect|amz-sdk|x-amz-user-agent/);
  });

  test.each([
    ['a.mp4', 'inline'],
    ['a.png', 'inline'],
    ['a.txt', 'inline'],
    ['a.svg', 'attachment'],
    ['a.xml', 'attachment'],
    ['a.xhtml', 'attachment'],
    ['a.zip', 'attachment'],
  ])('%s is shown as %s', async (name, shown) => {
    await using bucket = await startBucket(() => withEtag('x'));
    await bucket.send(await bucket.file('x', name));
    expect(bucket.seen[0]?.headers['content-disposition']).toMatch(new RegExp(`^${shown};`));
  });

  test('finds its bucket in front of the host’s name', async () => {
    await using bucket = await startBucket(() => withEtag('x'));
    const endpoint = bucket.url.replace('127.0.0.1', 'storage.example');
    const { link } = await bucket.send(await bucket.file('x'), {
      endpoint,
      pathStyle: false,
      keyTemplate: 'k{random}',
    });
    const [{ url }] = bucket.seen as [Seen];
    expect([url.hostname, url.pathname]).toEqual([
      'the-bucket.storage.example',
      expect.stringMatching(/^\/k\w{16}\.txt$/),
    ]);
    expect(new URL(link).hostname).toBe('the-bucket.storage.example');
    const connection = bucket.connect({ endpoint, pathStyle: false });
    expect(connection.ownsAddress?.(new URL(link))).toBe(true);
    expect(connection.ownsAddress?.(new URL(bucket.url))).toBe(false);
  });

  test('an address of the vendor’s may not lead into the user’s own network', () => {
    const connection = s3.connect(s3.settings.parse(minimal({})), keys, unusedServices);
    expect(connection.ownsAddress?.(new URL('https://the-bucket.s3.us-east-1.amazonaws.com/x'))).toBe(false);
  });
});

describe('trap: what is there is never written over', () => {
  test.each(vendorIds)('%s is asked in its own way', async (vendor) => {
    const taken = new Set(['/the-bucket/file.txt']);
    await using bucket = await startBucket(({ method, url, headers }) => {
      const isTaken = taken.has(url.pathname);
      if (method === 'HEAD') return { status: isTaken ? 200 : 404 };
      if (headers['if-none-match'] === '*' && isTaken) return { status: 412, body: errorXml('PreconditionFailed') };
      expect(isTaken).toBe(false);
      taken.add(url.pathname);
      return withEtag('x');
    });
    const settings = { vendor, keyTemplate: '{name}', region: 'r', pathStyle: true };
    const saved: (string | null)[] = [];
    await bucket.send(await bucket.file('x'), settings, { checkpoint: (state) => saved.push(state) });
    expect([...taken][1]).toMatch(/^\/the-bucket\/file-[a-z0-9]{16}\.txt$/);
    // What is begun next is known before it is.
    expect(String(saved.at(-1))).toContain([...taken][1]?.slice('/the-bucket/'.length));
    const conditional = bucket.seen.some(({ headers }) => headers['if-none-match'] !== undefined);
    expect(conditional).toBe(vendors[vendor].conditional.put);
  });

  test.each(['b2', 'custom'])('two files of one name at once are two objects at %s', async (vendor) => {
    await using bucket = await startBucket(({ method }) => {
      const isThere = method === 'HEAD' && bucket.seen.some((one) => one.method === 'PUT');
      if (method === 'HEAD' && !isThere) return { status: 404 };
      return { headers: { etag: '"1"', ...(isThere && { 'content-length': '1' }) } };
    });
    const settings = { vendor, region: 'r', keyTemplate: '{name}' };
    const files = [await bucket.file('x'), await bucket.file('y')];
    const links = await Promise.all(files.map((file) => bucket.send(file, settings).then(({ link }) => link)));
    const put = bucket.seen.filter(({ method }) => method === 'PUT').map(({ url }) => url.pathname);
    expect(new Set(put).size).toBe(2);
    expect(new Set(links.map((link) => new URL(link).pathname))).toEqual(new Set(put));
  });

  test.each(['ceph', 'custom'])('a long name loses nothing of what keeps it apart at %s', async (vendor) => {
    await using bucket = await startBucket(() => withEtag('x'));
    const name = `${'長'.repeat(83)}.mp4`;
    for (let times = 0; times < 2; times++) await bucket.send(await bucket.file('x', name), { vendor });
    const put = bucket.seen.filter(({ method }) => method === 'PUT').map(({ url }) => decodeURIComponent(url.pathname));
    expect(new Set(put).size).toBe(2);
    for (const path of put) expect(path).toMatch(/-[a-z0-9]{16}\.mp4$/);
  });
});

describe('an answer that was lost', () => {
  const lost = async (vendor: string, settings: object, there: (put: Seen) => Answer) => {
    const saved: (string | null)[] = [];
    let puts: Seen[] = [];
    const bucket = await startBucket((request) => {
      if (request.method === 'HEAD') return there(puts[0] as Seen);
      puts = [...puts, request];
      return puts.length === 1 ? 'cut' : withEtag('hello');
    });
    const payload = await bucket.file('hello');
    const given = { vendor, region: 'r', pathStyle: true, ...settings };
    const failed = await bucket.failing(payload, given, { checkpoint: (state) => saved.push(state) });
    expect(failed).toEqual({ failure: expect.objectContaining({ kind: 'connection' }), sent: 'all' });
    const resumeFrom = saved.at(-1) ?? null;
    const delivery = await bucket.send(payload, given, { resumeFrom });
    await bucket[Symbol.asyncDispose]();
    return { keys: puts.map(({ url }) => url.pathname), link: new URL(delivery.link).pathname, delivery };
  };
  const stored = (etag: string, size = 5, more = {}) => ({
    headers: { etag, 'content-length': String(size), ...more },
  });

  test.each(['aws', 'ceph', 'r2', 'b2'])('of a file that came through leaves one copy at %s', async (vendor) => {
    const { keys, link, delivery } = await lost(vendor, {}, () => stored(`"${md5('hello')}"`));
    expect(keys).toEqual([link]);
    expect(delivery.proof).toEqual({ kind: 'hash', by: 'host' });
  });

  test('of a file that did not is sent again, under the same key', async () => {
    const { keys, link } = await lost('ceph', {}, () => ({ status: 404 }));
    expect(keys).toEqual([link, link]);
  });

  test('is none of ours where somebody else’s file has the name', async () => {
    const { keys, link } = await lost('ceph', { keyTemplate: '{name}' }, () => stored(`"${md5('other')}"`));
    expect(keys).toHaveLength(2);
    expect(link).toBe(keys[1]);
    expect(keys[1]).not.toBe(keys[0]);
  });

  test('is none of ours where the same bytes were stored by another upload, which would be deleted with it', async () => {
    for (const mark of [{}, { 'x-amz-meta-droprelay-upload': 'anothers' }]) {
      const there = () => stored(`"${md5('hello')}"`, 5, mark);
      const { keys, link } = await lost('aws', { keyTemplate: '{name}' }, there);
      expect(keys).toHaveLength(2);
      expect(link).toBe(keys[1]);
    }
  });

  test('is ours where it carries our mark, whatever its name', async () => {
    const there = ({ headers }: Seen) => {
      const { 'x-amz-meta-droprelay-upload': mark = '' } = headers;
      return stored(`"${md5('hello')}"`, 5, { 'x-amz-meta-droprelay-upload': mark });
    };
    expect((await lost('aws', { keyTemplate: '{name}' }, there)).keys).toEqual(['/the-bucket/file.txt']);
  });

  test('with an ETag that is no MD5 counts where nobody else can have the key, else not', async () => {
    expect((await lost('custom', {}, () => stored('"0-abc"'))).keys).toHaveLength(1);
    const named = await lost('ceph', { keyTemplate: '{name}' }, () => stored('"0-abc"'));
    expect(named.keys).toHaveLength(2);
  });

  test('is forgotten with the file that it was about', async () => {
    await using bucket = await startBucket(() => withEtag('x'));
    const saved: (string | null)[] = [];
    await bucket.send(await bucket.file('x'), {}, { checkpoint: (state) => saved.push(state) });
    // Of another size: written within the same tick of the clock, it would be the same file.
    const other = await bucket.file('another');
    await bucket.send(other, {}, { resumeFrom: saved.at(-1) ?? null });
    await bucket.send(other, { bucket: 'another-one' }, { resumeFrom: saved.at(-1) ?? null });
    expect(bucket.seen.map(({ method }) => method)).toEqual(['PUT', 'PUT', 'PUT']);
    expect(new Set(bucket.seen.map(({ url }) => url.pathname)).size).toBe(3);
  });
});

describe('the proof', () => {
  const proofOf = async (settings: object, put: Answer, head: Answer = { status: 404 }) => {
    await using bucket = await startBucket(({ method }) => (method === 'HEAD' ? head : put));
    return (await bucket.send(await bucket.file('hello'), settings)).proof;
  };
  const etag = (value: string, more = {}) => ({ headers: { etag: value, ...more } });
  const otherMd5 = `"${md5('other')}"`;
  const kms = { 'x-amz-server-side-encryption': 'aws:kms' };
  const ofSize = (size: number) => ({ headers: { 'content-length': String(size) } });

  test.each([
    [
      'an ETag that is the MD5',
      { vendor: 'custom' },
      etag(`"${md5('hello')}"`),
      undefined,
      { kind: 'hash', by: 'host' },
    ],
    ['another MD5', {}, etag(otherMd5), undefined, { kind: 'contradiction', why: 'hash' }],
    ['an ETag that keys of the key service made', {}, etag(otherMd5, kms), undefined, { kind: 'hash', by: 'host' }],
    ['Content-MD5 that was checked', { vendor: 'r2' }, etag('"abc"'), undefined, { kind: 'hash', by: 'host' }],
    ['nothing but the size', { vendor: 'custom' }, etag('"abc"'), ofSize(5), { kind: 'size', by: 'host' }],
    [
      'an MD5 that may be none, and the size',
      { vendor: 'custom' },
      etag(otherMd5),
      ofSize(5),
      { kind: 'size', by: 'host' },
    ],
    ['another size', { vendor: 'custom' }, etag('"abc"'), ofSize(4), { kind: 'contradiction', why: 'size' }],
    ['nothing that may be looked at', { vendor: 'custom' }, etag('"abc"'), { status: 403 }, null],
  ] as const)('by %s', async (_, settings, put, head, proof) => {
    expect(await proofOf(settings, put, head)).toEqual(proof);
  });
});

describe('the link', () => {
  test('is signed, ends when it says, and shows neither secret', async () => {
    await using bucket = await startBucket(() => withEtag('x'));
    const { link, expiresAt } = await bucket.send(await bucket.file('x'), { linkSeconds: 3600 });
    const { searchParams } = new URL(link);
    expect(searchParams.get('X-Amz-Expires')).toBe('3600');
    expect(searchParams.get('X-Amz-SignedHeaders')).toBe('host');
    expect(link).not.toContain(encodeURIComponent(keys.secretAccessKey));
    expect(expiresAt).toBeGreaterThan(clockSays + 3_598_000);
    expect(expiresAt).toBeLessThanOrEqual(clockSays + 3_600_000);
  });

  test('ends no later than temporary keys can, as far as they tell', async () => {
    await using bucket = await startBucket(() => withEtag('x'));
    const upload = (secrets: Secrets) =>
      bucket.file('x').then((payload) => bucket.connect({}, secrets).upload(payload, unwatchedRun));
    const hour = 3_600_000;
    expect((await upload({ ...keys, sessionToken: 'temporary' })).expiresAt).toBe(clockSays + 12 * hour);
    expect((await upload(keys)).expiresAt).toBeGreaterThan(clockSays + 6 * 24 * hour);
    const given = s3.settings.parse(minimal({}));
    expect(s3.traits(given, (field) => field === 'sessionToken').retention).toEqual({ kind: 'fixed', ms: 12 * hour });
    expect(s3.traits(given, () => false).retention).toEqual({ kind: 'fixed', ms: 7 * 24 * hour });
  });

  test('trap: leads where everybody can read, with the key encoded, and without an end', async () => {
    await using bucket = await startBucket(() => withEtag('x'));
    const delivery = await bucket.send(await bucket.file('x', 'ä b.txt'), {
      publicUrl: 'https://cdn.example/files/',
      keyTemplate: 'in/{filename}',
    });
    expect(delivery).toMatchObject({ link: 'https://cdn.example/files/in/%C3%A4%20b.txt', expiresAt: null });
  });
});

describe('deleting', () => {
  test('names server and bucket, so that a change of the settings can not make it delete something else', async () => {
    await using bucket = await startBucket(() => withEtag('x'));
    const { deleteHandle, link } = await bucket.send(await bucket.file('x'));
    const handle = { link, deleteHandle: deleteHandle ?? '' };
    await bucket.connect({ bucket: 'another-one' }).remove?.(handle, signal);
    expect(bucket.seen.at(-1)).toMatchObject({ method: 'DELETE', url: { pathname: bucket.seen[0]?.url.pathname } });
    const elsewhere = bucket.connect({ endpoint: 'http://elsewhere.example' }).remove?.(handle, signal);
    expect((await failureOf(elsewhere ?? Promise.resolve())).failure).toEqual({
      kind: 'settings-invalid',
      field: 'endpoint',
    });
  });
});
