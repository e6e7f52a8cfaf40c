import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isFinal } from '../../shared/model.ts';
import { connectionRefused, deliver, refuse } from './test-host.ts';
import { createRig, idOf } from './test-rig.ts';

const tooLarge = { kind: 'too-large', sizeBytes: 9, limitBytes: 5 } as const;

describe('the way along the chain', () => {
  test('a connection refused twice goes to the next destination', async () => {
    await using rig = createRig({ hosts: { a: { answers: [refuse(connectionRefused)] }, b: {} } });
    const [id] = rig.submit([rig.file('one.txt', 'hello')]);
    await rig.engine.idle();
    expect(id && rig.ledger(id)).toEqual([
      'a 1 failed(connection) > retry',
      'a 2 failed(connection) > next B',
      'b 1 delivered',
    ]);
    expect(rig.hosts.b?.got).toEqual(['hello']);
    expect(id && rig.reader.view(id)).toMatchObject({
      state: { name: 'done' },
      receipt: { link: 'https://b.example/1/one.txt', destinationLabel: 'B', scope: 'public' },
      copiesMayRemainAt: [],
    });
    expect(rig.waits).toEqual([500]);
  });

  test('a 413 goes to the next destination without a retry', async () => {
    await using rig = createRig({ hosts: { a: { answers: [refuse(tooLarge)] }, b: {} } });
    const [id] = rig.submit([rig.file('one.txt')]);
    await rig.engine.idle();
    expect(id && rig.ledger(id)).toEqual(['a 1 failed(too-large) > next B', 'b 1 delivered']);
    expect(rig.waits).toEqual([]);
  });

  test('a rate limit is waited for exactly as long as was asked', async () => {
    const limited = refuse({ kind: 'rate-limited', host: 'a.example', retryAfterMs: 7_000 });
    await using rig = createRig({ hosts: { a: { answers: [limited, deliver()] }, b: {} } });
    const [id] = rig.submit([rig.file('one.txt')]);
    await rig.engine.idle();
    expect(id && rig.ledger(id)).toEqual(['a 1 failed(rate-limited) > retry', 'a 2 delivered']);
    expect(rig.waits).toEqual([7_000]);
  });

  test('a rate limit beyond the patience goes to the next destination', async () => {
    const limited = refuse({ kind: 'rate-limited', host: 'a.example', retryAfterMs: 60_001 });
    await using rig = createRig({ hosts: { a: { answers: [limited] }, b: {} } });
    const [id] = rig.submit([rig.file('one.txt')]);
    await rig.engine.idle();
    expect(id && rig.ledger(id)).toEqual(['a 1 failed(rate-limited) > next B', 'b 1 delivered']);
  });

  test('a destination that would refuse the file is passed over, with the reason in the ledger', async () => {
    await using rig = createRig({ hosts: { a: { traits: { maxBytes: 3 } }, b: {}, c: {} } });
    const [id] = rig.submit([rig.file('one.txt', 'four')]);
    await rig.engine.idle();
    expect(id && rig.ledger(id)).toEqual(['a 1 passed-over(too-large) > next B', 'b 1 delivered']);
    expect(rig.hosts.a?.asked).toBe(0);
  });

  test('what no destination takes fails with the last reason, and where it was given', async () => {
    await using rig = createRig({
      hosts: { a: { answers: [refuse(connectionRefused)] }, b: { traits: { maxBytes: 3 } } },
    });
    const [id] = rig.submit([rig.file('one.txt', 'four')]);
    await rig.engine.idle();
    expect(id && rig.state(id)).toEqual({
      name: 'failed',
      failure: { kind: 'too-large', sizeBytes: 4, limitBytes: 3 },
      at: 'b',
    });
    expect(id && rig.ledger(id).slice(1)).toEqual([
      'a 2 failed(connection) > stop',
      'b 1 passed-over(too-large) > stop',
    ]);
  });

  test('a fragile batch uses the first destination only, even where that one is gone', async () => {
    await using rig = createRig({ hosts: { a: {}, b: {} } });
    const chain = [idOf('gone'), idOf('a'), idOf('b')];
    const [id] = rig.submit([rig.file('one.txt')], { chain, fragile: true });
    await rig.engine.idle();
    expect(id && rig.state(id)).toMatchObject({
      name: 'failed',
      failure: { kind: 'settings-invalid', field: 'chain' },
    });
    expect(rig.hosts.a?.asked).toBe(0);
  });

  test('a defect of one provider is a reason to ask the next', async () => {
    const broken = (): never => {
      throw new TypeError('x is undefined');
    };
    await using rig = createRig({ hosts: { a: { answers: [broken] }, b: {} } });
    const [id] = rig.submit([rig.file('one.txt')]);
    await rig.engine.idle();
    expect(id && rig.ledger(id)).toEqual(['a 1 failed(bug) > next B', 'b 1 delivered']);
    expect(rig.reported).toEqual([expect.any(TypeError)]);
  });

  test('a failure that breaks the model becomes a bug, so that its row can be read', async () => {
    const long = refuse({ kind: 'bad-answer', host: 'a.example', detail: 'x'.repeat(10_000) });
    await using rig = createRig({ hosts: { a: { answers: [long] } } });
    const [id] = rig.submit([rig.file('one.txt')]);
    await rig.engine.idle();
    expect(id && rig.state(id)).toMatchObject({ name: 'failed', failure: { kind: 'bug' } });
  });
});

describe('copies and links that may be left behind', () => {
  test('a request that died after its body was sent is ambiguous', async () => {
    const cut = refuse(connectionRefused, 'all');
    await using rig = createRig({ hosts: { a: { answers: [cut] }, b: {} } });
    const [id] = rig.submit([rig.file('one.txt')]);
    await rig.engine.idle();
    expect(id && rig.reader.view(id)?.copiesMayRemainAt).toEqual(['A']);
    expect(id && rig.reader.ledger(id).map(({ copyMayRemain }) => copyMayRemain)).toEqual([true, true, false]);
  });

  test('a link to something else is named as an orphan, and the next destination asked', async () => {
    let checks = 0;
    await using rig = createRig({
      hosts: { a: {}, b: {} },
      verify: () => {
        checks += 1;
        return Promise.resolve(
          checks === 1
            ? { kind: 'contradiction', failure: { kind: 'bad-proof', why: 'size' } }
            : { kind: 'proof', proof: { kind: 'size', by: 'link' } },
        );
      },
    });
    const [id] = rig.submit([rig.file('one.txt')]);
    await rig.engine.idle();
    expect(id && rig.ledger(id)).toEqual(['a 1 failed(bad-proof) > next B', 'b 1 delivered']);
    expect(id && rig.reader.ledger(id)[0]).toMatchObject({
      orphanLink: 'https://a.example/1/one.txt',
      copyMayRemain: true,
    });
    expect(id && rig.reader.view(id)?.receipt?.proof).toEqual({ kind: 'size', by: 'link' });
  });

  test('an orphan that the host deleted is none', async () => {
    const removed: string[] = [];
    await using rig = createRig({
      hosts: {
        a: {
          answers: [deliver({ deleteHandle: 'key' })],
          remove: ({ link, deleteHandle }) => {
            removed.push(`${deleteHandle} ${link}`);
            return Promise.resolve();
          },
        },
      },
      verify: () => Promise.resolve({ kind: 'contradiction', failure: { kind: 'bad-proof', why: 'page' } }),
    });
    const [id] = rig.submit([rig.file('one.txt')]);
    await rig.engine.idle();
    expect(removed).toEqual(['key https://a.example/1/one.txt']);
    expect(id && rig.reader.ledger(id)[0]).toMatchObject({ orphanLink: null, copyMayRemain: false });
  });
});

describe('sources that do not hold still', () => {
  test('a file deleted after it was pinned fails as unreadable, and asks no other destination', async () => {
    const removing = async (...[payload, run, link]: Parameters<ReturnType<typeof deliver>>) => {
      rmSync(payload.source.path);
      return deliver()(payload, run, link);
    };
    await using rig = createRig({ hosts: { a: { answers: [removing] }, b: {} } });
    const [id] = rig.submit([rig.file('one.txt')]);
    await rig.engine.idle();
    expect(id && rig.state(id)).toMatchObject({
      name: 'failed',
      failure: { kind: 'source-unreadable', why: 'missing' },
    });
    expect(rig.hosts.b?.asked).toBe(0);
  });

  test('a file that changed fails as changed; sent again, it goes as it is now', async () => {
    const changing = async (...[payload, run, link]: Parameters<ReturnType<typeof deliver>>) => {
      writeFileSync(payload.source.path, 'something longer than before');
      return deliver()(payload, run, link);
    };
    await using rig = createRig({ hosts: { a: { answers: [changing, deliver()] } } });
    const [id] = rig.submit([rig.file('one.txt', 'short')]);
    if (!id) throw new Error('no upload');
    await rig.engine.idle();
    expect(rig.state(id)).toMatchObject({ name: 'failed', failure: { kind: 'source-changed' }, at: 'a' });
    await rig.engine.restart(id, null);
    await rig.engine.idle();
    expect(rig.state(id)).toEqual({ name: 'done' });
    expect(rig.hosts.a?.got).toEqual(['something longer than before']);
    expect(rig.reader.view(id)?.size).toBe(28);
  });
});

describe('batches', () => {
  test('a file that fails leaves the others alone, and the order of the drop stays', async () => {
    await using rig = createRig({ hosts: { a: { traits: { refusedExtensions: ['exe'] } } }, maxRunning: 2 });
    const ids = rig.submit([rig.file('1.txt'), rig.file('2.exe'), `${rig.folder}/missing.txt`, rig.file('4.txt')]);
    await rig.engine.idle();
    expect(ids.map((id) => rig.state(id)?.name)).toEqual(['done', 'failed', 'failed', 'done']);
    const batch = ids[0] && rig.reader.batchOf(ids[0]);
    expect(batch && rig.reader.batchLinks(batch).map(({ id }) => id)).toEqual(ids);
    expect(ids.every((id) => isFinal(rig.state(id) ?? { name: 'queued' }))).toBe(true);
  });

  test('what has no path fails at once, without a run', async () => {
    await using rig = createRig({ hosts: { a: {} } });
    const files = [
      { kind: 'pathless', name: 'forged' },
      { kind: 'empty-folder', path: '/x', name: 'x' },
    ] as const;
    const ids = rig.submit([], { files });
    expect(rig.engine.busy()).toBe(0);
    expect(ids.map((id) => rig.state(id))).toMatchObject([
      { name: 'failed', failure: { kind: 'source-unreadable', why: 'no-path' } },
      { name: 'failed', failure: { kind: 'source-unreadable', why: 'empty-folder' } },
    ]);
  });
});
