import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { describeConformance } from './conformance.ts';
import { labTarget } from './conformance-lab.ts';
import { createRig, type Rig, rigNow } from './conformance-rig.ts';
import { senditsh } from './senditsh.ts';
import { deliveryOfAnswer } from './stub-answer.ts';

describe('sendit.sh', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await createRig(senditsh, labTarget('senditsh'));
  });
  afterEach(() => rig.standIn.heal());
  afterAll(() => rig.close());

  test('trap: the name is encoded in the address that the file is sent to', async () => {
    await rig.send((await rig.payloadOf(1, 'a b&c#d?.txt')).payload);
    expect(rig.standIn.requests.at(-1)).toMatchObject({ method: 'PUT', path: '/a%20b%26c%23d%3F.txt' });
    expect(rig.standIn.uploads.at(-1)).toMatchObject({ name: 'a b&c#d?.txt', contentType: 'application/octet-stream' });
  });

  test('trap: a download may use the link up, so nobody asks it', async () => {
    const { payload } = await rig.payloadOf(5, 'a.txt');
    const delivery = await rig.send(payload);
    expect(rig.traits.linkCheck).toBe('never');
    expect(await rig.proofOf(delivery, payload)).toEqual({ kind: 'unverified', why: 'not-checkable' });
    expect(rig.standIn.requests.some(({ method }) => method !== 'PUT')).toBe(false);
    expect([(await fetch(delivery.link)).status, (await fetch(delivery.link)).status]).toEqual([200, 404]);
  });

  test('a link ends after a day', async () => {
    const { expiresAt } = await rig.send((await rig.payloadOf(1)).payload);
    expect(expiresAt).toBe(rigNow + 86_400_000);
  });

  test.each([
    [
      'trap: the link stands in a line of text',
      'Done!\n\nwget https://sendit.sh/lY_-J/jst3m.txt\n',
      '/lY_-J/jst3m.txt',
    ],
    ['trap: http becomes https', 'wget http://sendit.sh/ZEKDn/FxDyv.md', '/ZEKDn/FxDyv.md'],
    ['the first one counts', 'https://sendit.sh/aaaaa/1.txt https://sendit.sh/bbbbb/2.txt', '/aaaaa/1.txt'],
    ['its own one counts', 'https://sendit.example/aaaaa/1.txt https://sendit.sh/bbbbb/2.txt', '/bbbbb/2.txt'],
    ['what only begins like the name is not cut', 'https://sendit.sh/aaaaa/my file-1.txt', '/aaaaa/my'],
    ['a name that is not encoded', 'wget https://sendit.sh/aaaaa/my file\nBye', '/aaaaa/my%20file'],
    ['colours of a terminal', '\x1b[32mhttps://sendit.sh/aaaaa/a.txt\x1b[0m\n', '/aaaaa/a.txt'],
    ['marks around it', '<https://sendit.sh/aaaaa/a.txt>', '/aaaaa/a.txt'],
  ])('%s', async (_, text, path) => {
    expect(await deliveryOfAnswer(senditsh, text, { name: 'my file' })).toMatchObject({
      link: `https://sendit.sh${path}`,
    });
  });

  test.each([
    'Usage: curl -T file https://sendit.sh/',
    'curl -T file https://sendit.sh/file.txt',
    'https://sendit.sh/aaaaa/',
    'https://sendit.sh/aaaaa/..',
    'https://sendit.sh.example/aaaaa/a.txt',
    'https://me@sendit.sh/aaaaa/a.txt',
    'ftp://sendit.sh/aaaaa/a.txt',
    '<!doctype html><a href="https://sendit.sh/aaaaa/a.txt">Example</a>',
  ])('%j holds no link to a file', async (text) => {
    expect(await deliveryOfAnswer(senditsh, text)).toMatchObject({ kind: 'bad-answer' });
  });
});

describeConformance(senditsh, labTarget('senditsh', { linkPath: /^\/[\w-]{5}\/[^/]+$/ }));
