import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { fileHash } from './file-hash.ts';
import { drained, patternBytes, testFolder, timesOpen } from './fixtures/loopback.ts';
import { apply, type Patch, patchedPayload, patchesOf } from './patched-payload.ts';
import { filePayload, pinFile } from './pinned-file.ts';

const MiB = 1024 * 1024;
const size = 5 * MiB + 123;
const before = patternBytes(size);
/** At both ends, within a chunk, over its end, and over whole ones. */
const patches: readonly Patch[] = [
  { offset: 0, bytes: Buffer.from('begin') },
  { offset: 1000, length: 50, fill: 0x20 },
  { offset: 1050, bytes: Buffer.from('right behind') },
  { offset: MiB - 3, bytes: Buffer.from('over the end of a chunk') },
  { offset: 2 * MiB - 100, length: 2 * MiB + 200, fill: 0xee },
  { offset: size - 1, length: 1, fill: 0x21 },
];
const after = Buffer.from(before);
for (const patch of patches) apply(patch, after, 0);

async function payloads(path: string) {
  const plain = filePayload(await pinFile(path), 'a name', 'image/jpeg');
  return { plain, patched: patchedPayload(plain, patches) };
}

test('a patched payload has the patched bytes, whole and in ranges, and the file keeps its own', async () => {
  await using folder = await testFolder();
  const path = await folder.file('photo', before);
  const { plain, patched } = await payloads(path);
  expect(after.equals(before)).toBe(false);
  expect(patched).toMatchObject({ name: 'a name', mime: 'image/jpeg', size, source: plain.source });
  {
    await using reader = await patched.open();
    expect((await drained(reader.chunks())).equals(after)).toBe(true);
    // Parts of a resumable upload, small ones, one within a patch, none.
    const ranges = [
      [0, MiB],
      [MiB, 5 * MiB],
      [2, 4],
      [1049, 1051],
      [3 * MiB, 3 * MiB + 5],
      [MiB - 1, size],
      [7, 7],
    ];
    for (const [start = 0, end = 0] of ranges) {
      expect((await drained(reader.chunks({ start, end }))).equals(after.subarray(start, end))).toBe(true);
    }
    expect((await drained(reader.chunks({ start: 4 * MiB }))).equals(after.subarray(4 * MiB))).toBe(true);
  }
  expect(await timesOpen(path)).toBe(0);
  expect((await readFile(path)).equals(before)).toBe(true);
  await using reader = await plain.open();
  expect((await drained(reader.chunks())).equals(before)).toBe(true);
});

test('its hash is that of what is sent, whole, in stretches and in blocks', async () => {
  await using folder = await testFolder();
  const { plain, patched } = await payloads(await folder.file('photo', before));
  const hash = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
  const wish = { patches: patchesOf(patched) };
  expect(await fileHash(patched.source, wish, () => {})).toBe(hash(after).toString('hex'));
  expect(await fileHash(plain.source, { patches: patchesOf(plain) }, () => {})).toBe(hash(before).toString('hex'));
  const [start, end] = [MiB - 1, 3 * MiB];
  const ofStretch = hash(after.subarray(start, end)).toString('hex');
  expect(await fileHash(patched.source, { ...wish, start, end }, () => {})).toBe(ofStretch);
  const blocks = [0, 1, 2, 3, 4, 5].map((index) => hash(after.subarray(index * MiB, (index + 1) * MiB)));
  expect(await fileHash(patched.source, { ...wish, blockBytes: MiB }, () => {})).toBe(
    hash(Buffer.concat(blocks)).toString('hex'),
  );
});

test('a source that changed is not sent, patched or not', async () => {
  await using folder = await testFolder();
  const path = await folder.file('photo', before);
  const { patched } = await payloads(path);
  await writeFile(path, patternBytes(size - 1));
  await expect(patched.open()).rejects.toMatchObject({ failure: { kind: 'source-changed' } });
});

test('patches that do not fit are a defect, and told before anything is sent', async () => {
  await using folder = await testFolder();
  const { plain, patched } = await payloads(await folder.file('photo', before));
  expect(() => patchedPayload(plain, [{ offset: size, length: 1, fill: 0 }])).toThrow('beyond');
  expect(() => patchedPayload(plain, patches.toReversed())).toThrow('order');
  expect(() => patchedPayload(patched, patches)).toThrow('once');
});
