import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { describeConformance } from './conformance.ts';
import { labTarget } from './conformance-lab.ts';
import { createRig, failureOf, type Rig, rigNow } from './conformance-rig.ts';
import { publicChain } from './index.ts';
import { keptMs, www0x0 } from './www0x0.ts';

const mebibyte = 1024 * 1024;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const own = { maxMiB: 512, minDays: 30, maxDays: 365 };
const defaults = www0x0.settings.parse({});

describeConformance(
  www0x0,
  labTarget('www0x0', {
    linkPath: /^\/s\/[a-z0-9]{22}\/[a-z0-9]{4}(\.[A-Za-z0-9]{1,8})?$/,
    differs: { 'wrong-handle': { kind: 'auth', because: 'it answers 401 to a wrong token' } },
    notALink: ['https://0x0.st/', 'http://127.0.0.1/abcd.txt'],
  }),
);

test.each([
  [0, 365],
  [256, 30 + 335 / 8],
  [512, 30],
  [600, 30],
])('a file of %i MiB is kept %d days', (size, days) => {
  expect(keptMs(size * mebibyte, own)).toBe(Math.floor(days * dayMs));
});

test.each([
  [undefined, { kind: 'by-size', minMs: 30 * dayMs, maxMs: 365 * dayMs }],
  [24, { kind: 'fixed', ms: dayMs }],
  [24 * 60, { kind: 'by-size', minMs: 30 * dayMs, maxMs: 60 * dayMs }],
])('with an end after %o hours the traits promise %o', (expires, retention) => {
  expect(www0x0.traits({ ...defaults, expires }, () => false).retention).toEqual(retention);
  if (expires !== undefined) expect(keptMs(0, { ...own, expires })).toBe(expires * hourMs);
});

test('trap: its operator has switched uploads off, so it is in no chain unasked and says why', () => {
  expect(www0x0.offBecause).toMatch(/switched uploads off because of automated spam/);
  expect(publicChain).not.toContain('www0x0');
});

test('settings: an end is a number of hours, never one that the server would take for a time', () => {
  for (const expires of [0, -1, 1.5, 8761, 1_650_460_320_000]) {
    expect(www0x0.settings.safeParse({ expires }).success).toBe(false);
  }
});

describe('www0x0', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await createRig(www0x0, labTarget('www0x0'));
  });
  afterEach(() => rig.standIn.heal());
  afterAll(() => rig.close());

  const remove = async (link: string, deleteHandle: string) =>
    rig.connection.remove?.({ link, deleteHandle }, new AbortController().signal);

  test('asks for a link that can not be guessed, and for an end only where one is set', async () => {
    const { link } = await rig.send((await rig.payloadOf(1)).payload);
    expect(rig.standIn.uploads.at(-1)?.fields).toEqual({ secret: '' });
    expect(link).toMatch(/\/s\/\w{22}\/\w{4}\.bin$/);
    const plain = await createRig(www0x0, labTarget('www0x0', { settings: { secret: false, expires: 48 } }));
    const before = Date.now();
    const delivery = await plain.send((await plain.payloadOf(1)).payload);
    expect(plain.standIn.uploads.at(-1)?.fields).toEqual({ expires: '48' });
    expect(new URL(delivery.link).pathname).toMatch(/^\/\w{4}\.bin$/);
    expect(Math.round(((delivery.expiresAt ?? 0) - before) / dayMs)).toBe(2);
    await plain.close();
  });

  test('trap: its times have a fraction of a millisecond', async () => {
    const { payload } = await rig.payloadOf(1);
    const { expiresAt } = await rig.send(payload);
    expect(Number.isInteger(expiresAt)).toBe(true);
    expect(Math.round(((expiresAt ?? 0) - Date.now()) / dayMs)).toBe(365);
  });

  test('an end that is not told is counted from the moment at which all was sent', async () => {
    await rig.standIn.fail({ kind: 'text', text: `${rig.standIn.settings.server}/abcd.txt\n` });
    const { expiresAt, deleteHandle } = await rig.send((await rig.payloadOf(1)).payload);
    expect([expiresAt, deleteHandle]).toEqual([rigNow + keptMs(1, own), null]);
  });

  test('trap: any 2xx is a success, also 201', async () => {
    const link = `${rig.standIn.settings.server}/abcd.txt`;
    await rig.standIn.fail({ kind: 'status', status: 201, body: `${link}\n` });
    expect((await rig.send((await rig.payloadOf(1)).payload)).link).toBe(link);
  });

  test('trap: bytes that it knows give the link of before, no token, and nothing to delete it with', async () => {
    const { payload } = await rig.payloadOf(100);
    const first = await rig.send(payload);
    const again = await rig.send(payload);
    expect(first.deleteHandle).toMatch(/^\w{43}$/);
    expect(again).toMatchObject({ link: first.link, deleteHandle: null });
    expect(rig.traits.idempotent).toBe(true);
  });

  test('trap: bytes that it knows may stay longer than was asked for, and the receipt says so', async () => {
    const { payload } = await rig.payloadOf(100);
    const { expiresAt } = await rig.send(payload);
    const shorter = await createRig(www0x0, {
      start: async () => ({ standIn: rig.standIn, stop: () => Promise.resolve() }),
      settings: { expires: 1 },
    });
    expect((await shorter.send(payload)).expiresAt).toBe(expiresAt);
    await shorter.close();
  });

  test('trap: only its token deletes a file; a link that leads nowhere any more counts as deleted', async () => {
    const { link, deleteHandle } = await rig.send((await rig.payloadOf(100)).payload);
    expect(await failureOf(remove(link, 'wr0ng'))).toMatchObject({ failure: { kind: 'auth' } });
    await remove(link, deleteHandle ?? '');
    await remove(link, deleteHandle ?? '');
    expect((await fetch(link, { headers: { 'user-agent': 'Droprelay/1' } })).status).toBe(404);
  });

  test('trap: a user agent that it does not like gets 403; ours says who we are', async () => {
    await rig.standIn.fail({ kind: 'status', status: 403, body: 'User agent not allowed.\n' });
    const { failure } = await rig.failing((await rig.payloadOf(1)).payload);
    expect(failure).toMatchObject({ kind: 'forbidden', detail: 'User agent not allowed.' });
    expect(rig.standIn.requests.at(-1)?.headers['user-agent']).toMatch(/^Droprelay\/\S+ \(\+https:\/\/\S+\)$/);
  });

  test('trap: a media type that it refuses (415) is type-refused, and known programs are not sent at all', async () => {
    const { payload } = await rig.payloadOf(10, 'tool.jar');
    const failure = { kind: 'type-refused', type: '.jar' };
    expect(await rig.failing({ ...payload, mime: 'application/java-archive' })).toEqual({ failure, sent: 'nothing' });
    expect(rig.traits.refusedExtensions).toEqual(expect.arrayContaining(['exe', 'jar', 'apk', 'rar', 'so', 'h5']));
  });

  test.each([
    [400, 'bad-request'],
    [405, 'bad-request'],
    [411, 'bad-request'],
    [414, 'bad-request'],
    [451, 'content-blocked'],
  ])('status %i is %s, for good', async (status, kind) => {
    await rig.standIn.fail({ kind: 'status', status });
    expect(await rig.failing((await rig.payloadOf(1)).payload)).toMatchObject({ failure: { kind }, sent: 'nothing' });
  });
});
