import { describe, expect, test } from 'vitest';
import { describeConformance } from './conformance.ts';
import { labTarget } from './conformance-lab.ts';
import { createRig, rigNow } from './conformance-rig.ts';
import { deliveryOfAnswer } from './stub-answer.ts';
import { tmpfilesorg } from './tmpfilesorg.ts';

function told(url: unknown, status = 'success') {
  return deliveryOfAnswer(tmpfilesorg, JSON.stringify({ status, data: { url } }));
}

describe('tmpfiles.org', () => {
  test.each([
    [{}, 86_400],
    [{ time: '1h' }, 3600],
    [{ time: '6h' }, 21_600],
    [{ time: '12h' }, 43_200],
  ])('trap: with %j it asks for %i seconds, which would be an hour if nobody did', async (settings, seconds) => {
    const rig = await createRig(tmpfilesorg, labTarget('tmpfilesorg', { settings }));
    const { expiresAt } = await rig.send((await rig.payloadOf(1)).payload);
    expect(rig.standIn.uploads.at(-1)?.fields).toEqual({ expire: String(seconds) });
    expect(expiresAt).toBe(rigNow + seconds * 1000);
    expect(rig.traits.retention).toEqual({ kind: 'fixed', ms: seconds * 1000 });
    await rig.close();
  });

  test('times that the host does not take are no settings', () => {
    for (const time of ['59s', '48h', 3600]) expect(tmpfilesorg.settings.safeParse({ time }).success).toBe(false);
  });

  test('trap: the address in the answer is a page; the link is the file’s, behind /dl/', async () => {
    const rig = await createRig(tmpfilesorg, labTarget('tmpfilesorg'));
    const { link } = await rig.send((await rig.payloadOf(5, 'a b.txt')).payload);
    expect(new URL(link).pathname).toMatch(/^\/dl\/\d+\/a%20b\.txt$/);
    expect((await fetch(link)).headers.get('content-type')).toBe('text/plain');
    await rig.close();
  });

  test.each([
    ['trap: without /dl/ it gets one', 'https://tmpfiles.org/123/a.txt', 'https://tmpfiles.org/dl/123/a.txt'],
    ['trap: with /dl/ it gets no second one', 'https://tmpfiles.org/dl/123/a.txt', 'https://tmpfiles.org/dl/123/a.txt'],
    ['trap: http becomes https', 'http://tmpfiles.org/123/a.txt', 'https://tmpfiles.org/dl/123/a.txt'],
    ['a name that is not escaped', 'https://tmpfiles.org/1/a b#c?.txt', 'https://tmpfiles.org/dl/1/a%20b%23c%3F.txt'],
    ['a file named dl', 'https://tmpfiles.org/123/dl', 'https://tmpfiles.org/dl/123/dl'],
    ['white space around it', ' https://tmpfiles.org/123/a.txt\n', 'https://tmpfiles.org/dl/123/a.txt'],
  ])('%s', async (_, url, link) => {
    expect(await told(url)).toMatchObject({ link, proof: null });
  });

  test.each([
    'https://tmpfiles.org/',
    'https://tmpfiles.org/dl/',
    'https://tmpfiles.org/dl/123',
    'https://tmpfiles.org/123',
    'https://tmpfiles.org/123/',
    'https://tmpfiles.org/1/2/3.txt',
    'https://tmpfiles.org.example/123/a.txt',
    'https://x.tmpfiles.org/123/a.txt',
    'https://me@tmpfiles.org/123/a.txt',
    'ftp://tmpfiles.org/123/a.txt',
    '/123/a.txt',
    17,
    null,
  ])('%j is no address of a file there', async (url) => {
    expect(await told(url)).toMatchObject({ kind: 'bad-answer' });
  });

  test('an answer that does not say "success" is none', async () => {
    expect(await told('https://tmpfiles.org/123/a.txt', 'error')).toMatchObject({ kind: 'bad-answer' });
  });

  test('trap: its limit is 100 MB, though old descriptions name none', () => {
    expect(tmpfilesorg.traits(tmpfilesorg.settings.parse({}), () => false).maxBytes).toBe(100_000_000);
  });
});

describeConformance(tmpfilesorg, labTarget('tmpfilesorg', { linkPath: /^\/dl\/\d+\/[^/]+$/ }));
