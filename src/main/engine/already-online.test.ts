import { utimesSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { UploadId } from '../../shared/ids.ts';
import type { State } from '../../shared/model.ts';
import type { Submission } from './engine.ts';
import { deliver, type HostOptions } from './test-host.ts';
import { createRig, idOf, type Rig, rigNow } from './test-rig.ts';
import type { Verdict, Verify } from './verification.ts';

const dead: Verdict = { kind: 'proof', proof: { kind: 'unverified', why: 'unreachable' } };
const contradicted: Verdict = { kind: 'contradiction', failure: { kind: 'bad-proof', why: 'size' } };
const hour = 3_600_000;

function one(ids: readonly UploadId[]): UploadId {
  const [id] = ids;
  if (!id) throw new Error('no upload');
  return id;
}

async function send(rig: Rig, path: string, more: Partial<Submission> = {}): Promise<UploadId> {
  const id = one(rig.submit([path], more));
  await rig.engine.idle();
  return id;
}

/** Hands a file in as the window does, and gives its state once nothing moves any more. */
async function drop(rig: Rig, path: string, more: Partial<Submission> = {}): Promise<State | undefined> {
  return rig.state(await send(rig, path, { reuse: 'offer', ...more }));
}

const linkOf = (rig: Rig, id: UploadId) => rig.reader.view(id)?.receipt?.link;
const done = { name: 'done' };

describe('a file that is online already', () => {
  test('is offered its link, and nothing is sent', async () => {
    await using rig = createRig({ hosts: { a: {} } });
    const path = rig.file('one.txt');
    const first = await send(rig, path);
    expect(await drop(rig, path)).toEqual({
      name: 'waiting',
      wait: {
        what: 'already-online',
        link: linkOf(rig, first),
        at: 'a',
        since: rigNow,
        expiresAt: null,
        from: first,
        proof: { kind: 'size', by: 'link' },
      },
    });
    expect(rig.hosts.a?.asked).toBe(1);
    expect(rig.hashed).toEqual([]);
  });

  test('is sent again without a word where no link is to be offered', async () => {
    await using rig = createRig({ hosts: { a: {} } });
    const path = rig.file('one.txt');
    await send(rig, path);
    expect(rig.state(await send(rig, path))).toEqual(done);
    expect(rig.hosts.a?.asked).toBe(2);
  });

  test('is known by its bytes under another name; each file is hashed once', async () => {
    await using rig = createRig({ hosts: { a: {} } });
    await send(rig, rig.file('one.txt', 'the same'));
    expect(await drop(rig, rig.file('two.txt', 'the same'))).toMatchObject({ wait: { what: 'already-online' } });
    expect(rig.hashed).toEqual(['two.txt', 'one.txt']);
    expect(await drop(rig, rig.file('three.txt', 'the same'))).toMatchObject({ wait: { what: 'already-online' } });
    expect(rig.hashed).toEqual(['two.txt', 'one.txt', 'three.txt']);
    expect(rig.hosts.a?.asked).toBe(1);
  });

  test('is known in each of its copies that come together', async () => {
    await using rig = createRig({ hosts: { a: {} } });
    await send(rig, rig.file('one.txt', 'the same'));
    const copies = Array.from({ length: 9 }, (_, index) => rig.file(`copy ${index}.txt`, 'the same'));
    const ids = rig.submit(copies, { reuse: 'offer' });
    await rig.engine.idle();
    expect(ids.map((id) => rig.state(id)?.name)).toEqual(copies.map(() => 'waiting'));
    expect(rig.hashed.filter((name) => name === 'one.txt')).toHaveLength(1);
  });

  test('takes the link when the user says so, once', async () => {
    await using rig = createRig({
      hosts: { a: { answers: [deliver({ deleteHandle: 'key', expiresAt: rigNow + hour })] } },
    });
    const path = rig.file('one.txt');
    const first = await send(rig, path);
    const id = await send(rig, path, { reuse: 'offer' });
    rig.engine.useLink(id);
    rig.engine.useLink(id);
    rig.engine.sendAnyway(id);
    await rig.engine.idle();
    expect(rig.state(id)).toEqual(done);
    expect(rig.ledger(id)).toEqual(['a 1 reused']);
    expect(rig.reader.view(id)?.receipt).toEqual({
      ...rig.reader.view(first)?.receipt,
      proof: { kind: 'size', by: 'link' },
      deletion: { kind: 'elsewhere' },
    });
    expect(rig.database.all('SELECT upload_id, delete_handle FROM receipt ORDER BY rowid')).toEqual([
      { upload_id: first, delete_handle: 'key' },
      { upload_id: id, delete_handle: null },
    ]);
    expect(rig.hosts.a?.asked).toBe(1);
  });

  test('is sent when the user says so, and not asked again', async () => {
    await using rig = createRig({ hosts: { a: {} } });
    const path = rig.file('one.txt');
    const first = await send(rig, path);
    const id = await send(rig, path, { reuse: 'offer' });
    rig.engine.sendAnyway(id);
    await rig.engine.idle();
    expect(rig.ledger(id)).toEqual(['a 1 delivered']);
    expect(linkOf(rig, id)).not.toBe(linkOf(rig, first));
  });

  test('is sent where the link ended before the user took it', async () => {
    await using rig = createRig({ hosts: { a: {} } });
    const path = rig.file('one.txt');
    await send(rig, path);
    const id = await send(rig, path, { reuse: 'offer' });
    rig.database.run('UPDATE receipt SET expires_at = ?', rigNow);
    rig.engine.useLink(id);
    await rig.engine.idle();
    expect(rig.ledger(id)).toEqual(['a 1 delivered']);
  });

  test('can be cancelled; a pause leaves the question as it is', async () => {
    await using rig = createRig({ hosts: { a: {} } });
    const path = rig.file('one.txt');
    await send(rig, path);
    const id = await send(rig, path, { reuse: 'offer' });
    rig.engine.pause([id]);
    expect(rig.state(id)).toMatchObject({ name: 'waiting' });
    rig.engine.cancel(id);
    expect(rig.state(id)).toEqual({ name: 'cancelled' });
    await rig.engine.restart(id, null);
    await rig.engine.idle();
    expect(rig.state(id)).toMatchObject({ name: 'waiting', wait: { what: 'already-online' } });
  });
});

describe('no link is offered', () => {
  test.each([
    ['does not answer', dead],
    ['leads to something else', contradicted],
  ])('that %s; it is asked once, and the file is sent at once', async (_, verdict) => {
    const asked: string[] = [];
    const askOnline: Verify = ({ link }) => {
      asked.push(link);
      return Promise.resolve(verdict);
    };
    await using rig = createRig({ hosts: { a: {} }, askOnline });
    const path = rig.file('one.txt');
    const first = await send(rig, path);
    expect(await drop(rig, path)).toEqual(done);
    expect(asked).toEqual([linkOf(rig, first)]);
    expect(rig.hashed).toEqual([]);
    expect(rig.waits).toEqual([]);
  });

  test('where asking breaks: that is reported, and the file is sent', async () => {
    await using rig = createRig({ hosts: { a: {} }, askOnline: () => Promise.reject(new Error('broken')) });
    const path = rig.file('one.txt');
    await send(rig, path);
    expect(await drop(rig, path)).toEqual(done);
    expect(rig.reported).toHaveLength(1);
  });

  test('of a host that does not answer in time, which is not asked for the next file', async () => {
    let asked = 0;
    const askOnline: Verify = (_delivery, _payload, _at, signal) => {
      asked += 1;
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    };
    await using rig = createRig({ hosts: { a: {} }, askOnline, onlineAnswerMs: 1 });
    const paths = [rig.file('1.txt'), rig.file('two.txt')];
    for (const path of paths) await send(rig, path);
    for (const path of paths) expect(await drop(rig, path)).toEqual(done);
    expect(asked).toBe(1);
  });

  test('for a file of the same size with other bytes', async () => {
    await using rig = createRig({ hosts: { a: {} } });
    await send(rig, rig.file('one.txt', 'these'));
    expect(await drop(rig, rig.file('two.txt', 'those'))).toEqual(done);
    expect(rig.hashed).toEqual(['two.txt', 'one.txt']);
  });

  test('for a file that changed, be it in its bytes or in its time alone', async () => {
    await using rig = createRig({ hosts: { a: {} } });
    const path = rig.file('one.txt', 'before');
    await send(rig, path);
    writeFileSync(path, 'behind');
    utimesSync(path, 1, 1);
    expect(await drop(rig, path)).toEqual(done);
    utimesSync(path, 2, 2);
    expect(await drop(rig, path)).toMatchObject({ name: 'waiting' });
  });

  test.each<[string, HostOptions, Partial<Submission>]>([
    ['that ended', { answers: [deliver({ expiresAt: rigNow })] }, {}],
    [
      'that ends sooner than was asked',
      { answers: [deliver({ expiresAt: rigNow + hour })] },
      { keepAtLeastMs: 2 * hour },
    ],
    ['that a request may use up', { traits: { linkCheck: 'never' } }, {}],
    ['of this computer, which can give another', { traits: { linkCheck: 'own-server', scope: 'local' } }, {}],
  ])('%s', async (_, host, more) => {
    await using rig = createRig({ hosts: { a: host } });
    const path = rig.file('one.txt');
    await send(rig, path);
    expect(await drop(rig, path, more)).toEqual(done);
    expect(rig.hosts.a?.asked).toBe(2);
  });

  test('that lets more people in than was agreed, or is no part of the chain', async () => {
    await using rig = createRig({ hosts: { mine: { traits: { scope: 'account' } }, open: {}, other: {} } });
    const path = rig.file('one.txt');
    await send(rig, path, { chain: [idOf('open')] });
    const agreed = { chain: [idOf('mine'), idOf('open')], scope: 'account' } as const;
    const id = await send(rig, path, { reuse: 'offer', ...agreed });
    expect(rig.ledger(id)).toEqual(['mine 1 delivered']);
    expect(await drop(rig, path, { chain: [idOf('other')] })).toEqual(done);
    expect(rig.hosts.other?.asked).toBe(1);
    // The user's own storage lets fewer in: its link may be used, and comes before none.
    expect(await drop(rig, path, agreed)).toMatchObject({ wait: { at: 'mine' } });
  });
});

describe('links that last long enough', () => {
  test('are offered to a batch that asked for a lifetime', async () => {
    await using rig = createRig({ hosts: { a: { answers: [deliver({ expiresAt: rigNow + 2 * hour })] } } });
    const path = rig.file('one.txt');
    await send(rig, path);
    expect(await drop(rig, path, { keepAtLeastMs: hour })).toMatchObject({ wait: { expiresAt: rigNow + 2 * hour } });
  });
});

describe('a batch', () => {
  test('does not wait for files whose links are being asked', async () => {
    const opened = Promise.withResolvers<Verdict>();
    await using rig = createRig({ hosts: { a: {} }, askOnline: () => opened.promise });
    const known = Array.from({ length: 12 }, (_, index) => rig.file(`known ${index}.txt`));
    rig.submit(known);
    await rig.engine.idle();
    const ids = rig.submit([...known, rig.file('new.txt', 'new')], { reuse: 'offer' });
    const last = ids.at(-1);
    if (!last) throw new Error('no upload');
    await rig.until(last, ({ name }) => name === 'done');
    expect(ids.slice(0, -1).map((id) => rig.state(id)?.name)).toEqual(known.map(() => 'preparing'));
    opened.resolve({ kind: 'proof', proof: { kind: 'reachable', by: 'link' } });
    await rig.engine.idle();
    expect(ids.slice(0, -1).map((id) => rig.state(id)?.name)).toEqual(known.map(() => 'waiting'));
  });

  test('is sent whole, even where the same bytes are in it twice', async () => {
    await using rig = createRig({ hosts: { a: {} }, maxRunning: 3 });
    const path = rig.file('one.txt', 'the same');
    const ids = rig.submit([...Array(6).fill(path), rig.file('two.txt', 'the same')], { reuse: 'offer' });
    await rig.engine.idle();
    expect(ids.map((id) => rig.state(id)?.name)).toEqual(Array(7).fill('done'));
    expect(rig.hosts.a?.asked).toBe(7);
  });

  test('of 2,000 files hashes none where no size matches', async () => {
    await using rig = createRig({ hosts: { a: {} } });
    await send(rig, rig.file('old.txt', 'x'.repeat(5_000)));
    const paths = Array.from({ length: 2_000 }, (_, index) => rig.file(`${index}.txt`, 'x'.repeat(index)));
    const ids = rig.submit(paths, { reuse: 'offer' });
    await rig.engine.idle();
    expect(ids.every((id) => rig.state(id)?.name === 'done')).toBe(true);
    expect(rig.hashed).toEqual([]);
  }, 60_000);
});

describe('the end of the program', () => {
  const hang: Verify = (_delivery, _payload, _at, signal) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

  test.each(['a quit', 'a kill'])('%s while a link is asked: the next program asks it', async (how) => {
    await using home = createRig({ hosts: {} });
    const { folder } = home;
    const asked = Promise.withResolvers<void>();
    const askOnline: Verify = (...question) => {
      asked.resolve();
      return hang(...question);
    };
    const rig = createRig({ hosts: { a: {} }, folder, askOnline });
    const path = rig.file('one.txt');
    await send(rig, path);
    const id = one(rig.submit([path], { reuse: 'offer' }));
    await asked.promise;
    if (how === 'a quit') await rig[Symbol.asyncDispose]();
    else rig.crash();
    await using next = createRig({ hosts: { a: {} }, folder });
    expect(next.state(id)).toEqual({ name: 'preparing' });
    next.engine.goOnWith(next.owner.takeOver());
    await next.engine.idle();
    expect(next.state(id)).toMatchObject({ name: 'waiting', wait: { what: 'already-online' } });
  });

  test('a kill leaves the question, the answer, and each once', async () => {
    await using home = createRig({ hosts: {} });
    const { folder } = home;
    const rig = createRig({ hosts: { a: {} }, folder });
    const path = rig.file('one.txt');
    await send(rig, path);
    const [used, sent] = [await send(rig, path, { reuse: 'offer' }), await send(rig, path, { reuse: 'offer' })];
    rig.crash();
    const second = createRig({ hosts: { a: {} }, folder });
    second.engine.goOnWith(second.owner.takeOver());
    await second.engine.idle();
    expect([used, sent].map((id) => second.state(id)?.name)).toEqual(['waiting', 'waiting']);
    second.engine.useLink(used);
    second.engine.sendAnyway(sent);
    second.crash();
    await using third = createRig({ hosts: { a: {} }, folder });
    third.engine.goOnWith(third.owner.takeOver());
    third.engine.useLink(used);
    await third.engine.idle();
    expect(third.ledger(used)).toEqual(['a 1 reused']);
    expect(third.ledger(sent).at(-1)).toBe('a 1 delivered');
    expect(third.hosts.a?.asked).toBe(1);
  });
});
