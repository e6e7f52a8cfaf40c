import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { patternBytes, testFolder, timesOpen } from './fixtures/loopback.ts';
import { filePayload, pinFile } from './pinned-file.ts';

const unreadable = (why: string) => ({ failure: { kind: 'source-unreadable', why } });
const changed = { failure: { kind: 'source-changed' } };

describe('pinFile', () => {
  it('pins size and times of a regular file', async () => {
    await using folder = await testFolder();
    // Windows takes no such names.
    const name = process.platform === 'win32' ? '#%漢字 🎉\u202e.txt' : 'a "b"\r\n#%漢字 🎉\u202e.txt';
    const path = await folder.file(name, Buffer.from('hello'));
    const pin = await pinFile(path);
    expect(pin).toMatchObject({ path, size: 5 });
    expect(pin.mtimeNs).toBeGreaterThan(0n);
    expect(await timesOpen(path)).toBe(0);
  });

  it('refuses what is no regular file, without waiting for it', async () => {
    await using folder = await testFolder();
    const inside = dirname(await folder.file('x', Buffer.from('x')));
    await expect(pinFile(inside)).rejects.toMatchObject(unreadable('not-a-file'));
    await expect(pinFile(join(inside, 'none'))).rejects.toMatchObject(unreadable('missing'));
    await expect(pinFile(join(inside, 'x', 'y'))).rejects.toMatchObject(unreadable('missing'));
    await expect(pinFile(`${inside}\0`)).rejects.toMatchObject(unreadable('missing'));
    if (process.platform === 'win32') return;
    execFileSync('mkfifo', [join(inside, 'fifo')]);
    await expect(pinFile(join(inside, 'fifo'))).rejects.toMatchObject(unreadable('not-a-file'));
    await expect(pinFile('/dev/zero')).rejects.toMatchObject(unreadable('not-a-file'));
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(join(inside, 'socket'), resolve));
    await expect(pinFile(join(inside, 'socket'))).rejects.toMatchObject(unreadable('not-a-file'));
    await new Promise((resolve) => server.close(resolve));
  });

  it.runIf(process.platform !== 'win32')('says when the permission is missing', async () => {
    await using folder = await testFolder();
    const path = await folder.file('secret', Buffer.from('x'));
    execFileSync('chmod', ['000', path]);
    const isRoot = process.getuid?.() === 0;
    // Root may read everything, so it steps down for the moment.
    if (isRoot) process.seteuid?.(65534);
    try {
      await expect(pinFile(path)).rejects.toMatchObject(unreadable('no-permission'));
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });
});

describe('filePayload', () => {
  const MiB = 1024 * 1024;

  async function payloadOf(path: string) {
    return filePayload(await pinFile(path), 'name', 'text/plain');
  }

  it.each([0, 1, 255 * 1024, MiB - 1, MiB, MiB + 1, 3 * MiB, 7 * MiB + 13])('gives all of %i bytes', async (size) => {
    await using folder = await testFolder();
    const content = patternBytes(size);
    const payload = await payloadOf(await folder.file('f', content));
    const lengths: number[] = [];
    const copies: Buffer[] = [];
    {
      await using reader = await payload.open();
      for await (const chunk of reader.chunks()) {
        lengths.push(chunk.length);
        copies.push(Buffer.from(chunk));
      }
    }
    expect(payload.size).toBe(size);
    expect(Buffer.concat(copies).equals(content)).toBe(true);
    expect(lengths.slice(0, -1).every((length) => length === MiB)).toBe(true);
    expect(await timesOpen(payload.source.path)).toBe(0);
  });

  it('gives a range', async () => {
    await using folder = await testFolder();
    const content = patternBytes(3 * MiB);
    const payload = await payloadOf(await folder.file('f', content));
    await using reader = await payload.open();
    const read = async (start: number, end: number) => {
      const copies: Buffer[] = [];
      for await (const chunk of reader.chunks({ start, end })) copies.push(Buffer.from(chunk));
      return Buffer.concat(copies);
    };
    const [first, second] = await Promise.all([read(5, 2 * MiB), read(2 * MiB, 9 * MiB)]);
    expect(first?.equals(content.subarray(5, 2 * MiB))).toBe(true);
    expect(second?.equals(content.subarray(2 * MiB))).toBe(true);
  });

  it('keeps a chunk until the next but one is asked for, and the last for good', async () => {
    await using folder = await testFolder();
    const content = patternBytes(9 * MiB + 5);
    const payload = await payloadOf(await folder.file('f', content));
    await using reader = await payload.open();
    const chunks: Buffer[] = [];
    let at = 0;
    for await (const chunk of reader.chunks()) {
      const previous = chunks.at(-1);
      if (previous) expect(previous.equals(content.subarray(at - previous.length, at))).toBe(true);
      chunks.push(chunk);
      at += chunk.length;
    }
    expect(new Set(chunks.map((chunk) => chunk.buffer)).size).toBe(3);
    const last = chunks.at(-1);
    await using other = await payload.open();
    for await (const _ of other.chunks()) expect(last?.equals(content.subarray(9 * MiB))).toBe(true);
  });

  it.each([
    ['grew', (path: string) => appendFile(path, 'more')],
    ['shrank', (path: string) => truncate(path, 5)],
    ['was touched', (path: string) => utimes(path, 1, 1)],
    ['was replaced', async (path: string) => rm(path).then(() => writeFile(path, patternBytes(3 * MiB)))],
  ])('is not opened when the file %s since it was pinned', async (_, change) => {
    await using folder = await testFolder();
    const path = await folder.file('f', patternBytes(3 * MiB));
    const payload = await payloadOf(path);
    await change(path);
    await expect(payload.open()).rejects.toMatchObject(changed);
    expect(await timesOpen(path)).toBe(0);
  });

  it.each([
    ['grew', (path: string) => appendFile(path, 'more')],
    ['shrank', (path: string) => truncate(path, 5)],
    ['was touched', (path: string) => utimes(path, 1, 1)],
  ])('withholds the last chunk when the file %s while it was read', async (_, change) => {
    await using folder = await testFolder();
    const path = await folder.file('f', patternBytes(5 * MiB));
    const payload = await payloadOf(path);
    await using reader = await payload.open();
    let got = 0;
    const reading = (async () => {
      for await (const chunk of reader.chunks()) {
        if (got === 0) await change(path);
        got += chunk.length;
      }
    })();
    await expect(reading).rejects.toMatchObject(changed);
    expect(got).toBeLessThan(5 * MiB);
  });

  it('reads on when the name is gone, and says missing when it is gone before', async () => {
    await using folder = await testFolder();
    const path = await folder.file('f', patternBytes(2 * MiB));
    const payload = await payloadOf(path);
    if (process.platform !== 'win32') {
      await using reader = await payload.open();
      await rm(path);
      let got = 0;
      for await (const chunk of reader.chunks()) got += chunk.length;
      expect(got).toBe(2 * MiB);
    }
    await rm(path, { force: true });
    await expect(payload.open()).rejects.toMatchObject(unreadable('missing'));
    await mkdir(path);
    await expect(payload.open()).rejects.toMatchObject(unreadable('not-a-file'));
  });
});
