// Hands secrets to the running app as the window does, and looks for them where they must not be.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Page } from '@playwright/test';
import type { CallResult, Snapshot } from '../src/shared/contract.ts';
import type { State } from '../src/shared/model.ts';

/** Calls main through the window's door. */
export function call<T>(page: Page, name: string, input?: unknown): Promise<CallResult<T>> {
  return page.evaluate(
    ([name, input]) => {
      const { droprelay } = globalThis as unknown as { droprelay: { call(...call: unknown[]): Promise<never> } };
      return droprelay.call(name, input);
    },
    [name, input] as const,
  );
}

export async function setSecret(
  page: Page,
  value: string,
  how: Partial<{ destination: string; field: string; storeWeak: boolean }> = {},
) {
  const input = { destination: 'catbox', field: 'userhash', storeWeak: false, ...how, value };
  return await call<{ sealing: string }>(page, 'secrets.set', input);
}

/** How the window is told that the secret is kept. */
export async function sealingOf(page: Page, destination = 'catbox', field = 'userhash'): Promise<string | undefined> {
  const { settings } = await snapshot(page);
  return settings.setups.find(({ id }) => id === destination)?.secrets.find((each) => each.field === field)?.sealing;
}

export async function stateOf(page: Page, name: string): Promise<State | undefined> {
  return (await snapshot(page)).uploads.find((upload) => upload.name === name)?.state;
}

export async function snapshot(page: Page): Promise<Snapshot> {
  const result = await call<Snapshot>(page, 'app.snapshot');
  if (!result.ok) throw new Error(`no snapshot: ${result.failure.kind}`);
  return result.value;
}

/** What lies in the data folder's `secrets`. */
export function secretFiles(home: string): { path: string; bytes: Buffer }[] {
  const folder = join(home, 'secrets');
  try {
    return readdirSync(folder).map((name) => ({ path: join(folder, name), bytes: readFileSync(join(folder, name)) }));
  } catch {
    return [];
  }
}

/** A secret, or one that signed links hold by design: as the value of this part of theirs, it is no find. */
export type Secret = string | { readonly text: string; readonly linkPart: string };

export const textOf = (secret: Secret): string => (typeof secret === 'string' ? secret : secret.text);

/** What is to be looked through: without the value where a signed link has its place for it. */
function searched(secret: Secret, bytes: Buffer): Buffer {
  if (typeof secret === 'string') return bytes;
  const byDesign = `${secret.linkPart}=${encodeURIComponent(secret.text)}`;
  return Buffer.from(bytes.toString('latin1').replaceAll(byDesign, secret.linkPart), 'latin1');
}

/**
 * The files below the folder that hold the secret: as it is, within JSON, URL-encoded, in hex, Base64 or UTF-16. Links
 * are kept in the history only.
 */
export function filesThatHold(secret: Secret, folder: string): string[] {
  const forms = formsOf(textOf(secret));
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const found = readIfThere(path);
      const bytes = basename(path).startsWith('droprelay.db') ? searched(secret, found) : found;
      return forms.some((form) => bytes.includes(form));
    });
}

/** Chromium makes and removes files of its own all the time: one that is gone holds nothing. */
function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

/** True where the text holds the secret in any of these forms. */
export function holds(secret: Secret, text: string): boolean {
  const bytes = searched(secret, Buffer.from(text));
  return formsOf(textOf(secret)).some((form) => bytes.includes(form));
}

/** What stands around the secret in a text that holds it, else ''. */
export function excerpt(secret: Secret, text: string): string {
  const bytes = searched(secret, Buffer.from(text));
  const at = Math.max(...formsOf(textOf(secret)).map((form) => bytes.indexOf(form)));
  return at < 0 ? '' : bytes.toString('utf8', Math.max(0, at - 300), at + 100);
}

function formsOf(secret: string): Buffer[] {
  const bytes = Buffer.from(secret);
  const texts = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), bytes.toString('hex')];
  // The same bytes look different in Base64 at each of three offsets; what their neighbours change is cut off.
  const base64 = [0, 1, 2].map((offset) =>
    Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .slice(offset === 0 ? 0 : offset + 1)
      .replace(/..?=*$/, ''),
  );
  return [...texts, ...base64].map((text) => Buffer.from(text)).concat(Buffer.from(secret, 'utf16le'));
}
