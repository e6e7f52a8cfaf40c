/** The parts of an HTTP answer as bytes. */
import type { Chance } from './mutated-answers-chance.ts';
import type { MutatedAnswer } from './mutated-answers-generator.ts';

/** Values that no server could put on a line are left out: there are other shapes for these. */
export function sendable(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name, value]) => /^[\x20-\x7e]*$/.test(value) && !['content-length', 'content-encoding'].includes(name),
    ),
  );
}
export function head(answer: MutatedAnswer, more: readonly string[]): Buffer {
  const own = Object.entries(sendable(answer.headers)).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from([`HTTP/1.1 ${answer.status} Said`, ...own, ...more, '', ''].join('\r\n'));
}
export const lengthOf = (body: Buffer) => `Content-Length: ${body.length}`;
export const whole = (answer: MutatedAnswer, body: Buffer) => Buffer.concat([head(answer, [lengthOf(body)]), body]);
export const hasBody = ({ status }: MutatedAnswer) => status !== 204 && status !== 304 && status >= 200;

export function chunked(chance: Chance, body: Buffer, extension = ''): Buffer {
  const parts: Buffer[] = [];
  const step = body.length > 5_000 ? 10_000 : 1 + chance.below(40);
  for (let from = 0; from < body.length; from += step) {
    const part = body.subarray(from, from + step);
    parts.push(Buffer.from(`${part.length.toString(16)}${extension}\r\n`), part, Buffer.from('\r\n'));
  }
  return Buffer.concat(parts);
}
