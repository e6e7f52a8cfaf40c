import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestServer } from '../net/fixtures/loopback.ts';
import { createNet } from '../net/http.ts';
import type { HttpAnswer, Net } from '../net/net.ts';
import { Chance } from './mutated-answers-chance.ts';
import { mutatedAnswer, type Own } from './mutated-answers-generator.ts';
import { serveScript } from './mutated-answers-host.ts';
import { complaintAbout } from './mutated-answers-oracle.ts';
import { complaint, type Outcome, type ProviderId, payloadOf, uploadTo } from './mutated-answers-rig.ts';
import { Tally } from './mutated-answers-tally.ts';
import { broken, honest, type WireCase, wireCase } from './mutated-answers-wire.ts';

const seed = 31_337;
const answersEach = 400;
const atOnce = 8;
const megabyte = 1024 * 1024;

const chance = new Chance(seed);
const shapes = new Tally([...Object.keys(honest), ...Object.keys(broken)]);
const endings = new Tally([
  'link',
  'refused or no link, by its text and status',
  'connection',
  'timeout',
  'cut-while-sending',
]);
const cases = new Map<string, WireCase>();
const asked = new Map<string, number>();
const zeros = Buffer.alloc(16 * megabyte);
const shared = createNet({ isOffline: () => false });
let server: TestServer;

beforeAll(async () => {
  server = await serveScript((_method, path) => {
    const tag = path.split('/')[1] ?? '';
    asked.set(tag, (asked.get(tag) ?? 0) + 1);
    const said = cases.get(tag);
    // Who failed early does not wait for the server to read the request.
    return said ?? { pieces: [], after: 'end', early: false };
  });
});
afterAll(async () => {
  await shared.close();
  await server[Symbol.asyncDispose]();
  shapes.print('shapes on the wire');
  endings.print('endings');
});

/** The real net, less patient with those that will never answer. */
function patient(net: Net, ms: number): Net {
  return { ...net, request: (request) => net.request({ ...request, answerTimeoutMs: ms }) };
}

async function tryOne(id: ProviderId, index: number): Promise<void> {
  const tag = `c${id}${index}x`;
  const own: Own = { origin: server.url.origin, home: `/${tag}/` };
  const good = `${own.origin}${own.home}${tag}.png`;
  const said = wireCase(chance, mutatedAnswer(chance, own, tag), good);
  cases.set(tag, said);
  const size = chance.is(said.early ? 0.3 : 0.02) ? 16 * megabyte : 1 + chance.below(3_000);
  const payload = payloadOf({ name: 'a.png', mime: 'image/png', size }, zeros);
  const limit = id === 'x0at' ? { maxMiB: 5 } : {};
  const began = performance.now();
  // The next request on the same connection could take the second answer for its own: undici can not tell.
  const net = said.shape.startsWith('twice') ? createNet({ isOffline: () => false }) : shared;
  const settings = { ...limit, server: `${own.origin}${own.home}` };
  const outcome = await uploadTo(id, settings, patient(net, said.after === 'hang' ? 120 : 10_000), payload);
  if (net !== shared) await net.close();
  const tell = (wrong: string) =>
    `${tag}, ${said.shape}: ${wrong}\n${JSON.stringify({ outcome, status: said.status, said: said.pieces.map(String).join('').slice(0, 400) })}`;
  if (performance.now() - began > 9_000) expect.fail(tell('took too long'));
  cases.delete(tag);
  const wrong = wrongWith(outcome, said, own, tag);
  if (wrong) expect.fail(tell(wrong));
  shapes.count(said.shape);
  endings.count(endingOf(outcome));
}

function wrongWith(outcome: Outcome, said: WireCase, own: Own, tag: string): string | null {
  if ('failure' in outcome) {
    const invalid = complaintAbout(outcome.failure);
    if (invalid) return invalid;
    if (outcome.failure.kind === 'bug') return 'a bug';
  } else if (linksOfOthers(outcome.delivery.link, tag)) {
    return 'a link of another upload';
  }
  if (said.meaning === 'anything') return null;
  if (said.meaning === 'nothing') return 'delivery' in outcome ? 'false success' : null;
  const cut = 'failure' in outcome && outcome.failure.kind === 'cut-while-sending';
  if (said.early && cut) return said.status < 300 || outcome.sent === 'part' ? null : 'a refusal that was not heard';
  const heard: HttpAnswer = {
    status: said.status,
    headers: said.headers,
    text: new TextDecoder().decode(said.meaning.subarray(0, 65_536)),
    truncated: said.meaning.length > 65_536,
  };
  const share = said.early && 'sent' in outcome ? outcome.sent : 'all';
  return complaint(outcome, heard, own, share);
}

function linksOfOthers(link: string, tag: string): boolean {
  return link.includes('stray') || (link.match(/c(catbox|litterbox|x0at)\d+x/g) ?? []).some((named) => named !== tag);
}

function endingOf(outcome: Outcome): string {
  if ('delivery' in outcome) return 'link';
  const { kind } = outcome.failure;
  return kind === 'connection' || kind === 'timeout' || kind === 'cut-while-sending'
    ? kind
    : 'refused or no link, by its text and status';
}

it('answers on the wire give a link only where they are one of this upload', { timeout: 60_000 }, async () => {
  const began = performance.now();
  let next = 0;
  // What the first cases take is the run-time's own: code, stacks and buffers of this many connections.
  const warm = 300;
  let before = 0;
  let peak = 0;
  const ids = ['catbox', 'litterbox', 'x0at'] as const;
  const work = async (): Promise<void> => {
    for (let index = next++; index < answersEach * ids.length; index = next++) {
      await tryOne(ids[index % ids.length] ?? 'catbox', index);
      if (index === warm) before = process.memoryUsage().rss;
      peak = Math.max(peak, process.memoryUsage().rss);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  expect([...asked].filter(([, times]) => times !== 1)).toEqual([]);
  expect(shapes.total).toBe(answersEach * ids.length);
  expect(performance.now() - began).toBeLessThan(30_000);
  expect(peak - before).toBeLessThan(100 * megabyte);
});

it('each shape was tried, and each way of ending taken', () => {
  expect([...shapes.untaken(), ...endings.untaken()]).toEqual([]);
});
