/** Conformance: an upload that was killed goes on where it was, and a checkpoint of no use begins anew. */
import { expect, test } from 'vitest';
import { notTried, type Suite } from './conformance.ts';

const usualBytes = 40 * 1024 * 1024;

export function resumeConforms({ target, traits, rig }: Suite): void {
  if (!traits.resumable) {
    notTried('kill and resume', 'its traits promise none');
    return;
  }
  const size = target.resumeBytes ?? usualBytes;

  test('an upload that was killed at three quarters sends only what is left', { timeout: 60_000 }, async () => {
    const { payload, sha256 } = await rig().payloadOf(size);
    const { state: resumeFrom } = await rig().killed(payload, (payload.size * 3) / 4);
    expect(resumeFrom).toBeTypeOf('string');
    await expect.poll(() => rig().standIn.requests.every(({ ended }) => ended)).toBe(true);
    const before = rig().standIn.requests.length;
    const delivery = await rig().send(payload, { resumeFrom }, rig().connect());
    const again = rig()
      .standIn.requests.slice(before)
      .reduce((sum, { bodyBytes }) => sum + bodyBytes, 0);
    expect(again).toBeLessThan(payload.size * 0.75);
    expect(await rig().arrived(delivery.link)).toMatchObject({ size, sha256 });
  });

  test.each(['', 'nonsense', '{}', '{"uploadId":"gone"}'])('the checkpoint %j begins anew', async (resumeFrom) => {
    const { payload, sha256 } = await rig().payloadOf(1000);
    const { link } = await rig().send(payload, { resumeFrom });
    expect(await rig().arrived(link)).toMatchObject({ sha256 });
  });
}
