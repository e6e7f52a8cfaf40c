import { afterAll, describe, expect, it } from 'vitest';
import { branches, branchOf } from './mutated-answers-branches.ts';
import { Chance } from './mutated-answers-chance.ts';
import { type MutatedPayload, mutatedAnswer, type Own } from './mutated-answers-generator.ts';
import { tokenHeaders } from './mutated-answers-headers.ts';
import { readingOf } from './mutated-answers-oracle.ts';
import { answering, complaint, type ProviderId, payloadOf, uploadTo } from './mutated-answers-rig.ts';
import { Tally } from './mutated-answers-tally.ts';

const seed = 20_261_122;
const answersEach = 2_400;

const official: Readonly<Record<ProviderId, Own>> = {
  catbox: { origin: 'https://files.catbox.moe', home: '/' },
  litterbox: { origin: 'https://litter.catbox.moe', home: '/' },
  x0at: { origin: 'https://x0.at', home: '/' },
  www0x0: { origin: 'https://0x0.st', home: '/' },
};
const elsewhere = ['https://drop.test/', 'http://nas.local:8080/drop/', 'http://127.0.0.1:1/'] as const;
const names = [
  'a.png',
  'b.GIF',
  'noextension',
  'a.\u202egnp',
  `x.${'🎉'.repeat(60)}`,
  'a.b\u0000c',
  'x.\ud83d',
  '.hidden',
] as const;

describe.each(['catbox', 'litterbox', 'x0at', 'www0x0'] as const)('mutated answers of %s', (id) => {
  const tally = new Tally(branches[id] ?? []);
  const chance = new Chance(seed + id.length);
  const before = process.memoryUsage().rss;

  it('give a link only where they are one of this host, and a valid failure else', async () => {
    let slowest = 0;
    let peak = 0;
    for (let index = 0; index < answersEach; index++) {
      const server = chance.is(0.4) ? null : chance.pick(elsewhere);
      const own = server ? { origin: new URL(server).origin, home: new URL(server).pathname } : official[id];
      const payload: MutatedPayload = {
        name: chance.pick(names),
        mime: chance.pick(['image/png', 'application/octet-stream', '\u202etext/plain']),
        size: chance.pick([0, 1, 1_000, 1_000, 1_000, 20_000_001, 1_000_000_001]),
      };
      const limit = id === 'x0at' || id === 'www0x0' ? { maxMiB: chance.pick([100, 0.3, 1.000_001]) } : {};
      const made = mutatedAnswer(chance, own, `t${index}-`);
      const answer = id === 'www0x0' ? { ...made, headers: { ...made.headers, ...tokenHeaders(chance) } } : made;
      const share = chance.pick(['all', 'all', 'part', 'nothing'] as const);
      const { net, heard } = answering(answer, share);
      const began = performance.now();
      const outcome = await uploadTo(id, { ...limit, ...(server && { server }) }, net, payloadOf(payload));
      slowest = Math.max(slowest, performance.now() - began);
      const wrong = complaint(outcome, heard, own, share);
      if (wrong)
        expect.fail(
          `answer ${index}: ${wrong}\n${JSON.stringify({ ...answer, body: answer.body.slice(0, 300), payload, outcome })}`,
        );
      const failure = 'failure' in outcome ? outcome.failure : null;
      tally.count(branchOf({ provider: id, answer: heard, reading: readingOf(heard.text, own), failure }));
      peak = Math.max(peak, process.memoryUsage().rss);
    }
    expect(tally.total).toBe(answersEach);
    expect(slowest).toBeLessThan(2_000);
    expect(peak - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('take every way through the parser', () => expect(tally.untaken()).toEqual([]));
  afterAll(() => tally.print(id));
});
