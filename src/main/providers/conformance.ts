/** One suite for all HTTP providers, run against a stand-in of the host: what every upload must do, whatever the host. */
import { appendFile, rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ConformanceTarget, createRig, type Rig } from './conformance-rig.ts';
import type { Provider } from './provider.ts';

const mebibyte = 1024 * 1024;
const sizes = [1, mebibyte - 1, mebibyte, mebibyte + 1, 3 * mebibyte, 3 * mebibyte + 1, 20 * mebibyte];
const oddNames = [
  'say "hello".txt',
  'two\r\nlines\n.txt',
  'a#b?c&d=e.txt',
  '100% %20 %.txt',
  '報告書 最終版.txt',
  '🎉👩‍👩‍👧.txt',
  '\u202egnp.txt',
  "back\\slash ; 'quote'.txt",
  'no-extension',
  '.hidden',
  `${'n'.repeat(251)}.txt`,
];
/** Declares the suite. `makeTarget` is called once; the target is healed after each test. */
export function describeConformance(provider: Provider, makeTarget: () => Promise<ConformanceTarget>): void {
  describe(`${provider.id} conforms`, () => {
    let rig: Rig;
    beforeAll(async () => {
      rig = await createRig(provider, await makeTarget());
    });
    afterEach(() => rig.standIn.heal());
    afterAll(() => rig.close());

    test('its settings have defaults for everything, and no secret is among them', () => {
      expect(() => provider.settings.parse({})).not.toThrow();
      for (const { name } of provider.secretFields) {
        expect(provider.settings.safeParse({ [name]: 'x' }).success).toBe(false);
      }
    });

    test.each(sizes)('%i bytes arrive as they are, and the link proves it', async (size) => {
      const { payload, sha256 } = await rig.payloadOf(size);
      const delivery = await rig.send(payload);
      expect(rig.standIn.uploads.at(-1)).toMatchObject({ size, sha256 });
      expect(await rig.checked(delivery.link, payload)).toEqual({ kind: 'size', by: 'link' });
    });

    test('an empty file is taken or refused, as its traits say', async () => {
      const { payload } = await rig.payloadOf(0);
      if (rig.traits.takesEmptyFiles) {
        await rig.send(payload);
        expect(rig.standIn.uploads.at(-1)).toMatchObject({ size: 0 });
      } else {
        expect(await rig.failing(payload)).toEqual({ failure: { kind: 'empty-refused' }, sent: 'nothing' });
      }
    });

    test.each(oddNames)('a file named %j arrives, its name intact', async (name) => {
      const { payload, sha256 } = await rig.payloadOf(10, name);
      const { link } = await rig.send(payload);
      expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w.%-]+$/);
      const arrived = rig.standIn.uploads.at(-1);
      const unescaped = arrived?.name.replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n');
      expect([unescaped, arrived?.sha256]).toEqual([name, sha256]);
    });

    test('progress only grows and ends at the size', async () => {
      const { payload } = await rig.payloadOf(5 * mebibyte);
      const told: number[] = [];
      await rig.send(payload, { onProgress: (bytes) => told.push(bytes) });
      expect(told).toEqual(told.toSorted((a, b) => a - b));
      expect(told.filter((bytes) => bytes > 0 && bytes < payload.size).length).toBeGreaterThan(0);
      expect(told.at(-1)).toBe(payload.size);
    });

    test('a cancel at half ends the upload, and the host has no file', async () => {
      const { payload } = await rig.payloadOf(20 * mebibyte);
      const before = rig.standIn.uploads.length;
      const cancel = new AbortController();
      const failed = await rig.failing(payload, {
        signal: cancel.signal,
        onProgress: (bytes) => bytes >= payload.size / 2 && cancel.abort(),
      });
      expect(failed).toEqual({ failure: { kind: 'cancelled' }, sent: 'part' });
      await expect.poll(() => rig.standIn.requests.at(-1)?.ended).toBe(true);
      expect(rig.standIn.requests.at(-1)?.complete).toBe(false);
      expect(rig.standIn.uploads).toHaveLength(before);
    });

    test('a file that changed or vanished since it was pinned is not sent', async () => {
      const before = rig.standIn.uploads.length;
      const { payload: grown } = await rig.payloadOf(100);
      await appendFile(grown.source.path, 'more');
      expect((await rig.failing(grown)).failure).toEqual({ kind: 'source-changed' });
      const { payload: gone } = await rig.payloadOf(100);
      await rm(gone.source.path);
      expect((await rig.failing(gone)).failure).toEqual({ kind: 'source-unreadable', why: 'missing' });
      expect(rig.standIn.uploads).toHaveLength(before);
    });

    test('a cancel before the start asks nothing of the host', async () => {
      const { payload } = await rig.payloadOf(10);
      const before = rig.standIn.requests.length;
      expect(await rig.failing(payload, { signal: AbortSignal.abort() })).toEqual({
        failure: { kind: 'cancelled' },
        sent: 'nothing',
      });
      expect(rig.standIn.requests).toHaveLength(before);
    });

    test('a cancel while the answer is awaited leaves open whether the host kept it', async () => {
      await rig.standIn.fail({ kind: 'no-answer' });
      const { payload } = await rig.payloadOf(mebibyte);
      const before = rig.standIn.uploads.length;
      const cancel = new AbortController();
      const failed = rig.failing(payload, { signal: cancel.signal });
      await expect.poll(() => rig.standIn.uploads.length).toBe(before + 1);
      cancel.abort();
      expect(await failed).toEqual({ failure: { kind: 'cancelled' }, sent: 'all' });
    });

    test.each([
      [{ status: 413 }, { kind: 'too-large', limitBytes: null }, 'nothing'],
      [{ status: 429, retryAfter: '7' }, { kind: 'rate-limited', retryAfterMs: 7000 }, 'nothing'],
      [{ status: 403, body: 'no\u202e\r\nentry' }, { kind: 'forbidden', detail: 'no entry' }, 'nothing'],
      [{ status: 500 }, { kind: 'server', status: 500, retryAfterMs: null }, 'all'],
      [{ status: 503, retryAfter: '30' }, { kind: 'server', status: 503, retryAfterMs: 30_000 }, 'all'],
      [{ status: 302, location: 'https://elsewhere.example/' }, { kind: 'bad-answer' }, 'all'],
    ] as const)('status %j is told apart', async (answer, failure, sent) => {
      await rig.standIn.fail({ kind: 'status', ...answer });
      const { payload } = await rig.payloadOf(100);
      expect(await rig.failing(payload)).toEqual({ failure: expect.objectContaining(failure), sent });
    });

    test.each(['linger', 'after-body'] as const)('a 413 over an unknown limit is too-large (%s)', async (how) => {
      await rig.standIn.fail({ kind: 'limit', bytes: mebibyte, how });
      const { payload } = await rig.payloadOf(20 * mebibyte);
      const failure = { kind: 'too-large', sizeBytes: payload.size, limitBytes: null };
      expect(await rig.failing(payload)).toEqual({ failure, sent: 'nothing' });
    });

    test('a 413 with the connection closed at once is too-large, or a cut where the answer was lost', async () => {
      await rig.standIn.fail({ kind: 'limit', bytes: mebibyte, how: 'close' });
      const { payload } = await rig.payloadOf(20 * mebibyte);
      expect(['too-large', 'cut-while-sending', 'connection']).toContain((await rig.failing(payload)).failure.kind);
    });

    test('a refused connection sent nothing', async () => {
      await rig.standIn.fail({ kind: 'refuse' });
      const { payload } = await rig.payloadOf(100);
      expect(await rig.failing(payload)).toEqual({
        failure: expect.objectContaining({ kind: 'connection' }),
        sent: 'nothing',
      });
    });

    test('a connection reset at half is a cut while sending', async () => {
      await rig.standIn.fail({ kind: 'reset', afterBytes: 10 * mebibyte });
      const { payload } = await rig.payloadOf(20 * mebibyte);
      const failure = expect.objectContaining({ kind: 'cut-while-sending' });
      expect(await rig.failing(payload)).toEqual({ failure, sent: 'part' });
    });

    test('a connection reset instead of an answer leaves open whether the host kept it', async () => {
      await rig.standIn.fail({ kind: 'reset-after-body' });
      const { payload } = await rig.payloadOf(100);
      expect(await rig.failing(payload)).toEqual({
        failure: expect.objectContaining({ kind: 'connection' }),
        sent: 'all',
      });
    });

    test.each([
      { kind: 'html-page' },
      { kind: 'text', text: '' },
      { kind: 'text', text: 'Something went wrong' },
      { kind: 'text', text: 'https://elsewhere.example/abc.bin' },
      { kind: 'text', text: 'javascript:alert(1)' },
      { kind: 'text', text: 'x'.repeat(200_000) },
    ] as const)('200 with anything but a link of its own is no success: %j', async (fault) => {
      await rig.standIn.fail(fault);
      const { payload } = await rig.payloadOf(100);
      const { failure, sent } = await rig.failing(payload);
      expect([failure.kind, sent]).toEqual(['bad-answer', 'all']);
      expect('detail' in failure && failure.detail.length).toBeLessThanOrEqual(500);
    });

    test('a link to an empty file is found out by the check', async () => {
      await rig.standIn.fail({ kind: 'bad-file', file: 'empty' });
      const { payload } = await rig.payloadOf(1000);
      const { link } = await rig.send(payload);
      expect(await rig.checked(link, payload)).toEqual({ contradiction: 'size', gotBytes: 0 });
    });
  });
}
