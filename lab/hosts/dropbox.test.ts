/** The stand-in as Dropbox's own SDK sees it, over Node's fetch. */
import { createHash, randomBytes } from 'node:crypto';
import { Dropbox, DropboxAuth, DropboxResponseError } from 'dropbox';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../lab.ts';

let lab: Lab;
let sdk: Dropbox;
beforeAll(async () => {
  lab = await startLab();
  sdk = new Dropbox({ accessToken: lab.dropbox.key ?? '', fetch: toLab });
});
afterEach(() => lab.dropbox.heal());
afterAll(() => lab.stop());

/** Node's fetch, with the SDK's addresses led to the stand-in. */
function toLab(address: string, init: RequestInit): Promise<Response> {
  return fetch(address.replace(/^https:\/\/(api|content)\.dropboxapi\.com/, lab.dropbox.url), init);
}

function contentHash(bytes: Buffer): string {
  const blocks = Array.from({ length: Math.ceil(bytes.length / 4194304) }, (_, index) =>
    createHash('sha256')
      .update(bytes.subarray(index * 4194304, (index + 1) * 4194304))
      .digest(),
  );
  return createHash('sha256').update(Buffer.concat(blocks)).digest('hex');
}

/** How Dropbox refuses it, as the SDK tells it. */
async function refusalOf(action: Promise<unknown>): Promise<{ status: number; error: unknown }> {
  const thrown: unknown = await action.catch((error: unknown) => error);
  if (!(thrown instanceof DropboxResponseError)) throw new Error('it was not refused', { cause: thrown });
  const body: unknown = thrown.error;
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : body;
  if (typeof body === 'object') expect(body).toHaveProperty('error_summary', expect.stringMatching(/^[\w/]+\/\.\.$/));
  return { status: thrown.status, error };
}

const strict = { mode: { '.tag': 'add' }, strict_conflict: true } as const;

describe('one request', () => {
  test('gives what the SDK’s types promise, and the bytes are behind the link in its two direct forms', async () => {
    const bytes = randomBytes(5_000_000);
    const { result: file } = await sdk.filesUpload({ path: '/A/Größe 🎉.txt', contents: bytes, ...strict });
    expect(file).toMatchObject({
      id: expect.stringMatching(/^id:\w{22}$/),
      name: 'Größe 🎉.txt',
      path_lower: '/a/größe 🎉.txt',
      size: bytes.length,
      content_hash: contentHash(bytes),
      server_modified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
    const { result: shared } = await sdk.sharingCreateSharedLinkWithSettings({ path: file.id });
    expect(shared.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/scl\/fi\/\w+\/[^?]+\?rlkey=\w+&dl=0$/);
    expect(shared.link_permissions.resolved_visibility).toEqual({ '.tag': 'public' });
    const page = await fetch(shared.url);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8']);
    for (const form of ['dl=1', 'raw=1']) {
      const direct = shared.url.replace('dl=0', form);
      const redirect = await fetch(direct, { redirect: 'manual' });
      expect([redirect.status, redirect.headers.get('location')]).toEqual([302, expect.stringMatching(/\/cd\/0\//)]);
      expect(Buffer.from(await (await fetch(direct)).arrayBuffer()).equals(bytes)).toBe(true);
    }
    const one = await fetch(shared.url.replace('dl=0', 'dl=1'), { headers: { range: 'bytes=0-0' } });
    expect([one.status, one.headers.get('content-range')]).toEqual([206, `bytes 0-0/${bytes.length}`]);
    expect((await fetch(shared.url.replace(/rlkey=\w+/, 'rlkey=x').replace('dl=0', 'dl=1'))).status).toBe(404);
  });

  test('an empty file has a hash too', async () => {
    const { result } = await sdk.filesUpload({ path: '/empty', contents: Buffer.alloc(0) });
    expect(result).toMatchObject({ size: 0, content_hash: createHash('sha256').digest('hex') });
  });

  test('a wrong hash is refused, and nothing is stored', async () => {
    const before = lab.dropbox.uploads.length;
    const upload = sdk.filesUpload({ path: '/h', contents: Buffer.from('x'), content_hash: '0'.repeat(64) });
    expect(await refusalOf(upload)).toEqual({ status: 409, error: { '.tag': 'content_hash_mismatch' } });
    expect(lab.dropbox.uploads).toHaveLength(before);
  });

  test('conflicts: strict, equal bytes, another name, overwriting, folders', async () => {
    const upload = (path: string, text: string, more: object = {}) =>
      sdk.filesUpload({ path, contents: Buffer.from(text), ...more });
    const { result: first } = await upload('/c/a.txt', 'one');
    const conflict = (tag: string) => ({
      status: 409,
      error: {
        '.tag': 'path',
        reason: { '.tag': 'conflict', conflict: { '.tag': tag } },
        upload_session_id: expect.any(String),
      },
    });
    expect((await upload('/C/A.txt', 'one')).result.id).toBe(first.id);
    expect(await refusalOf(upload('/C/A.txt', 'one', strict))).toEqual(conflict('file'));
    expect(await refusalOf(upload('/c/a.txt', 'two'))).toEqual(conflict('file'));
    expect(await refusalOf(upload('/c', 'two'))).toEqual(conflict('folder'));
    expect(await refusalOf(upload('/c/a.txt/b', 'two'))).toEqual(conflict('file_ancestor'));
    expect((await upload('/c/a.txt', 'two', { autorename: true })).result.name).toBe('a (1).txt');
    const { result: over } = await upload('/c/a.txt', 'three', { mode: { '.tag': 'overwrite' } });
    expect([over.size, over.id === first.id]).toEqual([5, false]);
  });

  test('what was refused for its name can be committed under another one', async () => {
    await sdk.filesUpload({ path: '/kept', contents: Buffer.from('other') });
    const { error } = await refusalOf(sdk.filesUpload({ path: '/kept', contents: Buffer.from('bytes'), ...strict }));
    const id = typeof error === 'object' && error !== null ? Reflect.get(error, 'upload_session_id') : null;
    const cursor = { session_id: String(id), offset: 5 };
    const { result } = await sdk.filesUploadSessionFinish({ cursor, commit: { path: '/kept-2', ...strict } });
    expect(result).toMatchObject({ name: 'kept-2', size: 5, content_hash: contentHash(Buffer.from('bytes')) });
  });

  test.each([
    ['/x/desktop.ini', 'disallowed_name'],
    ['/x/ends with a space ', 'malformed_path'],
    ['/x\\y', 'malformed_path'],
  ])('the name %j is %s', async (path, tag) => {
    const { error } = await refusalOf(sdk.filesUpload({ path, contents: Buffer.from('x') }));
    expect(error).toMatchObject({ '.tag': 'path', reason: { '.tag': tag } });
  });
});

describe('a session', () => {
  const parts = [randomBytes(8 * 1024 * 1024), randomBytes(8 * 1024 * 1024), randomBytes(10)];
  const size = parts.reduce((sum, part) => sum + part.length, 0);

  async function send(upTo = parts.length): Promise<string> {
    const { result } = await sdk.filesUploadSessionStart({ contents: Buffer.alloc(0) });
    let offset = 0;
    for (const contents of parts.slice(0, upTo)) {
      const close = offset + contents.length === size;
      await sdk.filesUploadSessionAppendV2({ cursor: { session_id: result.session_id, offset }, close, contents });
      offset += contents.length;
    }
    return result.session_id;
  }
  const append = (session_id: string, offset: number) =>
    sdk.filesUploadSessionAppendV2({ cursor: { session_id, offset }, contents: Buffer.from('x') });
  const finish = (session_id: string, offset: number, path: string) =>
    sdk.filesUploadSessionFinish({ cursor: { session_id, offset }, commit: { path, ...strict } });

  test('is put together in its order', async () => {
    const { result } = await finish(await send(), size, '/s/a.bin');
    expect(result).toMatchObject({ size, content_hash: contentHash(Buffer.concat(parts)) });
    expect(lab.dropbox.uploads.at(-1)).toMatchObject({ name: 'a.bin', size });
  });

  test('says where it goes on, that it is closed, or not there', async () => {
    const session = await send(1);
    const wrong = { '.tag': 'incorrect_offset', correct_offset: 8 * 1024 * 1024 };
    expect(await refusalOf(append(session, 5))).toEqual({ status: 409, error: wrong });
    const lookup = (reason: object) => ({ status: 409, error: { '.tag': 'lookup_failed', lookup_failed: reason } });
    expect(await refusalOf(finish(session, 5, '/s/b'))).toEqual(lookup(wrong));
    expect(await refusalOf(append('gone', 0))).toEqual({ status: 409, error: { '.tag': 'not_found' } });
    expect(await refusalOf(finish('gone', 0, '/s/b'))).toEqual(lookup({ '.tag': 'not_found' }));
    const closed = await send();
    expect(await refusalOf(append(closed, size))).toEqual({ status: 409, error: { '.tag': 'closed' } });
    await finish(closed, size, '/s/c');
    expect(await refusalOf(finish(closed, size, '/s/d'))).toEqual(lookup({ '.tag': 'not_found' }));
  });

  test('whose name is taken lives on', async () => {
    await sdk.filesUpload({ path: '/s/taken', contents: Buffer.from('x') });
    const session = await send(1);
    const offset = 8 * 1024 * 1024;
    const conflict = { '.tag': 'path', path: { '.tag': 'conflict', conflict: { '.tag': 'file' } } };
    expect(await refusalOf(finish(session, offset, '/s/taken'))).toEqual({ status: 409, error: conflict });
    expect((await finish(session, offset, '/s/free')).result.size).toBe(offset);
  });
});

describe('files and links', () => {
  test('are looked at, shared once, listed and deleted', async () => {
    const { result: file } = await sdk.filesUpload({ path: '/f/a.txt', contents: Buffer.from('x') });
    for (const path of [file.id, '/F/a.TXT']) {
      expect((await sdk.filesGetMetadata({ path })).result).toEqual({ '.tag': 'file', ...file });
    }
    expect((await sdk.filesGetMetadata({ path: '/f' })).result).toMatchObject({ '.tag': 'folder', name: 'f' });
    const listed = () => sdk.sharingListSharedLinks({ path: file.id, direct_only: true });
    expect((await listed()).result.links).toEqual([]);
    const { result: shared } = await sdk.sharingCreateSharedLinkWithSettings({ path: file.id });
    expect(await refusalOf(sdk.sharingCreateSharedLinkWithSettings({ path: file.id }))).toEqual({
      status: 409,
      error: {
        '.tag': 'shared_link_already_exists',
        shared_link_already_exists: { '.tag': 'metadata', metadata: shared },
      },
    });
    expect((await listed()).result.links).toEqual([shared]);
    const direct = shared.url.replace('dl=0', 'dl=1');
    expect((await fetch(direct)).status).toBe(200);
    expect((await sdk.filesDeleteV2({ path: file.id })).result.metadata).toMatchObject({ '.tag': 'file', id: file.id });
    expect((await fetch(direct)).status).toBe(404);
    const gone = { '.tag': 'path_lookup', path_lookup: { '.tag': 'not_found' } };
    expect(await refusalOf(sdk.filesDeleteV2({ path: file.id }))).toEqual({ status: 409, error: gone });
    const missing = { status: 409, error: { '.tag': 'path', path: { '.tag': 'not_found' } } };
    expect(await refusalOf(sdk.filesGetMetadata({ path: file.id }))).toEqual(missing);
    expect(await refusalOf(sdk.sharingCreateSharedLinkWithSettings({ path: '/none' }))).toEqual(missing);
  });
});

describe('signing in', () => {
  const auth = () => new DropboxAuth({ clientId: 'app', fetch: toLab });

  test('with PKCE gives a refresh token, and that access tokens', async () => {
    const client = auth();
    const asked = await client.getAuthenticationUrl('', '', 'code', 'offline', ['sharing.write'], 'none', true);
    const page = await fetch(String(asked).replace('https://dropbox.com', lab.dropbox.url));
    const code = /value="(\w+)"/.exec(await page.text())?.[1] ?? '';
    const { result } = await client.getAccessTokenFromCode('', code);
    expect(result).toMatchObject({
      access_token: expect.stringMatching(/^sl\.u\./),
      expires_in: 14_400,
      refresh_token: expect.any(String),
      scope: 'sharing.write',
    });
    client.setRefreshToken(String(Reflect.get(result, 'refresh_token')));
    await client.refreshAccessToken();
    const user = new Dropbox({ accessToken: client.getAccessToken(), fetch: toLab });
    expect((await user.checkUser({ query: 'hello' })).result).toEqual({ result: 'hello' });
    await expect(client.getAccessTokenFromCode('', code)).rejects.toMatchObject({
      status: 400,
      error: { error: 'invalid_grant' },
    });
  });

  test('wrong tokens are refused, at the token endpoint and at all others', async () => {
    const client = auth();
    client.setRefreshToken('wrong');
    await expect(client.refreshAccessToken()).rejects.toMatchObject({ error: { error: 'invalid_grant' } });
    client.setClientSecret('wrong');
    await expect(client.refreshAccessToken()).rejects.toMatchObject({
      status: 401,
      error: { error: 'invalid_client' },
    });
    const nobody = new Dropbox({ accessToken: 'wrong', fetch: toLab });
    const refused = { status: 401, error: { '.tag': 'invalid_access_token' } };
    expect(await refusalOf(nobody.checkUser({ query: 'x' }))).toEqual(refused);
    expect(await refusalOf(nobody.filesUpload({ path: '/x', contents: Buffer.from('x') }))).toEqual(refused);
  });
});

describe('what it can not read', () => {
  const raw = (headers: Record<string, string>) =>
    fetch(`${lab.dropbox.url}/2/files/upload`, {
      method: 'POST',
      body: 'x',
      headers: {
        authorization: `Bearer ${lab.dropbox.key}`,
        'content-type': 'application/octet-stream',
        ...headers,
      },
    });

  test.each([
    ['unescaped', { 'dropbox-api-arg': '{"path":"/Gr\u00f6\u00dfe"}' }, 'could not decode input as JSON'],
    ['no argument', {}, 'could not decode input as JSON'],
    ['another type', { 'dropbox-api-arg': '{"path":"/x"}', 'content-type': 'text/plain' }, 'Content-Type'],
    ['no path', { 'dropbox-api-arg': '{}' }, 'path'],
    ['a path without a slash', { 'dropbox-api-arg': '{"path":"x"}' }, 'path'],
  ])('is a 400 in plain words: %s', async (_, headers, words) => {
    const answer = await raw(headers);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'text/plain; charset=utf-8']);
    expect(await answer.text()).toMatch(new RegExp(`^Error in call to API function "files/upload": .*${words}`));
  });

  test('a limit of its rate is told with a wait', async () => {
    await lab.dropbox.fail({ kind: 'rate-limit', retryAfter: '7' }, 1, /check/);
    const thrown: unknown = await sdk.checkUser({ query: 'x' }).catch((error: unknown) => error);
    expect(thrown).toMatchObject({
      status: 429,
      error: { error: { reason: { '.tag': 'too_many_requests' }, retry_after: 15 } },
    });
    expect(thrown instanceof DropboxResponseError && thrown.headers.get('retry-after')).toBe('7');
  });

  test('over the limit of one request, its own refusal', async () => {
    await lab.dropbox.fail({ kind: 'limit', bytes: 10, how: 'after-body' });
    const upload = sdk.filesUpload({ path: '/large', contents: Buffer.alloc(11) });
    expect(await refusalOf(upload)).toEqual({ status: 409, error: { '.tag': 'payload_too_large' } });
  });
});

test('with hashes alone, no hash is told of what came in parts', async () => {
  await using small = await startLab({ dropbox: { keep: false } });
  const client = new Dropbox({
    accessToken: small.dropbox.key ?? '',
    fetch: (address: string, init: RequestInit) =>
      fetch(address.replace(/^https:\/\/(api|content)\.dropboxapi\.com/, small.dropbox.url), init),
  });
  const { result: whole } = await client.filesUpload({ path: '/a', contents: Buffer.from('x') });
  expect(whole.content_hash).toBe(contentHash(Buffer.from('x')));
  const { result: session } = await client.filesUploadSessionStart({ contents: Buffer.from('x') });
  const cursor = { session_id: session.session_id, offset: 1 };
  const { result: file } = await client.filesUploadSessionFinish({ cursor, commit: { path: '/b' } });
  expect(file).toMatchObject({ size: 1 });
  expect(file.content_hash).toBeUndefined();
});
