import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { describeConformance } from './conformance.ts';
import { labTarget } from './conformance-lab.ts';
import { createRig, type Rig, rigNow } from './conformance-rig.ts';
import { deliveryOfAnswer } from './stub-answer.ts';
import { tmpfilelink } from './tmpfilelink.ts';

const dayMs = 86_400_000;

/** What becomes of an answer of the host's own server with these texts in it. */
function told(answer: Record<string, unknown>, size = 5) {
  return deliveryOfAnswer(tmpfilelink, JSON.stringify(answer), { size });
}

describe('tmpfile.link', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await createRig(tmpfilelink, labTarget('tmpfilelink'));
  });
  afterEach(() => rig.standIn.heal());
  afterAll(() => rig.close());

  test('a link ends after seven days, and the host tells how much it has', async () => {
    const { link, expiresAt, proof } = await rig.send((await rig.payloadOf(100, 'a.txt')).payload);
    expect(link).toMatch(/\/public\/\d{4}-\d\d-\d\d\/[\w-]{36}\/a\.txt$/);
    expect([expiresAt, proof]).toEqual([rigNow + 7 * dayMs, { kind: 'size', by: 'host' }]);
    expect(rig.traits.retention).toEqual({ kind: 'fixed', ms: 7 * dayMs });
  });

  test('trap: the name in downloadLink is not escaped; "#", "?" and "%" of a name do not cut or change the link', async () => {
    for (const name of ['a b ü.txt', 'a#b.txt', 'a?b=c&d.txt', '100%.txt', 'a%20b.txt']) {
      const { link } = await rig.send((await rig.payloadOf(5, name)).payload);
      expect(link.endsWith(`/${encodeURIComponent(name)}`)).toBe(true);
      expect((await fetch(link)).status).toBe(200);
    }
  });

  test.each([
    ['escaped already', 'https://d.tmpfile.link/public/x/a%20b.txt', 'a b.txt'],
    ['with another name', 'https://d.tmpfile.link/public/x/a b.txt', 'c.txt'],
    ['without a name', 'https://d.tmpfile.link/public/x/a b.txt', undefined],
  ])('a downloadLink %s is normalised', async (_, downloadLink, fileName) => {
    expect(await told({ downloadLink, fileName })).toMatchObject({ link: 'https://d.tmpfile.link/public/x/a%20b.txt' });
  });

  test('trap: downloadLinkEncoded, whose slashes are %2F, is not the link', async () => {
    const downloadLinkEncoded = 'https://d.tmpfile.link/public%2Fx%2Fa.txt';
    const downloadLink = 'https://d.tmpfile.link/public/x/a.txt';
    expect(await told({ downloadLink, downloadLinkEncoded })).toMatchObject({ link: downloadLink });
    expect(await told({ downloadLinkEncoded })).toMatchObject({ kind: 'bad-answer' });
  });

  test.each(['d.tmpfile.link', 'd8.tfdl.net', 'd10.tfdl.net'])('trap: links lead to %s as well', async (host) => {
    const downloadLink = `https://${host}/public/2026-02-21/id/a.txt`;
    expect(await told({ downloadLink })).toMatchObject({ link: downloadLink });
  });

  test.each([
    'http://d8.tfdl.net/public/a.txt',
    'https://tfdl.net/public/a.txt',
    'https://d8.tfdl.net.example/public/a.txt',
    'https://eviltfdl.net/public/a.txt',
    'https://me@d.tmpfile.link/public/a.txt',
    'https://d.tmpfile.link/',
    'https://d.tmpfile.link/public/',
    'javascript:alert(1)',
  ])('%s is no link of this host', async (downloadLink) => {
    expect(await told({ downloadLink })).toMatchObject({ kind: 'bad-answer' });
  });

  test.each(['..', '../../x', 'a\\..\\b', '\ud800.txt'])('the file name %j stays one segment', async (fileName) => {
    const answer = await told({ downloadLink: `https://d.tmpfile.link/public/id/${fileName}`, fileName });
    expect(answer).toMatchObject({ link: expect.stringMatching(/^https:\/\/d\.tmpfile\.link\/public\/id\/[^/\\]+$/) });
  });

  test('another size than the file’s is a contradiction; none, or none that is a number, proves nothing', async () => {
    const downloadLink = 'https://d.tmpfile.link/public/x/a.txt';
    expect(await told({ downloadLink, size: 4 })).toEqual({ kind: 'bad-proof', why: 'size' });
    expect(await told({ downloadLink, size: 5 })).toMatchObject({ proof: { kind: 'size', by: 'host' } });
    for (const size of [undefined, null, '5'])
      expect(await told({ downloadLink, size })).toMatchObject({ proof: null });
  });

  test('sends user ID and token as headers, and none without them', async () => {
    const { payload } = await rig.payloadOf(1);
    await rig.send(payload);
    expect(rig.standIn.requests.at(-1)?.headers).not.toHaveProperty('x-user-id');
    expect(rig.standIn.requests.at(-1)?.headers).not.toHaveProperty('x-auth-token');
    await using mine = await createRig(tmpfilelink, labTarget('tmpfilelink', { settings: { userId: 'me' } }));
    const { link } = await mine.send((await mine.payloadOf(1)).payload, {}, mine.connect({ authToken: 't0ken' }));
    expect(mine.standIn.requests.at(-1)?.headers).toMatchObject({ 'x-user-id': 'me', 'x-auth-token': 't0ken' });
    expect(new URL(link).pathname).toMatch(/^\/me\//);
  });

  test('a secret that no header can hold is named, and nothing is sent', async () => {
    const before = rig.standIn.requests.length;
    const failed = await rig.failing((await rig.payloadOf(1)).payload, {}, rig.connect({ authToken: 'a\r\nb: c' }));
    expect(failed).toEqual({ failure: { kind: 'settings-invalid', field: 'authToken' }, sent: 'nothing' });
    expect(rig.standIn.requests).toHaveLength(before);
  });
});

const proof = { kind: 'size', by: 'host' } as const;
const cannot = {
  'wrong-secret': 'the host documents no refusal of them, and neither does its stand-in',
  'check-credentials': 'the host has no such question',
};
describeConformance(tmpfilelink, labTarget('tmpfilelink', { proof }));
describeConformance(
  tmpfilelink,
  labTarget('tmpfilelink', {
    label: 'with a user',
    proof,
    cannot,
    settings: { userId: 'me' },
    secrets: () => ({ authToken: 'token-canary' }),
  }),
);
