/** A real S3 server: Ceph's RADOS gateway, with objects in memory. */
import { type RealServer, startServer } from './server.ts';

export interface Rgw extends RealServer {
  /** `http://127.0.0.1:<port>`, buckets in the path. */
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Makes a bucket that is not there yet; names have 3 characters or more. */
  makeBucket(name: string): Promise<void>;
}

export interface RgwOptions {
  /** How much it holds, bytes. */
  readonly bytes?: number;
  /** Buckets are also found as `<bucket>.<dnsName>` in the Host header. */
  readonly dnsName?: string;
}

/** Takes about two seconds, and 110 MB besides what is stored. */
export async function startRgw({ bytes = 2 * 1024 ** 3, dnsName }: RgwOptions = {}): Promise<Rgw> {
  const keys = { accessKeyId: 'LABACCESSKEY', secretAccessKey: 'lab/secret+access/key' };
  const server = await startServer(
    'rgw',
    ['--port', '--mon-port'],
    [
      ...['--bytes', String(bytes)],
      ...['--access-key', keys.accessKeyId, '--secret-key', keys.secretAccessKey],
      ...(dnsName === undefined ? [] : ['--dns-name', dnsName]),
    ],
  );
  const endpoint = `http://127.0.0.1:${server.ports[0]}`;
  const makeBucket = async (name: string): Promise<void> => {
    const { CreateBucketCommand, S3Client } = await import('@aws-sdk/client-s3');
    const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: keys });
    try {
      await client.send(new CreateBucketCommand({ Bucket: name }));
    } finally {
      client.destroy();
    }
  };
  return { ...server, ...keys, endpoint, makeBucket };
}
