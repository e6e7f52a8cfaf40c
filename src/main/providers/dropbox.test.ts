import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createNet } from '../net/http.ts';
import type { HttpRequest, SentAnswer } from '../net/net.ts';
import { describeConformance } from './conformance.ts';
import { createRig, failureOf, type Rig, rigNow } from './conformance-rig.ts';
import { dropboxTarget } from './dropbox/test-target.ts';
import { dropbox } from './dropbox.ts';
import type { Secrets, Services } from './provider.ts';
import { hashHere } from './test-hash.ts';
import { unusedServices, unwatchedRun } from './test-services.ts';

describeConformance(dropbox, dropboxTarget());
describeConformance(
  dropbox,
  dropboxTarget({ label: 'with an access token', secrets: (key) => ({ accessToken: key }) }),
);

const mebibyte = 1024 * 1024;
const signal = new AbortController().signal;

describe('Dropbox', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await createRig(dropbox, dropboxTarget({ settings: {} }));
  });
  afterEach(() => rig.standIn.heal());
  afterAll(() => rig.close());

  const since = (before: number) => rig.standIn.requests.slice(before);
  const refusal = (status: number, error: object, retryAfter?: string) =>
    ({
      kind: 'status',
      status,
      body: JSON.stringify({ error_summary: 'x/..', error }),
      ...(retryAfter !== undefined && { retryAfter }),
    }) as const;

  test.each([
    ['in one request', 1000],
    ['in a session', 9 * mebibyte],
  ])(
    'trap: a name that is taken is given to nobody else, and nothing is sent twice for another one (%s)',
    async (_, size) => {
      const first = await rig.payloadOf(size, `taken-${size}.txt`);
      const { link } = await rig.send(first.payload);
      const before = rig.standIn.requests.length;
      const second = await rig.payloadOf(size, `TAKEN-${size}.txt`);
      const other = await rig.send(second.payload);
      expect(new URL(other.link).pathname).toMatch(new RegExp(`/TAKEN-${size}-[a-z0-9]{6}\\.txt$`));
      const contents = since(before).filter(({ path }) => path.startsWith('/2/files/upload'));
      expect(contents.reduce((sum, { bodyBytes }) => sum + bodyBytes, 0)).toBe(size);
      expect(await (await fetch(link)).bytes()).toHaveLength(size);
      expect(rig.standIn.uploads.slice(-2).map(({ sha256 }) => sha256)).toEqual([first.sha256, second.sha256]);
    },
  );

  test('where Dropbox keeps no bytes for another name, they are sent again', async () => {
    const conflict = { '.tag': 'conflict', conflict: { '.tag': 'file' } };
    await rig.standIn.fail(refusal(409, { '.tag': 'path', reason: conflict }));
    const { payload, sha256 } = await rig.payloadOf(100, 'again.txt');
    expect((await rig.send(payload)).link).toMatch(/\/again-[a-z0-9]{6}\.txt\?/);
    expect(rig.standIn.uploads.at(-1)).toMatchObject({ sha256 });
  });

  test('trap: equal bytes under a name that is taken get a file of their own', async () => {
    const { payload } = await rig.payloadOf(100, 'equal.txt');
    const [first, second] = [await rig.send(payload), await rig.send(payload)];
    expect(second.deleteHandle).not.toBe(first.deleteHandle);
  });

  test('trap: a file beside a folder of that name, and below a file, gets another one', async () => {
    const named = (keyTemplate: string) =>
      dropbox.connect(dropbox.settings.parse({ ...rig.standIn.settings, keyTemplate }), rig.secrets, live());
    const { payload } = await rig.payloadOf(10, 'x');
    await rig.send(payload, {}, named('nested/{filename}'));
    expect((await rig.send(payload, {}, named('nested'))).link).toMatch(/\/nested-[a-z0-9]{6}\?/);
    const below = rig.failing(payload, {}, named('nested/x/{filename}'));
    expect((await below).failure).toEqual({ kind: 'name-taken', name: 'x' });
  });

  test('trap: names that Dropbox does not take are changed before', async () => {
    const { link } = await rig.send((await rig.payloadOf(10, 'desktop.ini')).payload);
    expect(link).toContain('/_desktop.ini?');
  });

  test('trap: the argument in the header is ASCII, whatever the name', async () => {
    const { payload } = await rig.payloadOf(10, 'Größe \u007f 🎉.txt');
    await rig.send(payload);
    const headers = rig.standIn.requests.flatMap((request) => request.headers['dropbox-api-arg'] ?? []);
    expect(headers.at(-1)).toContain('Gr\\u00f6\\u00dfe _ \\ud83c\\udf89.txt');
    for (const header of headers) expect(header).toMatch(/^[\x20-\x7e]+$/);
  });

  test('trap: the hash is told, and a file that arrives otherwise is refused', async () => {
    const { payload } = await rig.payloadOf(5 * mebibyte);
    await rig.send(payload);
    const upload = rig.standIn.requests.findLast(({ path }) => path === '/2/files/upload');
    const told: { content_hash?: string } = JSON.parse(String(upload?.headers['dropbox-api-arg']));
    expect(told.content_hash).toBe(await hashHere(payload, signal, { blockBytes: 4 * mebibyte }));
    await rig.standIn.fail(refusal(409, { '.tag': 'content_hash_mismatch' }));
    expect(await rig.failing(payload)).toEqual({ failure: { kind: 'bad-proof', why: 'hash' }, sent: 'nothing' });
  });

  test.each(['empty', 'truncated'] as const)('a session whose bytes came %s is found out', async (file) => {
    await rig.standIn.fail({ kind: 'bad-file', file, told: true }, 1, /finish$/);
    const delivery = await rig.send((await rig.payloadOf(9 * mebibyte, `${file}.bin`)).payload);
    expect(delivery.proof).toEqual({ kind: 'contradiction', why: 'size' });
    expect(delivery.link).toMatch(/\/home\//);
    await rig.connection.remove?.({ link: delivery.link, deleteHandle: delivery.deleteHandle ?? '' }, signal);
  });

  test('a host that tells no hash has proved the size', async () => {
    const stored = { id: 'id:abc', size: 100 };
    await rig.standIn.fail({ kind: 'text', text: JSON.stringify(stored) }, 1, /files\/upload$/);
    const shared = { '.tag': 'file', url: `${rig.standIn.settings.server}/scl/fi/x/a?rlkey=k&dl=0` };
    await rig.standIn.fail({ kind: 'text', text: JSON.stringify(shared) }, 1, /create_shared/);
    const { proof } = await rig.send((await rig.payloadOf(100)).payload);
    expect(proof).toEqual({ kind: 'size', by: 'host' });
  });

  test.each([
    ['in the header', refusal(429, { reason: { '.tag': 'too_many_requests' } }, '7'), 7000],
    ['in the body', refusal(429, { reason: { '.tag': 'too_many_requests' }, retry_after: 9 }), 9000],
    [
      'nowhere, as the account is written to by others',
      refusal(409, { '.tag': 'path', reason: { '.tag': 'too_many_write_operations' } }),
      null,
    ],
  ])('trap: too many requests, the wait told %s', async (_, fault, retryAfterMs) => {
    await rig.standIn.fail(fault);
    const { failure } = await rig.failing((await rig.payloadOf(10)).payload);
    expect(failure).toMatchObject({ kind: 'rate-limited', retryAfterMs });
  });

  test('commits and links of an account are made one after the other', async () => {
    let [now, most] = [0, 0];
    const net = createNet();
    const request = async (asked: HttpRequest): Promise<SentAnswer> => {
      const alone = /upload$|finish$|create_shared/.test(asked.url.pathname);
      now += alone ? 1 : 0;
      most = Math.max(most, now);
      return await net.request(asked).finally(() => {
        now -= alone ? 1 : 0;
      });
    };
    const connection = connect(rig.secrets, { ...live(), net: { ...unusedServices.net, request } });
    const files = await Promise.all([1, 2, 9 * mebibyte, 4].map((size) => rig.payloadOf(size)));
    await Promise.all(files.map(({ payload }) => connection.upload(payload, unwatchedRun)));
    await net.close();
    expect(most).toBe(1);
  });

  test('the check changes nothing, and an answer that is no echo is none', async () => {
    const before = rig.standIn.requests.length;
    await rig.connection.checkCredentials?.(signal);
    expect(since(before).map(({ path }) => path)).toEqual(['/2/check/user']);
    await rig.standIn.fail({ kind: 'text', text: '{"result":"else"}' }, 1, /check/);
    const { failure } = await failureOf(rig.connection.checkCredentials?.(signal) ?? Promise.resolve());
    expect(failure).toMatchObject({ kind: 'bad-answer' });
  });

  test('a token that the account was given is not shown, wherever the host repeats it', async () => {
    const said: string[] = [];
    const connection = connect({ refreshToken: 'r3fresh-canary', appSecret: 'app-s3cret-canary' }, scripted(answering));
    function answering({ url, headers }: HttpRequest): [number, string] {
      said.push(headers?.authorization ?? headers?.Authorization ?? '');
      if (url.pathname === '/oauth2/token') return [200, '{"access_token":"sl.acc3ss-canary","expires_in":14400}'];
      return [400, `who is ${said.join(' ')}, ${JSON.stringify(headers)}?`];
    }
    const { payload } = await rig.payloadOf(10);
    for (const action of [
      () => connection.upload(payload, unwatchedRun),
      () => connection.checkCredentials?.(signal) ?? Promise.resolve(),
      () => connection.remove?.({ link: 'x', deleteHandle: 'abc' }, signal) ?? Promise.resolve(),
    ]) {
      const thrown: unknown = await action().catch((error: unknown) => error);
      expect(thrown).toMatchObject({ failure: { kind: 'bad-request' } });
      expect(inspect(thrown, { depth: 10, showHidden: true })).not.toMatch(/canary|Y2FuYXJ5/);
    }
    expect(said).toContain('Bearer sl.acc3ss-canary');
  });

  test('Dropbox’s own servers are asked unless another one is set, and none of them is private', async () => {
    const asked: string[] = [];
    const connection = dropbox.connect(
      dropbox.settings.parse({}),
      { accessToken: 't' },
      scripted(({ url }) => {
        asked.push(url.href);
        if (url.pathname.endsWith('/upload')) return [200, '{"id":"id:abc","size":10}'];
        return [200, '{".tag":"file","url":"https://www.dropbox.com/scl/fi/x/a.bin?rlkey=k&dl=0"}'];
      }),
    );
    const { link } = await connection.upload((await rig.payloadOf(10)).payload, unwatchedRun);
    expect(link).toBe('https://www.dropbox.com/scl/fi/x/a.bin?rlkey=k&dl=1');
    expect(asked).toEqual([
      'https://content.dropboxapi.com/2/files/upload',
      'https://api.dropboxapi.com/2/sharing/create_shared_link_with_settings',
    ]);
    expect(dropbox.servers(dropbox.settings.parse({})).map(({ host }) => host)).toEqual([
      'api.dropboxapi.com',
      'content.dropboxapi.com',
    ]);
    expect(connection.ownsAddress?.(new URL('https://www.dropbox.com'))).toBe(false);
  });

  test('a file over what a session takes is not begun', async () => {
    const hollow = { ...(await rig.payloadOf(1)).payload, size: 2 ** 41 };
    const limitBytes = 2_199_019_061_248;
    expect(await rig.failing(hollow)).toEqual({
      failure: { kind: 'too-large', sizeBytes: 2 ** 41, limitBytes },
      sent: 'nothing',
    });
  });

  function live(): Services {
    return { ...unusedServices, net: createNet(), clock: () => rigNow, hash: hashHere };
  }

  function connect(secrets: Secrets, services: Services) {
    return dropbox.connect(dropbox.settings.parse(rig.standIn.settings), secrets, services);
  }

  function scripted(respond: (request: HttpRequest) => [number, string]): Services {
    const request = async (asked: HttpRequest): Promise<SentAnswer> => {
      const [status, text] = respond(asked);
      return { status, headers: {}, text, truncated: false, sent: 'all' };
    };
    return { ...unusedServices, net: { ...unusedServices.net, request }, clock: () => rigNow, hash: hashHere };
  }
});
