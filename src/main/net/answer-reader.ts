/** Reads an answer up to a limit. */
import type { Dispatcher } from 'undici';
import type { HttpAnswer } from './net.ts';

export class AnswerReader {
  readonly #maxBytes: number;
  readonly #chunks: Buffer[] = [];
  #length = 0;
  #head: Pick<HttpAnswer, 'status' | 'headers'> | null = null;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The whole answer, or its first bytes: what goes beyond the limit is not read, and the connection is dropped. */
  async read(response: Dispatcher.ResponseData): Promise<HttpAnswer> {
    this.#head = { status: response.statusCode, headers: joined(response.headers) };
    // Leaving the loop early destroys the stream, which says so to whoever listens.
    response.body.on('error', () => {});
    for await (const chunk of response.body) {
      const room = this.#maxBytes - this.#length;
      this.#chunks.push(chunk.subarray(0, room));
      this.#length += Math.min(room, chunk.length);
      if (chunk.length > room) return this.#answer(this.#head, true);
    }
    return this.#answer(this.#head, false);
  }

  /** What came of an answer that was broken off, where its status alone decides (400 and above); else null. */
  get refusal(): HttpAnswer | null {
    return this.#head && this.#head.status >= 400 ? this.#answer(this.#head, true) : null;
  }

  #answer(head: Pick<HttpAnswer, 'status' | 'headers'>, truncated: boolean): HttpAnswer {
    // Not `toString`: a byte order mark is no part of the text.
    return { ...head, text: new TextDecoder().decode(Buffer.concat(this.#chunks)), truncated };
  }
}

function joined(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value] as const],
  );
  return Object.fromEntries(entries);
}
