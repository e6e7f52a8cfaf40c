/** Pictures of hills for the screenshots, drawn by a formula. */
import { crc32, deflateSync } from 'node:zlib';

/** A picture of hills at some hour of the day, as PNG. */
export function hills(seed: number): Buffer {
  const [width, height] = [320, 240];
  const rows = Array.from({ length: height }, (_, y) => {
    const row = Buffer.alloc(1 + width * 3);
    for (let x = 0; x < width; x++) row.set(colourAt(x / width, y / height, seed), 1 + x * 3);
    return row;
  });
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function colourAt(x: number, y: number, seed: number): number[] {
  const ridge = (n: number) =>
    0.35 + n * 0.2 + 0.1 * Math.sin(x * (5 - n) + seed * (n + 1)) + 0.04 * Math.sin(x * 17 + n);
  const layer = [0, 1, 2].filter((n) => y > ridge(n)).length;
  const hue = [70 + seed * 40, 110 + seed * 25, 170 + seed * 10];
  return hue.map((base) => Math.min(255, Math.max(0, (base % 200) + 50 - layer * 55 + (layer === 0 ? y * 60 : 0))));
}

function chunk(type: string, data: Buffer): Buffer {
  const inner = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(inner));
  return Buffer.concat([length, inner, check]);
}
