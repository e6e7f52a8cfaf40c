import { afterEach, describe, expect, test } from 'vitest';
import type { BatchId } from '../../shared/ids.ts';
import type { State } from '../../shared/model.ts';
import { createLinkCopier, type LinkClipboard, type LinkCopier } from './link-copier.ts';
import { type Answer, deliver, refuse } from './test-host.ts';
import { createRig, idOf, type Rig, rigNow } from './test-rig.ts';

interface Desk {
  /** Null: nobody can see it. */
  held: string | null;
  takes: boolean;
  breaks: boolean;
  now: number;
  around: (link: string) => string;
  mayCopy: boolean;
}

/** A clipboard in memory, and a copier whose pauses end at once. */
function createDesk(rig: Rig) {
  const desk: Desk = {
    held: 'before',
    takes: true,
    breaks: false,
    now: rigNow,
    around: (link: string) => link,
    mayCopy: true,
  };
  const offered: string[] = [];
  const copied: BatchId[] = [];
  const clipboard: LinkClipboard = {
    read: () => (desk.breaks ? Promise.reject(new Error('no clipboard')) : Promise.resolve(desk.held)),
    write(text) {
      if (desk.takes) desk.held = text;
      return Promise.resolve(desk.takes);
    },
  };
  const copier: LinkCopier = createLinkCopier({
    reader: rig.reader,
    store: rig.store,
    clipboard,
    clock: () => desk.now,
    sleep: () => Promise.resolve(),
    format: (ids) =>
      ids.flatMap((id) => {
        const link = rig.reader.link(id);
        return link === null ? [] : [{ link, text: desk.around(link) }];
      }),
    mayCopy: () => desk.mayCopy,
    offer: (_batch, links) => offered.push(links.join(' ')),
    copied: (batch) => copied.push(batch),
    report: () => undefined,
  });
  return {
    desk,
    offered,
    copied,
    copier,
    /** Tells the copier that the batch changed, and lets it come to its end. */
    async look(batch: BatchId) {
      copier.changed(batch);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

const quota = refuse({ kind: 'quota', host: 'a' });
const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig[Symbol.asyncDispose]();
});

/** A batch of files that are all at their end, and a desk that saw it arrive. */
async function arrive(count: number, answers: readonly Answer[] = [deliver()]) {
  const rig = createRig({ hosts: { a: { answers } }, maxRunning: 1 });
  rigs.push(rig);
  const names = Array.from({ length: count }, (_, at) => `${at}.txt`);
  const ids = rig.submit(names.map((name) => rig.file(name)));
  const batch = ids[0] && rig.reader.batchOf(ids[0]);
  if (!batch) throw new Error('no batch');
  const desk = createDesk(rig);
  desk.copier.arrived(batch);
  await rig.engine.idle();
  return { rig, ids, batch, ...desk };
}

const link = (at: number, file: number): string => `https://a.example/${at}/${file}.txt`;

describe('copying links', () => {
  test('in the order of the drop, one a line', async () => {
    const { desk, copied, batch, look, rig } = await arrive(3);
    await look(batch);
    expect(desk.held).toBe([link(1, 0), link(2, 1), link(3, 2)].join('\n'));
    expect(copied).toEqual([batch]);
    expect(rig.reader.batches([batch])[0]?.linksCopied).toBe(true);
  });

  const wait = (until: number): State => ({
    name: 'waiting',
    wait: { what: 'back-off', until, at: idOf('a'), failure: { kind: 'quota', host: 'a' }, next: null },
  });
  test.each<[string, State, boolean]>([
    ['runs', { name: 'running', phase: 'verifying', at: idOf('a') }, false],
    ['is queued', { name: 'queued' }, false],
    ['is prepared', { name: 'preparing' }, false],
    ['is due in 10 s', wait(rigNow + 10_000), false],
    ['is due in more than 10 s', wait(rigNow + 10_001), true],
    ['waits for the network', { name: 'waiting', wait: { what: 'network' } }, true],
    ['failed', { name: 'failed', failure: { kind: 'empty-refused' }, at: null }, true],
    ['was cancelled', { name: 'cancelled' }, true],
  ])('while another file of the batch %s: %o', async (_, state, copies) => {
    const { rig, desk, ids, batch, look } = await arrive(2, [deliver(), quota]);
    if (ids[1]) rig.store.setState(ids[1], state);
    await look(batch);
    expect(desk.held).toBe(copies ? link(1, 0) : 'before');
  });

  test('where the user wants none copied unasked, they are offered', async () => {
    const { desk, copied, offered, batch, look } = await arrive(2);
    desk.mayCopy = false;
    await look(batch);
    expect([desk.held, copied, offered]).toEqual(['before', [], [`${link(1, 0)} ${link(2, 1)}`]]);
  });

  test('later ones extend them', async () => {
    const { rig, desk, ids, batch, look } = await arrive(2, [quota, deliver()]);
    await look(batch);
    expect(desk.held).toBe(link(2, 1));
    if (ids[0]) await rig.engine.restart(ids[0], null);
    await rig.engine.idle();
    await look(batch);
    expect(desk.held).toBe(`${link(3, 0)}\n${link(2, 1)}`);
  });

  test('a file that was cancelled and sent after all extends them too', async () => {
    const { rig, desk, ids, batch, look } = await arrive(2, [deliver(), quota, deliver()]);
    if (ids[1]) rig.store.setState(ids[1], { name: 'cancelled' });
    await look(batch);
    if (ids[1]) await rig.engine.restart(ids[1], null);
    await rig.engine.idle();
    await look(batch);
    expect(desk.held).toBe(`${link(1, 0)}\n${link(3, 1)}`);
  });

  test('the same links are copied once', async () => {
    const { desk, copied, batch, look } = await arrive(2, [deliver(), quota]);
    await look(batch);
    desk.held = 'something new';
    await look(batch);
    expect(desk.held).toBe('something new');
    expect(copied).toHaveLength(1);
  });

  test('not after a restart, when nobody knows what the clipboard held: they are offered', async () => {
    const { rig, batch } = await arrive(2);
    const { copier, desk, offered, look } = createDesk(rig);
    await look(batch);
    expect(offered).toEqual([]);
    copier.wentOn(batch);
    await look(batch);
    expect([desk.held, offered]).toEqual(['before', [`${link(1, 0)} ${link(2, 1)}`]]);
  });

  test('not over what the user copied since: they are offered', async () => {
    const { desk, offered, copied, batch, look } = await arrive(1);
    desk.held = 'mine';
    await look(batch);
    expect(desk.held).toBe('mine');
    expect([offered, copied]).toEqual([[link(1, 0)], []]);
  });

  test('over links that were copied for another batch', async () => {
    const first = await arrive(1);
    const { rig, desk, look, copier } = first;
    const [id] = rig.submit([rig.file('7.txt')]);
    const second = id && rig.reader.batchOf(id);
    if (!second) throw new Error('no batch');
    copier.arrived(second);
    await rig.engine.idle();
    await look(first.batch);
    await look(second);
    expect(desk.held).toBe(link(2, 7));
  });

  test('a clipboard that does not take them, or can not be asked: they are offered', async () => {
    const refusing = await arrive(1);
    refusing.desk.takes = false;
    await refusing.look(refusing.batch);
    expect([refusing.offered, refusing.copied]).toEqual([[link(1, 0)], []]);

    const broken = await arrive(1);
    broken.desk.breaks = true;
    await broken.look(broken.batch);
    expect([broken.offered, broken.copied]).toEqual([[link(1, 0)], []]);
  });

  test('a clipboard that can not be seen: they are offered, and it is left as it is', async () => {
    const { rig } = await arrive(1);
    const { desk, copier, offered, look } = createDesk(rig);
    desk.held = null;
    const [id] = rig.submit([rig.file('9.txt')]);
    const batch = id && rig.reader.batchOf(id);
    if (!batch) throw new Error('no batch');
    copier.arrived(batch);
    await rig.engine.idle();
    await look(batch);
    expect([desk.held, offered]).toEqual([null, ['https://a.example/2/9.txt']]);
  });

  test('not for a batch whose drop was not seen, nor after the end', async () => {
    const { rig, desk, batch, look, copier } = await arrive(1);
    const [id] = rig.submit([rig.file('8.txt')]);
    await rig.engine.idle();
    const unseen = id && rig.reader.batchOf(id);
    if (unseen) await look(unseen);
    copier[Symbol.dispose]();
    await look(batch);
    expect(desk.held).toBe('before');
  });
});

describe.each<[string, (link: string) => string]>([
  ['in Markdown', (link) => `[a \\[1\\]](${link})`],
  ['on two lines', (link) => `a file:\n${link}`],
])('links that are written %s', (_, around) => {
  const [first, second] = [link(1, 0), link(2, 1)];

  test('are copied in one go, and a later one extends them', async () => {
    const { rig, desk, ids, batch, look } = await arrive(2, [quota, deliver()]);
    desk.around = around;
    await look(batch);
    expect(desk.held).toBe(around(second));
    if (ids[0]) await rig.engine.restart(ids[0], null);
    await rig.engine.idle();
    await look(batch);
    expect(desk.held).toBe([link(3, 0), second].map(around).join('\n'));
  });

  test('are recognised when one is taken back, and the others stay', async () => {
    const { desk, copier, batch, look } = await arrive(2);
    desk.around = around;
    await look(batch);
    expect(await copier.takeBack(first)).toBe(true);
    expect(desk.held).toBe(around(second));
    expect(await copier.takeBack(second)).toBe(true);
    expect(desk.held).toBe('');
  });

  test('stay as they were copied when the format changes, and are taken back all the same', async () => {
    const { desk, copied, copier, batch, look } = await arrive(2);
    desk.around = around;
    await look(batch);
    desk.around = (one) => one;
    await look(batch);
    expect([desk.held, copied.length]).toEqual([[first, second].map(around).join('\n'), 1]);
    expect(await copier.takeBack(first)).toBe(true);
    expect(desk.held).toBe(around(second));
  });
});

describe('taking a link back', () => {
  test('clears the clipboard that holds just that link', async () => {
    const { desk, copier, batch, look } = await arrive(1);
    await look(batch);
    expect(await copier.takeBack(link(1, 0))).toBe(true);
    expect(desk.held).toBe('');
    expect(await copier.takeBack(link(1, 0))).toBe(false);
  });

  test('leaves the others of the batch', async () => {
    const { desk, copier, batch, look } = await arrive(3);
    await look(batch);
    expect(await copier.takeBack(link(2, 1))).toBe(true);
    expect(desk.held).toBe([link(1, 0), link(3, 2)].join('\n'));
    expect(await copier.takeBack(link(1, 0))).toBe(true);
    expect(desk.held).toBe(link(3, 2));
  });

  test.each(['something else', `${link(1, 0)} and more`])('leaves %j that was copied since', async (text) => {
    const { desk, copier, batch, look } = await arrive(1);
    await look(batch);
    desk.held = text;
    expect(await copier.takeBack(link(1, 0))).toBe(false);
    expect(desk.held).toBe(text);
  });

  test('takes what the user copied, and no link that was never copied', async () => {
    const { desk, copier, batch, look } = await arrive(2);
    await look(batch);
    desk.held = link(1, 0);
    await copier.wrote([{ link: link(1, 0), text: link(1, 0) }]);
    expect(await copier.takeBack(link(2, 1))).toBe(false);
    expect(await copier.takeBack(link(1, 0))).toBe(true);
    expect(desk.held).toBe('');
  });

  test('counts as ours: the next batch is copied over it', async () => {
    const { rig, desk, copier, batch, look } = await arrive(1);
    await look(batch);
    const [next] = rig.submit([rig.file('next.txt')]);
    const nextBatch = next && rig.reader.batchOf(next);
    if (!nextBatch) throw new Error('no batch');
    copier.arrived(nextBatch);
    await rig.engine.idle();
    await copier.takeBack(link(1, 0));
    await look(nextBatch);
    expect(desk.held).toBe('https://a.example/2/next.txt');
  });

  test('is not done where the clipboard can not be read or written', async () => {
    const { desk, copier, batch, look } = await arrive(1);
    await look(batch);
    desk.takes = false;
    expect(await copier.takeBack(link(1, 0))).toBe(false);
    desk.breaks = true;
    expect(await copier.takeBack(link(1, 0))).toBe(false);
    expect(desk.held).toBe(link(1, 0));
  });
});
