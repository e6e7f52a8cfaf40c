import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { catbox } from './catbox.ts';
import { describeConformance } from './conformance.ts';
import { labTarget } from './conformance-lab.ts';
import { createRig, failureOf, type Rig } from './conformance-rig.ts';
import { unusedServices, unwatchedRun } from './test-services.ts';

const canary = 'c0ffee-canary';
const account = labTarget('catbox', {
  label: 'with a user hash',
  secrets: () => ({ userhash: canary }),
  linkPath: /^\/[a-z0-9]{6}(\.\w+)?$/,
  cannot: {
    'wrong-secret': 'how the host answers an upload with an unknown user hash is not known',
    'check-credentials': 'the host has no question that would tell a good user hash',
  },
  differs: {
    'wrong-handle': { kind: 'bad-request', because: 'the words for a file that is not there are not known' },
  },
});
const anonymous = labTarget('catbox');

describeConformance(catbox, anonymous);
describeConformance(catbox, account);

describe('catbox', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await createRig(catbox, account);
  });
  afterEach(() => rig.standIn.heal());
  afterAll(() => rig.close());

  test('sends its user hash from the secrets, and none without one', async () => {
    const { payload } = await rig.payloadOf(1);
    await rig.send(payload);
    expect(rig.standIn.uploads.at(-1)?.fields).toEqual({ reqtype: 'fileupload', userhash: 'c0ffee-canary' });
    const nobody = await createRig(catbox, anonymous);
    await nobody.send((await nobody.payloadOf(1)).payload);
    expect(nobody.standIn.uploads.at(-1)?.fields).toEqual({ reqtype: 'fileupload' });
    await nobody.close();
  });

  test('a link that holds the user hash is none: who gets it would get the hash', async () => {
    const [server] = rig.servers;
    await rig.standIn.fail({ kind: 'text', text: `${server}files/${rig.secrets.userhash}.txt` });
    const { failure } = await rig.failing((await rig.payloadOf(1)).payload);
    expect(failure).toMatchObject({ kind: 'bad-answer', detail: 'a link that holds the key' });
  });

  test('trap: without a User-Agent the host hangs up, so ours is sent', async () => {
    await rig.send((await rig.payloadOf(1)).payload);
    expect(rig.standIn.requests.at(-1)?.headers['user-agent']).toMatch(/^Droprelay\//);
  });

  test('trap: an empty answer with status 200 is no success (ShareX#8376)', async () => {
    await rig.standIn.fail({ kind: 'text', text: '' });
    const { failure, sent } = await rig.failing((await rig.payloadOf(1)).payload);
    expect(failure).toMatchObject({ kind: 'bad-answer', detail: 'an empty answer' });
    expect(sent).toBe('all');
  });

  test('trap: a refused type is told from the words of a 412', async () => {
    const { payload } = await rig.payloadOf(1, 'setup.exe');
    expect(await rig.failing(payload)).toEqual({ failure: { kind: 'type-refused', type: '.exe' }, sent: 'nothing' });
    expect(rig.traits.refusedExtensions).toContain('exe');
  });

  test('an error text that repeats the user hash is kept without it', async () => {
    await rig.standIn.fail({ kind: 'status', status: 403, body: 'no uploads for c0ffee-canary' });
    const { failure } = await rig.failing((await rig.payloadOf(1)).payload);
    expect(failure).toMatchObject({ kind: 'forbidden', detail: 'no uploads for [secret]' });
  });

  test('trap: only files of an account can be deleted, and only those have no end date', async () => {
    const traits = (has: boolean) => catbox.traits(catbox.settings.parse({}), () => has);
    expect(traits(true)).toMatchObject({ deletable: true, retention: { kind: 'no-end-date' } });
    expect(traits(false)).toMatchObject({ deletable: false, retention: { kind: 'while-used' } });
    const { link, deleteHandle } = await rig.send((await rig.payloadOf(1)).payload);
    expect(link.endsWith(`/${deleteHandle}`)).toBe(true);
  });

  test.each([
    [200, '', 'bad-request'],
    [200, 'Something else', 'bad-request'],
    [200, '<html><title>Just a moment...</title>', 'bad-request'],
    [412, 'Invalid userhash', 'auth'],
    [200, 'Your IP has been banned.', 'forbidden'],
    [429, 'slow down', 'rate-limited'],
    [502, 'Bad gateway: c0ffee-canary', 'server'],
  ])('trap: a deletion that is answered with %i "%s" is %s while the link is there', async (status, body, kind) => {
    const { link, deleteHandle } = await rig.send((await rig.payloadOf(1)).payload);
    await rig.standIn.fail({ kind: 'status', status, body });
    const removal = rig.connection.remove?.({ link, deleteHandle: deleteHandle ?? '' }, new AbortController().signal);
    const { failure } = await failureOf(removal ?? Promise.resolve());
    expect(failure.kind).toBe(kind);
    expect(JSON.stringify(failure)).not.toContain(canary);
  });

  test('trap: public clients name the variable of the user hash in two ways, and both are read', () => {
    expect(catbox.secretFields[0]?.environment).toEqual(['CATBOX_USERHASH', 'CATBOX_USER_HASH']);
  });

  test('trap: a gif has a limit of its own', () => {
    expect(rig.traits.maxBytesByExtension).toEqual({ gif: 20_000_000 });
  });

  test('trap: its links lead to files.catbox.moe, and everything else in a 200 is an error text', async () => {
    const answer = (text: string) => async () => ({
      status: 200,
      headers: {},
      text,
      truncated: false,
      sent: 'all' as const,
    });
    const connectTo = (text: string) =>
      catbox.connect(
        catbox.settings.parse({}),
        {},
        {
          ...unusedServices,
          net: { ...unusedServices.net, request: answer(text) },
        },
      );
    const sendTo = async (text: string) => connectTo(text).upload((await rig.payloadOf(1)).payload, unwatchedRun);
    expect(await sendTo('https://files.catbox.moe/abc123.txt\n')).toEqual({
      link: 'https://files.catbox.moe/abc123.txt',
      deleteHandle: null,
      expiresAt: null,
      proof: null,
    });
    for (const text of [
      'http://files.catbox.moe/abc123.txt',
      'https://files.catbox.moe/',
      'https://files.catbox.moe.example/abc123.txt',
      'https://user@files.catbox.moe/abc123.txt',
      'https://files.catbox.moe/a.txt https://files.catbox.moe/b.txt',
      'File at https://files.catbox.moe/abc123.txt',
    ]) {
      await expect(sendTo(text)).rejects.toMatchObject({ failure: { kind: 'bad-answer' } });
    }
    expect(connectTo('').ownsAddress?.(new URL('https://catbox.moe/x'))).toBe(false);
    expect(rig.connection.ownsAddress?.(new URL(`${rig.standIn.settings.server}/x`))).toBe(true);
    expect(rig.connection.ownsAddress?.(new URL('http://127.0.0.1:1/x'))).toBe(false);
  });
});
