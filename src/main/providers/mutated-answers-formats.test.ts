import { afterAll, describe, expect, it } from 'vitest';
import { providerById } from './index.ts';
import { Chance } from './mutated-answers-chance.ts';
import { formatBranches, formatBranchOf } from './mutated-answers-format-branches.ts';
import { type FormatId, formats } from './mutated-answers-formats.ts';
import { formatComplaint, hearing, plainCanary } from './mutated-answers-formats-rig.ts';
import { payloadOf, uploadThrough } from './mutated-answers-rig.ts';
import { Tally } from './mutated-answers-tally.ts';

const seed = 20_261_123;
const answersEach = 2_000;
const megabyte = 1_000_000;
const ids = Object.keys(formats).filter((id): id is FormatId => id in formats);

describe.each(ids)('mutated answers of %s', (id) => {
  const tally = new Tally(formatBranches[id]);
  const chance = new Chance(seed + id.length);
  const provider = providerById(id);
  if (!provider) throw new Error(`no provider ${id}`);
  const secrets = Object.fromEntries(provider.secretFields.map(({ name }) => [name, plainCanary]));

  const secretTexts = provider.secretFields.length > 0 ? [plainCanary, ...plainCanary.split(':')] : [];

  it('give a link only where they are one of this host, and a valid failure else', async () => {
    let slowest = 0;
    for (let index = 0; index < answersEach; index++) {
      const payload = {
        name: chance.pick(['a.png', 'a b#?%.png', 'noextension', `x.${'🎉'.repeat(60)}`, '..', 'x.\u202egnp']),
        mime: 'image/png',
        size: chance.pick([0, 1, 1_000, 1_000, 1_000, 150 * megabyte, 11_000 * megabyte]),
      };
      // No host gets 1,100 parts here.
      if (id === 'fal') payload.size = Math.min(payload.size, 150 * megabyte);
      const share = chance.pick(['all', 'all', 'part', 'nothing'] as const);
      const heard = hearing(id, chance, payload, `t${index}-`, share);
      const began = performance.now();
      const outcome = await uploadThrough(provider, {}, secrets, heard.net, payloadOf(payload));
      slowest = Math.max(slowest, performance.now() - began);
      const wrong = formatComplaint(id, outcome, heard, share, secretTexts);
      if (wrong) {
        const { text = '', status } = heard.first() ?? {};
        expect.fail(
          `answer ${index}: ${wrong}\n${JSON.stringify({ status, text: text.slice(0, 400), payload, outcome })}`,
        );
      }
      tally.count(formatBranchOf(id, outcome, heard.first()));
    }
    expect(tally.total).toBe(answersEach);
    expect(slowest).toBeLessThan(2_000);
  });

  it('take every way through the parser', () => expect(tally.untaken()).toEqual([]));
  afterAll(() => tally.print(id));
});
