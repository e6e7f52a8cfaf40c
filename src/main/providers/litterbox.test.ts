import { describe, expect, test } from 'vitest';
import { startLab } from '../../../lab/lab.ts';
import { describeConformance } from './conformance.ts';
import { type ConformanceTarget, createRig, rigNow } from './conformance-rig.ts';
import { litterbox } from './litterbox.ts';

async function target(settings: Record<string, unknown> = {}): Promise<ConformanceTarget> {
  const lab = await startLab();
  return { standIn: lab.litterbox, settings, stop: lab.stop };
}

describeConformance(litterbox, target);

describe('litterbox', () => {
  test.each([
    [{}, '24h', 24],
    [{ time: '1h' }, '1h', 1],
    [{ time: '12h' }, '12h', 12],
    [{ time: '72h' }, '72h', 72],
  ])('with %j it asks for %s, and the link ends after %i hours', async (settings, time, hours) => {
    const rig = await createRig(litterbox, await target(settings));
    const { link, expiresAt } = await rig.send((await rig.payloadOf(1)).payload);
    expect(rig.standIn.uploads.at(-1)?.fields).toEqual({ reqtype: 'fileupload', time, fileNameLength: '16' });
    expect(expiresAt).toBe(rigNow + hours * 3_600_000);
    expect(rig.traits.retention).toEqual({ kind: 'fixed', ms: hours * 3_600_000 });
    expect(link).toMatch(/\/[a-z0-9]{16}\.bin$/);
    await rig.close();
  });

  test('other times are no settings', () => {
    expect(litterbox.settings.safeParse({ time: '48h' }).success).toBe(false);
  });
});
