import { afterEach, expect, test } from 'vitest';
import type { UploadId } from '../../shared/ids.ts';
import type { BatchEnd } from '../../shared/messages/notifications.ts';
import { type Answer, deliver, refuse } from '../engine/test-host.ts';
import { createRig, type Rig } from '../engine/test-rig.ts';
import { createBatchLinks } from './batch-links.ts';

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig[Symbol.asyncDispose]();
});

const quota = refuse({ kind: 'quota', host: 'a' });

/** A clipboard in memory, and a batch of so many files, which fare as these answers say. */
async function createDesk(files: number, answers: readonly Answer[]) {
  const rig = createRig({ hosts: { a: { answers } }, maxRunning: 1 });
  rigs.push(rig);
  const desk = { held: 'before' };
  const ends: BatchEnd[] = [];
  const links = createBatchLinks({
    reader: rig.reader,
    store: rig.store,
    clipboard: {
      look: async () => ({ kind: 'text', text: desk.held }),
      mark: async () => desk.held,
      async writeText(text) {
        desk.held = text;
        return true;
      },
    },
    style: () => ({ format: 'url', template: '' }),
    send: () => undefined,
    batchEnded: (end) => ends.push(end),
    report: (error) => {
      throw error;
    },
  });
  const ids = rig.submit(Array.from({ length: files }, (_, at) => rig.file(`${at}.txt`)));
  const batch = ids[0] && rig.reader.batchOf(ids[0]);
  if (!batch) throw new Error('no batch');
  links.arrived(batch);
  await rig.engine.idle();
  return {
    rig,
    desk,
    ends,
    links,
    ids,
    isCopied: () => rig.reader.batches([batch])[0]?.linksCopied,
    /** Until that many ends of the batch were told. */
    async rest(count: number) {
      for (const id of ids) links.changed(id);
      await expect.poll(() => ends.length).toBe(count);
    },
    copy: (...some: (UploadId | undefined)[]) => links.copy(some.flatMap((id) => id ?? [])),
  };
}

test('one link of several that was copied is not called the links of the batch', async () => {
  const { desk, ids, copy, isCopied } = await createDesk(2, [deliver()]);
  expect(await copy(ids[1])).toBe(true);
  expect([desk.held, isCopied()]).toEqual(['https://a.example/2/1.txt', false]);
  await copy(ids[0], ids[1]);
  expect(isCopied()).toBe(true);
});

test('what comes later and is not copied takes the claim back', async () => {
  const { rig, desk, ends, ids, isCopied, rest } = await createDesk(3, [deliver(), quota, deliver()]);
  await rest(1);
  expect([isCopied(), ends[0]?.links]).toEqual([true, { count: 2, copied: true }]);
  desk.held = 'mine';
  const [, failed] = ids;
  if (failed) await rig.engine.restart(failed, null);
  await rig.engine.idle();
  await rest(2);
  expect([desk.held, isCopied(), ends[1]?.links]).toEqual(['mine', false, { count: 3, copied: false }]);
});
