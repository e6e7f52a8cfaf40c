import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { FileStore, randomName } from './file-store.ts';

const folder = await mkdtemp(join(tmpdir(), 'droprelay-store-'));
afterAll(() => rm(folder, { recursive: true }));

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

async function* bytes(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

test('random names have the length asked for and differ', () => {
  expect(randomName(16)).toMatch(/^[a-z0-9]{16}$/);
  expect(randomName(16)).not.toBe(randomName(16));
});

test('parts are joined in their order, and only the whole is left', async () => {
  const store = new FileStore(join(folder, 'joined'), { keep: true, withMd5: false });
  const parts = [await store.receive(bytes('one ', 'two ')), await store.receive(bytes('three'))];
  const whole = await store.join(parts);
  expect([whole.size, whole.sha256, whole.head.toString()]).toEqual([13, sha256('one two three'), 'one two three']);
  expect(await readFile(whole.path ?? '', 'utf8')).toBe('one two three');
  await expect(readFile(parts[0]?.path ?? '')).rejects.toThrow('ENOENT');
});

test('a file can be measured as if only its beginning were left', async () => {
  const store = new FileStore(join(folder, 'measured'), { keep: true, withMd5: true });
  const file = await store.receive(bytes('0123456789'));
  const half = { size: 5, sha256: sha256('01234'), md5: createHash('md5').update('01234').digest('base64') };
  expect(await store.measure(file, 5)).toEqual(half);
  expect(await store.measure(file, 0)).toMatchObject({ size: 0, sha256: sha256('') });
  expect(await store.measure(file, 10)).toMatchObject({ size: 10, sha256: file.sha256 });
});
