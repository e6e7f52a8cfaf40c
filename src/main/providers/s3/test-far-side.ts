/** For tests against a real server: Ceph's gateway with a front before it, as the conformance suite wants it. */
import { createHash } from 'node:crypto';
import { PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import { Front, type FrontRequest } from '../../../../lab/front.ts';
import { type Rgw, startRgw } from '../../../../lab/servers/rgw.ts';
import type { ConformanceTarget, FarSide, Started } from '../conformance-target.ts';
import { errorXml } from './test-bucket.ts';

export const bucket = 'the-bucket';

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

export function adminOf({ endpoint, accessKeyId, secretAccessKey }: Rgw): S3Client {
  const credentials = { accessKeyId, secretAccessKey };
  return new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
}

export const isPart = ({ method, query }: FrontRequest) => method === 'PUT' && query.includes('partNumber=');
const isEnd = ({ method, query }: FrontRequest) => method === 'POST' && query.includes('uploadId=');

/** The file's name, as it is given to those who download it. */
function nameIn(disposition: string | null): string {
  return decodeURIComponent(/filename\*=UTF-8''([^;]*)/.exec(disposition ?? '')?.[1] ?? '');
}

export async function frontOf(rgw: Rgw, isPublic: boolean): Promise<Front> {
  return await Front.start(rgw.endpoint, {
    key: `${rgw.accessKeyId} ${rgw.secretAccessKey}`,
    settings: (address) => ({
      ...{ vendor: 'ceph', endpoint: address, bucket },
      ...(isPublic && { publicUrl: `${address}/${bucket}/{key}` }),
    }),
    carriesFile: ({ method }) => method === 'PUT',
    stored(request, status) {
      if (status !== 200 || (request.method !== 'PUT' && !isEnd(request)) || isPart(request)) return null;
      return { name: nameIn(String(request.headers['content-disposition'])) };
    },
    answers: {
      rateLimited: { status: 503, text: errorXml('SlowDown'), contentType: 'application/xml' },
      tooLarge: { status: 400, text: errorXml('EntityTooLarge'), contentType: 'application/xml' },
    },
  });
}

/**
 * As the front, but each test ends with what was under way: parts that were given up may be seen only after their sender
 * has forgotten them, and would meet the next test's fault. What is asked now is seen after them.
 */
function settled(front: Front): FarSide {
  const { key, uploads, requests } = front;
  return {
    ...{ key, uploads, requests },
    settings: front.settings,
    fail: (...fault) => front.fail(...fault),
    async heal() {
      await front.heal();
      await fetch(front.url, { method: 'HEAD' });
      await expect.poll(() => requests.every(({ ended }) => ended)).toBe(true);
    },
  };
}

export function target(isPublic: boolean): ConformanceTarget {
  return {
    label: isPublic ? 'with a public address' : 'with signed links',
    secrets: (key) => {
      const [accessKeyId = '', secretAccessKey = ''] = key.split(' ');
      return { accessKeyId, secretAccessKey };
    },
    settings: {
      ...{ vendor: 'ceph', endpoint: 'http://storage.example', bucket: 'x' },
      ...(isPublic && { publicUrl: 'http://storage.example' }),
    },
    async start(): Promise<Started> {
      const rgw = await startRgw();
      await rgw.makeBucket(bucket);
      if (isPublic) await letAllRead(rgw);
      const front = await frontOf(rgw, isPublic);
      return {
        standIn: settled(front),
        async arrived(link) {
          const answer = await fetch(link);
          const bytes = Buffer.from(await answer.arrayBuffer());
          expect(answer.status).toBe(200);
          const name = nameIn(answer.headers.get('content-disposition'));
          return { name, size: bytes.length, sha256: sha256(bytes) };
        },
        async stop() {
          await front.stop();
          await rgw.stop();
        },
      };
    },
    expectedName: (name) => name.replaceAll(/[/\\\p{Cc}\p{Zl}\p{Zp}]/gu, '_'),
    linkPath: /^\/the-bucket\/\d{4}-\d\d-\d\d\/[^/]*[a-z0-9]{16}[^/]*$/,
    ...(!isPublic && { linkQuery: /^\?X-Amz-Algorithm=AWS4-HMAC-SHA256&.*X-Amz-Signature=[0-9a-f]{64}/ }),
    proof: { kind: 'hash', by: 'host' },
    cannot: { proof: 'what the server loses after it has checked a file, its answer does not tell' },
    differs: {
      'wrong-handle': { kind: 'settings-invalid', because: 'it names another server, which may not be asked' },
    },
  };
}

async function letAllRead(rgw: Rgw): Promise<void> {
  const admin = adminOf(rgw);
  const statement = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/*` };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await admin.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
  admin.destroy();
}
