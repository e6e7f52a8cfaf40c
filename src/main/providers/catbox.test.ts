import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startLab } from '../../../lab/lab.ts';
import { catbox } from './catbox.ts';
import { describeConformance } from './conformance.ts';
import { type ConformanceTarget, createRig, type Rig } from './conformance-rig.ts';

async function target(secrets: Record<string, string> = {}): Promise<ConformanceTarget> {
  const lab = await startLab();
  return { standIn: lab.catbox, secrets, stop: lab.stop };
}

describeConformance(catbox, target);

describe('catbox', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await createRig(catbox, await target({ userhash: 'c0ffee-canary' }));
  });
  afterEach(() => rig.standIn.heal());
  afterAll(() => rig.close());

  test('sends its user hash from the secrets, and none without one', async () => {
    const { payload } = await rig.payloadOf(1);
    await rig.send(payload);
    expect(rig.standIn.uploads.at(-1)?.fields).toEqual({ reqtype: 'fileupload', userhash: 'c0ffee-canary' });
    const anonymous = await createRig(catbox, await target());
    await anonymous.send((await anonymous.payloadOf(1)).payload);
    expect(anonymous.standIn.uploads.at(-1)?.fields).toEqual({ reqtype: 'fileupload' });
    await anonymous.close();
  });

  test('sends a User-Agent of its own: without one the host hangs up (1.10, Reachability)', async () => {
    await rig.send((await rig.payloadOf(1)).payload);
    expect(rig.standIn.requests.at(-1)?.headers['user-agent']).toMatch(/^Droprelay\//);
  });

  test('an empty answer with status 200 is no success (ShareX#8376, W20)', async () => {
    await rig.standIn.fail({ kind: 'text', text: '' });
    const { failure, sent } = await rig.failing((await rig.payloadOf(1)).payload);
    expect(failure).toMatchObject({ kind: 'bad-answer', detail: 'an empty answer' });
    expect(sent).toBe('all');
  });

  test('a refused type is told from the words of a 412', async () => {
    const { payload } = await rig.payloadOf(1, 'setup.exe');
    expect(await rig.failing(payload)).toEqual({ failure: { kind: 'type-refused', type: '.exe' }, sent: 'nothing' });
    expect(rig.traits.refusedExtensions).toContain('exe');
  });

  test('an error text that repeats the user hash is kept without it', async () => {
    await rig.standIn.fail({ kind: 'status', status: 403, body: 'no uploads for c0ffee-canary' });
    const { failure } = await rig.failing((await rig.payloadOf(1)).payload);
    expect(failure).toMatchObject({ kind: 'forbidden', detail: 'no uploads for [secret]' });
  });

  test('a gif has a limit of its own', () => {
    expect(rig.traits.maxBytesByExtension).toEqual({ gif: 20_000_000 });
  });

  test('on its own server it takes links of files.catbox.moe only, and owns no address', async () => {
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
          net: { request: answer(text), close: async () => {} },
          clock: () => 0,
          shareServer: { share: () => Promise.reject(new Error('not asked')), stop: () => undefined },
        },
      );
    const sendTo = async (text: string) =>
      connectTo(text).upload((await rig.payloadOf(1)).payload, {
        uploadId: 'u',
        signal: new AbortController().signal,
        onProgress: () => {},
        checkpoint: () => {},
        resumeFrom: null,
      });
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
