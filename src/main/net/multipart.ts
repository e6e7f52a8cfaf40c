/** `multipart/form-data` bodies with one file, written by hand: exact length, constant memory. */
import { randomUUID } from 'node:crypto';
import type { Payload } from './payload.ts';
import type { PayloadBody } from './payload-body.ts';

/** A body up to this size (bytes) goes out in one piece: what the socket is asked three times for small files costs. */
const joinedBytes = 64 * 1024;

export interface FilePart {
  /** Name of the form field. */
  readonly field: string;
  readonly payload: Payload;
}

/**
 * A form with `fields` first and the file last. Names are escaped as the HTML standard's encoding algorithm
 * says (https://html.spec.whatwg.org/#multipart-form-data), values and file bytes go out as they are, all in UTF-8.
 * The source is opened and checked before the first byte is given.
 */
export function multipartBody(
  fields: ReadonlyArray<readonly [name: string, value: string]>,
  file: FilePart,
): PayloadBody {
  const { payload } = file;
  const boundary = `droprelay-${randomUUID()}`;
  const parts = fields.map(
    ([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(name)}"\r\n\r\n${value}\r\n`,
  );
  const head = Buffer.from(
    `${parts.join('')}--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(file.field)}"; ` +
      `filename="${escapeName(payload.name)}"\r\n` +
      `Content-Type: ${headerSafeType(payload.mime)}\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const length = head.length + payload.size + tail.length;
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    length,
    payloadStart: head.length,
    async *chunks() {
      await using reader = await payload.open();
      if (length > joinedBytes) {
        yield head;
        yield* reader.chunks({ reuseLast: true });
        yield tail;
        return;
      }
      const parts: Buffer[] = [head];
      for await (const chunk of reader.chunks()) parts.push(chunk);
      yield Buffer.concat([...parts, tail], length);
    },
  };
}

function escapeName(name: string): string {
  return name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22');
}

/** A type that could break out of its header line is no type. */
function headerSafeType(type: string): string {
  return /^[\x20-\x7e]+$/.test(type) ? type : 'application/octet-stream';
}
