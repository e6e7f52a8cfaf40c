import { describe, expect, test } from 'vitest';
import { failureOf } from './conformance-rig.ts';
import { openBox } from './webdav/test-box.ts';

const mebibyte = 1024 * 1024;
const large = 40 * mebibyte;
const signal = new AbortController().signal;

test('a file gets its name once it is there and looked at; its folder is made', async () => {
  await using box = await openBox();
  const { payload, sha256 } = await box.rig.payloadOf(1000, 'a b#.txt');
  const { link, deleteHandle, proof } = await box.rig.send(payload);
  expect(link).toMatch(/^https:\/\/files\.example\/2026-01-01\/a%20b%23-[a-z0-9]{16}\.txt$/);
  expect(deleteHandle).toMatch(/"2026-01-01\/a b#-[a-z0-9]{16}\.txt"/);
  expect([box.sha256(link), proof]).toEqual([sha256, { kind: 'size', by: 'host' }]);
  expect(box.told()).toEqual([
    'PUT /dav/.droprelay-….tmp',
    'PROPFIND /dav/.droprelay-….tmp',
    'MKCOL /dav/DATE/',
    'MOVE /dav/.droprelay-….tmp',
  ]);
  expect(box.server.requests.at(-1)?.headers).toMatchObject({ overwrite: 'F' });
  expect(box.server.requests.every(({ what }) => !what.includes('ann'))).toBe(true);
});

test.each(['a#b?c&d=e.txt', '100% %20 %.txt', '報告書 最終版.txt', "it's (1) [2].txt"])(
  'trap: %j is percent-encoded in the path and in Destination',
  async (name) => {
    await using box = await openBox({}, { keyTemplate: '{random}/{filename}' });
    const { payload, sha256 } = await box.rig.payloadOf(10, name);
    const { link } = await box.rig.send(payload);
    expect([...box.server.files.keys()]).toEqual([expect.stringMatching(/^\/dav\/[a-z0-9]{16}\//)]);
    expect([...box.server.files.keys()][0]?.endsWith(`/${name}`)).toBe(true);
    expect(box.sha256(link)).toBe(sha256);
    const { destination } = box.server.requests.at(-1)?.headers ?? {};
    expect(new URL(String(destination)).href).toBe(destination);
  },
);

test('folders above folders are made from the outermost that is missing', async () => {
  await using box = await openBox({}, { keyTemplate: 'a/b/c/{random}' });
  await box.rig.send((await box.rig.payloadOf(1)).payload);
  expect(box.told().filter((what) => what.startsWith('MKCOL'))).toEqual([
    'MKCOL /dav/a/b/c/',
    'MKCOL /dav/a/b/',
    'MKCOL /dav/a/',
    'MKCOL /dav/a/b/',
    'MKCOL /dav/a/b/c/',
  ]);
});

describe('a name that is taken', () => {
  test.each([true, false])('trap: is never overwritten, whether the server cares for Overwrite (%s)', async (cares) => {
    await using box = await openBox({ caresForOverwrite: cares }, { keyTemplate: '{filename}' });
    const [first, second] = [await box.rig.payloadOf(100, 'a.txt'), await box.rig.payloadOf(100, 'a.txt')];
    const links = [(await box.rig.send(first.payload)).link, (await box.rig.send(second.payload)).link];
    expect(links[0]).toBe('https://files.example/a.txt');
    expect(links[1]).toMatch(/\/a-[a-z0-9]{16}\.txt$/);
    expect(links.map(box.sha256)).toEqual([first.sha256, second.sha256]);
  });

  test('three times is told', async () => {
    const answer = (what: string) => (what.startsWith('MOVE') ? { status: 412 } : null);
    await using box = await openBox({ answer }, { keyTemplate: '{filename}' });
    const { failure } = await box.rig.failing((await box.rig.payloadOf(1, 'a.txt')).payload);
    expect(failure).toEqual({ kind: 'name-taken', name: 'a.txt' });
    expect(box.told().filter((what) => what.startsWith('MOVE'))).toHaveLength(3);
  });
});

describe('a large file', () => {
  test.each([
    ['honours', large],
    ['appends', large],
    ['ignores', large + 2],
    [400, large + 1],
    [501, large + 1],
  ] as const)('trap: arrives whole at a server that, told of Content-Range, %s', async (ranges, bytes) => {
    await using box = await openBox({ ranges });
    const { payload, sha256 } = await box.rig.payloadOf(large);
    const progress: number[] = [];
    const { link } = await box.rig.send(payload, { onProgress: (sent) => progress.push(sent) });
    expect(box.sha256(link)).toBe(sha256);
    expect(
      box.server.requests.filter(({ what }) => what.startsWith('PUT')).reduce((sum, each) => sum + each.bytes, 0),
    ).toBe(bytes);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBe(large);
  });

  test.each(['honours', 'ignores'] as const)('is told to be there only where all of it is (%s)', async (ranges) => {
    // A proxy that drops the second half of one request.
    let puts = 0;
    await using box = await openBox({
      ranges,
      answer: (what) => (what.startsWith('PUT') && ++puts === 3 ? { status: 204 } : null),
    });
    const { payload } = await box.rig.payloadOf(large);
    expect((await box.rig.failing(payload)).failure.kind).toMatch(/^bad-(proof|answer)$/);
    expect([...box.server.files.keys()].filter((path) => !path.includes('.droprelay-'))).toEqual([]);
  });

  test('goes on after what the server has for sure, over what it has besides', async () => {
    await using box = await openBox();
    const { payload, sha256 } = await box.rig.payloadOf(large);
    const { state: resumeFrom } = await box.rig.killed(payload, 26 * mebibyte);
    const [path, partly] = [...box.server.files][0] ?? ['', Buffer.alloc(0)];
    expect(partly.length).toBe(24 * mebibyte);
    // As Apache leaves it: what came in of the stretch that was cut.
    box.server.files.set(path, Buffer.concat([partly, Buffer.alloc(3 * mebibyte)]));
    const before = box.server.requests.length;
    const { link } = await box.rig.send(payload, { resumeFrom }, box.rig.connect());
    expect(box.sha256(link)).toBe(sha256);
    const again = box.server.requests.slice(before).filter(({ what }) => what.startsWith('PUT'));
    expect(again.map(({ bytes }) => bytes)).toEqual([8 * mebibyte, 8 * mebibyte]);
  });

  test.each(['gone', 'shorter'])('begins anew where what was sent is %s', async (how) => {
    await using box = await openBox();
    const { payload, sha256 } = await box.rig.payloadOf(large);
    const { state: resumeFrom } = await box.rig.killed(payload, 20 * mebibyte);
    const [path = ''] = [...box.server.files.keys()];
    if (how === 'gone') box.server.files.clear();
    else box.server.files.set(path, Buffer.alloc(10));
    const { link } = await box.rig.send(payload, { resumeFrom });
    expect(box.sha256(link)).toBe(sha256);
  });
});

test('a checkpoint of another file is cleared away', async () => {
  await using box = await openBox();
  const { payload: other } = await box.rig.payloadOf(10);
  const saved: (string | null)[] = [];
  await box.rig.failing(other, { checkpoint: (state) => saved.push(state), signal: AbortSignal.abort() });
  const { payload, sha256 } = await box.rig.payloadOf(20);
  const resumeFrom = saved.at(-1) ?? null;
  expect(resumeFrom).toBeTypeOf('string');
  const id = /"id":"(\w+)"/.exec(resumeFrom ?? '')?.[1];
  box.server.files.set(`/dav/.droprelay-${id}.tmp`, Buffer.from('other'));
  const { link } = await box.rig.send(payload, { resumeFrom });
  expect([...box.server.files.keys()]).toHaveLength(1);
  expect(box.sha256(link)).toBe(sha256);
});

test('a move that was not answered is found out, and the file is not sent again', async () => {
  let cut = true;
  await using box = await openBox({});
  const { payload, sha256 } = await box.rig.payloadOf(100);
  const saved: (string | null)[] = [];
  const { link } = await box.rig.send(payload, { checkpoint: (state) => saved.push(state) });
  expect(box.sha256(link)).toBe(sha256);
  cut = false;
  const before = box.server.requests.length;
  const again = await box.rig.send(payload, { resumeFrom: saved.at(-1) ?? null });
  expect([again.link, cut]).toEqual([link, false]);
  expect(box.server.requests.slice(before).some(({ what }) => what.startsWith('PUT'))).toBe(false);
});

describe('what is no WebDAV, and what refuses', () => {
  const login = { status: 302, location: 'https://login.example/' };
  test.each([
    ['PUT', login, 'bad-answer', 'all'],
    ['PUT', { status: 200, text: '<html><title>Sign in</title></html>' }, 'bad-answer', 'all'],
    ['PUT', { status: 405 }, 'bad-answer', 'nothing'],
    ['PUT', { status: 409 }, 'not-found', 'nothing'],
    ['PUT', { status: 423 }, 'server', 'nothing'],
    ['PROPFIND', login, 'bad-answer', 'nothing'],
    ['PROPFIND', { status: 200, text: '<html></html>' }, 'bad-answer', 'nothing'],
    ['PROPFIND', { status: 207, text: '<html></html>' }, 'bad-answer', 'nothing'],
    ['MKCOL', { status: 403, text: 'read only' }, 'forbidden', 'nothing'],
    ['MKCOL', { status: 507 }, 'quota', 'nothing'],
    ['MOVE', login, 'bad-answer', 'all'],
    ['MOVE', { status: 200 }, 'bad-answer', 'all'],
    ['MOVE', { status: 500 }, 'server', 'all'],
    ['MOVE', { status: 403 }, 'forbidden', 'nothing'],
    ['MOVE', { status: 423 }, 'server', 'all'],
    ['MOVE', { status: 502 }, 'server', 'all'],
    ['MOVE', { status: 502, text: 'Destination URI refers to different scheme or port' }, 'bad-answer', 'nothing'],
  ] as const)('%s answered with %j', async (method, given, kind, sent) => {
    await using box = await openBox({ answer: (what) => (what.startsWith(`${method} `) ? given : null) });
    const failed = await box.rig.failing((await box.rig.payloadOf(10)).payload);
    expect([failed.failure.kind, failed.sent]).toEqual([kind, sent]);
    expect([...box.server.files.keys()].filter((path) => !path.includes('.droprelay-'))).toEqual([]);
  });

  test.each([
    [{ status: 401 }, 'auth'],
    [{ status: 404 }, 'not-found'],
    [{ status: 405 }, 'bad-answer'],
    [{ status: 200, text: '<html></html>' }, 'bad-answer'],
    [login, 'bad-answer'],
    [null, null],
  ] as const)('the check of the credentials, answered with %j', async (given, kind) => {
    await using box = await openBox({ answer: () => given });
    const check = box.rig.connection.checkCredentials?.(signal) ?? Promise.reject(new Error('no check'));
    if (kind === null) await check;
    else expect((await failureOf(check)).failure).toMatchObject({ kind });
    expect(box.told()).toEqual(['PROPFIND /dav/']);
    expect(box.server.requests[0]?.headers).toMatchObject({ depth: '0' });
  });
});

test('of uploads of one name at once, each keeps its own file, where the server moves over what is there', async () => {
  await using box = await openBox({ caresForOverwrite: false }, { keyTemplate: '{filename}' });
  const files = await Promise.all([1, 2, 3, 4].map((count) => box.rig.payloadOf(1000 + count, 'same.txt')));
  const links = await Promise.all(files.map(({ payload }) => box.rig.send(payload).then(({ link }) => link)));
  expect(new Set(links).size).toBe(4);
  expect(links.map(box.sha256)).toEqual(files.map(({ sha256 }) => sha256));
});
