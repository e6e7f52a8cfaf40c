/** Where files go at OpenSSH's server, and what is left of uploads that end in the middle. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startSshd } from '../../../../lab/servers/sshd.ts';
import { openSmallDisk } from '../../../../lab/small-disk.ts';
import { serveSocksProxy } from '../../net/fixtures/proxies.ts';
import { createNet } from '../../net/http.ts';
import type { Net } from '../../net/net.ts';
import { failureOf } from '../conformance-rig.ts';
import { keyInHandle } from '../test-handle.ts';
import { unwatchedRun } from '../test-services.ts';
import { openSsh } from './test-openssh.ts';
import type { Job } from './test-process.ts';
import { fingerprint, storedIn } from './test-target.ts';

const mebibyte = 1024 * 1024;
const { signal } = new AbortController();
const rig = openSsh();

describe('where files go', () => {
  test('folders are made where they are missing, below the own one or from the root', async () => {
    for (const at of ['a/b c/', '~/d', join(rig().far.sshd.files, 'e/ü')]) {
      const { deleteHandle } = await rig()
        .connect({ folder: at })
        .upload(await rig().fileOf(Buffer.from(at)), unwatchedRun);
      const key = keyInHandle(deleteHandle);
      const path = key.startsWith('/') ? key : join(rig().far.sshd.files, key);
      expect(await readFile(path, 'utf8')).toBe(at);
      expect(path).toContain(at.replace('~/', '').replace(/\/$/, ''));
    }
  });

  test('what is there already stays as it is', async () => {
    const keyTemplate = 'taken/{filename}';
    const first = await rig()
      .connect({ keyTemplate })
      .upload(await rig().fileOf(Buffer.from('first'), 'a.txt'), unwatchedRun);
    const second = await rig()
      .connect({ keyTemplate })
      .upload(await rig().fileOf(Buffer.from('second'), 'a.txt'), unwatchedRun);
    expect(keyInHandle(first.deleteHandle)).toBe('taken/a.txt');
    expect(keyInHandle(second.deleteHandle)).toMatch(/^taken\/a-[a-z0-9]{16}\.txt$/);
    expect(await readFile(join(rig().far.sshd.files, 'taken/a.txt'), 'utf8')).toBe('first');
    expect(await (await fetch(second.link)).text()).toBe('second');
  });

  test('a file where the folder should be is a mistake in the settings', async () => {
    await writeFile(join(rig().far.sshd.files, 'no-folder'), '');
    const check = rig().connect({ folder: 'no-folder' }).checkCredentials(signal);
    expect((await failureOf(check)).failure).toEqual({ kind: 'settings-invalid', field: 'folder' });
    const upload = rig()
      .connect({ folder: 'no-folder' })
      .upload(await rig().fileOf(Buffer.from('x')), unwatchedRun);
    expect((await failureOf(upload)).failure).toEqual({ kind: 'settings-invalid', field: 'folder' });
  });

  test('a server that lets nobody write is forbidden, in its words', async () => {
    await using readOnly = await startSshd({ sftp: 'internal-sftp -R' });
    const settings = { port: readOnly.port, hostKey: fingerprint(await readOnly.hostKey()) };
    const connection = rig().connect(settings, { privateKey: readOnly.privateKey });
    const host = `127.0.0.1:${readOnly.port}`;
    expect(await failureOf(connection.upload(await rig().fileOf(Buffer.from('x')), unwatchedRun))).toEqual({
      failure: { kind: 'forbidden', host, detail: 'Permission denied' },
      sent: 'nothing',
    });
  });

  test('a server without file transfer is forbidden', async () => {
    await using shell = await startSshd({ sftp: 'false' });
    const settings = { port: shell.port, hostKey: fingerprint(await shell.hostKey()) };
    const check = rig().connect(settings, { privateKey: shell.privateKey }).checkCredentials(signal);
    expect((await failureOf(check)).failure).toMatchObject({ kind: 'forbidden' });
  });

  test('a full disk is told from other failures', async ({ skip }) => {
    const place = join(rig().far.sshd.files, 'small');
    await mkdir(place);
    const opened = await openSmallDisk(place, 4096);
    if ('missing' in opened) return skip(opened.missing);
    using disk = opened.disk;
    if (disk.within.length > 0) return skip('the server does not see a disk in another namespace');
    const upload = rig()
      .connect({ folder: 'small' })
      .upload(await rig().fileOf(randomBytes(8 * mebibyte)), unwatchedRun);
    const failure = { kind: 'quota', host: `127.0.0.1:${rig().far.front.port}` };
    expect(await failureOf(upload)).toEqual({ failure, sent: 'part' });
  });
});

describe('a process that is killed', () => {
  const work = async (job: Partial<Job>) => {
    const script = join(import.meta.dirname, 'test-process.ts');
    const state = join(rig().folder, 'state');
    const { settings, sshd } = rig().far;
    const whole = { settings, privateKeyPath: sshd.privateKeyPath, state, resume: false, killAt: null, ...job };
    const child = spawn(process.execPath, [script, JSON.stringify(whole)], { stdio: ['ignore', 'pipe', 'inherit'] });
    let link = '';
    child.stdout.on('data', (chunk) => {
      link += chunk;
    });
    const [code, killedBy] = await once(child, 'close');
    return { code, killedBy, link, state };
  };

  test('at half of 64 MiB goes on there, and ends by itself', { timeout: 120_000 }, async () => {
    const bytes = randomBytes(64 * mebibyte);
    const file = join(rig().folder, 'large');
    await writeFile(file, bytes);
    expect(await work({ file, killAt: bytes.length / 2 })).toMatchObject({ code: null, killedBy: 'SIGKILL' });
    await expect.poll(() => rig().far.front.connections.every(({ ended }) => ended)).toBe(true);
    const before = rig().far.front.connections.length;
    const { code, link } = await work({ file, resume: true });
    expect(code).toBe(0);
    const sent = rig()
      .far.front.connections.slice(before)
      .reduce((sum, { bodyBytes }) => sum + bodyBytes, 0);
    // The other half, the window before it that is written again, and what SSH puts around.
    expect(sent).toBeGreaterThan(bytes.length / 2 - mebibyte);
    expect(sent).toBeLessThan(bytes.length / 2 + 3 * mebibyte);
    const arrived = Buffer.from(await (await fetch(link)).arrayBuffer());
    expect(arrived.equals(bytes)).toBe(true);
  });

  test('leaves a part that is found, spared while it is in use, and discarded', { timeout: 120_000 }, async () => {
    const file = join(rig().folder, 'left');
    await writeFile(file, randomBytes(8 * mebibyte));
    const { state } = await work({ file, killAt: 4 * mebibyte });
    const saved = await readFile(state, 'utf8');
    const [left] = await rig().connect().leftovers([], signal);
    expect(left).toMatchObject({ name: expect.stringMatching(/^\.droprelay-\w{16}\.part$/) });
    expect(left?.bytes).toBeGreaterThanOrEqual(4 * mebibyte);
    expect(left?.startedAt).toBeGreaterThan(Date.now() - 3_600_000);
    // By whichever path: another destination may lead to the same folder.
    for (const folder of ['', rig().far.sshd.files]) {
      expect(await rig().connect({ folder }).leftovers([saved], signal)).toEqual([]);
    }
    await rig().connect().discard(saved, signal);
    await rig()
      .connect()
      .discard(left?.state ?? '', signal);
    expect(await rig().connect().leftovers([], signal)).toEqual([]);
    expect(await rig().connect({ folder: 'never-made' }).leftovers([], signal)).toEqual([]);
  });

  test('a state that names something else discards nothing', async () => {
    await writeFile(join(rig().far.sshd.files, 'precious.part'), 'mine');
    for (const part of ['precious.part', '.droprelay-x.part/../precious.part']) {
      await rig().connect().discard(JSON.stringify({ part }), signal);
    }
    expect(await readFile(join(rig().far.sshd.files, 'precious.part'), 'utf8')).toBe('mine');
  });
});

test('a run that died after the file got its name finds it, and sends nothing again', async () => {
  const payload = await rig().fileOf(randomBytes(3 * mebibyte));
  const saved: (string | null)[] = [];
  const first = await rig()
    .connect()
    .upload(payload, { ...unwatchedRun, checkpoint: (state) => saved.push(state) });
  const before = [storedIn(rig().far.sshd.files).length, rig().far.front.connections.length] as const;
  const second = await rig()
    .connect()
    .upload(payload, { ...unwatchedRun, resumeFrom: saved.at(-1) ?? null });
  expect(second).toEqual(first);
  expect(storedIn(rig().far.sshd.files)).toHaveLength(before[0]);
  expect(rig().far.front.connections[before[1]]?.bodyBytes).toBeLessThan(100_000);
  // The earlier checkpoint does not say that it may be done.
  const third = await rig()
    .connect()
    .upload(payload, { ...unwatchedRun, resumeFrom: saved[0] ?? null });
  expect(third.link).not.toBe(first.link);
});

test('it goes through a proxy, and is held to the limit', async () => {
  await using proxy = await serveSocksProxy();
  const drawn: number[] = [];
  const limited = createNet({ resolveProxy: async () => proxy.at });
  const counting: Net = {
    ...limited,
    async connect(request) {
      const line = await limited.connect(request);
      const draw = (bytes: number) => {
        drawn.push(bytes);
        return null;
      };
      return { ...line, limit: { pieceBytes: () => 10_000, draw } };
    },
  };
  const bytes = randomBytes(mebibyte);
  const { link } = await rig()
    .connect({}, undefined, counting)
    .upload(await rig().fileOf(bytes), unwatchedRun);
  expect(proxy.asked).toEqual([`CONNECT 127.0.0.1:${rig().far.front.port}`]);
  expect([Math.max(...drawn), drawn.reduce((sum, one) => sum + one, 0)]).toEqual([10_000, bytes.length]);
  const arrived = Buffer.from(await (await fetch(link)).arrayBuffer());
  expect(arrived.equals(bytes)).toBe(true);
  await limited.close();
});

test('nothing but what has its name is left in the end', async () => {
  expect((await readdir(rig().far.sshd.files)).filter((name) => name.startsWith('.'))).toEqual([]);
});
