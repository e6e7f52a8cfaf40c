/** Which bytes of a file a `Range` header asks for (RFC 9110, section 14). */

/** `end` is exclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * One range (`bytes=0-99`, `bytes=100-`, `bytes=-100`) of a file of `size` bytes, cut to its end.
 * `unsatisfiable` lies behind the end. Null means the whole file: no header, several ranges, or not understood.
 */
export function byteRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | null {
  const match = /^bytes=\s*(\d*)-(\d*)\s*$/i.exec(header ?? '');
  if (match === null) return null;
  const [, first = '', last = ''] = match;
  if (first === '') {
    if (last === '') return null;
    const length = Number(last);
    if (length === 0) return 'unsatisfiable';
    // No `Content-Range` can name the last bytes of nothing.
    return size === 0 ? null : { start: Math.max(0, size - length), end: size };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return null;
  if (start >= size) return 'unsatisfiable';
  return { start, end: last === '' ? size : Math.min(size, Number(last) + 1) };
}
