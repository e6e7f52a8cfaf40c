import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { describeConformance } from './conformance.ts';
import { labTarget } from './conformance-lab.ts';
import { createRig, type Rig, rigNow } from './conformance-rig.ts';
import { shortenedName } from './names.ts';
import { deliveryOfAnswer } from './stub-answer.ts';
import { uguu } from './uguu.ts';

const mebibyte = 1024 * 1024;
const hourMs = 3_600_000;

function told(file: Record<string, unknown>, settings = {}) {
  const text = JSON.stringify({ success: true, files: [file] }).replaceAll('/', '\\/');
  return deliveryOfAnswer(uguu, text, { settings });
}

describe('uguu', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await createRig(uguu, labTarget('uguu', { settings: { maxMiB: 1 } }));
  });
  afterEach(() => rig.standIn.heal());
  afterAll(() => rig.close());

  const failing = async (size = 100, name?: string) => rig.failing((await rig.payloadOf(size, name)).payload);

  test('the link is read from JSON with escaped slashes, ends after hours, and the size proves it', async () => {
    const { link, expiresAt, proof } = await rig.send((await rig.payloadOf(5, 'a.tar.gz')).payload);
    expect(link).toMatch(/\/[A-Za-z]{8}\.tar\.gz$/);
    expect([expiresAt, proof]).toEqual([rigNow + 3 * hourMs, { kind: 'size', by: 'host' }]);
    expect(rig.traits.retention).toEqual({ kind: 'fixed', ms: 3 * hourMs });
  });

  test('trap: one file per request', async () => {
    const before = rig.standIn.uploads.length;
    await rig.send((await rig.payloadOf(5)).payload);
    await rig.send((await rig.payloadOf(5)).payload);
    expect(rig.standIn.uploads).toHaveLength(before + 2);
    expect(rig.standIn.requests.slice(-2).map(({ path }) => path)).toEqual(['/upload', '/upload']);
  });

  test('trap: a rate limit is a 500, with its wait in the description', async () => {
    await rig.standIn.fail({ kind: 'rate-limit' });
    const failure = { kind: 'rate-limited', host: expect.any(String), retryAfterMs: 60_000 };
    expect(await failing()).toEqual({ failure, sent: 'nothing' });
  });

  test('trap: a 500 without such words is a fault of the server', async () => {
    for (const description of ['Failed to move file to destination.', 'Server error.']) {
      await rig.standIn.fail({ kind: 'status', status: 500, body: JSON.stringify({ success: false, description }) });
      expect((await failing()).failure).toMatchObject({ kind: 'server', status: 500 });
    }
  });

  test('trap: over its limit, "no input" (400) and "server error" (500) both mean too large', async () => {
    const failure = { kind: 'too-large', sizeBytes: mebibyte + 1, limitBytes: mebibyte };
    for (const how of ['drop-part', 'after-body'] as const) {
      await rig.standIn.fail({ kind: 'limit', bytes: mebibyte, how });
      expect(await failing(mebibyte + 1)).toEqual({ failure, sent: 'nothing' });
    }
  });

  test('trap: "no input" for a file within the limit names the cause as a guess only', async () => {
    await rig.standIn.fail({ kind: 'limit', bytes: 10, how: 'drop-part' });
    expect((await failing()).failure).toMatchObject({
      kind: 'bad-request',
      status: 400,
      detail: expect.stringContaining('may be over a limit'),
    });
  });

  test.each(['a.exe', 'a.HTML', 'a.svg', 'a.zip'])(
    'trap: %s is refused, .zip although upstream allows it',
    async (name) => {
      const type = name.slice(1).toLowerCase();
      expect(rig.traits.refusedExtensions).toContain(type.slice(1));
      expect(await failing(5, name)).toEqual({ failure: { kind: 'type-refused', type }, sent: 'nothing' });
    },
  );

  test('a blacklisted file is no refused type, though it is a 415 as well', async () => {
    await rig.standIn.fail({
      kind: 'status',
      status: 415,
      body: '{"success":false,"description":"File blacklisted."}',
    });
    expect(await failing()).toMatchObject({ failure: { kind: 'content-blocked' }, sent: 'nothing' });
  });

  test('trap: names of 250 bytes and more are sent shorter, their extension kept', async () => {
    const { link } = await rig.send((await rig.payloadOf(5, `${'ü'.repeat(125)}.tar.gz`)).payload);
    expect(link).toMatch(/\.tar\.gz$/);
    expect(Buffer.byteLength(rig.standIn.uploads.at(-1)?.name ?? '')).toBe(249);
  });

  test.each([
    { success: false, files: [{ url: 'https://a.uguu.se/abc.txt', size: 5 }] },
    { success: true, files: [] },
    { success: true, files: [{ size: 5 }] },
    { success: true, files: { 0: { url: 'https://a.uguu.se/abc.txt' } } },
    [{ url: 'https://a.uguu.se/abc.txt' }],
  ])('%j is no success', async (answer) => {
    expect(await deliveryOfAnswer(uguu, JSON.stringify(answer))).toMatchObject({ kind: 'bad-answer' });
  });

  test('another size than the file’s is a contradiction; none proves nothing', async () => {
    const url = 'https://a.uguu.se/abc.txt';
    expect(await told({ url, size: 4 })).toEqual({ kind: 'bad-proof', why: 'size' });
    expect(await told({ url })).toMatchObject({ link: url, proof: null });
    expect(await told({ url, size: '5' })).toMatchObject({ link: url, proof: null });
  });

  test.each(['a', 'd', 'h', 'n', 'o'])('links lead to %s.uguu.se', async (name) => {
    const url = `https://${name}.uguu.se/abcDEFgh.txt`;
    expect(await told({ url })).toMatchObject({ link: url });
  });

  test.each([
    'http://a.uguu.se/abc.txt',
    'https://a.uguu.se/',
    'https://notuguu.se/abc.txt',
    'https://a.uguu.se.example/abc.txt',
    'https://me@a.uguu.se/abc.txt',
    'https://files.example.org/abc.txt',
  ])('%s is no link of uguu.se', async (url) => {
    expect(await told({ url })).toMatchObject({ kind: 'bad-answer' });
  });

  test('another server’s links lead to itself, below its name, or where its settings say', async () => {
    const server = 'https://uguu.example.org/';
    for (const host of ['uguu.example.org', 'files.uguu.example.org']) {
      expect(await told({ url: `https://${host}/abc.txt` }, { server })).toMatchObject({
        link: `https://${host}/abc.txt`,
      });
    }
    const url = 'https://files.example.org/abc.txt';
    expect(await told({ url }, { server })).toMatchObject({ kind: 'bad-answer' });
    expect(await told({ url }, { server, linkHost: 'files.example.org' })).toMatchObject({ link: url });
    expect(await told({ url: 'https://a.uguu.se/abc.txt' }, { server })).toMatchObject({ kind: 'bad-answer' });
  });

  test('another server’s own figures count; a host with a path or a user in it is no setting', () => {
    const settings = uguu.settings.parse({ server: 'https://uguu.example.org', maxMiB: 64, hours: 48 });
    expect(uguu.traits(settings, () => false)).toMatchObject({
      maxBytes: 64 * mebibyte,
      retention: { kind: 'fixed', ms: 48 * hourMs },
    });
    for (const linkHost of ['https://x.example', 'x.example/y', 'me@x.example', '*.x.example']) {
      expect(uguu.settings.safeParse({ linkHost }).success).toBe(false);
    }
  });
});

describeConformance(
  uguu,
  labTarget('uguu', {
    proof: { kind: 'size', by: 'host' },
    expectedName: (name) => shortenedName(name, 249),
    linkPath: /^\/[A-Za-z]{8}(\.\w+)*$/,
    differs: {
      'limit-after-body': { kind: 'server', because: 'within the limit that we know, its 500 may mean anything' },
    },
  }),
);
