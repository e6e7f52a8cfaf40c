/** Whom we talk to, and who we are, against OpenSSH's server. */
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createRig, outcomes } from '../../../../lab/check/rig.ts';
import { startSshd } from '../../../../lab/servers/sshd.ts';
import { failureOf } from '../conformance-rig.ts';
import { handleAt } from '../own-storage.ts';
import { sftp } from '../sftp.ts';
import { unwatchedRun } from '../test-services.ts';
import { placeOf } from './settings.ts';
import { openSsh } from './test-openssh.ts';
import { fingerprint } from './test-target.ts';

const run = promisify(execFile);
const { signal } = new AbortController();
const rig = openSsh();
const log = () => readFile(join(rig().far.sshd.folder, 'log/sshd.log'), 'utf8');

describe('its host key', () => {
  test('is told before anybody signs in, as OpenSSH prints it', async () => {
    const before = (await log()).length;
    expect(await sftp.hostIdentity?.ask(rig().settings({ hostKey: '' }), { services: rig().services(), signal })).toBe(
      rig().far.hostKey,
    );
    await expect.poll(async () => (await log()).slice(before)).toMatch(/Connection (closed|reset) by .*\[preauth\]/);
    expect((await log()).slice(before)).not.toMatch(/user |password|publickey/i);
    const { stdout } = await run('ssh-keygen', ['-lf', join(rig().far.sshd.folder, 'host_key.pub')]);
    expect(stdout).toContain(` ${rig().far.hostKey} `);
  });

  test('that nobody agreed to lets nothing through, and the server is not asked', async () => {
    const before = rig().far.front.connections.length;
    const failed = await failureOf(
      rig()
        .connect({ hostKey: '' })
        .upload(await rig().fileOf(Buffer.from('x')), unwatchedRun),
    );
    expect(failed).toEqual({
      failure: { kind: 'host-identity', why: 'first', host: `127.0.0.1:${rig().far.front.port}` },
      sent: 'nothing',
    });
    expect(rig().far.front.connections).toHaveLength(before);
  });

  test('that has changed is told, and the password stays here', async () => {
    await using other = await startSshd();
    await other.replaceHostKey();
    const before = (await readFile(join(other.folder, 'log/sshd.log'), 'utf8')).length;
    const secrets = { password: other.password };
    const settings = { host: '127.0.0.1', port: other.port, user: other.passwordUser };
    const connection = rig().connect(settings, secrets);
    const deleteHandle = handleAt(placeOf(settings), 'x');
    const failed = {
      failure: { kind: 'host-identity', why: 'changed', host: `127.0.0.1:${other.port}` },
      sent: 'nothing',
    };
    const upload = connection.upload(await rig().fileOf(Buffer.from('x')), unwatchedRun);
    expect(await failureOf(upload)).toEqual(failed);
    expect(await failureOf(connection.checkCredentials(signal))).toEqual(failed);
    expect(await failureOf(connection.remove({ link: '', deleteHandle }, signal))).toEqual(failed);
    const told = async () => (await readFile(join(other.folder, 'log/sshd.log'), 'utf8')).slice(before);
    await expect.poll(told).toContain('[preauth]');
    expect(await told()).not.toMatch(new RegExp(`password|publickey|user ${other.passwordUser}`, 'i'));
    // The same with the right key gets through.
    const hostKey = fingerprint(await other.hostKey());
    await rig()
      .connect({ ...settings, hostKey }, secrets)
      .checkCredentials(signal);
  });
});

describe('signing in', () => {
  const locked = async (passphrase: string) => {
    const path = join(rig().folder, `key-${randomBytes(4).toString('hex')}`);
    await writeFile(path, rig().far.sshd.privateKey, { mode: 0o600 });
    await run('ssh-keygen', ['-p', '-q', '-P', '', '-N', passphrase, '-f', path]);
    return await readFile(path, 'utf8');
  };

  test('a locked key opens with its passphrase only', async () => {
    const privateKey = await locked('open sesame');
    await rig().connect({}, { privateKey, passphrase: 'open sesame' }).checkCredentials(signal);
    for (const passphrase of [{ passphrase: 'wr0ng-canary' }, {}]) {
      const attempt = rig()
        .connect({}, { privateKey, ...passphrase })
        .checkCredentials(signal);
      const failed = await failureOf(attempt ?? Promise.resolve());
      expect(failed).toEqual({ failure: { kind: 'auth', host: `127.0.0.1:${rig().far.front.port}` }, sent: 'nothing' });
    }
  });

  test('another key is refused, and with the password besides it gets in', async () => {
    const path = join(rig().folder, 'stranger');
    await run('ssh-keygen', ['-q', '-t', 'rsa', '-b', '2048', '-N', '', '-f', path]);
    const privateKey = await readFile(path, 'utf8');
    const user = rig().far.sshd.passwordUser;
    const failed = await failureOf(rig().connect({ user }, { privateKey }).checkCredentials(signal));
    expect(failed.failure.kind).toBe('auth');
    await rig().connect({ user }, { privateKey, password: rig().far.sshd.password }).checkCredentials(signal);
  });

  test('the agent has the key', async () => {
    const socket = join(rig().folder, 'agent');
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await once(agent.stdout, 'data');
      await run('ssh-add', ['-q', rig().far.sshd.privateKeyPath], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
      process.env.SSH_AUTH_SOCK = socket;
      await rig().connect({ agent: true }, {}).checkCredentials(signal);
      expect(sftp.missingSecret?.(rig().settings({ agent: true }), () => false)).toBeNull();
    } finally {
      delete process.env.SSH_AUTH_SOCK;
      agent.kill();
    }
    const none = await failureOf(rig().connect({ agent: true }, {}).checkCredentials(signal));
    expect(none.failure).toEqual({ kind: 'secret-unavailable', why: 'missing' });
  });
});

test('a check takes all its steps that are not for http', async () => {
  await using checks = await createRig();
  const { settings, sshd } = rig().far;
  const report = await checks.check({ provider: sftp, settings, secrets: { privateKey: sshd.privateKey } });
  expect(outcomes(report)).toEqual({
    settings: 'ok',
    dns: 'skipped literal-address',
    proxy: 'ok',
    tls: 'skipped not-http',
    clock: 'skipped not-http',
    credentials: 'ok',
    put: 'ok',
    'read-back': 'ok',
    delete: 'ok',
  });
});
