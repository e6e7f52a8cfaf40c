import { describe, expect, test } from 'vitest';
import type { UploadId } from '../../shared/ids.ts';
import type { State } from '../../shared/model.ts';
import { connectionRefused, deliver, hang, refuse } from './test-host.ts';
import { createRig, type Rig, type RigOptions, running, verifyUntilAborted, waitingFor } from './test-rig.ts';

const cancelled = (state: State): boolean => state.name === 'cancelled';

/** Sends one file and cancels it as soon as it is in the state that is meant. */
async function cancelWhen(options: RigOptions, when: (state: State) => boolean): Promise<{ rig: Rig; id: UploadId }> {
  const rig = createRig(options);
  const [id] = rig.submit([rig.file('one.txt')]);
  if (!id) throw new Error('no upload');
  await rig.until(id, when);
  rig.engine.cancel(id);
  await rig.until(id, cancelled);
  await rig.engine.idle();
  expect(rig.state(id)).toEqual({ name: 'cancelled' });
  expect(rig.reader.link(id)).toBeNull();
  expect(rig.reported).toEqual([]);
  return { rig, id };
}

describe('cancel', () => {
  test('while its source is looked at', async () => {
    const { rig, id } = await cancelWhen({ hosts: { a: {} } }, ({ name }) => name === 'preparing');
    await using _ = rig;
    expect(rig.ledger(id)).toEqual([]);
    expect(rig.hosts.a?.asked).toBe(0);
  });

  test('while its source is looked at and can not be read', async () => {
    await using rig = createRig({ hosts: { a: {} } });
    const [id] = rig.submit([`${rig.folder}/missing`]);
    if (!id) throw new Error('no upload');
    rig.engine.cancel(id);
    await rig.engine.idle();
    await rig.until(id, cancelled);
  });

  test('while it is queued behind others', async () => {
    await using rig = createRig({ hosts: { a: { answers: [hang(), deliver()] } }, maxRunning: 1 });
    const [first, second] = rig.submit([rig.file('1.txt'), rig.file('2.txt')]);
    if (!first || !second) throw new Error('no uploads');
    await rig.until(first, running('sending'));
    await rig.until(second, ({ name }) => name === 'queued');
    rig.engine.cancel(second);
    expect(rig.state(second)).toEqual({ name: 'cancelled' });
    rig.engine.cancel(first);
    await rig.engine.idle();
    expect(rig.hosts.a?.asked).toBe(1);
  });

  test('while its destination is not connected yet, as by a keyring that waits for a password', async () => {
    const hosts = { a: { connects: new Promise<void>(() => undefined) } };
    const { rig, id } = await cancelWhen({ hosts }, running('sending'));
    await using _ = rig;
    expect(rig.ledger(id)).toEqual(['a 1 cancelled']);
    expect(rig.hosts.a?.asked).toBe(0);
  });

  test('while it waits for a place at its destination', async () => {
    await using rig = createRig({ hosts: { a: { answers: [hang(), deliver()] } }, perDestination: 1 });
    const [first, second] = rig.submit([rig.file('1.txt'), rig.file('2.txt')]);
    if (!first || !second) throw new Error('no uploads');
    await rig.until(first, running('sending'));
    await rig.until(second, ({ name }) => name === 'queued');
    rig.engine.cancel(second);
    await rig.until(second, cancelled);
    expect(rig.state(first)?.name).toBe('running');
    rig.engine.cancel(first);
    await rig.engine.idle();
    expect(rig.ledger(second)).toEqual([]);
  });

  test('while it sends', async () => {
    const { rig, id } = await cancelWhen({ hosts: { a: { answers: [hang(0.5)] }, b: {} } }, running('sending'));
    await using _ = rig;
    expect(rig.ledger(id)).toEqual(['a 1 cancelled']);
    expect(rig.reader.ledger(id)[0]).toMatchObject({ copyMayRemain: false });
  });

  test('while it finishes: the ledger says that a copy may remain', async () => {
    const { rig, id } = await cancelWhen({ hosts: { a: { answers: [hang(1)] }, b: {} } }, running('finishing'));
    await using _ = rig;
    expect(rig.reader.ledger(id)[0]).toMatchObject({ outcome: { kind: 'cancelled' }, copyMayRemain: true });
    expect(rig.reader.view(id)?.copiesMayRemainAt).toEqual(['A']);
  });

  test('while its host answers after all: the link is not kept, and named where it can not be deleted', async () => {
    let answer = (): void => undefined;
    const late: ReturnType<typeof deliver> = async (payload, run, link) => {
      run.onProgress(payload.size);
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return { link, deleteHandle: null, expiresAt: null, proof: { kind: 'size', by: 'host' } };
    };
    await using rig = createRig({ hosts: { a: { answers: [late] } } });
    const [id] = rig.submit([rig.file('one.txt')]);
    if (!id) throw new Error('no upload');
    await rig.until(id, running('finishing'));
    rig.engine.cancel(id);
    answer();
    await rig.engine.idle();
    expect(rig.state(id)).toEqual({ name: 'cancelled' });
    expect(rig.reader.ledger(id)[0]).toMatchObject({ orphanLink: 'https://a.example/1/one.txt', copyMayRemain: true });
  });

  test('while its link is verified: the orphan is named', async () => {
    const { rig, id } = await cancelWhen({ hosts: { a: {} }, verify: verifyUntilAborted }, running('verifying'));
    await using _ = rig;
    expect(rig.reader.ledger(id)[0]).toMatchObject({
      outcome: { kind: 'cancelled' },
      orphanLink: 'https://a.example/1/one.txt',
      copyMayRemain: true,
    });
  });

  test('while it waits before a retry', async () => {
    const hosts = { a: { answers: [refuse(connectionRefused)] }, b: {} };
    const { rig, id } = await cancelWhen({ hosts, holdWaits: true }, waitingFor('back-off'));
    await using _ = rig;
    expect(rig.ledger(id)).toEqual(['a 1 failed(connection) > stop']);
    expect(rig.hosts.b?.asked).toBe(0);
  });

  test('while it waits for consent', async () => {
    const { rig, id } = await cancelWhenConsent();
    await using _ = rig;
    rig.engine.consent(id);
    await rig.engine.idle();
    expect(rig.state(id)).toEqual({ name: 'cancelled' });
    expect(rig.hosts.b?.asked).toBe(0);
  });

  test('while it waits for the network: it does not come back with it', async () => {
    const hosts = { a: { answers: [refuse({ kind: 'offline' }), deliver()] } };
    const { rig } = await cancelWhen({ hosts, isOnline: () => false }, waitingFor('network'));
    await using _ = rig;
    expect(rig.hosts.a?.asked).toBe(1);
  });

  test('does nothing to what is final', async () => {
    await using rig = createRig({ hosts: { a: {} } });
    const [id] = rig.submit([rig.file('one.txt')]);
    if (!id) throw new Error('no upload');
    await rig.engine.idle();
    rig.engine.cancel(id);
    expect(rig.state(id)).toEqual({ name: 'done' });
  });

  function cancelWhenConsent(): Promise<{ rig: Rig; id: UploadId }> {
    const hosts = {
      a: { traits: { scope: 'account' }, answers: [refuse({ kind: 'auth', host: 'a' })] },
      b: {},
    } as const;
    const rig = createRig({ hosts });
    const [id] = rig.submit([rig.file('one.txt')], { scope: 'account' });
    if (!id) throw new Error('no upload');
    return rig.until(id, waitingFor('consent')).then(() => {
      rig.engine.cancel(id);
      return { rig, id };
    });
  }
});
