/** Secrets of S3 and SFTP at real servers are in nothing that the app or the command line writes, shows or says. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { createCaller } from '../src/main/command-line/test-command.ts';
import type { AttemptView } from '../src/shared/model.ts';
import { dropFiles } from './app.ts';
import { recordAll } from './canary-record.ts';
import { checkSome, expectNowhere, exportTo } from './canary-round.ts';
import { type CanaryServers, s3Canaries, sftpCanaries } from './canary-servers.ts';
import { keyringFolder, startKeyring } from './keyring.ts';
import { test } from './real-key-store.ts';
import { call, excerpt, filesThatHold, setSecret, snapshot, stateOf, textOf } from './secrets.ts';

test.skip(process.platform !== 'linux', 'the servers are those of Debian');

const servers: Readonly<Record<string, (folder: string) => Promise<CanaryServers>>> = {
  S3: s3Canaries,
  SFTP: sftpCanaries,
};

/** What the test itself writes secrets to lies in `theirs`. */
function folders() {
  const [own, theirs] = ['canary', 'canary-keys'].map((name) => mkdtempSync(join(tmpdir(), `droprelay-${name}-`)));
  if (own === undefined || theirs === undefined) throw new Error('no folders');
  return {
    own,
    theirs,
    file(name: string, bytes: number): string {
      writeFileSync(join(own, name), randomBytes(bytes));
      return join(own, name);
    },
    [Symbol.dispose]() {
      for (const each of [own, theirs]) rmSync(each, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

for (const [name, start] of Object.entries(servers)) {
  test(`the secrets of ${name} are nowhere in clear, whatever its server says`, async ({ launch }) => {
    using keys = keyringFolder();
    await using keyring = await startKeyring(keys.path, 'open');
    using folder = folders();
    await using far = await start(folder.theirs);
    const home = join(folder.own, 'home');
    const all = [...far.failing, ...far.working];
    const [first, ...others] = far.working.map(({ id }) => id);
    const destinations = all.map(({ secrets: _, ...rest }) => ({ ...rest, consent: 'allow' }));
    const order = [...far.failing.map(({ id }) => id), first];
    const settings = { choice: 'own', destinations, chains: { own: { order, mayWiden: true } } };
    const { app, page, close } = await launch({ home, env: keyring.env, settings });
    const record = await recordAll(app, page);
    for (const { id, secrets } of all) {
      for (const [field, value] of Object.entries(secrets)) {
        const set = await setSecret(page, value, { destination: id, field });
        expect(set).toEqual({ ok: true, value: { sealing: 'sealed' } });
      }
    }

    // In one request, and in parts.
    const sent = [folder.file('small.bin', 2_000), folder.file('large.bin', 17 * 1024 * 1024)];
    await dropFiles(page, sent);
    for (const name of ['small.bin', 'large.bin']) await untilDone(page, name);
    expect(await failuresOf(page)).toEqual(expect.arrayContaining([...far.provoked]));
    for (const id of others) {
      expect(await call(page, 'chains.set', { chain: 'own', order: [id], mayWiden: true })).toMatchObject({ ok: true });
      await dropFiles(page, [folder.file(`${id}.bin`, 2_000)]);
      await untilDone(page, `${id}.bin`);
    }
    const { uploads } = await snapshot(page);
    const ids = uploads.map(({ id }) => id);
    expect(await call(page, 'links.copy', { ids })).toEqual({ ok: true, value: { copied: true } });
    const nowhere = async () => {
      for (const secret of far.secrets) await expectNowhere(secret, record, folder.own);
    };
    await nowhere();
    await checkSome(
      page,
      all.map(({ id }) => id),
    );
    for (const { id } of all) await call(page, 'destinations.leftovers', { id });
    for (const { id } of all) await call(page, 'destinations.askIdentity', { id });
    for (const id of ids) expect(await call(page, 'uploads.deleteOnHost', { id })).toMatchObject({ ok: true });
    await exportTo(app, page, join(folder.own, 'export.json'));
    await nowhere();
    await close();
    for (const secret of far.secrets) {
      expect(excerpt(textOf(secret), record.terminal())).toBe('');
      expect(filesThatHold(secret, folder.own)).toEqual([]);
    }
  });

  test(`the secrets of ${name} are nowhere in what the command line says and leaves`, async () => {
    using folder = folders();
    await using far = await start(folder.theirs);
    using caller = createCaller();
    const config = join(folder.theirs, 'config.json');
    writeFileSync(config, JSON.stringify({ destinations: [...far.failing, ...far.working] }));
    const [first, ...others] = far.working.map(({ id }) => id);
    const failing = far.failing.map(({ id }) => id);
    const file = folder.file('a.bin', 2_000);
    const large = folder.file('large.bin', 17 * 1024 * 1024);
    const runs = [
      [0, ['--to', [...failing, first].join(','), file, large]],
      [0, ['--json', '--to', [...failing, first].join(','), file]],
      ...others.map((id) => [0, ['--to', id, file]] as const),
      [1, ['--to', failing.join(','), file]],
      [1, ['--json', '--to', failing.join(','), file]],
      [null, ['--status', '--online']],
      [null, ['--leftovers', first ?? '']],
    ] as const;
    for (const [expected, words] of runs) {
      const { status, stdout, stderr } = await caller.run('--config', config, ...words);
      if (expected !== null) expect({ status, stderr }).toMatchObject({ status: expected });
      for (const secret of far.secrets) {
        expect(excerpt(secret, stdout), words.join(' ')).toBe('');
        expect(excerpt(textOf(secret), stderr), words.join(' ')).toBe('');
      }
    }
    for (const secret of far.secrets) {
      // The settings that the test wrote are not the program's.
      for (const each of [folder.own, caller.folder, caller.home]) expect(filesThatHold(secret, each)).toEqual([]);
    }
    // Otherwise it would have looked for what is nowhere.
    const held = readFileSync(config, 'utf8');
    for (const secret of far.secrets) expect(excerpt(secret, held)).not.toBe('');
  });
}

async function untilDone(page: Page, name: string): Promise<void> {
  const over = async () => {
    const { uploads } = await snapshot(page);
    for (const { id, state } of uploads) {
      if (state.name === 'waiting' && state.wait.what !== 'sign-in') await call(page, 'uploads.skip', { id });
    }
    return (await stateOf(page, name))?.name;
  };
  await expect.poll(over, { timeout: 120_000 }).toBe('done');
}

async function failuresOf(page: Page): Promise<string[]> {
  const kinds: string[] = [];
  for (const { id } of (await snapshot(page)).uploads) {
    const ledger = await call<AttemptView[]>(page, 'uploads.ledger', { id });
    if (!ledger.ok) throw new Error('no ledger');
    for (const { outcome } of ledger.value) if (outcome.kind === 'failed') kinds.push(outcome.failure.kind);
  }
  return kinds;
}
