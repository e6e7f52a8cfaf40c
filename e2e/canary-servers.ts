// S3 and SFTP with canaries for secrets, at real servers: destinations that fail in every way we know, and some that work.
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Front } from '../lab/front.ts';
import { listen, portOf } from '../lab/loopback.ts';
import { startRgw } from '../lab/servers/rgw.ts';
import { sshdBehindFront } from '../src/main/providers/sftp/test-target.ts';
import type { Secret } from './secrets.ts';

/** As a configuration file has it; without its secrets, as settings do. */
export interface CanaryDestination {
  readonly id: string;
  readonly provider: string;
  readonly label: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
}

export interface CanaryServers extends AsyncDisposable {
  readonly failing: readonly CanaryDestination[];
  readonly working: readonly CanaryDestination[];
  /** Kinds of failure that those which fail come to, at least. */
  readonly provoked: readonly string[];
  readonly secrets: readonly Secret[];
}

/** Long enough to be nowhere by chance. */
const canary = () => `canary${randomBytes(12).toString('hex')}`;

function named(provider: string) {
  return (name: string, settings: object, secrets: Readonly<Record<string, string>>): CanaryDestination => {
    const id = `${provider}-${name}`;
    return { id, provider, label: id, settings: { ...settings }, secrets };
  };
}

/** Ceph's gateway, fronts that answer with the secrets, and a server that takes any token. */
export async function s3Canaries(): Promise<CanaryServers> {
  await using stack = new AsyncDisposableStack();
  const rgw = stack.use(await startRgw());
  await rgw.makeBucket('some-bucket');
  const { accessKeyId, secretAccessKey } = rgw;
  const keys = { accessKeyId, secretAccessKey };
  const [wrongId, wrongSecret, token] = [canary(), canary(), canary()];
  const temporary = { accessKeyId: canary(), secretAccessKey: canary(), sessionToken: token };
  const at = { vendor: 'ceph', endpoint: rgw.endpoint, bucket: 'some-bucket' };
  const destination = named('s3');

  const echoes: CanaryDestination[] = [];
  const words = `what are ${Object.values(temporary).join(' and ')}?`;
  for (const [status, text] of [
    [403, words],
    [500, `<Error><Code>InternalError</Code><Message>${words}</Message></Error>`],
    [400, `<Error><Code>ExpiredToken</Code><Message>${words}</Message><Token>${token}</Token></Error>`],
    [301, `<Error><Code>PermanentRedirect</Code><Endpoint>${token}</Endpoint></Error>`],
    [200, words],
  ] as const) {
    const front = stack.use(
      await Front.start(rgw.endpoint, { settings: () => ({}), carriesFile: () => true, stored: () => null }),
    );
    await front.fail({ kind: 'status', status, body: text, contentType: 'application/xml' }, Infinity, /./);
    echoes.push(destination(`echo-${status}`, { ...at, endpoint: front.url }, temporary));
  }
  const anything = await takesAnything();
  stack.defer(() => anything.stop());
  const owned = stack.move();
  return {
    failing: [
      destination('wrong-secret', at, { ...keys, secretAccessKey: wrongSecret }),
      destination('wrong-id', at, { accessKeyId: wrongId, secretAccessKey: wrongSecret }),
      destination('wrong-token', at, temporary),
      destination('no-bucket', { ...at, bucket: 'no-such-bucket' }, keys),
      destination('refused', { ...at, endpoint: 'http://127.0.0.1:1' }, keys),
      destination('tls', { ...at, endpoint: rgw.endpoint.replace('http:', 'https:') }, keys),
      destination('dns', { ...at, endpoint: 'http://canary.invalid' }, keys),
      ...echoes,
    ],
    working: [
      destination('works', at, keys),
      destination('works-temporarily', { ...at, endpoint: anything.url }, temporary),
    ],
    provoked: [
      'auth',
      'not-found',
      'connection',
      'tls',
      'dns',
      'forbidden',
      'server',
      'settings-invalid',
      'bad-answer',
    ],
    secrets: [
      secretAccessKey,
      wrongSecret,
      wrongId,
      temporary.secretAccessKey,
      { text: accessKeyId, linkPart: 'X-Amz-Credential' },
      { text: temporary.accessKeyId, linkPart: 'X-Amz-Credential' },
      { text: token, linkPart: 'X-Amz-Security-Token' },
    ],
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** As S3, to whoever comes with temporary keys: no server for tests knows them. */
async function takesAnything() {
  const stored = new Map<string, Buffer>();
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    const chunks: Buffer[] = await request.toArray();
    if (request.method === 'PUT') stored.set(path, Buffer.concat(chunks));
    const bytes = stored.get(path);
    if (request.method === 'DELETE') response.writeHead(stored.delete(path) ? 204 : 404).end();
    else if (!bytes) response.writeHead(404).end();
    else {
      const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
      response.writeHead(200, { etag }).end(request.method === 'GET' ? bytes : undefined);
    }
  });
  await listen(server, 0);
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${portOf(server)}`, stop };
}

/** OpenSSH's server. What is secret of a key is each of its lines but the first, which begins all keys alike. */
export async function sftpCanaries(folder: string): Promise<CanaryServers> {
  const far = await sshdBehindFront();
  const { sshd, settings: at } = far;
  const [wrong, passphrase, wrongPassphrase] = [canary(), canary(), canary()];
  const path = join(folder, 'locked');
  writeFileSync(path, sshd.privateKey, { mode: 0o600 });
  const run = promisify(execFile);
  await run('ssh-keygen', ['-q', '-p', '-P', '', '-N', passphrase, '-f', path]);
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'stranger')]);
  const [locked, stranger] = ['locked', 'stranger'].map((name) => readFileSync(join(folder, name), 'utf8'));
  if (locked === undefined || stranger === undefined) throw new Error('no keys');
  const secretLines = (key: string): string[] => key.trim().split('\n').slice(2, -1);
  const byPassword = { ...at, user: sshd.passwordUser };
  const destination = named('sftp');
  return {
    failing: [
      destination('wrong-password', byPassword, { password: wrong }),
      destination('wrong-key', at, { privateKey: stranger }),
      destination('wrong-passphrase', at, { privateKey: locked, passphrase: wrongPassphrase }),
      destination('no-key', at, { privateKey: wrong }),
      destination('unknown', { ...byPassword, hostKey: '' }, { password: sshd.password }),
      destination('changed', { ...byPassword, hostKey: `SHA256:${'A'.repeat(43)}` }, { password: sshd.password }),
      destination('refused', { ...byPassword, port: 1 }, { password: sshd.password }),
      destination('dns', { ...byPassword, host: 'canary.invalid' }, { password: sshd.password }),
      destination('no-folder', { ...byPassword, folder: '/dev/null/x' }, { password: sshd.password }),
    ],
    working: [
      destination('works', byPassword, { password: sshd.password }),
      destination('works-by-key', at, { privateKey: sshd.privateKey }),
      destination('works-by-locked-key', at, { privateKey: locked, passphrase }),
    ],
    provoked: ['auth', 'host-identity', 'connection', 'dns', 'not-found'],
    secrets: [
      wrong,
      wrongPassphrase,
      passphrase,
      sshd.password,
      ...[sshd.privateKey, locked, stranger].flatMap(secretLines),
    ],
    [Symbol.asyncDispose]: () => far[Symbol.asyncDispose](),
  };
}
