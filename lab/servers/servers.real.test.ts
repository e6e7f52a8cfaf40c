import { execFile } from 'node:child_process';
import { access, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { startRgw } from './rgw.ts';
import { type RealServer, runScript } from './server.ts';
import { type Sshd, startSshd } from './sshd.ts';
import { startWebdav } from './webdav.ts';

const run = promisify(execFile);
const bytes = Buffer.from('what is stored\n'.repeat(100));
const status = (server: 'rgw' | 'sshd' | 'webdav', folder: string) => runScript(server, ['status', folder]);

/** Stops it, and sees that nothing of it is left. */
async function stopsCleanly(name: 'rgw' | 'sshd' | 'webdav', server: RealServer): Promise<void> {
  expect(await processesNaming(server.folder)).not.toEqual([]);
  await server.stop();
  expect(await processesNaming(server.folder)).toEqual([]);
  await expect(access(server.folder)).rejects.toThrow('ENOENT');
  await expect(status(name, server.folder)).rejects.toThrow('stopped');
}

/** Command lines of living processes in which the folder stands. */
async function processesNaming(folder: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    // One may have ended meanwhile.
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.filter((line) => line.includes(folder));
}

describe('the S3 server', () => {
  test('starts beside another, stores and gives, and leaves nothing', async () => {
    await using other = await startRgw();
    const rgw = await startRgw({ dnsName: 's3.test' });
    expect(await status('rgw', rgw.folder)).toBe(`running on ${rgw.endpoint}`);
    await rgw.makeBucket('bucket');
    const { endpoint, accessKeyId, secretAccessKey } = rgw;
    const credentials = { accessKeyId, secretAccessKey };
    const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials, maxAttempts: 1 });
    const file = { Bucket: 'bucket', Key: 'a b/ü.txt' };
    await client.send(new PutObjectCommand({ ...file, Body: bytes }));
    const { Body } = await client.send(new GetObjectCommand(file));
    expect(Buffer.from((await Body?.transformToByteArray()) ?? [])).toEqual(bytes);
    client.destroy();
    await stopsCleanly('rgw', rgw);
    expect(await status('rgw', other.folder)).toBe(`running on ${other.endpoint}`);
  });
});

describe('the SFTP server', () => {
  const sftp = (server: Sshd, ...commands: string[]) => {
    const options = [
      'StrictHostKeyChecking=yes',
      `UserKnownHostsFile=${join(server.folder, 'known')}`,
      'BatchMode=yes',
    ];
    const args = [...options.flatMap((option) => ['-o', option]), '-i', server.privateKeyPath, '-P', `${server.port}`];
    const child = run('sftp', ['-b', '-', ...args, `${server.keyUser}@${server.host}`]);
    child.child.stdin?.end(commands.join('\n'));
    return child;
  };
  const trust = async (server: Sshd) =>
    writeFile(join(server.folder, 'known'), `[${server.host}]:${server.port} ${await server.hostKey()}\n`);

  test('starts, takes a file by key, and leaves nothing', async () => {
    const sshd = await startSshd();
    expect(await status('sshd', sshd.folder)).toBe(`running on ${sshd.host}:${sshd.port}`);
    await trust(sshd);
    const source = join(sshd.folder, 'source');
    await writeFile(source, bytes);
    await sftp(sshd, `put ${source} sent.txt`);
    expect(await readFile(join(sshd.files, 'sent.txt'))).toEqual(bytes);
    await stopsCleanly('sshd', sshd);
  });

  test('comes back with another host key when told to, and with its own when not', async () => {
    await using sshd = await startSshd();
    await trust(sshd);
    const first = await sshd.hostKey();
    await sshd.restart();
    expect(await sshd.hostKey()).toBe(first);
    await sftp(sshd, 'pwd');
    await sshd.replaceHostKey();
    expect(await sshd.hostKey()).not.toBe(first);
    await expect(sftp(sshd, 'pwd')).rejects.toThrow('HOST IDENTIFICATION HAS CHANGED');
  });
});

describe('the WebDAV server', () => {
  test('starts, takes a file with the password only, shows it to all, and leaves nothing', async () => {
    const webdav = await startWebdav();
    expect(await status('webdav', webdav.folder)).toBe(`running on ${new URL(webdav.url).origin}`);
    const authorization = `Basic ${Buffer.from(`${webdav.user}:${webdav.password}`).toString('base64')}`;
    const put = async (headers: Record<string, string>, to = webdav.url) =>
      (await fetch(`${to}/a%20b.txt`, { method: 'PUT', body: bytes, headers })).status;
    expect(await put({})).toBe(401);
    expect(await put({ authorization }, webdav.publicUrl)).toBe(403);
    expect(await put({ authorization })).toBe(201);
    const answer = await fetch(`${webdav.publicUrl}/a%20b.txt`);
    expect([answer.status, Buffer.from(await answer.arrayBuffer())]).toEqual([200, bytes]);
    expect(await readFile(join(webdav.files, 'a b.txt'))).toEqual(bytes);
    await stopsCleanly('webdav', webdav);
  });

  test('refuses bodies over its limit', async () => {
    await using webdav = await startWebdav({ limitBytes: 100 });
    const authorization = `Basic ${Buffer.from(`${webdav.user}:${webdav.password}`).toString('base64')}`;
    const answer = await fetch(`${webdav.url}/a`, { method: 'PUT', body: bytes, headers: { authorization } });
    expect(answer.status).toBe(413);
  });
});
