/** What an upload to Dropbox needs to go on where it was: the session that holds its bytes, and the name it is to get. */
import { z } from 'zod';
import type { Payload } from '../../net/payload.ts';
import { jsonOf } from '../http-host.ts';

const Saved = z.object({
  /** The file as it was; another one is sent from its start. */
  size: z.number().int().nonnegative(),
  mtimeNs: z.string().regex(/^-?\d{1,24}$/),
  /** In Dropbox. */
  path: z.string().startsWith('/').max(1100),
  session: z.object({ id: z.string().min(1).max(4096), offset: z.number().int().nonnegative() }).nullable(),
  /** When Dropbox was asked for the file under that name, epoch ms: it may be there. Null before. */
  committing: z.number().nullable(),
  /** The file's id there, without `id:`; null while it is not known. */
  fileId: z.string().max(200).nullable(),
});
export type Saved = z.infer<typeof Saved>;

/** A checkpoint of this very file, null for anything else. */
export function savedFor(payload: Payload, state: string | null): Saved | null {
  const saved = state === null ? null : jsonOf(state, Saved);
  if (saved?.size !== payload.size || saved.mtimeNs !== String(payload.source.mtimeNs)) return null;
  return saved.session && saved.session.offset > payload.size ? null : saved;
}

export function freshFor(payload: Payload, path: string): Saved {
  const { size, source } = payload;
  return { size, mtimeNs: String(source.mtimeNs), path, session: null, committing: null, fileId: null };
}

/** The file that an upload left under a name and without a link, null where none is known. */
export function leftFile(state: string): string | null {
  return jsonOf(state, Saved)?.fileId ?? null;
}
