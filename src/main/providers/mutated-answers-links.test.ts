import { afterAll, describe, expect, it } from 'vitest';
import { UploadFailure } from '../../shared/failure.ts';
import { PrivateAddressError } from '../net/addresses.ts';
import { createNet } from '../net/http.ts';
import { checkLink } from '../net/link-check.ts';
import type { HttpAnswer, HttpRequest, Net, SentAnswer } from '../net/net.ts';
import { Chance } from './mutated-answers-chance.ts';
import { serveScript } from './mutated-answers-host.ts';
import { linkAnswer, linkBranches, meaningOf, type Wanted, wantedFile } from './mutated-answers-links.ts';
import { Tally } from './mutated-answers-tally.ts';
import { unusedServices } from './test-services.ts';

const seed = 8_086;
const pureChecks = 1_300;
const wireChecks = 300;
const delaysMs = [0, 1, 1];
const most = delaysMs.length * 2 * 6;

interface Exchange {
  readonly request: HttpRequest;
  readonly answer: HttpAnswer | null;
}

/** A net that keeps what was asked and answered; null is a connection that broke. */
function recording(answer: (request: HttpRequest) => Promise<HttpAnswer>): { net: Net; seen: Exchange[] } {
  const seen: Exchange[] = [];
  const request = async (request: HttpRequest): Promise<SentAnswer> => {
    try {
      const said = await answer(request);
      seen.push({ request, answer: said });
      return { ...said, sent: 'nothing' };
    } catch (error) {
      seen.push({ request, answer: null });
      throw error;
    }
  };
  return { net: { ...unusedServices.net, request }, seen };
}

async function check(net: Net, url: string, wanted: Wanted, chance: Chance, signal = new AbortController().signal) {
  const method = chance.pick(['head', 'head', 'range'] as const);
  const question = {
    ...wanted,
    url: new URL(url),
    method,
    signal,
    allowPrivate: () => true,
    sleep: async () => {},
    delaysMs,
  };
  return await checkLink(net, question).then(
    (verdict) =>
      'contradiction' in verdict ? { kind: 'contradiction', why: verdict.contradiction } : { why: null, ...verdict },
    (error: unknown) => {
      if (error instanceof UploadFailure && error.failure.kind === 'cancelled') return { kind: 'cancelled', why: null };
      throw error;
    },
  );
}
type Result = Awaited<ReturnType<typeof check>>;

/** The way that a check took, as its last exchanges show; throws where it should have come to another end. */
function wayOf(result: Result, seen: readonly Exchange[], wanted: Wanted): string {
  expect(seen.length).toBeLessThanOrEqual(most);
  for (const { request } of seen) {
    expect(['http:', 'https:']).toContain(request.url.protocol);
    expect(request.headers?.range).toBe(request.method === 'GET' ? 'bytes=0-0' : undefined);
    expect(request.maxAnswerBytes).toBe(1);
  }
  if (result.kind === 'cancelled') return 'cancelled';
  if (result.why === 'not-checkable') return 'unverified: a private address';
  const last = seen.at(-1)?.answer;
  const meaning = last ? meaningOf(last, wanted) : 'again';
  if (result.kind !== 'unverified') {
    expect(meaning.split(':')[0]).toBe(result.kind);
    if (result.kind === 'contradiction') expect(meaning.includes('page')).toBe(result.why === 'page');
    return meaning;
  }
  expect(meaning).toBe('again');
  if (!last) return 'unverified: unreachable, without an answer';
  if (![301, 302, 303, 307, 308].includes(last.status)) return 'unverified: unreachable, by its answers';
  const onward = URL.parse(last.headers.location ?? '//[', seen.at(-1)?.request.url.href);
  return `unverified: unreachable, ${onward?.protocol.startsWith('http') ? 'too many redirects' : 'a redirect to nowhere'}`;
}

describe('mutated answers of links', () => {
  const tally = new Tally(linkBranches);
  const onWire = new Tally(linkBranches);
  const chance = new Chance(seed);

  it('prove nothing that they do not tell, and contradict only what they do', async () => {
    for (let index = 0; index < pureChecks; index++) {
      const wanted = wantedFile(chance);
      const ending = new AbortController();
      const loops = chance.is(0.05);
      const { net, seen } = recording(async () => {
        if (chance.is(0.01)) ending.abort();
        if (chance.is(0.01))
          throw new UploadFailure(
            { kind: 'connection', host: 'h', detail: '' },
            { cause: new PrivateAddressError('h') },
          );
        if (chance.is(0.1)) throw new UploadFailure({ kind: 'timeout', host: 'h', afterMs: 1 });
        const answer = linkAnswer(chance, wanted, 'https://other.test/x');
        return loops ? { ...answer, status: 302, headers: { location: '/again' } } : answer;
      });
      const result = await check(net, 'https://files.test/f', wanted, chance, ending.signal);
      tally.count(wayOf(result, seen, wanted));
    }
    expect(tally.total).toBe(pureChecks);
    expect(tally.untaken()).toEqual([]);
  });

  it('nor over the real net', { timeout: 60_000 }, async () => {
    const net = createNet({ isOffline: () => false });
    const cases = new Map<string, { wanted: Wanted; chance: Chance }>();
    await using server = await serveScript((_method, path) => {
      const number = path.split('/')[1] ?? '';
      const { wanted, chance } = cases.get(number) ?? { wanted: wantedFile(new Chance(0)), chance: new Chance(0) };
      const answer = bytesOf(chance, linkAnswer(chance, wanted, `${server.url.origin}/${number}/x`));
      const pieces = [chance.is(0.05) ? Buffer.from('SSH-2.0\r\n') : answer];
      return { pieces, after: chance.pick(['keep', 'end', 'end', 'reset']), early: false };
    });
    let next = 0;
    const work = async (): Promise<void> => {
      for (let index = next++; index < wireChecks; index = next++) {
        const chance = new Chance(seed + index);
        const wanted = wantedFile(chance);
        cases.set(String(index), { wanted, chance });
        const { net: recorded, seen } = recording((request) => net.request({ ...request, answerTimeoutMs: 300 }));
        const result = await check(recorded, `${server.url.origin}/${index}/f`, wanted, chance);
        onWire.count(wayOf(result, seen, wanted));
      }
    };
    await Promise.all(Array.from({ length: 8 }, work));
    await net.close();
    expect(onWire.total).toBe(wireChecks);
    const elsewhere = ['an attachment', 'too many', 'to nowhere', 'a private address', 'cancelled'];
    expect(onWire.untaken().filter((way) => !elsewhere.some((words) => way.includes(words)))).toEqual([]);
  });

  afterAll(() => {
    tally.print('link checks');
    onWire.print('link checks over the real net');
  });
});

/** The answer on the wire, sometimes with a body that a HEAD must not have, sometimes with bytes changed. */
function bytesOf(chance: Chance, { status, headers, text }: HttpAnswer): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const doubled = chance.is(0.1) ? lines.concat(lines) : lines;
  const bytes = Buffer.from([`HTTP/1.1 ${status} Said`, ...doubled, '', text].join('\r\n'));
  if (chance.is(0.1)) bytes[chance.below(bytes.length)] = chance.below(256);
  return bytes;
}
