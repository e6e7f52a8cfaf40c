/** Those who send to S3: our command line, and the two tools that people use for it. */
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sender } from './contest.ts';
import type { Program } from './program.ts';
import { onlyFile, type Place } from './senders.ts';
import { bucket } from './store.ts';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const region = 'us-east-1';
/** The environment's own certificates are for other servers, and this rclone stumbles over them. */
const plain = { AWS_CA_BUNDLE: '', HTTP_PROXY: '', http_proxy: '', HTTPS_PROXY: '', https_proxy: '' };
let count = 0;
const nextKey = (): string => `upload-${++count}`;

export function droprelayS3({ cli }: Program, { folder }: Place, secrets: Keys): Sender {
  return {
    name: 'droprelay',
    command(url, load) {
      const home = mkdtempSync(join(folder, 'home-'));
      const config = join(home, 'config.json');
      const settings = { vendor: 'ceph', endpoint: url, bucket };
      writeFileSync(config, JSON.stringify({ destinations: [{ id: 'store', provider: 's3', settings, secrets }] }));
      const args = [cli, '--config', config, '--', onlyFile(load)];
      return { program: process.execPath, args, env: { ...plain, DROPRELAY_HOME: home } };
    },
  };
}

/** With its own defaults: MD5 of each part, and of the file. */
export function rcloneS3({ accessKeyId, secretAccessKey }: Keys): Sender {
  return {
    name: 'rclone copyto',
    command: (url, load) => ({
      program: 'rclone',
      args: ['copyto', '--config', '/dev/null', onlyFile(load), `bench:${bucket}/${nextKey()}`],
      env: {
        ...plain,
        RCLONE_CONFIG_BENCH_TYPE: 's3',
        RCLONE_CONFIG_BENCH_PROVIDER: 'Ceph',
        RCLONE_CONFIG_BENCH_ENDPOINT: url,
        RCLONE_CONFIG_BENCH_ACCESS_KEY_ID: accessKeyId,
        RCLONE_CONFIG_BENCH_SECRET_ACCESS_KEY: secretAccessKey,
      },
    }),
  };
}

/** With its own defaults: MD5 of each part. */
export function awsS3({ accessKeyId, secretAccessKey }: Keys): Sender {
  return {
    name: 'aws s3 cp',
    command: (url, load) => ({
      // Debian's own, where another one stands before it in the PATH.
      program: existsSync('/usr/bin/aws') ? '/usr/bin/aws' : 'aws',
      args: ['--endpoint-url', url, 's3', 'cp', '--quiet', onlyFile(load), `s3://${bucket}/${nextKey()}`],
      env: {
        ...plain,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_DEFAULT_REGION: region,
        AWS_EC2_METADATA_DISABLED: 'true',
      },
    }),
  };
}
