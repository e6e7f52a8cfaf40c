/** An SFTP server that is odd where a test wants it to be, on `ssh2`'s own server half; its files are real ones. */
import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  fstatSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2, { type AuthContext, type Connection, type ParsedKey, type SFTPWrapper } from 'ssh2';

function portOf(server: ssh2.Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp;

/** What is asked of the server about a file. */
export type Step = 'open' | 'write' | 'fstat' | 'rename';

export interface Oddities {
  /** Lets in or refuses; all are let in by default. */
  signIn?(asked: AuthContext): void;
  /** Called before each step; true when it was dealt with, else it is done as always. */
  onStep?(step: Step, at: StepAt): boolean;
}

export interface StepAt {
  readonly sftp: SFTPWrapper;
  readonly id: number;
  readonly connection: Connection;
  /** Of a write. */
  readonly position: number;
  readonly bytes: Buffer;
  /** Does what is asked, without an answer. */
  readonly act: () => void;
}

export interface OddServer extends AsyncDisposable {
  readonly folder: string;
  /** For this provider's destination. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What it does from the next step on. */
  oddities: Oddities;
  /** The size of each write, in the order in which they came. */
  readonly writes: number[];
}

const hostKey = ssh2.utils.generateKeyPairSync('ed25519');

export async function oddServer(oddities: Oddities = {}): Promise<OddServer> {
  const folder = await mkdtemp(join(tmpdir(), 'droprelay-odd-'));
  const open = new Set<Connection>();
  const odd = { oddities, writes: [] as number[] };
  const server = new ssh2.Server({ hostKeys: [hostKey.private] }, (connection) => {
    open.add(connection);
    connection.on('error', () => {}).on('close', () => open.delete(connection));
    connection.on('authentication', (asked) => (odd.oddities.signIn ?? ((one: AuthContext) => one.accept()))(asked));
    connection.on('session', (accept) => accept().on('sftp', (take) => serve(take(), { folder, connection, odd })));
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(portOf(server)));
  });
  const key = ssh2.utils.parseKey(hostKey.public) as ParsedKey;
  const print = createHash('sha256').update(key.getPublicSSH()).digest('base64').replaceAll('=', '');
  return Object.assign(odd, {
    folder,
    settings: { host: '127.0.0.1', port, user: 'me', publicUrl: 'http://127.0.0.1:1', hostKey: `SHA256:${print}` },
    async [Symbol.asyncDispose]() {
      for (const connection of open) connection.end();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(folder, { recursive: true, force: true });
    },
  });
}

interface Served {
  readonly folder: string;
  readonly connection: Connection;
  readonly odd: { readonly oddities: Oddities; readonly writes: number[] };
}

function serve(sftp: SFTPWrapper, { folder, connection, odd }: Served): void {
  const files = new Map<string, number>();
  const at = (path: string) => join(folder, path);
  const fileOf = (handle: Buffer) => files.get(String(handle)) ?? -1;
  /** Answers with what the file system says. */
  const answer = (id: number, act: () => void): void => {
    try {
      act();
    } catch (error) {
      const gone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      sftp.status(id, gone ? STATUS_CODE.NO_SUCH_FILE : STATUS_CODE.FAILURE);
    }
  };
  const done = (id: number, act: () => void): void =>
    answer(id, () => {
      act();
      sftp.status(id, STATUS_CODE.OK);
    });
  const step = (named: Step, id: number, act: () => void, more = {}): boolean =>
    odd.oddities.onStep?.(named, { sftp, id, connection, position: 0, bytes: Buffer.alloc(0), act, ...more }) ?? false;

  sftp.on('OPEN', (id, path, flags) => {
    const act = (): void => {
      const mode = flags & OPEN_MODE.EXCL ? 'wx+' : 'r+';
      const handle = randomUUID();
      files.set(handle, openSync(at(path), mode));
      sftp.handle(id, Buffer.from(handle));
    };
    if (!step('open', id, act)) answer(id, act);
  });
  sftp.on('WRITE', (id, handle, position, bytes) => {
    odd.writes.push(bytes.length);
    const copy = Buffer.from(bytes);
    const act = (): void => void writeSync(fileOf(handle), copy, 0, copy.length, position);
    if (!step('write', id, act, { position, bytes: copy })) done(id, act);
  });
  const attributes = ({ mode, uid, gid, size, atimeMs, mtimeMs }: ReturnType<typeof fstatSync>) => ({
    ...{ mode: Number(mode), uid: Number(uid), gid: Number(gid), size: Number(size) },
    ...{ atime: Math.trunc(Number(atimeMs) / 1000), mtime: Math.trunc(Number(mtimeMs) / 1000) },
  });
  sftp.on('FSTAT', (id, handle) => {
    const act = (): void => sftp.attrs(id, attributes(fstatSync(fileOf(handle))));
    if (!step('fstat', id, act)) answer(id, act);
  });
  sftp.on('LSTAT', (id, path) => answer(id, () => sftp.attrs(id, attributes(lstatSync(at(path))))));
  sftp.on('STAT', (id, path) => answer(id, () => sftp.attrs(id, attributes(statSync(at(path))))));
  sftp.on('CLOSE', (id) => done(id, () => {}));
  sftp.on('MKDIR', (id, path) => done(id, () => mkdirSync(at(path))));
  sftp.on('REMOVE', (id, path) => done(id, () => rmSync(at(path))));
  sftp.on('FSETSTAT', (id, handle) => done(id, () => ftruncateSync(fileOf(handle))));
  sftp.on('RENAME', (id, from, to) => {
    const act = (): void => renameSync(at(from), at(to));
    if (step('rename', id, act)) return;
    if (existsSync(at(to))) sftp.status(id, STATUS_CODE.FAILURE);
    else done(id, act);
  });
}
