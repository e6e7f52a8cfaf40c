import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { UploadId } from '../../shared/ids.ts';
import { isFinal, type State } from '../../shared/model.ts';
import { type Answer, connectionRefused, deliver, hang, refuse } from './test-host.ts';
import { createRig, type Rig, type RigOptions, running, verifyUntilAborted, waitingFor } from './test-rig.ts';

const named =
  (name: State['name']) =>
  (state: State): boolean =>
    state.name === name;

function send(rig: Rig, more: Parameters<Rig['submit']>[1] = {}): UploadId {
  const [id] = rig.submit([rig.file('one.txt')], more);
  if (!id) throw new Error('no upload');
  return id;
}

const quotaGone = refuse({ kind: 'quota', host: 'own.example' });
const askForConsent = {
  hosts: { own: { traits: { scope: 'account' }, answers: [quotaGone] }, open: {} },
} as const;

const cases: readonly [string, RigOptions, (state: State) => boolean, last: string][] = [
  ['preparing', { hosts: { a: {} } }, named('preparing'), 'a 1 delivered'],
  ['sending', { hosts: { a: { answers: [hang(0.5), deliver()] } } }, running('sending'), 'a 1 delivered'],
  ['finishing', { hosts: { a: { answers: [hang(1), deliver()] } } }, running('finishing'), 'a 1 delivered'],
  [
    'waiting before a retry',
    { hosts: { a: { answers: [refuse(connectionRefused), deliver()] } }, holdWaits: true },
    waitingFor('back-off'),
    'a 2 delivered',
  ],
];

describe('pause', () => {
  test.each(cases)('while it is %s: it rests, and goes on when it is resumed', async (_, options, when, last) => {
    await using rig = createRig(options);
    const id = send(rig);
    await rig.until(id, when);
    rig.engine.pause([id]);
    await rig.engine.idle();
    expect(rig.state(id)).toEqual({ name: 'paused' });
    expect(rig.reader.ledger(id).every(({ endedAt }) => endedAt !== null)).toBe(true);
    rig.engine.resume([id]);
    await rig.until(id, named('done'));
    expect(rig.ledger(id).at(-1)).toBe(last);
    expect(rig.reported).toEqual([]);
  });

  test('while its link is verified: a link that was given is kept', async () => {
    await using rig = createRig({
      hosts: { a: {} },
      verify: verifyUntilAborted,
    });
    const id = send(rig);
    await rig.until(id, running('verifying'));
    rig.engine.pause([id]);
    await rig.engine.idle();
    expect(rig.state(id)).toEqual({ name: 'done' });
    rig.engine.resume([id]);
    expect(rig.hosts.a?.asked).toBe(1);
  });

  test('while it waits for consent: it asks again when it is resumed', async () => {
    await using rig = createRig(askForConsent);
    const id = send(rig, { scope: 'account' });
    await rig.until(id, waitingFor('consent'));
    rig.engine.pause([id]);
    expect(rig.state(id)).toEqual({ name: 'paused' });
    rig.engine.consent(id);
    expect(rig.state(id)).toEqual({ name: 'paused' });
    rig.engine.resume([id]);
    await rig.until(id, waitingFor('consent'));
    expect(rig.hosts.open?.asked).toBe(0);
  });

  test('while it waits for the network: it does not come back with it', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    let online = false;
    const hosts = { a: { answers: [refuse({ kind: 'offline' }), deliver()] } };
    await using rig = createRig({ hosts, isOnline: () => online });
    const id = send(rig);
    await rig.until(id, waitingFor('network'));
    rig.engine.pause([id]);
    online = true;
    vi.advanceTimersByTime(3_000);
    await rig.engine.idle();
    expect(rig.state(id)).toEqual({ name: 'paused' });
    rig.engine.resume([id]);
    await rig.until(id, named('done'));
  });

  test('of all of 500 and their resumption: each is sent once, in the order of the drop', async () => {
    const order: string[] = [];
    const answer: Answer = (payload, run, link) => {
      order.push(payload.name);
      return deliver()(payload, run, link);
    };
    await using rig = createRig({ hosts: { a: { answers: [hang(), hang(), answer] } }, maxRunning: 2 });
    const path = rig.file('one.txt');
    const files = Array.from({ length: 500 }, (_, at) => ({ kind: 'path', path, name: `${at}.txt` }) as const);
    const ids = rig.submit([], { files });
    await rig.until(ids[499] as UploadId, named('queued'));
    rig.engine.pause(ids);
    await rig.engine.idle();
    expect(ids.filter((id) => rig.state(id)?.name !== 'paused')).toEqual([]);
    expect(rig.engine.busy()).toBe(0);
    rig.engine.resume(ids);
    await rig.engine.idle();
    expect(ids.map((id) => rig.state(id)).filter((state) => state?.name !== 'done')).toEqual([]);
    expect(order).toEqual(files.map(({ name }) => name));
  });

  test('stays over a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'droprelay-pause-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    let id: UploadId;
    {
      await using rig = createRig({ hosts: { a: { answers: [hang(0.5)] } }, folder });
      id = send(rig);
      await rig.until(id, running('sending'));
      rig.engine.pause([id]);
      await rig.engine.idle();
    }
    await using next = createRig({ hosts: { a: {} }, folder });
    next.engine.goOnWith(next.owner.takeOver());
    await next.engine.idle();
    expect(next.state(id)).toEqual({ name: 'paused' });
    next.engine.resume([id]);
    await next.until(id, named('done'));
    expect(next.ledger(id)).toEqual(['a 1 interrupted', 'a 1 delivered']);
  });

  test.each([
    ['pause, resume', 'done', (rig: Rig, id: UploadId) => [rig.engine.pause([id]), rig.engine.resume([id])]],
    ['pause, cancel', 'cancelled', (rig: Rig, id: UploadId) => [rig.engine.pause([id]), rig.engine.cancel(id)]],
    [
      'cancel, pause, resume',
      'cancelled',
      (rig: Rig, id: UploadId) => [rig.engine.cancel(id), rig.engine.pause([id]), rig.engine.resume([id])],
    ],
    [
      'start anew, cancel',
      'cancelled',
      (rig: Rig, id: UploadId) => [rig.engine.restart(id, null), rig.engine.cancel(id)],
    ],
    ['pause, start anew', 'done', (rig: Rig, id: UploadId) => [rig.engine.pause([id]), rig.engine.restart(id, null)]],
  ] as const)('%s while its run still ends: the last wish counts', async (_, name, wish) => {
    await using rig = createRig({ hosts: { a: { answers: [hang(0.5), deliver()] } } });
    const id = send(rig);
    await rig.until(id, running('sending'));
    wish(rig, id);
    await rig.until(id, isFinal);
    await rig.engine.idle();
    expect(rig.state(id)).toEqual({ name });
    expect(rig.engine.busy()).toBe(0);
  });

  test('does nothing to what is final, and resume nothing to what is not paused', async () => {
    await using rig = createRig({ hosts: { a: {} } });
    const id = send(rig);
    await rig.engine.idle();
    rig.engine.pause([id]);
    rig.engine.resume([id]);
    await rig.engine.idle();
    expect(rig.state(id)).toEqual({ name: 'done' });
    expect(rig.hosts.a?.asked).toBe(1);
  });
});
