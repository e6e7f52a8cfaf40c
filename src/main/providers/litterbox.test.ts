import { describe, expect, test } from 'vitest';
import { describeConformance } from './conformance.ts';
import { labTarget } from './conformance-lab.ts';
import { createRig, rigNow } from './conformance-rig.ts';
import { litterbox } from './litterbox.ts';
import { deliveryOfAnswer } from './stub-answer.ts';

describeConformance(litterbox, labTarget('litterbox', { linkPath: /^\/[a-z0-9]{16}(\.\w+)?$/ }));

describe('litterbox', () => {
  test.each([
    [{}, '24h', 24],
    [{ time: '1h' }, '1h', 1],
    [{ time: '12h' }, '12h', 12],
    [{ time: '72h' }, '72h', 72],
  ])(
    'trap: with %j it asks for %s and for a long name, neither is the host’s default',
    async (settings, time, hours) => {
      const rig = await createRig(litterbox, labTarget('litterbox', { settings }));
      const { link, expiresAt } = await rig.send((await rig.payloadOf(1)).payload);
      expect(rig.standIn.uploads.at(-1)?.fields).toEqual({ reqtype: 'fileupload', time, fileNameLength: '16' });
      expect(expiresAt).toBe(rigNow + hours * 3_600_000);
      expect(rig.traits.retention).toEqual({ kind: 'fixed', ms: hours * 3_600_000 });
      expect(link).toMatch(/\/[a-z0-9]{16}\.bin$/);
      await rig.close();
    },
  );

  test('trap: its links lead to litter.catbox.moe, white space around them does not count, and all else is an error', async () => {
    const link = 'https://litter.catbox.moe/0123456789abcdef.txt';
    expect(await deliveryOfAnswer(litterbox, ` ${link}\r\n`)).toMatchObject({ link });
    for (const text of [
      'https://litterbox.catbox.moe/a.txt',
      'https://files.catbox.moe/a.txt',
      'An error',
      `${link} x`,
    ]) {
      expect(await deliveryOfAnswer(litterbox, text)).toMatchObject({ kind: 'bad-answer' });
    }
  });

  test('other times are no settings', () => {
    expect(litterbox.settings.safeParse({ time: '48h' }).success).toBe(false);
  });
});
