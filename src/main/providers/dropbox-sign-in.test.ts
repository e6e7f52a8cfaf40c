/** Dropbox: signing in with a pasted code, and the tokens that come of it. */
import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createNet } from '../net/http.ts';
import type { HttpRequest, Net } from '../net/net.ts';
import { createRig, failureOf, type Rig, rigNow } from './conformance-rig.ts';
import { dropboxTarget } from './dropbox/test-target.ts';
import { dropbox } from './dropbox.ts';
import type { Secrets, Services } from './provider.ts';
import { hashHere } from './test-hash.ts';
import { unusedServices, unwatchedRun } from './test-services.ts';

const signal = new AbortController().signal;
const settings = (more: object = {}) => dropbox.settings.parse({ ...rig.standIn.settings, ...more });

let rig: Rig;
let net: Net;
let now = rigNow;
beforeAll(async () => {
  rig = await createRig(dropbox, dropboxTarget({ settings: {} }));
  net = createNet();
});
afterEach(() => rig.standIn.heal());
afterAll(async () => {
  await net.close();
  await rig.close();
});

const services = (): Services => ({ ...unusedServices, net, clock: () => now, hash: hashHere });
const connect = (secrets: Secrets, more: object = {}) => dropbox.connect(settings(more), secrets, services());
const tokensAsked = (before: number) =>
  rig.standIn.requests.slice(before).filter(({ path }) => path === '/oauth2/token').length;
/** The stand-in's key as the refresh token of another account each time. */
let accounts = 0;
const freshApp = () => {
  accounts += 1;
  return { appKey: `app${accounts}` };
};

describe('signing in', () => {
  const begin = (more: object = {}) => {
    const started = dropbox.signIn?.begin(settings(more));
    if (!started) throw new Error('no sign-in');
    return started;
  };
  const finish = (code: string, state: string, more: object = {}) =>
    dropbox.signIn?.finish(settings(more), { code, state }, { services: services(), signal }) ??
    Promise.reject(new Error('no sign-in'));
  /** What the user would paste. */
  async function codeFrom(url: URL): Promise<string> {
    const page = await (await fetch(url)).text();
    return /value="([^"]+)"/.exec(page)?.[1] ?? '';
  }

  test('asks for a code with PKCE, for offline use, with the rights that uploads need', () => {
    const { url, state } = begin();
    expect(state).toMatch(/^[\w-]{43,128}$/);
    expect(url.pathname).toBe('/oauth2/authorize');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: rig.standIn.settings.appKey,
      response_type: 'code',
      code_challenge: createHash('sha256').update(state).digest('base64url'),
      code_challenge_method: 'S256',
      token_access_type: 'offline',
      scope: 'account_info.read files.metadata.read files.content.write sharing.read sharing.write',
    });
    expect(begin().state).not.toBe(state);
    const official = dropbox.signIn?.begin(dropbox.settings.parse({ appKey: 'abc' }));
    expect(official?.url.origin).toBe('https://www.dropbox.com');
  });

  test('gives a refresh token and nothing else, which is good for uploads', async () => {
    const { url, state } = begin();
    const code = await codeFrom(url);
    const before = rig.standIn.requests.length;
    const secrets = await finish(` ${code}\n`, state);
    expect(Object.keys(secrets)).toEqual(['refreshToken']);
    const { link } = await connect(secrets).upload((await rig.payloadOf(10)).payload, unwatchedRun);
    expect((await fetch(link)).status).toBe(200);
    // Neither code nor token stands in an address.
    const told = inspect(rig.standIn.requests.slice(before), { depth: 5 });
    expect(told).not.toContain(code);
    expect(told).not.toContain(secrets.refreshToken);
    expect((await failureOf(finish(code, state))).failure.kind).toBe('auth');
  });

  test('a wrong code, another verifier and another app are refused', async () => {
    const { url, state } = begin();
    const code = await codeFrom(url);
    for (const attempt of [
      () => finish('c4nary-code', state),
      () => finish(code, 'c4nary-verifier'.repeat(4)),
      () => finish(code, state, { appKey: 'another' }),
    ]) {
      const thrown: unknown = await attempt().catch((error: unknown) => error);
      expect(thrown).toMatchObject({ failure: { kind: 'auth' }, sent: 'nothing' });
      expect(inspect(thrown, { depth: 10 })).not.toContain('c4nary');
    }
    expect(await finish(code, state)).toHaveProperty('refreshToken');
  });

  test('an answer without a refresh token is no success, and its words are not shown', async () => {
    for (const text of ['{"access_token":"c4nary","expires_in":1}', '{"refresh_token":"c4nary"}', 'c4nary', '[]']) {
      await rig.standIn.fail({ kind: 'text', text }, 1, /token$/);
      const thrown: unknown = await finish('code', 'state').catch((error: unknown) => error);
      expect(thrown).toMatchObject({ failure: { kind: 'bad-answer' } });
      expect(inspect(thrown, { depth: 10 })).not.toContain('c4nary');
    }
  });

  test('needs an app key', async () => {
    const invalid = { failure: { kind: 'settings-invalid', field: 'appKey' } };
    expect(() => begin({ appKey: '' })).toThrow(expect.objectContaining(invalid));
    await expect(finish('code', 'state', { appKey: '' })).rejects.toMatchObject(invalid);
    const connection = connect({ refreshToken: 'r' }, { appKey: '' });
    await expect(connection.checkCredentials?.(signal)).rejects.toMatchObject(invalid);
  });
});

describe('tokens', () => {
  const key = () => rig.standIn.key ?? '';

  test('one or the other has to be there', () => {
    const missing = (...names: string[]) => dropbox.missingSecret?.(settings(), (field) => names.includes(field));
    expect([missing(), missing('appSecret')]).toEqual(['refreshToken', 'refreshToken']);
    expect([missing('accessToken'), missing('refreshToken')]).toEqual([null, null]);
  });

  test('uploads at once share one access token, and later ones use it on', async () => {
    const app = freshApp();
    const before = rig.standIn.requests.length;
    const files = await Promise.all([1, 2, 3, 4].map((size) => rig.payloadOf(size)));
    const upload = ({ payload }: (typeof files)[number]) =>
      connect({ refreshToken: key() }, app).upload(payload, unwatchedRun);
    await Promise.all(files.map(upload));
    for (const file of files) await upload(file);
    expect(tokensAsked(before)).toBe(1);
  });

  test('who cancels while a token is awaited leaves the others theirs', async () => {
    const app = freshApp();
    await rig.standIn.fail({ kind: 'slow', bytesPerSecond: 1000 }, 1, /token$/);
    const cancel = new AbortController();
    const check = (given: AbortSignal) => connect({ refreshToken: key() }, app).checkCredentials?.(given);
    const [cancelled, other] = [check(cancel.signal), check(signal)];
    cancel.abort();
    await expect(cancelled).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
    await other;
  });

  test('trap: a token that is about to end is renewed before, one that has ended once afterwards', async () => {
    const app = freshApp();
    const connection = connect({ refreshToken: key() }, app);
    const check = () => connection.checkCredentials?.(signal);
    const before = rig.standIn.requests.length;
    await check();
    now += 3.9 * 3_600_000;
    await check();
    expect(tokensAsked(before)).toBe(1);
    now += 0.05 * 3_600_000;
    await check();
    expect(tokensAsked(before)).toBe(2);
    const expired = { kind: 'status', status: 401, body: '{"error":{".tag":"expired_access_token"}}' } as const;
    await rig.standIn.fail(expired);
    const { payload, sha256 } = await rig.payloadOf(1000);
    await connection.upload(payload, unwatchedRun);
    expect(rig.standIn.uploads.at(-1)).toMatchObject({ sha256 });
    expect(tokensAsked(before)).toBe(3);
    await rig.standIn.fail(expired, 2);
    await expect(connection.upload(payload, unwatchedRun)).rejects.toMatchObject({ failure: { kind: 'auth' } });
    expect(tokensAsked(before)).toBe(4);
  });

  test('trap: an access token alone is used as it is, and not renewed', async () => {
    const before = rig.standIn.requests.length;
    await connect({ accessToken: key() }, { appKey: '' }).checkCredentials?.(signal);
    await connect({ accessToken: key(), refreshToken: 'unused' }, { appKey: '' }).checkCredentials?.(signal);
    await expect(connect({ accessToken: 'ended' }).checkCredentials?.(signal)).rejects.toMatchObject({
      failure: { kind: 'auth' },
    });
    expect(tokensAsked(before)).toBe(0);
  });

  test('trap: the secret of an app of the user’s own is told, in no address', async () => {
    const asked: HttpRequest[] = [];
    const watched: Net = {
      ...net,
      request(request) {
        asked.push(request);
        return net.request(request);
      },
    };
    const use = (appSecret: string) =>
      dropbox.connect(settings(freshApp()), { refreshToken: key(), appSecret }, { ...services(), net: watched });
    await use(key()).checkCredentials?.(signal);
    await expect(use('wrong').checkCredentials?.(signal)).rejects.toMatchObject({ failure: { kind: 'auth' } });
    expect(asked[0]?.headers?.authorization).toMatch(/^Basic /);
    for (const { url } of asked) expect(url.search).toBe('');
  });

  test.each([
    [
      { kind: 'status', status: 503, retryAfter: '5' },
      { kind: 'server', status: 503, retryAfterMs: 5000 },
    ],
    [
      { kind: 'status', status: 429, retryAfter: '5' },
      { kind: 'rate-limited', retryAfterMs: 5000 },
    ],
    [
      { kind: 'status', status: 400, body: '{"error":"invalid_request"}' },
      { kind: 'bad-request', status: 400 },
    ],
    [{ kind: 'text', text: '{"access_token":"a b"}' }, { kind: 'bad-answer' }],
    [{ kind: 'reset-after-body' }, { kind: 'connection' }],
  ] as const)('a token that is not given: %j', async (fault, failure) => {
    await rig.standIn.fail(fault, 1, /token$/);
    const upload = connect({ refreshToken: key() }, freshApp()).upload((await rig.payloadOf(9)).payload, unwatchedRun);
    expect(await failureOf(upload)).toMatchObject({ failure, sent: 'nothing' });
  });

  test('trap: a right that the app lacks is told by its name', async () => {
    const error = { '.tag': 'missing_scope', required_scope: 'sharing.write' };
    await rig.standIn.fail({ kind: 'status', status: 401, body: JSON.stringify({ error }) }, 1, /create_shared/);
    const { failure } = await rig.failing((await rig.payloadOf(9)).payload);
    expect(failure).toMatchObject({ kind: 'forbidden', detail: 'missing_scope: sharing.write' });
  });
});
