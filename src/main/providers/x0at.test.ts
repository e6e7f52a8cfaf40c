import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { describeConformance } from './conformance.ts';
import { labTarget } from './conformance-lab.ts';
import { createRig, type Rig, rigNow } from './conformance-rig.ts';
import { keptMs, x0at } from './x0at.ts';

const mebibyte = 1024 * 1024;
const dayMs = 86_400_000;
const own = { maxMiB: 100, minDays: 3, maxDays: 100 };

describeConformance(x0at, labTarget('x0at'));

test.each([
  [0, 100],
  [10, 3 + 97 * 0.81],
  [50, 27.25],
  [100, 3],
  [101, 3],
])('a file of %i MiB is kept %d days', (size, days) => {
  expect(keptMs(size * mebibyte, own)).toBe(Math.floor(days * dayMs));
});

describe('x0at', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await createRig(x0at, labTarget('x0at', { settings: { maxMiB: 1 } }));
  });
  afterEach(() => rig.standIn.heal());
  afterAll(() => rig.close());

  test('trap: asks for a link that can not be guessed, and never for a page', async () => {
    const { payload } = await rig.payloadOf(mebibyte / 2, 'a.tar.gz');
    const { link, expiresAt } = await rig.send(payload);
    expect(rig.standIn.uploads.at(-1)?.fields).toEqual({ id_length: '16' });
    expect(link).toMatch(/\/[a-z0-9]{16}\.tar\.gz$/);
    expect(expiresAt).toBe(rigNow + 27.25 * dayMs);
  });

  test('trap: a part that PHP dropped gives the front page with status 200', async () => {
    await rig.standIn.fail({ kind: 'limit', bytes: 10, how: 'drop-part' });
    const { failure, sent } = await rig.failing((await rig.payloadOf(100)).payload);
    expect(failure).toMatchObject({ kind: 'bad-answer', detail: expect.stringContaining('may be over its limit') });
    expect(sent).toBe('all');
  });

  test('trap: the front page for a file over the limit means too large', async () => {
    await rig.standIn.fail({ kind: 'limit', bytes: mebibyte, how: 'drop-part' });
    const { payload } = await rig.payloadOf(mebibyte + 1);
    const failure = { kind: 'too-large', sizeBytes: mebibyte + 1, limitBytes: mebibyte };
    expect(await rig.failing(payload)).toEqual({ failure, sent: 'nothing' });
  });

  test('trap: its limit is 100 MiB, though the software’s own default is 512', () => {
    expect(x0at.traits(x0at.settings.parse({}), () => false).maxBytes).toBe(100 * mebibyte);
  });

  test('trap: what the scan hook says is content-blocked', async () => {
    await rig.standIn.fail({ kind: 'status', status: 400, body: 'Error: Eicar found\n' });
    const failure = { kind: 'content-blocked', detail: 'Error: Eicar found' };
    expect(await rig.failing((await rig.payloadOf(1)).payload)).toEqual({ failure, sent: 'nothing' });
  });

  test('trap: 520, when the file could not be moved, is a fault of the server', async () => {
    await rig.standIn.fail({ kind: 'status', status: 520, body: '' });
    expect((await rig.failing((await rig.payloadOf(1)).payload)).failure).toMatchObject({
      kind: 'server',
      status: 520,
    });
  });

  test('settings: an address with a password, or of another kind, is refused', () => {
    for (const server of ['https://me:pw@x0.example/', 'ftp://x0.example/', 'x0.example']) {
      expect(x0at.settings.safeParse({ server }).success).toBe(false);
    }
    expect(x0at.settings.safeParse({ server: 'http://nas.local:8080/drop/' }).success).toBe(true);
  });
});
