import { describe, expect, test } from 'vitest';
import { boundaryOf, readParts } from './multipart-reader.ts';

const boundary = 'b0und';
const good = [
  '--b0und\r\nContent-Disposition: form-data; name="reqtype"\r\n\r\nfileupload\r\n',
  '--b0und\r\nContent-Disposition: form-data; name="file"; filename="日本 %22x%22.txt"\r\nContent-Type: text/plain\r\n\r\n',
  'one\r\n--b0un\r\n-\r\n--b0undary?\r\n', // looks like a boundary, and is one: see the malformed cases
].join('');

async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string, size = 64): Promise<{ field: string; fileName: string | null; text: string }[]> {
  const parts = [];
  for await (const part of readParts(inPieces(text, size), boundary)) {
    const pieces: Buffer[] = [];
    for await (const piece of part.bytes) pieces.push(Buffer.from(piece));
    parts.push({ field: part.field, fileName: part.fileName, text: Buffer.concat(pieces).toString() });
  }
  return parts;
}

describe('readParts', () => {
  const body = `${good.replace('--b0undary?', '-b0und')}\r\n--b0und--\r\n`;

  test.each([1, 2, 3, 7, 64, 4096])('gives the same parts from pieces of %i bytes', async (size) => {
    expect(await read(body, size)).toEqual([
      { field: 'reqtype', fileName: null, text: 'fileupload' },
      { field: 'file', fileName: '日本 %22x%22.txt', text: 'one\r\n--b0un\r\n-\r\n-b0und\r\n' },
    ]);
  });

  test('gives an empty file', async () => {
    const empty = '--b0und\r\nContent-Disposition: form-data; name="f"; filename="e"\r\n\r\n\r\n--b0und--\r\n';
    expect(await read(empty)).toEqual([{ field: 'f', fileName: 'e', text: '' }]);
  });

  test.each([
    ['no closing boundary', body.slice(0, -12)],
    ['a boundary within the file', `${good}\r\n--b0und--\r\n`],
    ['bytes before the first boundary', `x\r\n${body}`],
    ['bytes after the end', `${body}x`],
    ['a name that breaks out of its quotes', body.replace('%22x%22', '"x"')],
    ['a header without a colon', body.replace('Content-Type: text/plain', 'text/plain')],
    ['nothing', ''],
  ])('refuses %s', async (_, text) => {
    await expect(read(text)).rejects.toThrow(expect.objectContaining({ name: 'MalformedBody' }));
  });
});

test('boundaryOf takes only multipart/form-data', () => {
  expect(boundaryOf('multipart/form-data; boundary=abc')).toBe('abc');
  expect(boundaryOf('multipart/form-data; boundary="a b"')).toBe('a b');
  expect(boundaryOf('text/plain; boundary=abc')).toBeNull();
  expect(boundaryOf(undefined)).toBeNull();
});
