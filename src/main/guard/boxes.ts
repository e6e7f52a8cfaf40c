/** The boxes that MP4 and QuickTime files are made of. ISO/IEC 14496-12, 4.2; QuickTime File Format Specification, "Atoms". */
import type { Window } from './byte-source.ts';
import type { Piece } from './part.ts';
import type { Search } from './search.ts';

export interface Box {
  /** Four characters, in Latin-1: `©` is one byte. */
  readonly type: string;
  readonly start: number;
  /** What follows size and type. */
  readonly body: Piece;
  readonly end: number;
}

/** Boxes from `start` on, up to `end`; what is no box, or reaches beyond, is the last that is not given. */
export async function* boxesOf(window: Window, start: number, end: number, search: Search): AsyncGenerator<Box, void> {
  for (let at = start; at + 8 <= end; ) {
    search.work.step();
    const box = boxAt(await window.peek(at, 16), at, end);
    if (!box) return;
    yield box;
    at = box.end;
  }
}

/** The same in memory: offsets are those in `bytes`. */
export function* boxesIn(bytes: Buffer, start: number, search: Search): Generator<Box, void> {
  for (let at = start; at + 8 <= bytes.length; ) {
    search.work.step();
    const box = boxAt(bytes.subarray(at, at + 16), at, bytes.length);
    if (!box) return;
    yield box;
    at = box.end;
  }
}

function boxAt(head: Buffer, start: number, limit: number): Box | null {
  if (head.length < 8) return null;
  const type = head.toString('latin1', 4, 8);
  // Items of a list of keys have their number there.
  const isNumber = head.readUInt32BE(4) < 0x10000;
  if (!isNumber && !/^[ -~\xa9]{4}$/.test(type)) return null;
  const size = head.readUInt32BE(0);
  let headLength = 8;
  let length = size === 0 ? limit - start : size;
  if (size === 1) {
    if (head.length < 16) return null;
    const long = head.readBigUInt64BE(8);
    if (long > BigInt(Number.MAX_SAFE_INTEGER)) return null;
    [headLength, length] = [16, Number(long)];
  }
  if (length < headLength || start + length > limit) return null;
  const end = start + length;
  return { type, start, body: { offset: start + headLength, length: length - headLength }, end };
}

export function bodyIn(bytes: Buffer, { body }: Box): Buffer {
  return bytes.subarray(body.offset, body.offset + body.length);
}

/** Makes the box one that readers skip, with nothing in it. */
export function freeBox(bytes: Buffer, box: Box): void {
  bytes.write('free', box.start + 4, 'latin1');
  bodyIn(bytes, box).fill(0);
}
