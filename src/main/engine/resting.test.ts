import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { UploadId } from '../../shared/ids.ts';
import type { State } from '../../shared/model.ts';
import { connectionRefused, deliver, hang, refuse } from './test-host.ts';
import { createRig, type Rig, running, verifyUntilAborted, waitingFor } from './test-rig.ts';

const named =
  (name: State['name']) =>
  (state: State): boolean =>
    state.name === name;

function send(rig: Rig, name = 'one.txt'): UploadId {
  const [id] = rig.submit([rig.file(name)]);
  if (!id) throw new Error('no upload');
  return id;
}

const quotaGone = refuse({ kind: 'quota', host: 'own.example' });

test('what is sent is put down, and sent again after: nothing happens in between', async () => {
  await using rig = createRig({ hosts: { a: { answers: [hang(0.5), deliver()] } } });
  const id = send(rig);
  await rig.until(id, running('sending'));
  rig.engine.rest();
  rig.engine.rest();
  await rig.until(id, named('queued'));
  expect(rig.engine.busy()).toBe(1);
  const late = send(rig, 'late.txt');
  expect(rig.state(late)).toEqual({ name: 'preparing' });
  expect(rig.hosts.a?.asked).toBe(1);
  rig.engine.wake();
  await rig.until(id, named('done'));
  await rig.until(late, named('done'));
  expect(rig.ledger(id)).toEqual(['a 1 interrupted', 'a 1 delivered']);
  expect([rig.engine.busy(), rig.reported]).toEqual([0, []]);
});

test('woken at once, while the runs still end: each goes on once', async () => {
  await using rig = createRig({ hosts: { a: { answers: [hang(0.5), deliver()] } } });
  const id = send(rig);
  await rig.until(id, running('sending'));
  rig.engine.rest();
  rig.engine.wake();
  rig.engine.wake();
  await rig.until(id, named('done'));
  expect(rig.hosts.a?.asked).toBe(2);
});

test('what the user paused before stays paused, and so does what is paused meanwhile', async () => {
  await using rig = createRig({ hosts: { a: { answers: [hang(0.5), hang(0.5)] } } });
  const before = send(rig);
  await rig.until(before, running('sending'));
  rig.engine.pause([before]);
  await rig.until(before, named('paused'));
  const meanwhile = send(rig, 'two.txt');
  await rig.until(meanwhile, running('sending'));
  rig.engine.rest();
  await rig.until(meanwhile, named('queued'));
  rig.engine.pause([meanwhile]);
  rig.engine.wake();
  await rig.engine.idle();
  expect([rig.state(before), rig.state(meanwhile)]).toEqual([{ name: 'paused' }, { name: 'paused' }]);
});

test('what came to its end is not begun again: delivered while it is put down, or cancelled by the user', async () => {
  await using rig = createRig({ hosts: { a: {} }, verify: verifyUntilAborted });
  const id = send(rig);
  await rig.until(id, running('verifying'));
  rig.engine.rest();
  rig.engine.wake();
  await rig.engine.idle();
  expect([rig.state(id), rig.hosts.a?.asked]).toEqual([{ name: 'done' }, 1]);

  await using other = createRig({ hosts: { a: { answers: [hang(0.5)] } } });
  const cancelled = send(other);
  await other.until(cancelled, running('sending'));
  other.engine.rest();
  await other.until(cancelled, named('queued'));
  other.engine.cancel(cancelled);
  other.engine.wake();
  await other.engine.idle();
  expect([other.state(cancelled), other.hosts.a?.asked]).toEqual([{ name: 'cancelled' }, 1]);
});

test('a wait is kept to its end, and a question stays a question', async () => {
  await using rig = createRig({ hosts: { a: { answers: [refuse(connectionRefused), deliver()] } }, holdWaits: true });
  const id = send(rig);
  const wait = await rig.until(id, waitingFor('back-off'));
  rig.engine.rest();
  rig.engine.wake();
  await expect.poll(() => rig.waits.length).toBe(2);
  expect(rig.state(id)).toEqual(wait);
  expect(rig.hosts.a?.asked).toBe(1);

  const hosts = { own: { traits: { scope: 'account' }, answers: [quotaGone] }, open: {} } as const;
  await using asking = createRig({ hosts });
  const [asked] = asking.submit([asking.file('one.txt')], { scope: 'account' });
  if (!asked) throw new Error('no upload');
  await asking.until(asked, waitingFor('consent'));
  asking.engine.rest();
  asking.engine.wake();
  await asking.engine.idle();
  expect(asking.state(asked)).toMatchObject({ name: 'waiting', wait: { what: 'consent' } });
});

test('a program that ends while all is put down leaves it to the next one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-rest-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  let id: UploadId;
  {
    await using rig = createRig({ hosts: { a: { answers: [hang(0.5)] } }, folder });
    id = send(rig);
    await rig.until(id, running('sending'));
    rig.engine.rest();
    await rig.until(id, named('queued'));
  }
  await using next = createRig({ hosts: { a: {} }, folder });
  next.engine.goOnWith(next.owner.takeOver());
  await next.until(id, named('done'));
});
