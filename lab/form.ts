/** A multipart form as a host's script sees it: fields as text, files taken into the store. */
import type { FileStore, ReceivedFile } from './file-store.ts';
import { boundaryOf, MalformedBody, readParts } from './multipart-reader.ts';

const maxFieldBytes = 64 * 1024;

export interface FormFile extends ReceivedFile {
  readonly field: string;
  /** As it stood on the wire. */
  readonly name: string;
  readonly contentType: string | null;
}

export interface Form {
  readonly fields: Readonly<Record<string, string>>;
  readonly files: readonly FormFile[];
}

/** Reads a short text. Throws `MalformedBody` where it is too long. */
export async function fieldText(bytes: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of bytes) {
    size += piece.length;
    if (size > maxFieldBytes) throw new MalformedBody('a field is too long');
    pieces.push(Buffer.from(piece));
  }
  return Buffer.concat(pieces).toString('utf8');
}

/**
 * Reads the whole body. A body that is no form gives an empty one, as PHP does.
 * Throws `MalformedBody`, or what the body throws; then no file stays in the store.
 */
export async function readForm(
  body: AsyncIterable<Buffer>,
  contentType: string | undefined,
  store: FileStore,
): Promise<Form> {
  const boundary = boundaryOf(contentType);
  const fields: Record<string, string> = {};
  const files: FormFile[] = [];
  if (boundary === null) {
    for await (const _ of body);
    return { fields, files };
  }
  try {
    for await (const { field, fileName, contentType: type, bytes } of readParts(body, boundary)) {
      if (fileName === null) fields[field] = await fieldText(bytes);
      else files.push({ ...(await store.receive(bytes)), field, name: fileName, contentType: type });
    }
  } catch (error) {
    for (const file of files) await store.discard(file);
    throw error;
  }
  return { fields, files };
}

/** Reads a short body as JSON; null where it is none. */
export async function readJson(body: AsyncIterable<Buffer>): Promise<unknown> {
  const text = await fieldText(body);
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
