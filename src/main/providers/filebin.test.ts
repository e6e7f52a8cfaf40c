import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { describeConformance } from './conformance.ts';
import { labTarget } from './conformance-lab.ts';
import { createRig, type Rig, rigNow } from './conformance-rig.ts';
import { filebin } from './filebin.ts';
import { shortenedName } from './names.ts';
import { unusedServices, unwatchedRun } from './test-services.ts';

const dayMs = 86_400_000;

describeConformance(
  filebin,
  labTarget('filebin', {
    proof: { kind: 'hash', by: 'host' },
    expectedName: (name) => shortenedName(name, 120),
    linkPath: /^\/[\w-]{24}\/[^/]+$/,
    notALink: [
      '{"bin":{"id":"somebody-elses"},"file":{"filename":"a.txt"}}',
      '{"bin":{"id":"../../"},"file":{"filename":""}}',
    ],
  }),
);

describe('filebin', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await createRig(filebin, labTarget('filebin'));
  });
  afterEach(() => rig.standIn.heal());
  afterAll(() => rig.close());

  const lastRequest = () => {
    const request = rig.standIn.requests.at(-1);
    if (!request) throw new Error('nothing was asked');
    return request;
  };

  test('trap: 201 is its success, and the bytes are sent once', async () => {
    const before = rig.standIn.requests.length;
    await rig.send((await rig.payloadOf(100)).payload);
    expect(rig.standIn.requests.slice(before).map(({ method, status }) => [method, status])).toEqual([['PUT', 201]]);
  });

  test('trap: without a length it is 411; ours is exact, and comes with the hash of the bytes', async () => {
    const { payload, sha256 } = await rig.payloadOf(70_000);
    const { proof } = await rig.send(payload);
    const { headers } = lastRequest();
    expect([headers['content-length'], headers['transfer-encoding']]).toEqual(['70000', undefined]);
    expect(headers['content-sha256']).toBe(sha256);
    expect(proof).toEqual({ kind: 'hash', by: 'host' });
  });

  test('trap: bytes that do not match their hash are refused by the server with 400', async () => {
    await rig.standIn.fail({ kind: 'status', status: 400, body: 'SHA256 checksum did not match\n' });
    const { failure } = await rig.failing((await rig.payloadOf(10)).payload);
    expect(failure).toEqual({ kind: 'bad-proof', why: 'hash' });
  });

  test.each([
    ['another hash', { sha256: '0'.repeat(64), bytes: 10 }, 'hash'],
    ['another size', { bytes: 9 }, 'size'],
  ])('an answer with %s is a contradiction, and its file can be taken back', async (_, file, why) => {
    const answers = answering((bin) => ({ bin: { id: bin }, file: { filename: 'a.bin', ...file } }));
    const { payload } = await rig.payloadOf(10);
    const bin = () => answers.asked[0]?.url.pathname.split('/').at(-2);
    const delivery = await answers.upload(payload);
    expect(delivery).toMatchObject({ proof: { kind: 'contradiction', why }, deleteHandle: bin() });
    expect(answers.asked.map(({ method }) => method)).toEqual(['PUT']);
  });

  test.each([
    ['a size', { bytes: 10 }, { kind: 'size', by: 'host' }],
    ['nothing', {}, null],
    ['a hash that is none', { sha256: 'yes' }, null],
  ])('an answer that tells %s proves no more than that', async (_, file, proof) => {
    const answers = answering((bin) => ({ bin: { id: bin }, file: { filename: 'a.bin', ...file } }));
    expect(await answers.upload((await rig.payloadOf(10)).payload)).toMatchObject({ proof });
  });

  test('trap: the name that it stored may be another, and the link follows the answer', async () => {
    const { link } = await rig.send((await rig.payloadOf(10, '.a b#c?.bin')).payload);
    expect(new URL(link).pathname).toMatch(/^\/[\w-]{24}\/_a%20b_c_\.bin$/);
    expect((await fetch(link, { headers: { 'user-agent': 'curl/8' } })).status).toBe(200);
  });

  test('trap: it cuts names at 120 bytes, so they are shortened before, and keep their extension', async () => {
    const { link } = await rig.send((await rig.payloadOf(10, `${'報'.repeat(80)}.tar.gz`)).payload);
    expect(decodeURIComponent(new URL(link).pathname)).toMatch(/\/報{37}\.tar\.gz$/);
  });

  test('trap: who knows the bin can delete the file, so each has one of its own that nobody can guess', async () => {
    const bins = new Set<string>();
    for (let i = 0; i < 20; i++) {
      const { link, deleteHandle } = await rig.send((await rig.payloadOf(1)).payload);
      expect(link).toContain(`/${deleteHandle}/`);
      expect(deleteHandle).toMatch(/^[\w-]{24}$/);
      bins.add(deleteHandle?.slice(0, 8) ?? '');
    }
    expect(bins.size).toBe(20);
  });

  test('traps: HEAD is refused, and strangers get a page: the link is not asked', async () => {
    const { link } = await rig.send((await rig.payloadOf(10)).payload);
    expect((await fetch(link, { method: 'HEAD' })).status).toBe(405);
    expect((await fetch(link, { headers: { 'user-agent': 'Droprelay/1' } })).headers.get('content-type')).toMatch(
      /html/,
    );
    expect(rig.traits.linkCheck).toBe('never');
  });

  test.each([
    [400, 'Empty file uploads are not allowed', { kind: 'bad-request' }],
    [400, 'The bin is too short', { kind: 'bad-request', status: 400, detail: 'The bin is too short' }],
    [403, 'Illegal file extension', { kind: 'type-refused', type: '.bin' }],
    [403, 'This content has been blocked and cannot be uploaded', { kind: 'content-blocked' }],
    [403, 'Eicar found', { kind: 'forbidden', detail: 'Eicar found' }],
    [405, 'Uploads to locked bins are not allowed', { kind: 'bad-request', status: 405 }],
    [411, 'Missing or invalid content-length header', { kind: 'bad-request', status: 411 }],
    [507, 'Insufficient storage, please retry later', { kind: 'quota' }],
  ])('trap: %i %j', async (status, body, failure) => {
    await rig.standIn.fail({ kind: 'status', status, body: `${body}\n` });
    expect(await rig.failing((await rig.payloadOf(10)).payload)).toMatchObject({ failure, sent: 'nothing' });
  });

  test('the end is the one that it tells, else counted in days', async () => {
    const told = answering((bin) => ({
      bin: { id: bin, expired_at: '2026-01-05T00:00:00Z' },
      file: { filename: 'a' },
    }));
    const { payload } = await rig.payloadOf(10);
    expect((await told.upload(payload)).expiresAt).toBe(Date.UTC(2026, 0, 5));
    for (const expired_at of ['2025-12-31T00:00:00Z', 'soon', 7]) {
      const odd = answering((bin) => ({ bin: { id: bin, expired_at }, file: { filename: 'a' } }));
      expect((await odd.upload(payload)).expiresAt).toBe(rigNow + 6 * dayMs);
    }
  });

  test('a server below a path is used there, and its links too', async () => {
    const answers = answering(
      (bin) => ({ bin: { id: bin }, file: { filename: 'a b.txt' } }),
      'https://nas.example/bin',
    );
    const { link, deleteHandle } = await answers.upload((await rig.payloadOf(10)).payload);
    expect(link).toBe(`https://nas.example/bin/${deleteHandle}/a%20b.txt`);
    expect(answers.asked[0]?.url.pathname).toBe(`/bin/${deleteHandle}/file.bin`);
  });

  /** A server that answers every upload with what `answer` makes of its bin. */
  function answering(answer: (bin: string) => unknown, server = 'https://filebin.net') {
    const asked: { method: string; url: URL }[] = [];
    const connection = filebin.connect(
      filebin.settings.parse({ server }),
      {},
      {
        ...unusedServices,
        net: {
          ...unusedServices.net,
          request: async ({ method, url }) => {
            asked.push({ method, url });
            const text = JSON.stringify(answer(url.pathname.split('/').at(-2) ?? ''));
            return { status: method === 'PUT' ? 201 : 200, headers: {}, text, truncated: false, sent: 'all' };
          },
        },
        clock: () => rigNow,
        hash: () => Promise.resolve('1'.repeat(64)),
      },
    );
    const upload = (payload: Parameters<typeof connection.upload>[0]) => connection.upload(payload, unwatchedRun);
    return { asked, upload };
  }
});
