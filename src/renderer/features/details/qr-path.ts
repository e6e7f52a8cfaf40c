/** A QR code as one path: a square of 1 for each dark module. */
import { encode } from 'uqr';

export interface QrPath {
  /** Modules on a side, the quiet zone included. */
  readonly size: number;
  readonly path: string;
}

/** The quiet zone that readers need, modules (ISO/IEC 18004). */
const border = 4;

/** Null for a text that is too long for any QR code. */
export function qrPath(text: string): QrPath | null {
  try {
    const { data, size } = encode(text, { ecc: 'M', border });
    return {
      size,
      path: data.flatMap((row, y) => darkRuns(row).map(([x, width]) => `M${x} ${y}h${width}v1h-${width}z`)).join(''),
    };
  } catch (error) {
    // The library's word for it.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Where dark modules begin in a row, and how many follow each other. */
function darkRuns(row: readonly boolean[]): [start: number, width: number][] {
  const runs: [number, number][] = [];
  for (const [x, isDark] of row.entries()) {
    const last = runs.at(-1);
    if (!isDark) continue;
    if (last && last[0] + last[1] === x) last[1] += 1;
    else runs.push([x, 1]);
  }
  return runs;
}
