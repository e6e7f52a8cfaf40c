/** Conformance: connections that break and users who cancel; what may be left at the host is told honestly. */
import { expect, test } from 'vitest';
import type { Suite } from './conformance.ts';

const mebibyte = 1024 * 1024;

export function cutsConform({ rig, topic }: Suite): void {
  topic('sending', () => {
    test('a cancel at half ends the upload, and the host has no file', async () => {
      const { payload } = await rig().payloadOf(20 * mebibyte);
      const { uploads, requests } = rig().standIn;
      const before = { uploads: uploads.length, requests: requests.length };
      const cancel = new AbortController();
      const failed = await rig().failing(payload, {
        signal: cancel.signal,
        onProgress: (bytes) => bytes >= payload.size / 2 && cancel.abort(),
      });
      expect(failed).toEqual({ failure: { kind: 'cancelled' }, sent: 'part' });
      // The host may not have seen the last request yet, which would meet the next test's fault.
      const isCut = () => requests.slice(before.requests).some(({ ended, complete }) => ended && !complete);
      await expect.poll(isCut).toBe(true);
      await expect.poll(() => requests.every(({ ended }) => ended)).toBe(true);
      expect(rig().standIn.uploads).toHaveLength(before.uploads);
    });

    topic('unanswered', () => {
      test('a cancel while the answer is awaited leaves open whether the host kept it', async () => {
        await rig().standIn.fail({ kind: 'no-answer' });
        const { payload } = await rig().payloadOf(mebibyte);
        const before = rig().standIn.uploads.length;
        const cancel = new AbortController();
        const failed = rig().failing(payload, { signal: cancel.signal });
        await expect.poll(() => rig().standIn.uploads.length).toBe(before + 1);
        cancel.abort();
        expect(await failed).toEqual({ failure: { kind: 'cancelled' }, sent: 'all' });
      });
    });
  });

  topic('cuts', () => {
    test('a refused connection sent nothing', async () => {
      await rig().standIn.fail({ kind: 'refuse' });
      const { payload } = await rig().payloadOf(100);
      const failure = expect.objectContaining({ kind: 'connection' });
      expect(await rig().failing(payload)).toEqual({ failure, sent: 'nothing' });
    });

    test('a connection reset at half is a cut while sending', async () => {
      await rig().standIn.fail({ kind: 'reset', afterBytes: 10 * mebibyte });
      const { payload } = await rig().payloadOf(20 * mebibyte);
      const failure = expect.objectContaining({ kind: 'cut-while-sending' });
      expect(await rig().failing(payload)).toEqual({ failure, sent: 'part' });
    });

    topic('unanswered', () => {
      test('a connection reset instead of an answer leaves open whether the host kept it', async () => {
        await rig().standIn.fail({ kind: 'reset-after-body' });
        const { payload } = await rig().payloadOf(100);
        const failure = expect.objectContaining({ kind: 'connection' });
        expect(await rig().failing(payload)).toEqual({ failure, sent: 'all' });
      });
    });
  });
}
