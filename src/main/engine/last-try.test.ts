/** An upload that waits to be tried again tells what comes where the last try there fails. */
import { expect, test } from 'vitest';
import type { UploadId } from '../../shared/ids.ts';
import type { Submission } from './submission.ts';
import { type Answer, connectionRefused, type HostOptions, refuse } from './test-host.ts';
import { createRig, idOf, type Rig } from './test-rig.ts';

const limited = refuse({ kind: 'rate-limited', host: 'a.example', retryAfterMs: 7_000 });
const once = (answer: Answer, traits: HostOptions['traits'] = {}): HostOptions => ({ answers: [answer], traits });

function send(rig: Rig, more: Partial<Submission> = {}): UploadId {
  const [id] = rig.submit([rig.file('one.txt')], more);
  if (!id) throw new Error('one upload');
  return id;
}

/** Where the upload waits at `a`, what is said to come after the last try there. */
async function said(rig: Rig, id: UploadId): Promise<string | null> {
  const state = await rig.until(id, ({ name }) => name === 'waiting');
  if (state.name !== 'waiting' || !('next' in state.wait)) throw new Error('waits for something else');
  expect(state.wait.at).toBe('a');
  return state.wait.lastBefore ?? null;
}

test.each<[string, string | null, HostOptions, HostOptions, Partial<Submission>]>([
  ['the next one, where the host asked for a pause', 'b', once(limited), {}, {}],
  ['the next one, where the host did not answer', 'b', once(refuse(connectionRefused)), {}, {}],
  ['nothing, where there is no other', null, once(limited), {}, { chain: [idOf('a')] }],
  [
    'nothing, where the next one has to be asked for',
    null,
    once(limited, { scope: 'account' }),
    {},
    { scope: 'account' },
  ],
  ['nothing, where the next one would refuse the file', null, once(limited), { traits: { maxBytes: 1 } }, {}],
  ['nothing, where a try that gets on brings more of them', null, once(limited, { resumable: true }), {}, {}],
])('%s', async (_, wanted, a, b, more) => {
  await using rig = createRig({ hosts: { a, b }, holdWaits: true });
  expect(await said(rig, send(rig, more))).toBe(wanted);
});

test('nothing, while tries are left: another upload brought the pause', async () => {
  await using rig = createRig({ hosts: { a: once(limited), b: {} }, holdWaits: true });
  expect(await said(rig, send(rig))).toBe('b');
  expect(await said(rig, send(rig))).toBeNull();
});

test('what is said is what comes', async () => {
  await using rig = createRig({ hosts: { a: once(limited), b: {} } });
  const id = send(rig);
  await rig.engine.idle();
  expect(rig.ledger(id)).toEqual([
    'a 1 failed(rate-limited) > retry',
    'a 2 failed(rate-limited) > next B',
    'b 1 delivered',
  ]);
});
