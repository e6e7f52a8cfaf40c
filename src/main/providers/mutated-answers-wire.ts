/** Answers as bytes on the wire: well-formed ones in all their shapes, lies about length, and what is no HTTP at all. */
import { gzipSync } from 'node:zlib';
import { chunked, hasBody, head, lengthOf, sendable, whole } from './mutated-answers-bytes.ts';
import type { Chance } from './mutated-answers-chance.ts';
import type { MutatedAnswer } from './mutated-answers-generator.ts';

export interface WireAnswer {
  /** Name of the shape, for the count. */
  readonly shape: string;
  /** Written one after the other, with a turn of the event loop between. */
  readonly pieces: readonly Buffer[];
  /** What the server does then. */
  readonly after: 'keep' | 'end' | 'reset' | 'hang';
  /** Answers as soon as the request's head is there, instead of after its body. */
  readonly early: boolean;
  /**
   * What a reader must understand: these bytes as the body of the answer; `nothing`, so that there is no success; or
   * `anything`, where readers may differ, but a link must still be one of this very answer.
   */
  readonly meaning: Buffer | 'nothing' | 'anything';
}

type Shape = (
  chance: Chance,
  answer: MutatedAnswer,
  body: Buffer,
  origin: string,
) => Omit<WireAnswer, 'shape' | 'early'> & { early?: boolean };

const said =
  (text: string): Shape =>
  () => ({ pieces: [Buffer.from(text)], after: 'end', meaning: 'nothing' });
/** `make` gives the head's lines for a body that would be a fine link. */
const malformed = (make: (body: Buffer) => string, after: WireAnswer['after'] = 'end'): Shape => {
  return (_chance, _answer, body) => ({ pieces: [Buffer.from(make(body)), body], after, meaning: 'nothing' });
};

/** Shapes that mean what they say. */
export const honest: Readonly<Record<string, Shape>> = {
  'with its length': (_, answer, body) => ({ pieces: [whole(answer, body)], after: 'keep', meaning: body }),
  'early, before the body': (_, answer, body) => ({
    pieces: [whole(answer, body)],
    after: 'keep',
    meaning: body,
    early: true,
  }),
  chunked: (chance, answer, body) => ({
    pieces: [head(answer, ['Transfer-Encoding: chunked']), chunked(chance, body), Buffer.from('0\r\n\r\n')],
    after: 'keep',
    meaning: body,
  }),
  'chunked, with extensions and a trailer': (chance, answer, body) => ({
    pieces: [
      head(answer, ['Transfer-Encoding: chunked']),
      chunked(chance, body, ';a=b'),
      Buffer.from('0\r\nX-End: yes\r\n\r\n'),
    ],
    after: 'keep',
    meaning: body,
  }),
  'until the end of the connection': (_, answer, body) => ({
    pieces: [head(answer, ['Connection: close']), body],
    after: 'end',
    meaning: body,
  }),
  'in single bytes': (_, answer, body) => ({
    pieces: [...whole(answer, body.subarray(0, 200))].map((byte) => Buffer.of(byte)),
    after: 'keep',
    meaning: body.subarray(0, 200),
  }),
  'after a storm of 1xx': (chance, answer, body) => ({
    pieces: [
      Buffer.from(chance.pick(['HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n', 'HTTP/1.1 102 P\r\n\r\n']).repeat(300)),
      whole(answer, body),
    ],
    after: 'keep',
    meaning: body,
  }),
  'with repeated headers': (_, answer, body) => ({
    pieces: [
      head(answer, [lengthOf(body), ...Array(40).fill('Set-Cookie: a=b'), 'Content-Type: text/plain', 'X: 1', 'x: 2']),
      body,
    ],
    after: 'keep',
    meaning: body,
  }),
  'with headers of odd names': (_, answer, body) => ({
    pieces: [
      head(answer, [lengthOf(body), '__proto__: x', 'constructor: y', 'toString: z', 'hasOwnProperty: a']),
      body,
    ],
    after: 'keep',
    meaning: body,
  }),
  'cut by its own length': (chance, answer, body) => {
    const cut = body.subarray(0, chance.below(body.length + 1));
    return { pieces: [head(answer, [lengthOf(cut)]), body], after: 'end', meaning: cut };
  },
  compressed: (_, answer, body) => {
    const packed = gzipSync(body);
    return {
      pieces: [head(answer, [lengthOf(packed), 'Content-Encoding: gzip']), packed],
      after: 'keep',
      meaning: packed,
    };
  },
};

/** Shapes that mean nothing, or nobody knows what. */
export const broken: Readonly<Record<string, Shape>> = {
  'longer by its length than it is': (_, answer, body) => ({
    pieces: [head(answer, [`Content-Length: ${body.length + 10}`]), body],
    after: 'end',
    meaning: 'nothing',
  }),
  'longer by its length, and silent': (_, answer, body) => ({
    pieces: [head(answer, [`Content-Length: ${body.length + 10}`]), body],
    after: 'hang',
    meaning: 'nothing',
  }),
  'reset within the body': (_, answer, body) => ({
    pieces: [head(answer, [`Content-Length: ${body.length + 1}`]), body],
    after: 'reset',
    meaning: 'nothing',
  }),
  'chunked without an end': (chance, answer, body) => ({
    pieces: [head(answer, ['Transfer-Encoding: chunked']), chunked(chance, body)],
    after: 'end',
    meaning: 'nothing',
  }),
  'chunked with sizes that are none': (chance, answer, body) => ({
    pieces: [
      head(answer, ['Transfer-Encoding: chunked']),
      Buffer.from(chance.pick(['zz\r\n', '-1\r\n', '\r\n', `${'f'.repeat(40)}\r\n`])),
      body,
    ],
    after: 'end',
    meaning: 'nothing',
  }),
  'silent from the start': () => ({ pieces: [], after: 'hang', meaning: 'nothing' }),
  'closed at once': () => ({ pieces: [], after: 'end', meaning: 'nothing' }),
  'reset at once': () => ({ pieces: [], after: 'reset', meaning: 'nothing' }),
  'of another protocol': said('SSH-2.0-OpenSSH_9.9\r\n'),
  'a TLS alert': said('\u0015\u0003\u0001\u0000\u0002\u0002\u0028'),
  'of HTTP/9.9': malformed((body) => `HTTP/9.9 200 OK\r\n${lengthOf(body)}\r\n\r\n`),
  'without a status': malformed((body) => `HTTP/1.1 OK\r\n${lengthOf(body)}\r\n\r\n`),
  'with a status of four digits': malformed((body) => `HTTP/1.1 2000 OK\r\n${lengthOf(body)}\r\n\r\n`),
  'with a negative length': malformed(() => 'HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n'),
  'with two lengths': malformed((body) => `HTTP/1.1 200 OK\r\n${lengthOf(body)}\r\nContent-Length: 3\r\n\r\n`),
  'with a length and chunks': malformed(
    (body) => `HTTP/1.1 200 OK\r\n${lengthOf(body)}\r\nTransfer-Encoding: chunked\r\n\r\n`,
  ),
  'with a NUL in a header': malformed((body) => `HTTP/1.1 200 OK\r\nX: a\0b\r\n${lengthOf(body)}\r\n\r\n`),
  'with a header that has no colon': malformed((body) => `HTTP/1.1 200 OK\r\nX\r\n${lengthOf(body)}\r\n\r\n`),
  'with a header of 1 MB': malformed(
    (body) => `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(1_000_000)}\r\n${lengthOf(body)}\r\n\r\n`,
  ),
  'with 5,000 headers': malformed(
    (body) => `HTTP/1.1 200 OK\r\n${'X-Some: thing\r\n'.repeat(5_000)}${lengthOf(body)}\r\n\r\n`,
  ),
  'an upgrade': malformed(() => 'HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n'),
  '1xx without end': () => ({
    pieces: [Buffer.from('HTTP/1.1 103 E\r\nLink: <x>\r\n\r\n'.repeat(3_000))],
    after: 'hang',
    meaning: 'nothing',
  }),
  noise: (chance) => ({
    pieces: [Buffer.from(Array.from({ length: 1 + chance.below(400) }, () => chance.below(256)))],
    after: 'end',
    meaning: 'nothing',
  }),
  // undici ends the connection; RFC 9110 (15.2) lets a client ignore it.
  'after a 100 that nobody asked for': (_, answer, body) => ({
    pieces: [Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'), whole(answer, body)],
    after: 'keep',
    meaning: 'anything',
  }),
  twice: (_, answer, body, origin) => ({
    pieces: [Buffer.concat([whole(answer, body), stray(origin)])],
    after: 'keep',
    meaning: 'anything',
  }),
  'twice, the second later': (_, answer, body, origin) => ({
    pieces: [whole(answer, body), stray(origin)],
    after: 'keep',
    meaning: 'anything',
  }),
  'with bytes changed': (chance, answer, body) => {
    const bytes = whole(answer, body);
    for (let times = chance.below(6); times >= 0; times--)
      bytes[chance.below(Math.min(200, bytes.length))] = chance.below(256);
    return { pieces: [bytes], after: 'end', meaning: 'anything' };
  },
  'with bare line feeds': (_, answer, body) => ({
    pieces: [Buffer.from(String(head(answer, [lengthOf(body)])).replaceAll('\r', '')), body],
    after: 'end',
    meaning: 'anything',
  }),
  'with a folded header': (_, answer, body) => ({
    pieces: [head(answer, ['X: a', '  b', lengthOf(body)]), body],
    after: 'end',
    meaning: 'anything',
  }),
};

/** Of no upload: whoever delivers it took another's answer for its own. */
function stray(origin: string): Buffer {
  const link = Buffer.from(`${origin}/stray.link`);
  return Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${lengthOf(link)}\r\n\r\n`), link]);
}

export interface WireCase extends WireAnswer {
  /** What the head said, where there is one. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Broken shapes are tried on what would be a success, `link`: there the harm would be. */
export function wireCase(chance: Chance, answer: MutatedAnswer, link: string): WireCase {
  const isHonest = chance.is(0.45);
  const name = chance.pick(Object.keys(isHonest ? honest : broken) as [string, ...string[]]);
  const status = hasBody(answer) ? answer.status : 200;
  const tried = isHonest || chance.is(0.2) ? { ...answer, status } : { status: 200, headers: {}, body: link };
  const made = (isHonest ? honest : broken)[name]?.(chance, tried, Buffer.from(tried.body), new URL(link).origin);
  if (!made) throw new Error(`no shape ${name}`);
  return { shape: name, early: false, ...made, status: tried.status, headers: sendable(tried.headers) };
}
