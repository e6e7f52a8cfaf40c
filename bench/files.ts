/** What is uploaded: real files, written once and left in the system's page cache. */
import { closeSync, fstatSync, fsyncSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export const mebibyte = 1024 ** 2;
export const gibibyte = 1024 ** 3;

/**
 * Makes the file `bytes` long, or longer than it was. Written out to the disk before this returns, so that nothing is
 * being written while others are measured. Its content is a pattern: nobody on the way compresses.
 */
export function growFile(path: string, bytes: number): string {
  const pattern = Buffer.from(Array.from({ length: mebibyte }, (_, index) => (index * 31) % 251));
  const file = openSync(path, 'a');
  try {
    for (let left = bytes - fstatSync(file).size; left > 0; )
      left -= writeSync(file, pattern, 0, Math.min(left, mebibyte));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return path;
}

/** A folder of `count` files of `bytes` each; no two are equal. */
export function smallFiles(folder: string, count: number, bytes: number): string[] {
  mkdirSync(folder, { recursive: true });
  return Array.from({ length: count }, (_, index) => {
    const path = join(folder, `${String(index).padStart(5, '0')}.bin`);
    writeFileSync(path, Buffer.alloc(bytes, `${index} `));
    return path;
  });
}
