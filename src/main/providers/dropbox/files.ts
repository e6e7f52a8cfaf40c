/** Files at Dropbox: looked at, committed without taking a name from others, deleted. */
import type { files } from 'dropbox';
import { z } from 'zod';
import { UploadFailure } from '../../../shared/failure.ts';
import type { Payload } from '../../net/payload.ts';
import { randomPart, unlike } from '../own-storage.ts';
import type { Delivery } from '../provider.ts';
import { type Account, apiHost } from './account.ts';
import { call } from './client.ts';
import { isRefused } from './refusal.ts';

/** The hash is made of the hashes of blocks of this size (www.dropbox.com/developers/reference/content-hash). */
export const blockBytes = 4 * 1024 * 1024;

const fileId = z.string().regex(/^id:[\w-]{1,190}$/);
export const StoredFile = z.object({
  id: fileId,
  size: z.number(),
  content_hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/i)
    .optional(),
  server_modified: z.iso.datetime().optional(),
});
export type StoredFile = z.infer<typeof StoredFile>;

const Entry = z.object({ '.tag': z.string() });

/** Where a file shall be: `add` never replaces, and "strict" takes no equal file for ours either. */
export function commitTo(path: string): files.CommitInfo {
  return { path, mode: { '.tag': 'add' }, autorename: false, strict_conflict: true, mute: true };
}

/** Names that Dropbox keeps for itself and for systems (its help page "files ignored by sync"). */
const keptNames = /^(desktop\.ini|thumbs\.db|\.ds_store|icon\r?|\.dropbox(\.attr|\.cache)?)$/i;

/** As Dropbox takes names: none of those that it refuses. */
export function tamePath(key: string): string {
  return `/${key
    .split('/')
    .map((name) => (keptNames.test(name) ? `_${name}` : name))
    .join('/')}`;
}

/** A name beside `path` that is free as far as chance goes, and can still be read. */
export function beside(path: string): string {
  return unlike(path, randomPart().slice(0, 6));
}

/** What is at `path`: a file, something else, or nothing (null). */
export async function look(account: Account, path: string, signal: AbortSignal): Promise<StoredFile | 'other' | null> {
  try {
    const entry = await call(account, (sdk) => sdk.filesGetMetadata({ path }), z.unknown(), { signal });
    const file = Entry.safeParse(entry).data?.['.tag'] === 'file' ? StoredFile.safeParse(entry).data : undefined;
    return file ?? 'other';
  } catch (error) {
    if (isRefused(error, 'not_found')) return null;
    throw error;
  }
}

/** What deletes a file, and whose it is: to another account it is as if it were gone. */
export function handleOf(account: Account, id: string): string {
  return `${id} ${account.id}`;
}

/** As `Connection.remove`. Fails with `forbidden` for what these credentials do not find, and others have put there. */
export async function remove(account: Account, handle: string, signal: AbortSignal): Promise<void> {
  const [id = '', owner] = handle.split(' ');
  const wasThere = await deleteFile(account, id, signal);
  if (!wasThere && owner !== account.id)
    throw new UploadFailure({ kind: 'forbidden', host: apiHost(account), detail: 'it is in another account' });
}

/** Deletes a file by its id, wherever it was moved to; false where it is gone already. */
export async function deleteFile(account: Account, id: string, signal: AbortSignal): Promise<boolean> {
  try {
    await call(account, (sdk) => sdk.filesDeleteV2({ path: `id:${id}` }), z.unknown(), { signal });
    return true;
  } catch (error) {
    if (isRefused(error, 'path_lookup') && error.has('not_found')) return false;
    throw error instanceof UploadFailure ? new UploadFailure(error.failure, { cause: error.cause }) : error;
  }
}

/** How far Dropbox's clock and this computer's may be apart, ms. */
const clocksApart = 10 * 60_000;

/** Whether Dropbox may have got the file as late as that (epoch ms); an older one of the same bytes is none of ours. */
export function isSince({ server_modified: at }: StoredFile, since: number): boolean {
  return at !== undefined && Date.parse(at) > since - clocksApart;
}

/** What Dropbox's own words prove of a file that it has. */
export function proofOf(file: StoredFile, payload: Payload, hash: string): NonNullable<Delivery['proof']> {
  if (file.size !== payload.size) return { kind: 'contradiction', why: 'size' };
  if (file.content_hash === undefined) return { kind: 'size', by: 'host' };
  const isSame = file.content_hash.toLowerCase() === hash;
  return isSame ? { kind: 'hash', by: 'host' } : { kind: 'contradiction', why: 'hash' };
}
