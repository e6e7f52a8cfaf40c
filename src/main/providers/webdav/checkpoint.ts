/** What an upload to a WebDAV server keeps, to go on from or to be cleared away. */
import { z } from 'zod';
import type { Payload } from '../../net/payload.ts';
import { jsonOf } from '../http-host.ts';
import { keyOf, randomPart } from '../own-storage.ts';

const Saved = z.object({
  /** Names the temporary file and the folder of chunks, and is the random part of the file's name. */
  id: z.string().regex(/^[a-z0-9]{16}$/),
  /** Under which name it shall be stored. */
  key: z.string().max(1024),
  size: z.number().int().nonnegative(),
  mtimeNs: z.string().max(30),
  /** How it is sent: in one request, in stretches of one file, or in chunks that the server puts together. */
  way: z.enum(['whole', 'stretches', 'chunks']),
  /** Bytes that the server has for sure. */
  sent: z.number().int().nonnegative(),
  /** True once the temporary file is whole: from then on it may have its name. */
  placing: z.boolean(),
});
export type Saved = z.infer<typeof Saved>;

export function readSaved(text: string): Saved | null {
  return jsonOf(text, Saved);
}

/** A new upload of the payload; `at` is epoch ms. */
export function newUpload(payload: Payload, template: string, way: Saved['way'], at: number): Saved {
  const id = randomPart();
  return {
    id,
    key: keyOf(template, { name: payload.name, at, random: id }),
    size: payload.size,
    mtimeNs: String(payload.source.mtimeNs),
    way,
    sent: 0,
    placing: false,
  };
}

export function isOf(payload: Payload, { size, mtimeNs }: Saved): boolean {
  return size === payload.size && mtimeNs === String(payload.source.mtimeNs);
}

/** Something that was found at the server, as `discard` takes it: a file or a folder of chunks. */
export function foundUpload(id: string): Saved {
  return { id, key: '', size: 0, mtimeNs: '', way: 'chunks', sent: 0, placing: false };
}

/** Whether nobody else can have a file of that name: it holds what only this upload knows. */
export function isUnmistakable({ id, key }: Saved): boolean {
  return key.includes(id);
}
