import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { formOf } from '../../rpc/forms.ts';
import { failureOf } from '../conformance-rig.ts';
import { s3 } from '../s3.ts';
import { errorXml, startBucket } from './test-bucket.ts';
import { vendorIds, vendors } from './vendors.ts';

const { signal } = new AbortController();
const minimal = (more: object) => ({ bucket: 'the-bucket', ...more });

describe('the settings', () => {
  test('choose the server, the region and where the bucket stands', () => {
    const server = (given: object) => s3.servers(s3.settings.parse(minimal(given)))[0]?.href;
    expect(server({})).toBe('https://the-bucket.s3.us-east-1.amazonaws.com/');
    expect(server({ region: 'eu-west-3' })).toBe('https://the-bucket.s3.eu-west-3.amazonaws.com/');
    expect(server({ region: 'cn-north-1' })).toBe('https://the-bucket.s3.cn-north-1.amazonaws.com.cn/');
    expect(server({ pathStyle: true })).toBe('https://s3.us-east-1.amazonaws.com/');
    expect(server({ vendor: 'b2', region: 'us-west-004' })).toBe('https://s3.us-west-004.backblazeb2.com/');
    const endpoint = 'http://storage.example:9000';
    expect(server({ vendor: 'custom', endpoint })).toBe(`${endpoint}/`);
    for (const pathStyle of ['no', false, 'false'])
      expect(server({ vendor: 'custom', endpoint, pathStyle })).toBe('http://the-bucket.storage.example:9000/');
    for (const pathStyle of ['yes', true, 'true']) expect(server({ endpoint, pathStyle })).toBe(`${endpoint}/`);
  });

  test.each([
    [{}, 'bucket'],
    [minimal({ vendor: 'r2' }), 'endpoint'],
    [minimal({ vendor: 'ceph' }), 'endpoint'],
    [minimal({ vendor: 'custom' }), 'endpoint'],
    [minimal({ vendor: 'b2' }), 'region'],
    [minimal({ endpoint: 'ftp://x' }), 'endpoint'],
    [minimal({ endpoint: 'https://user:pass@x' }), 'endpoint'],
    [minimal({ region: 'x.evil.example/' }), 'region'],
    [minimal({ bucket: 'a/b' }), 'bucket'],
    [minimal({ bucket: 'arn:aws:s3:::x' }), 'bucket'],
    [minimal({ linkSeconds: 604_801 }), 'linkSeconds'],
    [minimal({ linkSeconds: 59 }), 'linkSeconds'],
    [minimal({ keyTemplate: '{oops}' }), 'keyTemplate'],
    [minimal({ publicUrl: 'cdn.example.com' }), 'publicUrl'],
  ])('%j name what is wrong: %s', (given, field) => {
    expect(s3.settings.safeParse(given).error?.issues.map(({ path }) => path[0])).toEqual([field]);
  });

  test('are the form of this destination, with a choice for the bucket’s place', () => {
    const form = formOf(s3);
    expect(form.map(({ name }) => name)).toEqual([
      ...['vendor', 'endpoint', 'region', 'bucket', 'pathStyle', 'keyTemplate', 'publicUrl', 'linkSeconds', 'profile'],
    ]);
    expect(form.find(({ name }) => name === 'pathStyle')).toMatchObject({ kind: 'choice', default: 'auto' });
    expect(form.find(({ name }) => name === 'vendor')).toMatchObject({
      choices: vendorIds.map((value) => ({ value })),
    });
  });

  test('tell how long links last, and how they may be asked', () => {
    const traits = (given: object) => s3.traits(s3.settings.parse(minimal(given)), () => false);
    expect(traits({})).toMatchObject({ retention: { kind: 'fixed', ms: 604_800_000 }, linkCheck: 'range' });
    expect(traits({ publicUrl: 'https://cdn.example' })).toMatchObject({
      retention: { kind: 'no-end-date' },
      linkCheck: 'head',
      linkMustOpen: true,
      resumable: true,
    });
    for (const id of vendorIds) expect(vendors[id].maxBytes ?? 1).toBeGreaterThan(0);
  });
});

describe('the keys', () => {
  test('trap: pass the check without the right to list', async () => {
    await using bucket = await startBucket(() => ({ status: 403, body: errorXml('AccessDenied') }));
    await bucket.connect().checkCredentials?.(signal);
    expect(bucket.seen[0]?.url.searchParams.get('max-keys')).toBe('0');
  });

  test('may come from a shared profile; nobody is asked for others then', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'droprelay-profile-'));
    try {
      const file = join(folder, 'credentials');
      await writeFile(file, '[work]\naws_access_key_id = AKIDPROFILE\naws_secret_access_key = profile/secret\n');
      vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', file);
      vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'none'));
      await using bucket = await startBucket(() => ({ body: '<ListBucketResult/>' }));
      await bucket.connect({ profile: 'work' }, {}).checkCredentials?.(signal);
      expect(bucket.seen[0]?.headers.authorization).toContain('Credential=AKIDPROFILE/');
      const unknown = bucket.connect({ profile: 'play' }, {}).checkCredentials?.(signal);
      expect((await failureOf(unknown ?? Promise.resolve())).failure).toEqual({
        kind: 'settings-invalid',
        field: 'profile',
      });
      expect(bucket.seen).toHaveLength(1);
    } finally {
      vi.unstubAllEnvs();
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('are asked for where there is no profile', () => {
    const missing = (given: object, names: string[]) =>
      s3.missingSecret?.(s3.settings.parse(minimal(given)), (name) => names.includes(name));
    expect(missing({}, [])).toBe('accessKeyId');
    expect(missing({}, ['accessKeyId'])).toBe('secretAccessKey');
    expect(missing({}, ['accessKeyId', 'secretAccessKey'])).toBeNull();
    expect(missing({ profile: 'work' }, [])).toBeNull();
  });
});

test('nothing of the SDK is loaded before it is used', async () => {
  const list = new URL('../index.ts', import.meta.url).href;
  const script = `
    import { registerHooks } from 'node:module';
    const seen = [];
    registerHooks({ resolve(name, context, next) { const found = next(name, context); seen.push(found.url); return found; } });
    await import(${JSON.stringify(list)});
    console.log(JSON.stringify([seen.filter((url) => /@aws-sdk|@smithy/.test(url)), seen.some((url) => url.endsWith('/s3.ts'))]));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  expect(JSON.parse(stdout)).toEqual([[], true]);
});
