import { expect, test } from 'vitest';
import { UploadFailure } from '../../shared/failure.ts';
import type { UploadId } from '../../shared/ids.ts';
import { serve, type TestServer } from '../net/fixtures/loopback.ts';
import { createNet } from '../net/http.ts';
import type { Traits } from '../providers/provider.ts';
import { type AskLinkDeps, createAskLink } from './link-asking.ts';
import { deliver } from './test-host.ts';
import { createRig, idOf } from './test-rig.ts';

const size = '12345'.length;

interface Asked {
  readonly traits?: Partial<Traits>;
  /** Private addresses are the destination's own. */
  readonly owns?: boolean;
  readonly probe?: AskLinkDeps['probe'];
  readonly find?: AskLinkDeps['find'];
  readonly file?: string;
}

/** Uploads a file whose link leads to the server, and asks the link. */
async function ask(server: TestServer, { traits = {}, owns = true, probe, find, file = 'a.bin' }: Asked = {}) {
  await using rig = createRig({
    hosts: { a: { traits, answers: [deliver({ link: new URL(file, server.url).href })] } },
  });
  const net = createNet({ resolveProxy: () => Promise.resolve({ kind: 'direct' }) });
  const [id] = rig.submit([rig.file(file, '12345')]);
  await rig.engine.idle();
  const askLink = createAskLink({
    reader: rig.reader,
    net,
    find:
      find ??
      ((at) => {
        const host = rig.hosts[at];
        const connect = async () => ({ ...(await host?.connect()), upload: unasked, ownsAddress: () => owns });
        return host ? { ...host, connect } : null;
      }),
    probe: probe ?? unasked,
    sleep: () => Promise.resolve(),
  });
  try {
    return await askLink(id as UploadId, new AbortController().signal);
  } finally {
    await net.close();
  }
}

const unasked = (): never => {
  throw new Error('not asked in this test');
};

test.each([
  [200, {}, 'open'],
  [404, {}, 'gone'],
  [410, {}, 'gone'],
  // They say this to robots, to a country, or when they are busy.
  [403, {}, 'unreachable'],
  [429, {}, 'unreachable'],
  [503, {}, 'unreachable'],
  // The signature of a link to the user's own storage is good for a time.
  [403, { scope: 'account' }, 'gone'],
  [200, { linkCheck: 'never' }, 'not-checkable'],
] as const)('a link that answers %i (%j) is %s', async (status, traits, expected) => {
  let asked = 0;
  await using server = await serve((_request, response) => {
    asked += 1;
    response.writeHead(status, { 'content-length': status === 200 ? size : 0 }).end();
  });
  expect(await ask(server, { traits })).toBe(expected);
  expect(asked > 0).toBe(expected !== 'not-checkable');
});

test('a page, or another file, in its place is no link to the file any more', async () => {
  await using page = await serve((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(),
  );
  await using other = await serve((_request, response) => response.writeHead(200, { 'content-length': 3 }).end());
  expect(await ask(page)).toBe('gone');
  expect(await ask(other)).toBe('gone');
  expect(await ask(other, { traits: { mayShrink: ['jpg'] }, file: 'a.jpg' })).toBe('open');
});

test('nobody is asked at a private address that is not the destination’s own', async () => {
  let asked = 0;
  await using server = await serve((_request, response) => {
    asked += 1;
    response.end();
  });
  expect(await ask(server, { owns: false })).toBe('not-checkable');
  expect(await ask(server, { find: () => null })).toBe('not-checkable');
  expect(asked).toBe(0);
});

test('a link whose server is gone says nothing', async () => {
  const server = await serve(() => undefined);
  await server[Symbol.asyncDispose]();
  expect(await ask(server)).toBe('unreachable');
});

test('a share is asked of this computer’s own server', async () => {
  await using server = await serve(() => undefined);
  const traits = { scope: 'local', linkCheck: 'own-server' } as const;
  expect(await ask(server, { traits, probe: () => Promise.resolve() })).toBe('open');
  const refuse = (failure: UploadFailure['failure']) => ({
    traits,
    probe: () => Promise.reject(new UploadFailure(failure)),
  });
  expect(await ask(server, refuse({ kind: 'not-found', host: 'x' }))).toBe('gone');
  expect(await ask(server, refuse({ kind: 'timeout', host: 'x', afterMs: 1 }))).toBe('unreachable');
});

test('an upload without a link has nothing to ask', async () => {
  await using rig = createRig({ hosts: {} });
  const askLink = createAskLink({
    ...{ reader: rig.reader, find: () => null, probe: unasked, sleep: unasked },
    net: { request: unasked, connect: unasked, close: unasked },
  });
  const [id] = rig.submit([rig.file('a')], { chain: [idOf('none')] });
  await rig.engine.idle();
  expect(await askLink(id as UploadId, new AbortController().signal)).toBeNull();
});
