/** What an upload that was ended has left at its host goes, also for those who never start the app. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { errorXml } from '../providers/s3/test-bucket.ts';
import { type Caller, createCaller } from './test-command.ts';

type Ending = 'done' | 'refused' | 'unanswered';

/** S3, as far as this goes: it never takes a part, and ends uploads as it is told. */
async function startS3() {
  const open = new Set<string>();
  const asked: string[] = [];
  const state = { ending: 'done' as Ending, begun: 0 };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '/' } = request;
    const md5 = createHash('md5');
    for await (const chunk of request) md5.update(chunk);
    const query = new URL(url, 'http://x').searchParams;
    const id = query.get('uploadId') ?? '';
    asked.push(`${method} ${id}`);
    if (method === 'POST' && query.has('uploads')) {
      state.begun += 1;
      open.add(`id-${state.begun}`);
      response.end(`<R><UploadId>id-${state.begun}</UploadId></R>`);
    } else if (method === 'PUT') {
      if (id === '') response.writeHead(200, { etag: `"${md5.digest('hex')}"` }).end();
    } else if (method === 'DELETE') {
      if (state.ending === 'unanswered') return;
      if (state.ending === 'done') open.delete(id);
      response.writeHead(state.ending === 'done' ? 204 : 503).end();
    } else {
      response.writeHead(404).end(errorXml('NoSuchUpload'));
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => request.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    open,
    asked,
    state,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type S3 = Awaited<ReturnType<typeof startS3>>;

const env = { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'canary-secret' };

function callerOf({ url }: S3): Caller {
  const settings = { vendor: 'ceph', endpoint: url, bucket: 'mine', publicUrl: url };
  return createCaller({ destinations: [{ id: 'mine', provider: 's3', label: 'Mine', settings }] });
}

/** Sends a file in parts, and interrupts once one is under way. */
async function interrupted(s3: S3, here: Caller) {
  const program = here.startIn({ env }, '--to', 'mine', here.file('large.bin', 'x'.repeat(17 * 1024 * 1024)));
  await expect.poll(() => s3.asked.includes('PUT id-1'), { timeout: 20_000 }).toBe(true);
  program.child.kill('SIGINT');
  return await program.ended;
}

test('after Ctrl+C it is deleted before the program ends', async () => {
  await using s3 = await startS3();
  using here = callerOf(s3);
  expect((await interrupted(s3, here)).status).toBe(130);
  expect([s3.state.begun, [...s3.open]]).toEqual([1, []]);
});

test('what a host refuses to delete goes when something is uploaded again', async () => {
  await using s3 = await startS3();
  using here = callerOf(s3);
  s3.state.ending = 'refused';
  expect((await interrupted(s3, here)).status).toBe(130);
  expect([...s3.open]).toEqual(['id-1']);
  s3.state.ending = 'done';
  const { status } = await here.startIn({ env }, '--no-verify', '--to', 'mine', here.file('a.txt', 'a')).ended;
  expect([status, [...s3.open]]).toEqual([0, []]);
});

test('a host that does not answer holds up neither the end nor the links', async () => {
  await using s3 = await startS3();
  using here = callerOf(s3);
  s3.state.ending = 'unanswered';
  expect((await interrupted(s3, here)).status).toBe(130);
  const next = here.startIn({ env }, '--no-verify', '--to', 'mine', here.file('a.txt', 'a'));
  expect(await next.lines(1)).toEqual([expect.stringContaining(s3.url)]);
  expect((await next.ended).status).toBe(0);
  expect(s3.asked.filter((what) => what === 'DELETE id-1').length).toBeGreaterThan(1);
});
