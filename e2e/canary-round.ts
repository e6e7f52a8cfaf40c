// Gives the app a canary in every secret field, provokes every failure that it can, and looks for it everywhere.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ElectronApplication, expect, type Page } from '@playwright/test';
import { hostIds } from '../lab/lab.ts';
import { providers } from '../src/main/providers/index.ts';
import type { AttemptView } from '../src/shared/model.ts';
import { dropFiles, type LaunchApp, type LaunchOptions } from './app.ts';
import { faultyChain } from './canary-faults.ts';
import { recordAll, type TellTale } from './canary-record.ts';
import {
  call,
  excerpt,
  filesThatHold,
  holds,
  type Secret,
  secretFiles,
  setSecret,
  snapshot,
  stateOf,
  textOf,
} from './secrets.ts';

type Provider = (typeof providers)[number];

/** A provider, and which of its secrets there are. */
export interface Canaries {
  readonly title: string;
  readonly provider: Provider;
  readonly fields: readonly string[];
}

/**
 * Every provider that can have a secret, with all of them; where it has no stand-in, the canary is kept and never sent
 * (`canary-servers.ts` sends those of S3 and SFTP). Dropbox takes each of two tokens by itself, in other requests.
 */
export const canaryRounds: readonly Canaries[] = [
  ...providers
    .map((provider) => ({ provider, title: provider.id, fields: provider.secretFields.map(({ name }) => name) }))
    .filter(({ fields }) => fields.length > 0),
  ...['refreshToken', 'accessToken'].flatMap((field) =>
    providers
      .filter(({ id }) => id === 'dropbox')
      .map((provider) => ({ provider, title: `dropbox (${field})`, fields: [field] })),
  ),
];

export interface CanaryRound {
  readonly canaries: Canaries;
  readonly launch: LaunchApp;
  readonly options: LaunchOptions;
  /** How the secrets shall be kept. */
  readonly sealing: 'sealed' | 'kept-for-run';
}

/** The faults that one file has to meet, by the kinds of failure that they become at least. */
const provoked = [
  'auth',
  'forbidden',
  'server',
  'bad-request',
  'bad-answer',
  'rate-limited',
  'dns',
  'tls',
  'connection',
];

export async function canaryRound({ canaries, launch, options, sealing }: CanaryRound): Promise<void> {
  const { provider, fields } = canaries;
  const core = randomBytes(12).toString('hex');
  const canary = `canary:${core}"\\`;
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-canary-'));
  const home = join(folder, 'home');
  const file = join(folder, 'a.txt');
  writeFileSync(file, randomBytes(2_000));
  const host = hostIds.find((id) => id === provider.id);
  // What the stand-ins keep is theirs: it is not looked through.
  const theirs = mkdtempSync(join(tmpdir(), 'droprelay-canary-hosts-'));
  try {
    await using chain = host ? await faultyChain(host, theirs, canary) : null;
    const { app, page, close } = await launch({ ...options, home, settings: chain?.settings ?? { choice: 'public' } });
    const record = await recordAll(app, page);
    const ids = chain?.destinations.map(({ id }) => id) ?? [provider.id];
    for (const destination of ids) {
      for (const field of fields) {
        expect(await setSecret(page, canary, { destination, field })).toEqual({ ok: true, value: { sealing } });
      }
    }
    await refusedInputs(page, canary);
    if (chain) {
      await dropFiles(page, [file]);
      // Where the host knows the canary for no key of its own, the last one refuses it too.
      await expect.poll(() => isOver(page, 'a.txt'), { timeout: 120_000 }).toBe(true);
      const failed = await failuresOf(page);
      expect(failed).toEqual(expect.arrayContaining(provoked));
      // That it is there shows in what the host was told, or in what it took only for it.
      if (chain.delivers) expect(await stateOf(page, 'a.txt')).toMatchObject({ name: 'done' });
      else expect(holds(core, chain.heard()), 'the secret reached the host').toBe(true);
      await checkSome(page, ids);
    }
    await exportTo(app, page, join(folder, 'export.json'));

    // Those that a host gave for the canary are secrets as well.
    const given = new Set(chain?.heard().match(/sl\.u\.\w{20,}/g));
    if (fields.includes('refreshToken') && chain) expect(given.size).toBeGreaterThan(0);
    const nowhere = async () => {
      for (const secret of [core, ...given]) await expectNowhere(secret, record, folder);
    };
    await nowhere();
    await writeFails(page, home, ids[0] ?? '', fields[0] ?? '', canary);
    await nowhere();

    const ended = new Promise((resolve) => app.process().once('exit', resolve));
    await app.evaluate(() => void setTimeout(() => process.crash(), 50));
    await ended;
    await close();
    expect(holds(core, record.terminal()), 'the secret in the text of a crash').toBe(false);
    expect(filesThatHold(core, folder), 'files that hold the secret after a crash').toEqual([]);
  } finally {
    for (const each of [folder, theirs]) rmSync(each, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Neither in what the app told nor in a file below the folder, but for signed links where it belongs in these. */
export async function expectNowhere(secret: Secret, record: TellTale, folder: string): Promise<void> {
  for (const [where, text] of Object.entries(await record.told())) {
    const mayHoldLinks = !['the ledgers', 'the terminal'].includes(where);
    expect(excerpt(mayHoldLinks ? secret : textOf(secret), text), `the secret in ${where}`).toBe('');
  }
  expect(filesThatHold(secret, folder), 'files that hold the secret').toEqual([]);
}

/** Asked again and again; a wait for a host that wants none now is cut short. */
async function isOver(page: Page, name: string): Promise<boolean> {
  const state = await stateOf(page, name);
  if (state?.name === 'waiting' && state.wait.what === 'rate-limit') {
    const { uploads } = await snapshot(page);
    await call(page, 'uploads.skip', { id: uploads[0]?.id });
  }
  return state?.name === 'done' || (state?.name === 'waiting' && state.wait.what === 'sign-in');
}

/** Calls that do not fit, each with the secret in it: no answer repeats it. */
async function refusedInputs(page: Page, canary: string): Promise<void> {
  const place = { destination: 'catbox', field: 'userhash', value: canary, storeWeak: false };
  const inputs = [
    { ...place, destination: 'nowhere' },
    { ...place, field: 'nothing' },
    { ...place, value: [canary] },
    { ...place, value: canary.repeat(10_000) },
    { ...place, storeWeak: canary },
    canary,
  ];
  for (const input of inputs) expect(await call(page, 'secrets.set', input)).toMatchObject({ ok: false });
  expect(await call(page, `secrets.${canary}`, place)).toMatchObject({ ok: false });
  expect(await call(page, 'secrets.read', place)).toMatchObject({ ok: false });
}

/** The reports of checks are made to be handed to others. */
export async function checkSome(page: Page, ids: readonly string[]): Promise<void> {
  for (const id of new Set([...ids.slice(0, 3), ...ids.slice(-1)])) {
    expect(await call(page, 'destinations.check', { id })).toMatchObject({ ok: true });
    expect(await call(page, 'destinations.copyReport', { id })).toMatchObject({ ok: true });
  }
}

export async function exportTo(app: ElectronApplication, page: Page, path: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
  expect(await call(page, 'settings.export')).toEqual({ ok: true, value: { end: 'saved' } });
}

/** A disk that does not take the secret, which is told on the terminal. */
async function writeFails(page: Page, home: string, destination: string, field: string, canary: string): Promise<void> {
  rmSync(join(home, 'secrets'), { recursive: true, force: true });
  writeFileSync(join(home, 'secrets'), 'in the way');
  const set = await setSecret(page, canary, { destination, field, storeWeak: true });
  expect(set).toEqual({ ok: true, value: { sealing: 'kept-for-run' } });
  expect(secretFiles(home)).toEqual([]);
}

async function failuresOf(page: Page): Promise<string[]> {
  const { uploads } = await snapshot(page);
  const ledger = await call<AttemptView[]>(page, 'uploads.ledger', { id: uploads[0]?.id });
  if (!ledger.ok) throw new Error('no ledger');
  return ledger.value.flatMap(({ outcome }) => (outcome.kind === 'failed' ? [outcome.failure.kind] : []));
}
