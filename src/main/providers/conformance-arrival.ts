/** Conformance: every file arrives as it is, under its name, behind a proper link, and the proof is honest. */
import { createHash } from 'node:crypto';
import { appendFile, rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Proof } from '../../shared/model.ts';
import { notTried, type Suite } from './conformance.ts';
import { rigNow } from './conformance-rig.ts';

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;
const borders = [64 * kibibyte, mebibyte, 3 * mebibyte].flatMap((size) => [size - 1, size, size + 1]);
const sizes = [1, ...borders, 20 * mebibyte];
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

/** The proof that a provider of these traits gets where its target names none. */
export function usualProof({ target, traits }: Pick<Suite, 'target' | 'traits'>): Proof {
  if (target.proof) return target.proof;
  return traits.linkCheck === 'never' ? { kind: 'unverified', why: 'not-checkable' } : { kind: 'size', by: 'link' };
}

export function arrivalConforms(suite: Suite): void {
  const { target, traits, rig, topic, expectFailed } = suite;

  test.each(sizes)('%i bytes arrive as they are, with the proof that this host can give', async (size) => {
    const { payload, sha256 } = await rig().payloadOf(size);
    const delivery = await rig().send(payload);
    expect(await rig().arrived(delivery.link)).toMatchObject({ size, sha256 });
    expect(await rig().proofOf(delivery, payload)).toEqual(usualProof(suite));
  });

  test('an empty file is taken or refused, as its traits say', async () => {
    const { payload, sha256 } = await rig().payloadOf(0);
    if (traits.takesEmptyFiles) {
      const { link } = await rig().send(payload);
      expect(await rig().arrived(link)).toMatchObject({ size: 0, sha256 });
    } else {
      const usual = { failure: { kind: 'empty-refused' }, sent: 'nothing' };
      expectFailed(await rig().failing(payload), usual, 'empty');
    }
  });

  test.each(oddNames)('a file named %j arrives, under a name that the host may have', async (name) => {
    const { payload, sha256 } = await rig().payloadOf(10, name);
    const { link } = await rig().send(payload);
    const arrived = await rig().arrived(link);
    const unescaped = arrived.name.replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n');
    expect([unescaped, arrived.sha256]).toEqual([target.expectedName?.(name) ?? name, sha256]);
    const url = new URL(link);
    expect(url.href).toBe(link);
    expect(url.origin).toMatch(/^https?:\/\/127\.0\.0\.1:\d+$/);
    expect(url.search + url.hash).toMatch(target.linkQuery ?? /^$/);
    expect(url.pathname).toMatch(/^(\/[\w.!~*'()+,=@:;$&%-]+)+$/);
    expect(url.pathname).toMatch(target.linkPath ?? /./);
    expect(url.pathname).not.toMatch(/%(?![0-9A-F]{2})/i);
    if (traits.scope !== 'local') expect(rig().connection.ownsAddress?.(url)).toBe(true);
  });

  topic('download', () =>
    test.each(['file.bin', ...oddNames.slice(0, 6)])('who follows the link to %j gets the bytes', async (name) => {
      const { payload, sha256 } = await rig().payloadOf(mebibyte + 7, name);
      const { link } = await rig().send(payload);
      // Some hosts show a page to browsers, and to programs that they do not know.
      const answer = await fetch(link, { headers: { 'user-agent': 'curl/8.0' } });
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect(answer.status).toBe(200);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    }),
  );

  test('two files of one name do not replace each other', async () => {
    const first = await rig().payloadOf(100, 'same.txt');
    const { link } = await rig().send(first.payload, { uploadId: 'first' });
    const second = await rig().payloadOf(200, 'same.txt');
    if (target.sameName === 'name-taken') {
      expect((await rig().failing(second.payload)).failure).toEqual({ kind: 'name-taken', name: 'same.txt' });
    } else {
      expect((await rig().send(second.payload, { uploadId: 'second' })).link).not.toBe(link);
    }
  });

  if (traits.idempotent) {
    test('the same file sent twice leaves one copy', async () => {
      const { payload } = await rig().payloadOf(100);
      const { link } = await rig().send(payload);
      const again = await rig().send(payload);
      if (again.link !== link) expect((await fetch(link)).status).toBeGreaterThanOrEqual(400);
    });
  } else
    notTried('one copy of a file sent twice', 'its traits promise none', () => expect(traits.idempotent).toBe(false));

  test('an end is told where the host has one', async () => {
    const { payload } = await rig().payloadOf(100);
    const { expiresAt } = await rig().send(payload);
    if (traits.retention.kind === 'no-end-date' || traits.retention.kind === 'while-used') {
      expect(expiresAt).toBeNull();
    } else if (expiresAt !== null) {
      expect(Number.isInteger(expiresAt) && expiresAt > rigNow).toBe(true);
    }
  });

  test('progress only grows and ends at the size', async () => {
    const { payload } = await rig().payloadOf(5 * mebibyte);
    const told: number[] = [];
    await rig().send(payload, { onProgress: (bytes) => told.push(bytes) });
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    const between = told.filter((bytes) => bytes > 0 && bytes < payload.size).length;
    expect(between > 0).toBe(traits.linkCheck !== 'own-server');
    expect(told.at(-1)).toBe(payload.size);
  });

  test('a file that changed or vanished since it was pinned is not sent', async () => {
    const before = rig().standIn.uploads.length;
    const { payload: grown } = await rig().payloadOf(100);
    await appendFile(grown.source.path, 'more');
    expect((await rig().failing(grown)).failure).toEqual({ kind: 'source-changed' });
    const { payload: gone } = await rig().payloadOf(100);
    await rm(gone.source.path);
    expect((await rig().failing(gone)).failure).toEqual({ kind: 'source-unreadable', why: 'missing' });
    expect(rig().standIn.uploads).toHaveLength(before);
  });

  test('a cancel before the start asks nothing of the host', async () => {
    const { payload } = await rig().payloadOf(10);
    const before = rig().standIn.requests.length;
    expect(await rig().failing(payload, { signal: AbortSignal.abort() })).toEqual({
      failure: { kind: 'cancelled' },
      sent: 'nothing',
    });
    expect(rig().standIn.requests).toHaveLength(before);
  });
}
