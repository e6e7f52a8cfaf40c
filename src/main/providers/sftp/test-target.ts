/** OpenSSH's server as the other side of the conformance suite, and a web server over what it stores. */
import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream';
import type { LabUpload } from '../../../../lab/lab-log.ts';
import { listen, portOf } from '../../../../lab/loopback.ts';
import { type Sshd, startSshd } from '../../../../lab/servers/sshd.ts';
import type { ConformanceTarget, FarSide } from '../conformance-target.ts';
import { Front } from './test-front.ts';

export interface SshdBehindFront extends AsyncDisposable {
  readonly sshd: Sshd;
  readonly front: Front;
  /** As OpenSSH prints it. */
  readonly hostKey: string;
  /** Where the folder is seen from outside. */
  readonly publicUrl: string;
  /** Settings that lead there, for the user of the key. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export async function sshdBehindFront(): Promise<SshdBehindFront> {
  await using stack = new AsyncDisposableStack();
  const sshd = stack.use(await startSshd());
  const front = stack.adopt(await Front.start(sshd.port), (one) => one.refuse());
  const web = createServer((request, response) => {
    const path = join(sshd.files, decodeURIComponent(new URL(request.url ?? '', 'http://x').pathname));
    stat(path).then(
      ({ size }) => {
        response.writeHead(200, { 'content-length': size });
        if (request.method === 'HEAD') response.end();
        else pipeline(createReadStream(path), response, () => {});
      },
      () => response.writeHead(404).end(),
    );
  });
  await listen(web, 0);
  stack.defer(() => {
    web.closeAllConnections();
    return new Promise<void>((resolve) => web.close(() => resolve()));
  });
  const hostKey = fingerprint(await sshd.hostKey());
  const publicUrl = `http://127.0.0.1:${portOf(web)}`;
  const owned = stack.move();
  return {
    sshd,
    front,
    hostKey,
    publicUrl,
    settings: { host: '127.0.0.1', port: front.port, user: sshd.keyUser, publicUrl, hostKey },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Of a public key as it stands in a file, the way that OpenSSH prints it. */
export function fingerprint(publicKey: string): string {
  const [, key = ''] = publicKey.split(' ');
  return `SHA256:${createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64').replaceAll('=', '')}`;
}

const noHttp = 'it speaks no HTTP';

function sideOf({ sshd, front, settings }: SshdBehindFront, by: 'key' | 'password'): FarSide {
  return {
    settings: { ...settings, user: by === 'key' ? sshd.keyUser : sshd.passwordUser },
    key: by === 'key' ? sshd.privateKey : sshd.password,
    requests: front.connections,
    get uploads() {
      const unsaid = { contentType: null, sha256: '', fields: {}, link: '' };
      return storedIn(sshd.files).map((path): LabUpload => {
        const { size } = statSync(path);
        return { ...unsaid, name: basename(path), size, path };
      });
    },
    async fail(fault) {
      if (fault.kind === 'refuse') await front.refuse();
      else if (fault.kind === 'reset') front.resetAfter(fault.afterBytes);
      else throw new Error(`OpenSSH can not be made to ${fault.kind}`);
    },
    heal: () => front.heal(),
  };
}

/** Files that have their names. */
export function storedIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.droprelay-'))
    .map(({ parentPath, name }) => join(parentPath, name));
}

/** OpenSSH, with the key of its user or the password of another name of theirs. */
export function sshdTarget(by: 'key' | 'password'): ConformanceTarget {
  return {
    label: `with a ${by}`,
    settings: {
      host: '127.0.0.1',
      user: 'me',
      publicUrl: 'http://127.0.0.1/',
      keyTemplate: '{date}/{random}/{filename}',
    },
    secrets: (key) => (by === 'key' ? { privateKey: key } : { password: key }),
    proof: { kind: 'size', by: 'host' },
    // What no name may hold somewhere, and what can not be seen, is replaced.
    expectedName: (name) => name.replaceAll(/[/\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '_'),
    linkPath: /^\/\d{4}-\d\d-\d\d\/[a-z0-9]{16}\/[^/]+$/,
    differs: {
      'wrong-handle': { kind: 'settings-invalid', because: 'it names another server, which may not be asked' },
    },
    cannot: {
      statuses: noHttp,
      limits: 'its server has none besides its disk',
      answers: noHttp,
      unanswered: 'its server answers each request of a file; a cut around the last one has a test of its own',
      proof: 'its server can not be told to lose bytes; one that does has a test of its own',
    },
    async start() {
      const far = await sshdBehindFront();
      const { sshd } = far;
      const arrived = async (link: string) => {
        const path = join(sshd.files, decodeURIComponent(new URL(link).pathname));
        const bytes = await readFile(path);
        return { name: basename(path), size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
      };
      return {
        standIn: sideOf(far, by),
        arrived,
        stop: async () => await far[Symbol.asyncDispose](),
      };
    },
  };
}
