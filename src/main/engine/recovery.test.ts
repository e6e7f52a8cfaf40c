import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { UploadId } from '../../shared/ids.ts';
import type { State } from '../../shared/model.ts';
import { hang } from './test-host.ts';
import { createRig, type Rig, verifyUntilAborted } from './test-rig.ts';

const sending = (state: State): boolean => state.name === 'running';

function send(rig: Rig): UploadId {
  const [id] = rig.submit([rig.file('one.txt')]);
  if (!id) throw new Error('no upload');
  return id;
}

describe('the end of the program, and the next', () => {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-owners-'));
  afterEach(() => rmSync(join(folder, 'test.db'), { force: true }));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('a quit leaves it queued with its attempt interrupted; the next program delivers it, once', async () => {
    let id: UploadId;
    {
      await using rig = createRig({ hosts: { a: { answers: [hang(0.5)] } }, folder });
      id = send(rig);
      await rig.until(id, sending);
      await rig.engine.close();
      expect(rig.state(id)).toEqual({ name: 'queued' });
      expect(rig.ledger(id)).toEqual(['a 1 interrupted']);
    }
    await using next = createRig({ hosts: { a: {} }, folder });
    const mine = next.owner.takeOver();
    expect(mine).toEqual([id]);
    next.engine.goOnWith(mine);
    await next.engine.idle();
    expect(next.ledger(id)).toEqual(['a 1 interrupted', 'a 1 delivered']);
    expect(next.hosts.a?.asked).toBe(1);
    expect(next.owner.takeOver()).toEqual([]);
  });

  test('a kill while it finishes loses nothing, and says that a copy may remain', async () => {
    const rig = createRig({ hosts: { a: { answers: [hang(1)] } }, folder });
    const id = send(rig);
    await rig.until(id, (state) => state.name === 'running' && state.phase === 'finishing');
    rig.crash();
    await using next = createRig({ hosts: { a: {} }, folder });
    next.engine.goOnWith(next.owner.takeOver());
    await next.engine.idle();
    expect(next.reader.ledger(id)).toMatchObject([
      { outcome: { kind: 'interrupted' }, copyMayRemain: true },
      { outcome: { kind: 'delivered' }, copyMayRemain: false },
    ]);
    expect(next.reader.view(id)?.copiesMayRemainAt).toEqual(['A']);
  });

  test('an upload whose destinations are not set up here is paused', async () => {
    const rig = createRig({ hosts: { a: { answers: [hang()] } }, folder });
    const id = send(rig);
    await rig.until(id, sending);
    rig.crash();
    await using next = createRig({ hosts: { other: {} }, folder });
    next.engine.goOnWith(next.owner.takeOver());
    expect(next.state(id)).toEqual({ name: 'paused' });
  });

  test('a quit after the host gave its link keeps the link', async () => {
    await using rig = createRig({
      hosts: { a: {} },
      verify: verifyUntilAborted,
      folder,
    });
    const id = send(rig);
    await rig.until(id, (state) => state.name === 'running' && state.phase === 'verifying');
    await rig.engine.close();
    expect(rig.state(id)).toEqual({ name: 'done' });
    expect(rig.reader.view(id)?.receipt?.proof).toEqual({ kind: 'unverified', why: 'not-asked' });
  });

  test('whoever waits for idle is told at the end', async () => {
    const rig = createRig({ hosts: { a: { answers: [hang()] } }, maxRunning: 1, folder });
    rig.submit([rig.file('1.txt'), rig.file('2.txt')]);
    const idle = rig.engine.idle();
    await rig.engine.close();
    await idle;
    await rig[Symbol.asyncDispose]();
  });
});
