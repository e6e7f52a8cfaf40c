/** What SFTP servers other than OpenSSH's may do. */
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import ssh2, { type KeyboardAuthContext, type PasswordAuthContext } from 'ssh2';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createNet } from '../net/http.ts';
import type { Net } from '../net/net.ts';
import { filePayload, pinFile } from '../net/pinned-file.ts';
import { failureOf } from './conformance-rig.ts';
import type { Secrets, UploadRun } from './provider.ts';
import { type Oddities, type OddServer, oddServer } from './sftp/test-server.ts';
import { sftp } from './sftp.ts';
import { keyInHandle } from './test-handle.ts';
import { unusedServices, unwatchedRun } from './test-services.ts';

const mebibyte = 1024 * 1024;
const { STATUS_CODE } = ssh2.utils.sftp;
const password = 'wr0ng+canary/5ecret ü';
let net: Net;
let folder: string;
let server: OddServer;
beforeAll(async () => {
  net = createNet();
  folder = await mkdtemp(join(tmpdir(), 'droprelay-sftp-'));
});
beforeEach(async () => {
  server = await oddServer();
});
afterEach(() => server[Symbol.asyncDispose]());
afterAll(async () => {
  await net.close();
  await rm(folder, { recursive: true, force: true });
});

const host = () => `127.0.0.1:${server.settings.port}`;
const payloadOf = async (bytes: Buffer) => {
  const path = join(folder, randomBytes(8).toString('hex'));
  await writeFile(path, bytes);
  return filePayload(await pinFile(path), 'a.bin', 'application/octet-stream');
};
const connect = (odd: Oddities, secrets: Secrets = { password }, more = {}) => {
  server.oddities = odd;
  const settings = sftp.settings.parse({ ...server.settings, ...more });
  return sftp.connect(settings, secrets, { ...unusedServices, net, clock: () => 0 });
};
const send = async (odd: Oddities, run: Partial<UploadRun> = {}, bytes = Buffer.from('file'), more = {}) =>
  connect(odd, undefined, more).upload(await payloadOf(bytes), { ...unwatchedRun, ...run });
const refusing = (step: string, code: number, words = ''): Oddities => ({
  onStep(named, { sftp: answering, id }) {
    if (named !== step) return false;
    answering.status(id, code, words);
    return true;
  },
});

describe('signing in', () => {
  const askedFor = (asked: KeyboardAuthContext, ...prompts: { prompt: string; echo: boolean }[]) =>
    new Promise<string[]>((resolve) => asked.prompt(prompts, resolve));

  test('a server that asks questions gets the password, where it is asked without an echo', async () => {
    const answers: string[][] = [];
    await send({
      async signIn(asked) {
        if (asked.method !== 'keyboard-interactive') return asked.reject(['keyboard-interactive']);
        const prompts = [
          { prompt: 'Your name:', echo: true },
          { prompt: 'Password:', echo: false },
        ];
        answers.push(await askedFor(asked, ...prompts));
        asked.accept();
      },
    });
    expect(answers).toEqual([['', password]]);
  });

  test('a server may want the password and then a key', async () => {
    const { private: privateKey } = ssh2.utils.generateKeyPairSync('ed25519');
    const asked: string[] = [];
    const connection = connect(
      {
        signIn(one) {
          asked.push(one.method);
          if (one.method === 'none') one.reject(['password']);
          else if (one.method === 'password') one.reject(['publickey'], true);
          else one.accept();
        },
      },
      { password, privateKey },
    );
    await connection.checkCredentials?.(new AbortController().signal);
    expect(asked.slice(0, 3)).toEqual(['none', 'password', 'publickey']);
  });

  test('a server that does not offer passwords does not get to see it', async () => {
    const seen: string[] = [];
    const signIn: Oddities['signIn'] = (asked) => {
      if (asked.method === 'password') seen.push((asked as PasswordAuthContext).password);
      asked.reject(['publickey', 'hostbased']);
    };
    expect(await failureOf(send({ signIn }))).toEqual({ failure: { kind: 'auth', host: host() }, sent: 'nothing' });
    expect(seen).toEqual([]);
  });
});

describe('secrets', () => {
  const { private: privateKey } = ssh2.utils.generateKeyPairSync('ed25519');
  const lines = privateKey.split('\n').filter((line) => line.length > 40);

  test.each([
    ['of an answer', `no, ${password}!`, [password]],
    ['of an answer, a line of a key', `no, ${lines[1]}!`, lines],
  ])('words %s are not told on', async (_, words, secrets) => {
    const connection = connect(refusing('open', STATUS_CODE.PERMISSION_DENIED, words), { password, privateKey });
    const error: unknown = await connection
      .upload(await payloadOf(Buffer.from('x')), unwatchedRun)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ failure: { kind: 'forbidden', detail: expect.stringContaining('no, ') } });
    for (const secret of secrets) expect(inspect(error, { depth: 10 })).not.toContain(secret);
  });

  test('a checkpoint, a link and a handle hold none', async () => {
    const saved: (string | null)[] = [];
    const delivery = await send({}, { checkpoint: (state) => saved.push(state) });
    expect(saved.length).toBeGreaterThan(1);
    expect(inspect([saved, delivery], { depth: 10 })).not.toContain('canary');
  });
});

test('what is deleted is the file of this server and this user alone', async () => {
  await using other = await oddServer();
  const { link, deleteHandle } = await send({}, {}, undefined, { keyTemplate: '{filename}' });
  const handle = { link, deleteHandle: deleteHandle ?? '' };
  await writeFile(join(other.folder, 'a.bin'), 'mine');
  for (const more of [other.settings, { user: 'another' }]) {
    const removal = connect({}, undefined, more).remove?.(handle, new AbortController().signal);
    expect(await failureOf(removal ?? Promise.resolve())).toEqual({
      failure: { kind: 'settings-invalid', field: 'host' },
      sent: 'nothing',
    });
  }
  expect(await readFile(join(other.folder, 'a.bin'), 'utf8')).toBe('mine');
  expect(await readdir(server.folder)).toEqual(['a.bin']);
  await connect({}, undefined, { folder: 'elsewhere' }).remove?.(handle, new AbortController().signal);
  expect(await readdir(server.folder)).toEqual([]);
});

describe('what a server may do to a file', () => {
  test('write over what has the name: it is looked at first', async () => {
    await mkdir(join(server.folder, 'd'));
    await writeFile(join(server.folder, 'd/a.bin'), 'mine');
    const onStep: Oddities['onStep'] = (step, { act, sftp: answering, id }) => {
      if (step !== 'rename') return false;
      act();
      answering.status(id, STATUS_CODE.OK);
      return true;
    };
    const { deleteHandle } = await send({ onStep }, {}, undefined, { keyTemplate: 'd/{filename}' });
    expect(keyInHandle(deleteHandle)).toMatch(/^d\/a-[a-z0-9]{16}\.bin$/);
    expect(await readFile(join(server.folder, 'd/a.bin'), 'utf8')).toBe('mine');
  });

  test('write over what has the name: of uploads of one name at once, each keeps its own file', async () => {
    const onStep: Oddities['onStep'] = (step, { act, sftp: answering, id }) => {
      if (step !== 'rename') return false;
      act();
      answering.status(id, STATUS_CODE.OK);
      return true;
    };
    const texts = ['one', 'two', 'three', 'four'];
    const sent = texts.map((text) => send({ onStep }, {}, Buffer.from(text), { keyTemplate: '{filename}' }));
    const keys = (await Promise.all(sent)).map(({ deleteHandle }) => keyInHandle(deleteHandle));
    expect(new Set(keys).size).toBe(texts.length);
    const stored = await Promise.all(keys.map((key) => readFile(join(server.folder, key), 'utf8')));
    expect(stored).toEqual(texts);
  });

  test('say that it has another size: it is no success, and nothing is left', async () => {
    const saved: (string | null)[] = [];
    const onStep: Oddities['onStep'] = (step, { sftp: answering, id }) => {
      if (step === 'fstat') answering.attrs(id, { mode: 0o100644, uid: 0, gid: 0, size: 3, atime: 0, mtime: 0 });
      return step === 'fstat';
    };
    const failed = await failureOf(send({ onStep }, { checkpoint: (state) => saved.push(state) }));
    expect(failed).toEqual({ failure: { kind: 'bad-proof', why: 'size' }, sent: 'part' });
    expect([saved.at(-1), await readdir(server.folder)]).toEqual([null, []]);
  });

  test.each([
    [STATUS_CODE.FAILURE, 'No space left on device', { kind: 'quota' }],
    [STATUS_CODE.FAILURE, 'Disk quota exceeded', { kind: 'quota' }],
    [STATUS_CODE.FAILURE, 'Failure', { kind: 'server', status: 4, retryAfterMs: null }],
    [STATUS_CODE.PERMISSION_DENIED, 'Not\r\nfor\u202e you', { kind: 'forbidden', detail: 'Not for you' }],
    [STATUS_CODE.OP_UNSUPPORTED, 'What?', { kind: 'bad-answer', detail: 'status 8: What?' }],
  ])('refuse a write with %i %j', async (code, words, failure) => {
    const failed = await failureOf(send(refusing('write', code, words)));
    expect(failed).toEqual({ failure: { ...failure, host: host() }, sent: 'part' });
  });

  test('take no more than 32 KiB at once, as the draft has it', async () => {
    const bytes = randomBytes(3 * mebibyte + 5);
    const { deleteHandle } = await send({}, {}, bytes);
    expect(Math.max(...server.writes)).toBeLessThanOrEqual(32 * 1024);
    expect((await readFile(join(server.folder, keyInHandle(deleteHandle)))).equals(bytes)).toBe(true);
  });
});

describe('a cut', () => {
  test('around the last answer leaves open whether the file has its name, and the next run finds it', async () => {
    const saved: (string | null)[] = [];
    const bytes = randomBytes(100_000);
    const payload = await payloadOf(bytes);
    const at = { keyTemplate: '{name}-{random}' };
    const onStep: Oddities['onStep'] = (step, { act, connection }) => {
      if (step !== 'rename') return false;
      act();
      connection.end();
      return true;
    };
    const cutting = connect({ onStep }, undefined, at);
    const run = { ...unwatchedRun, checkpoint: (state: string | null) => saved.push(state) };
    const failed = await failureOf(cutting.upload(payload, run));
    expect(failed).toEqual({ failure: expect.objectContaining({ kind: 'connection', host: host() }), sent: 'all' });
    const written = server.writes.length;
    const { deleteHandle } = await connect({}, undefined, at).upload(payload, {
      ...run,
      resumeFrom: saved.at(-1) ?? null,
    });
    expect(server.writes).toHaveLength(written);
    expect((await readFile(join(server.folder, keyInHandle(deleteHandle)))).equals(bytes)).toBe(true);
  });

  test('while writes are done in another order leaves a hole, which the next run fills', async () => {
    const saved: (string | null)[] = [];
    const told: number[] = [];
    const bytes = randomBytes(5 * mebibyte);
    const payload = await payloadOf(bytes);
    let after = 0;
    const holed = connect({
      onStep(step, { position, connection, bytes: piece }) {
        // One write stays undone, as many that follow are done as the window lets through.
        if (step !== 'write' || position + piece.length <= 3 * mebibyte) return false;
        if (after === 0 || after + piece.length > mebibyte) {
          if (after > 0) connection.end();
          after += piece.length;
          return true;
        }
        after += piece.length;
        return false;
      },
    });
    const run = { ...unwatchedRun, checkpoint: (state: string | null) => saved.push(state) };
    const failed = await failureOf(holed.upload(payload, { ...run, onProgress: (sent) => told.push(sent) }));
    expect(failed.failure).toEqual({ kind: 'cut-while-sending', host: host(), sentBytes: told.at(-1) });
    expect(told.at(-1)).toBeLessThanOrEqual(3 * mebibyte);
    const left = await readFile(join(server.folder, (await readdir(server.folder))[0] ?? ''));
    expect(left.length).toBeGreaterThan(3 * mebibyte);
    expect(left.equals(bytes.subarray(0, left.length))).toBe(false);
    const { deleteHandle } = await connect({}).upload(payload, { ...run, resumeFrom: saved.at(-1) ?? null });
    expect((await readFile(join(server.folder, keyInHandle(deleteHandle)))).equals(bytes)).toBe(true);
  });
});
