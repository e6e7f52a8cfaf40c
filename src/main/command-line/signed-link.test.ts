/** Links of temporary keys hold their token: some KB, which come out whole. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { parseLink } from '../net/links.ts';
import { startBucket } from '../providers/s3/test-bucket.ts';
import { createCaller } from './test-command.ts';

test('a signed link with a token of 4,096 characters is printed, kept and opens', async () => {
  const file = Buffer.from('bytes of the file');
  const etag = `"${createHash('md5').update(file).digest('hex')}"`;
  const token = 'aZ09+/=_'.repeat(512);
  await using bucket = await startBucket(({ method }) =>
    method === 'GET' ? { body: file.toString() } : { headers: { etag } },
  );
  const settings = { vendor: 'ceph', endpoint: bucket.url, bucket: 'the-bucket' };
  using here = createCaller({ destinations: [{ id: 'mine', provider: 's3', label: 'Mine', settings }] });
  const env = { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'canary', AWS_SESSION_TOKEN: token };
  const { status, stdout, stderr } = await here.startIn({ env }, '--to', 'mine', here.file('a.txt', file.toString()))
    .ended;
  expect([status, stderr]).toEqual([0, expect.stringContaining('Done')]);
  const link = stdout.trim();
  expect(new URL(link).searchParams.get('X-Amz-Security-Token')).toBe(token);
  expect(parseLink(link, { allowHttp: true })?.href).toBe(link);
  const read = bucket.seen.find(({ method }) => method === 'GET');
  expect(read?.url.href).toBe(link);
});
