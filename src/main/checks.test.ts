import { expect, test } from 'vitest';
import type { CheckReport } from '../shared/check.ts';
import { DestinationId } from '../shared/ids.ts';
import { checkAll, redactionFrom } from './checks.ts';
import type { Destination } from './engine/destination.ts';

const ids = Array.from({ length: 11 }, (_, at) => DestinationId.parse(`d${at}`));
const never = new AbortController().signal;

test('four checks run at a time, and their reports stand in the order that was asked', async () => {
  let running = 0;
  let most = 0;
  const reports = await checkAll(
    async (id) => {
      running += 1;
      most = Math.max(most, running);
      // The earlier ones end later.
      await new Promise((resolve) => setTimeout(resolve, 20 - ids.indexOf(id)));
      running -= 1;
      return { destinationId: id } as CheckReport;
    },
    ids,
    never,
  );
  expect([most, reports.map(({ destinationId }) => destinationId)]).toEqual([4, ids]);
});

test('what the vault holds for a destination is blackened; what it can not open is no trouble', async () => {
  const [id] = ids;
  if (!id) throw new Error('there are ids');
  const find = () => ({ provider: 'catbox' }) as Destination;
  const vault = { has: () => true, read: () => Promise.resolve('canary') };
  expect((await redactionFrom(vault, { find })(id))('the canary sings')).toBe('the [secret] sings');
  const locked = { has: () => true, read: () => Promise.reject(new Error('locked')) };
  expect((await redactionFrom(locked, { find })(id))('the canary sings')).toBe('the canary sings');
});
