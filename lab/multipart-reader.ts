/** Reads a multipart/form-data body part by part as it streams in, and refuses one that is malformed in any way. */

/** A body that is not what its headers say. */
export class MalformedBody extends Error {
  override readonly name = 'MalformedBody';
}

export interface Part {
  readonly field: string;
  /** As it stands on the wire between the quotes, decoded as UTF-8; null for a plain field. */
  readonly fileName: string | null;
  readonly contentType: string | null;
  /** The part's bytes; must be read to the end before the next part is asked for. */
  readonly bytes: AsyncGenerator<Buffer, void, undefined>;
}

const maxHeaderBytes = 16 * 1024;
const crlf = '\r\n';

/** Bytes from a stream, taken up to a delimiter, with no more held than one chunk and the delimiter's length. */
class Cursor {
  #held: Buffer = Buffer.from(crlf);
  readonly #source: AsyncIterator<Uint8Array>;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async #more(): Promise<boolean> {
    const next = await this.#source.next();
    if (next.done) return false;
    const chunk = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    return true;
  }

  /** Gives what stands before the delimiter and steps over it. Throws `MalformedBody` where it never comes. */
  async *until(delimiter: Buffer): AsyncGenerator<Buffer, void, undefined> {
    for (;;) {
      const at = this.#held.indexOf(delimiter);
      if (at >= 0) {
        const before = this.#held.subarray(0, at);
        this.#held = this.#held.subarray(at + delimiter.length);
        if (before.length > 0) yield before;
        return;
      }
      const safe = this.#held.length - delimiter.length + 1;
      if (safe > 0) {
        const before = this.#held.subarray(0, safe);
        this.#held = this.#held.subarray(safe);
        yield before;
      }
      if (!(await this.#more())) throw new MalformedBody('the body ends before its closing boundary');
    }
  }

  async take(count: number): Promise<Buffer> {
    while (this.#held.length < count) {
      if (!(await this.#more())) throw new MalformedBody('the body ends within a boundary');
    }
    const taken = this.#held.subarray(0, count);
    this.#held = this.#held.subarray(count);
    return taken;
  }

  /** What stands after the last boundary. */
  async rest(): Promise<Buffer> {
    while (await this.#more()) {
      if (this.#held.length > maxHeaderBytes) break;
    }
    return this.#held;
  }
}

async function textUntil(cursor: Cursor, delimiter: string): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of cursor.until(Buffer.from(delimiter))) {
    size += piece.length;
    if (size > maxHeaderBytes) throw new MalformedBody('the headers of a part are too long');
    pieces.push(Buffer.from(piece));
  }
  return Buffer.concat(pieces).toString('utf8');
}

function partHead(text: string): Omit<Part, 'bytes'> {
  const headers = new Map<string, string>();
  for (const line of text.split(crlf)) {
    const colon = line.indexOf(':');
    if (colon < 1) throw new MalformedBody('a part has a line that is no header');
    headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  const disposition = headers.get('content-disposition') ?? '';
  const shape = /^form-data; name="([^"\r\n]*)"(?:; filename="([^"\r\n]*)")?$/.exec(disposition);
  if (!shape) throw new MalformedBody('a part has no well-formed Content-Disposition');
  return {
    field: shape[1] ?? '',
    fileName: shape[2] ?? null,
    contentType: headers.get('content-type') ?? null,
  };
}

/** The boundary named by a Content-Type header, null where it is not multipart/form-data. */
export function boundaryOf(contentType: string | undefined): string | null {
  const shape = /^multipart\/form-data;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))\s*$/i.exec(contentType ?? '');
  return shape?.[1] ?? shape?.[2] ?? null;
}

/** The parts of a body in their order. Throws `MalformedBody` for anything but parts, closing boundary and the end. */
export async function* readParts(
  body: AsyncIterable<Uint8Array>,
  boundary: string,
): AsyncGenerator<Part, void, undefined> {
  const cursor = new Cursor(body);
  const delimiter = Buffer.from(`${crlf}--${boundary}`);
  for await (const piece of cursor.until(delimiter)) {
    if (piece.length > 0) throw new MalformedBody('there are bytes before the first boundary');
  }
  for (;;) {
    const after = (await cursor.take(2)).toString('latin1');
    if (after === '--') break;
    if (after !== crlf) throw new MalformedBody('a boundary is not followed by a line end');
    const head = partHead(await textUntil(cursor, `${crlf}${crlf}`));
    yield { ...head, bytes: cursor.until(delimiter) };
  }
  const rest = (await cursor.rest()).toString('latin1');
  if (rest !== '' && rest !== crlf) throw new MalformedBody('there are bytes after the closing boundary');
}
