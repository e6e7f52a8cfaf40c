/** The S3 server that everybody uploads to: Ceph's gateway, started anew before it is full. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Rgw, startRgw } from '../lab/servers/rgw.ts';
import type { FarEnd } from './contest.ts';
import { gibibyte } from './files.ts';
import { useOf } from './process-tree.ts';

export const bucket = 'bench';
/** What is deleted takes room for hours yet: after this much there is a new server. */
const capacity = 5 * gibibyte;

/** Owned by the caller. Fails where the server's programs are missing, and says which Debian packages bring them. */
export async function openStore(): Promise<FarEnd & { readonly keys: Pick<Rgw, 'accessKeyId' | 'secretAccessKey'> }> {
  let server = await startEmpty();
  let promised = 0;
  return {
    get url() {
      return server.endpoint;
    },
    get keys() {
      const { accessKeyId, secretAccessKey } = server;
      return { accessKeyId, secretAccessKey };
    },
    async expect(bytes) {
      if (promised + bytes > capacity) {
        await server.stop();
        server = await startEmpty();
        promised = 0;
      }
      promised += bytes;
    },
    totals: () => objectsIn(server),
    cpuS: () => cpuSOf(server.folder),
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

async function startEmpty(): Promise<Rgw> {
  const server = await startRgw({ bytes: capacity + gibibyte });
  await server.makeBucket(bucket);
  await withClient(server, async (client, { PutObjectCommand }) => {
    // The first object brings its pool, which takes a second.
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'first', Body: '.' }));
  });
  return server;
}

async function objectsIn(server: Rgw): Promise<{ uploads: number; bytes: number }> {
  return await withClient(server, async (client, { ListObjectsV2Command }) => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
    return { uploads: Contents.length, bytes: Contents.reduce((sum, { Size = 0 }) => sum + Size, 0) };
  });
}

type Sdk = typeof import('@aws-sdk/client-s3');

async function withClient<Result>(
  { endpoint, accessKeyId, secretAccessKey }: Rgw,
  use: (client: InstanceType<Sdk['S3Client']>, sdk: Sdk) => Promise<Result>,
): Promise<Result> {
  const sdk = await import('@aws-sdk/client-s3');
  const credentials = { accessKeyId, secretAccessKey };
  const client = new sdk.S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
  try {
    return await use(client, sdk);
  } finally {
    client.destroy();
  }
}

/** Of all the server's processes. */
function cpuSOf(folder: string): number | null {
  const uses = readdirSync(join(folder, 'run'))
    .filter((name) => name.endsWith('.pid'))
    .map((name) => useOf(Number(readFileSync(join(folder, 'run', name), 'utf8')))?.cpuS ?? null);
  return uses.reduce((sum, cpuS) => (sum === null || cpuS === null ? null : sum + cpuS), 0);
}
