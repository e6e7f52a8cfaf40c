/** Where a track's samples are in the file, from its tables. ISO/IEC 14496-12, 8.7. */
import type { Piece } from './part.ts';
import type { Search } from './search.ts';
import { Unreadable } from './work.ts';

/** The bodies of `stsz`, `stsc`, `stco` and `co64`, or null. */
export interface SampleTables {
  readonly sizes: Buffer | null;
  readonly perChunk: Buffer | null;
  readonly near: Buffer | null;
  readonly far: Buffer | null;
}

/**
 * Runs of samples that lie together, in the order of the track, without empty ones. Throws `damaged` or `too-much`.
 * @param base where the video begins: within another file its tables count from there
 */
export async function chunksOf(tables: SampleTables, base: number, search: Search): Promise<Piece[]> {
  const { sizes, perChunk, near, far } = tables;
  const chunkCount = countOf(near ?? far, near ? 4 : 8, 4);
  const runs = countOf(perChunk, 12, 4);
  const sampleCount = sizes && sizes.length >= 12 ? sizes.readUInt32BE(8) : 0;
  const equalSize = sizes && sizes.length >= 12 ? sizes.readUInt32BE(4) : 0;
  const sizeOf = (sample: number): number => {
    if (equalSize > 0) return equalSize;
    const at = 12 + sample * 4;
    if (!sizes || at + 4 > sizes.length) throw new Unreadable('damaged');
    return sizes.readUInt32BE(at);
  };
  const chunks: Piece[] = [];
  let sample = 0;
  for (let run = 0; run < runs && perChunk; run++) {
    const first = perChunk.readUInt32BE(8 + run * 12);
    const samples = perChunk.readUInt32BE(12 + run * 12);
    const end = run + 1 < runs ? perChunk.readUInt32BE(20 + run * 12) : chunkCount + 1;
    if (first < 1 || end > chunkCount + 1) throw new Unreadable('damaged');
    for (let chunk = first; chunk < end; chunk++) {
      search.work.step();
      const offset = near ? near.readUInt32BE(4 + chunk * 4) : Number(far?.readBigUInt64BE(chunk * 8));
      const until = Math.min(sampleCount, sample + samples);
      let length = equalSize > 0 ? equalSize * (until - sample) : 0;
      if (equalSize > 0) sample = until;
      // As many as the table holds at most, whatever it says.
      for (; sample < until; sample++) length += sizeOf(sample);
      if (length > 0) chunks.push({ offset: base + offset, length });
    }
  }
  if (sample < sampleCount) throw new Unreadable('damaged');
  return chunks;
}

/** The number of entries that a table says it has, and holds. */
function countOf(table: Buffer | null, entryBytes: number, countAt: number): number {
  if (!table || table.length < countAt + 4) return 0;
  const count = table.readUInt32BE(countAt);
  if (countAt + 4 + count * entryBytes > table.length) throw new Unreadable('damaged');
  return count;
}
