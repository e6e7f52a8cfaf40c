/** Uploads that broke off at a destination, listed and deleted, against a WebDAV server in memory. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startLab } from '../../../lab/lab.ts';
import { temporaryName } from '../providers/webdav/place.ts';
import { type DavServer, startDavServer } from '../providers/webdav/test-server.ts';
import { createCaller } from './test-command.ts';

let server: DavServer;
beforeEach(async () => {
  server = await startDavServer();
  server.files.set('/dav/mine.txt', Buffer.from('precious'));
});
afterEach(() => server[Symbol.asyncDispose]());

const left = ['0123456789abcdef', 'fedcba9876543210'].map((id) => temporaryName(id));
const leave = (): void => {
  for (const name of left) server.files.set(`/dav/${name}`, Buffer.alloc(5_000_000));
};
const env = { WEBDAV_PASSWORD: 'canary-secret' };
const caller = () => {
  const settings = { server: new URL('/dav/', server.url).href, user: 'me', publicUrl: server.url };
  return createCaller({ destinations: [{ id: 'work', provider: 'webdav', label: 'Work', settings }] });
};

describe('--leftovers', () => {
  test('prints what broke off, as a table or as data', async () => {
    using here = caller();
    leave();
    const { status, stdout } = await here.startIn({ env }, '--leftovers', 'work').ended;
    const [head, ...rows] = stdout.trimEnd().split('\n');
    expect([status, head, rows.length]).toEqual([0, expect.stringMatching(/^name +since +size$/), 2]);
    for (const name of left) expect(rows.join('\n')).toContain(name);
    expect(rows[0]).toMatch(/5 MB$/);
    const json = await here.startIn({ env }, '--leftovers', '--json', 'work').ended;
    const first = JSON.parse(json.stdout.split('\n')[0] ?? '');
    expect(first).toEqual({
      destinationId: 'work',
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      name: expect.stringContaining('.droprelay-'),
      startedAt: first.startedAt,
      bytes: 5_000_000,
    });
    expect(server.files.size).toBe(3);
  });

  test('with --delete deletes it, and nothing else', async () => {
    using here = caller();
    leave();
    const { status, stdout } = await here.startIn({ env }, '--leftovers', '--delete', 'work').ended;
    expect(status).toBe(0);
    expect(stdout.match(/deleted$/gm)).toHaveLength(2);
    expect([...server.files.keys()]).toEqual(['/dav/mine.txt']);
    const none = await here.startIn({ env }, '--leftovers', '--delete', '--json', 'work').ended;
    expect(none).toEqual({ status: 0, stdout: '', stderr: 'There are no unfinished uploads at Work.\n' });
  });

  test('says what is missing', async () => {
    using here = caller();
    const { status, stdout, stderr } = await here.run('--leftovers', 'work');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('Set WEBDAV_PASSWORD');
    expect(await here.run('--leftovers', 'nowhere')).toMatchObject({ status: 2 });
  });

  test('of a host that does not tell says so', async () => {
    await using lab = await startLab({});
    using here = createCaller(lab.settings);
    const { status, stderr } = await here.run('--leftovers', 'catbox');
    expect([status, stderr]).toEqual([1, expect.stringContaining('does not tell of unfinished uploads')]);
  });
});

describe('settings from the environment', () => {
  test('a missing one is told with its variable, a bad one by that', async () => {
    using here = createCaller({});
    const keys = { AWS_ACCESS_KEY_ID: 'a-key-id', AWS_SECRET_ACCESS_KEY: 'canary-secret' };
    const file = here.file('a.txt', 'a');
    const missing = await here.startIn({ env: keys }, '--to', 's3', file).ended;
    expect([missing.status, missing.stdout]).toEqual([1, '']);
    expect(missing.stderr).toContain('Set AWS_S3_BUCKET, or give it with --config.');
    const bad = await here.startIn({ env: { ...keys, AWS_S3_BUCKET: 'b/c' } }, '--to', 's3', file).ended;
    expect(bad.stderr).toContain('The variable AWS_S3_BUCKET does not hold what it should.');
    expect(missing.stderr + bad.stderr).not.toContain('canary');
  });
});
