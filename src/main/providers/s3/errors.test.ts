import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../conformance-rig.ts';
import { clockSays, errorXml, keys, startBucket } from './test-bucket.ts';

const nothing = 'nothing';
const wrongRegion = { kind: 'settings-invalid', field: 'region' };

describe('what S3 says, read by its own SDK, is', () => {
  test.each([
    [503, 'SlowDown', { kind: 'rate-limited', retryAfterMs: 9_000 }, nothing],
    [503, 'ServiceUnavailable', { kind: 'server', status: 503, retryAfterMs: 9_000 }, 'all'],
    [500, 'InternalError', { kind: 'server', status: 500 }, 'all'],
    [400, 'RequestTimeout', { kind: 'server', status: 400 }, 'all'],
    [409, 'ConditionalRequestConflict', { kind: 'server', status: 409 }, 'all'],
    [429, 'TooManyRequests', { kind: 'rate-limited', retryAfterMs: 9_000 }, nothing],
    [404, 'NoSuchBucket', { kind: 'not-found' }, nothing],
    [403, 'AccessDenied', { kind: 'forbidden', detail: 'AccessDenied: no' }, nothing],
    [403, 'InvalidAccessKeyId', { kind: 'auth' }, nothing],
    [403, 'SignatureDoesNotMatch', { kind: 'auth' }, nothing],
    [400, 'ExpiredToken', { kind: 'auth' }, nothing],
    [400, 'TokenRefreshRequired', { kind: 'auth' }, nothing],
    [401, 'Unauthorized', { kind: 'auth' }, nothing],
    [301, 'PermanentRedirect', { kind: 'settings-invalid', field: 'region' }, nothing],
    [400, 'InvalidBucketName', { kind: 'settings-invalid', field: 'bucket' }, nothing],
    [400, 'EntityTooLarge', { kind: 'too-large', sizeBytes: 5, limitBytes: null }, nothing],
    [400, 'EntityTooSmall', { kind: 'bad-request', status: 400 }, nothing],
    [403, 'QuotaExceeded', { kind: 'quota' }, nothing],
    [507, 'XMinioStorageFull', { kind: 'quota' }, nothing],
    [400, 'BadDigest', { kind: 'bad-proof', why: 'hash' }, nothing],
    [400, 'InvalidDigest', { kind: 'bad-proof', why: 'hash' }, nothing],
    [400, 'SomethingNew', { kind: 'bad-request', status: 400, detail: 'SomethingNew: no' }, nothing],
    [403, 'toString', { kind: 'forbidden' }, nothing],
  ] as const)('trap: %i %s: %j', async (status, code, failure, sent) => {
    await using bucket = await startBucket(() => ({
      status,
      headers: { 'retry-after': '9', 'content-type': 'application/xml' },
      body: errorXml(code),
    }));
    const failed = await bucket.failing(await bucket.file('12345'));
    expect(failed).toEqual({ failure: expect.objectContaining(failure), sent });
    expect(bucket.seen).toHaveLength(1);
  });

  test.each([
    ['another region', '<Region>eu-west-1</Region>', { ...wrongRegion, expected: 'eu-west-1' }],
    ['the same region', '<Region>us-east-1</Region>', wrongRegion],
    ['what is no region', '<Region>eu west</Region>', { kind: 'auth', host: expect.any(String) }],
    ['no region', '', { kind: 'auth', host: expect.any(String) }],
  ])('AuthorizationHeaderMalformed with %s', async (_, more, failure) => {
    const answer = { status: 400, body: errorXml('AuthorizationHeaderMalformed', more) };
    await using bucket = await startBucket(() => answer);
    expect((await bucket.failing(await bucket.file('x'))).failure).toEqual(failure);
  });

  test.each([
    [301, 'PermanentRedirect', 'eu-central-1', { ...wrongRegion, expected: 'eu-central-1' }],
    [301, 'PermanentRedirect', '', wrongRegion],
    [301, 'PermanentRedirect', 'x'.repeat(65), wrongRegion],
    [400, 'IllegalLocationConstraintException', 'eu-central-1', { ...wrongRegion, expected: 'eu-central-1' }],
    [307, 'SomethingNew', 'eu-central-1', { ...wrongRegion, expected: 'eu-central-1' }],
  ])('%i %s with the header that names %j', async (status, code, region, failure) => {
    const headers: Record<string, string> = region === '' ? {} : { 'x-amz-bucket-region': region };
    await using bucket = await startBucket(() => ({ status, headers, body: errorXml(code) }));
    expect((await bucket.failing(await bucket.file('x'))).failure).toEqual(failure);
  });

  test.each([
    ['no XML', 'nonsense', 'bad-request'],
    ['a page', '<!doctype html><title>Bad gateway</title>', 'bad-request'],
    ['XML that is cut', '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Mess', 'forbidden'],
    ['nothing', '', 'bad-request'],
    ['too much', `<Error><Code>AccessDenied</Code><Message>${'x'.repeat(200_000)}</Message></Error>`, 'forbidden'],
    [
      'entities in entities',
      `<!DOCTYPE a [<!ENTITY b "${'c'.repeat(1000)}">]><Error>${'&b;'.repeat(9000)}</Error>`,
      'bad-request',
    ],
  ])('a refusal in %s, by its status', async (_, body, kind) => {
    await using bucket = await startBucket(() => ({ status: 400, body }));
    const { failure } = await bucket.failing(await bucket.file('x'));
    expect(failure.kind).toBe(kind);
    expect('detail' in failure && failure.detail.length).toBeLessThanOrEqual(500);
  });

  test('a list that is no list', async () => {
    await using bucket = await startBucket(() => ({ status: 200, body: '<html>welcome' }));
    const asked = bucket.connect().leftovers?.([], new AbortController().signal) ?? Promise.resolve();
    expect((await failureOf(asked)).failure.kind).toBe('bad-answer');
  });
});

describe('a clock that is wrong', () => {
  const skewed = (date: number) => ({
    status: 403,
    headers: { date: new Date(date).toUTCString() },
    body: errorXml('RequestTimeTooSkewed'),
  });

  test('is corrected once by the answer’s, and the upload goes on', async () => {
    const theirs = Date.now() + 7 * 3_600_000;
    await using bucket = await startBucket(({ headers }) => {
      const [, year, month, day, hour] = /^(\d{4})(\d\d)(\d\d)T(\d\d)/.exec(headers['x-amz-date'] ?? '') ?? [];
      const signed = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour));
      return Math.abs(signed - theirs) > 3_700_000
        ? skewed(theirs)
        : { headers: { etag: '"x"', date: new Date(theirs).toUTCString() } };
    });
    const told: number[] = [];
    const { link } = await bucket.send(
      await bucket.file('x'.repeat(100)),
      {},
      { onProgress: (bytes) => told.push(bytes) },
    );
    expect(bucket.seen).toHaveLength(2);
    expect(told).toEqual([100]);
    // The link begins by the server's clock too: by ours it would be one that has not begun.
    const date = new URL(link).searchParams.get('X-Amz-Date') ?? '';
    expect(date.slice(0, 11)).toBe(new Date(theirs).toISOString().replaceAll(/[-:]/g, '').slice(0, 11));
  });

  test('that stays wrong is told, with how far it is off', async () => {
    const theirs = clockSays - 5 * 3_600_000;
    await using bucket = await startBucket(() => skewed(theirs));
    const { failure, sent } = await bucket.failing(await bucket.file('x'));
    expect([failure, sent]).toEqual([
      expect.objectContaining({ kind: 'clock-skew', offByMs: 5 * 3_600_000 }),
      'nothing',
    ]);
    expect(bucket.seen).toHaveLength(2);
  });
});

test('a server that repeats what it was told gets no secret into a failure', async () => {
  const secrets = { ...keys, sessionToken: 'canary-token/0123456789+abcdef' };
  const all = Object.values(secrets);
  await using bucket = await startBucket(({ headers }) => ({
    status: 400,
    body: errorXml(
      'Odd',
      `<All>${all.join(' ')} ${headers.authorization} ${headers['x-amz-security-token']}</All>`,
    ).replace('<Message>no', `<Message>${all.join(' ')} ${headers.authorization}`),
  }));
  const connection = bucket.connect({}, secrets);
  const signal = new AbortController().signal;
  const payload = await bucket.file('x');
  const run = { uploadId: 'u', signal, onProgress: () => {}, checkpoint: () => {}, resumeFrom: null };
  for (const attempt of [() => connection.upload(payload, run), () => connection.checkCredentials?.(signal)]) {
    const thrown = inspect(await Promise.resolve(attempt()).catch((error: unknown) => error), {
      depth: 12,
      showHidden: true,
    });
    expect(thrown).toContain('bad-request');
    for (const secret of all) expect(thrown).not.toContain(secret);
  }
  expect(bucket.seen[0]?.headers['x-amz-security-token']).toBe(secrets.sessionToken);
});

test.each([
  { accessKeyId: 'with space' },
  { accessKeyId: 'a/b' },
  { accessKeyId: 'a\r\nb' },
  { secretAccessKey: 'ünlikely' },
  { sessionToken: 'two\nlines' },
])('what can be no key is not sent: %j', async (wrong) => {
  await using bucket = await startBucket(() => ({}));
  const signal = new AbortController().signal;
  const asked = bucket.connect({}, { ...keys, ...wrong }).checkCredentials?.(signal) ?? Promise.resolve();
  expect((await failureOf(asked)).failure.kind).toBe('auth');
  expect(bucket.seen).toHaveLength(0);
});
