import { appendFileSync, rmSync } from 'node:fs';
import { buffer as bytesOf } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import type { UploadId } from '../../shared/ids.ts';
import { createRig, type Rig } from '../engine/test-rig.ts';
import { createThumbnails, idOf } from './thumbnails.ts';

/** As large as it says, in pixels and bytes; what follows the head is no picture, which nobody here decodes. */
function png(bytes: number, width = 640, height = 480): Buffer {
  const content = Buffer.alloc(bytes, 7);
  content.write('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');
  content.writeUInt32BE(width, 16);
  content.writeUInt32BE(height, 20);
  return content;
}

async function upload(rig: Rig, name: string, content: string | Buffer): Promise<{ id: UploadId; path: string }> {
  const path = rig.file(name, content);
  const [id] = rig.submit([path]) as [UploadId];
  await rig.engine.idle();
  return { id, path };
}

const addressOf = (id: string): string => `app://thumb/${encodeURIComponent(id)}`;

test('a picture comes as it is, to its last byte, as what its bytes say that it is', async () => {
  await using rig = createRig({ hosts: { a: {} } });
  const content = png(1_500_000);
  // Its name says something else.
  const { id } = await upload(rig, 'page.html', content);
  const answer = await createThumbnails(rig)(addressOf(id));
  expect(answer.type).toBe('image/png');
  expect(answer.headers).toEqual({
    'content-length': '1500000',
    'cache-control': 'private, max-age=60',
    'content-security-policy': "default-src 'none'; sandbox",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  expect((await bytesOf(answer.body)).equals(content)).toBe(true);
});

test.each([
  ['what only calls itself a picture', 'a.png', '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'],
  ['an SVG', 'a.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ['a picture with more pixels than can be decoded', 'a.png', png(100, 20_000, 20_000)],
  ['a picture of more than 32 MiB', 'a.png', png(32 * 1024 * 1024 + 1)],
  ['an empty file', 'a.png', ''],
])('%s is not given', async (_what, name, content) => {
  await using rig = createRig({ hosts: { a: {} } });
  const { id } = await upload(rig, name, content);
  const answer = await createThumbnails(rig)(addressOf(id));
  expect([answer.status, await bytesOf(answer.body)]).toEqual([404, Buffer.alloc(0)]);
});

test('a file that is another one by now, or gone, is not given', async () => {
  await using rig = createRig({ hosts: { a: {} } });
  const thumbnails = createThumbnails(rig);
  const { id, path } = await upload(rig, 'a.png', png(1000));
  expect((await thumbnails(addressOf(id))).status).toBe(200);
  appendFileSync(path, 'x');
  expect((await thumbnails(addressOf(id))).status).toBe(404);
  rmSync(path);
  expect((await thumbnails(addressOf(id))).status).toBe(404);
});

test('whoever takes none of it gives others their turn', async () => {
  await using rig = createRig({ hosts: { a: {} } });
  const thumbnails = createThumbnails(rig);
  const { id } = await upload(rig, 'a.png', png(2_000_000));
  for (let time = 0; time < 12; time++) {
    const answer = await thumbnails(addressOf(id));
    answer.body.destroy();
  }
  const all = await Promise.all(
    Array.from({ length: 12 }, async () => bytesOf((await thumbnails(addressOf(id))).body)),
  );
  expect(all.map(({ byteLength }) => byteLength)).toEqual(Array(12).fill(2_000_000));
});

test.each([
  ['app://thumb/abc', 'abc'],
  ['app://thumb/a%2Fb', 'a/b'],
  ['app://thumb/../../etc/passwd', 'etc/passwd'],
  ['app://droprelay/abc', null],
  ['https://thumb/abc', null],
  ['app://thumb:80/abc', null],
  ['app://thumb/%zz', null],
  ['no address', null],
])('%s asks for %s', (address, id) => {
  expect(idOf(address)).toBe(id);
});

test.each(['app://thumb/', 'app://thumb/unknown', 'app://thumb/..%2f..%2fetc%2fpasswd', 'app://other/x'])(
  '%s is nothing',
  async (address) => {
    await using rig = createRig({ hosts: {} });
    expect((await createThumbnails(rig)(address)).status).toBe(404);
  },
);
