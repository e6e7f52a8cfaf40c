/** Dropbox's hash of a file: SHA-256 of the SHA-256 of each 4 MiB, as the host would make it of what it has. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { ReceivedFile } from '../file-store.ts';

const blockBytes = 4 * 1024 * 1024;

/** Of the file's first `size` bytes, lower-case hex; null where they were not kept. */
export async function contentHash(file: ReceivedFile, size: number = file.size): Promise<string | null> {
  if (file.path === null) {
    const isOneBlock = size === file.size && size > 0 && size <= blockBytes && file.sha256 !== '';
    return isOneBlock ? createHash('sha256').update(Buffer.from(file.sha256, 'hex')).digest('hex') : null;
  }
  const whole = createHash('sha256');
  for (let start = 0; start < size; start += blockBytes) {
    const block = createHash('sha256');
    const end = Math.min(start + blockBytes, size) - 1;
    for await (const chunk of createReadStream(file.path, { start, end })) block.update(chunk);
    whole.update(block.digest());
  }
  return whole.digest('hex');
}
