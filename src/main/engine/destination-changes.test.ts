/** What the engine does when a destination is removed, or may be used without asking from now on. */
import { describe, expect, test } from 'vitest';
import { refuse } from './test-host.ts';
import { createRig, idOf, type Rig, waitingFor } from './test-rig.ts';

const full = refuse({ kind: 'quota', host: 'own' });
const done = ({ name }: { name: string }) => name === 'done';
const failed = ({ name }: { name: string }) => name === 'failed';
const paused = ({ name }: { name: string }) => name === 'paused';
const own = { answers: [full], traits: { scope: 'account' } } as const;

function send(rig: Rig, more: Parameters<Rig['submit']>[1] = {}) {
  const [id] = rig.submit([rig.file('one.txt')], more);
  if (!id) throw new Error('one upload');
  return id;
}

describe('a destination that may be used without asking from now on', () => {
  test('is used by what asks for it, and others still ask', async () => {
    await using rig = createRig({ hosts: { own, wide: {}, other: {} } });
    const asks = send(rig, { scope: 'account', chain: [idOf('own'), idOf('wide')] });
    await rig.until(asks, waitingFor('consent'));
    rig.engine.allowed(idOf('other'));
    expect(rig.state(asks)?.name).toBe('waiting');
    rig.engine.allowed(idOf('wide'));
    await rig.until(asks, done);
    expect(rig.reader.view(asks)?.receipt?.destinationId).toBe('wide');
  });

  test('is used when an upload is sent again that asked for nothing yet', async () => {
    await using rig = createRig({ hosts: { own: { ...own, answers: [full, full] }, wide: {} } });
    const id = send(rig, { scope: 'account', chain: [idOf('own')] });
    await rig.until(id, failed);
    await rig.engine.restart(id, [idOf('own'), idOf('wide')], [idOf('wide')]);
    await rig.until(id, done);
    expect(rig.ledger(id).at(-1)).toBe('wide 1 delivered');
  });
});

describe('a destination that is removed', () => {
  test('is asked for no more: the upload ends as the others left it', async () => {
    await using rig = createRig({ hosts: { own, wide: {} } });
    const id = send(rig, { scope: 'account' });
    await rig.until(id, waitingFor('consent'));
    Reflect.deleteProperty(rig.hosts, 'wide');
    rig.engine.removed(idOf('wide'));
    expect(await rig.until(id, failed)).toMatchObject({ failure: { kind: 'quota' }, at: 'own' });
  });

  test('is waited for no more: the next one has its turn', async () => {
    const busy = { answers: [refuse({ kind: 'connection', host: 'a', detail: '' })] };
    await using rig = createRig({ hosts: { a: busy, b: {} }, holdWaits: true });
    const id = send(rig);
    await rig.until(id, waitingFor('back-off'));
    Reflect.deleteProperty(rig.hosts, 'a');
    rig.engine.removed(idOf('a'));
    await rig.until(id, done);
    expect(rig.ledger(id).at(-1)).toBe('b 1 delivered');
  });

  test('leaves what has no other destination paused', async () => {
    const busy = { answers: [refuse({ kind: 'connection', host: 'a', detail: '' })] };
    await using rig = createRig({ hosts: { a: busy, b: {} }, holdWaits: true });
    const id = send(rig, { chain: [idOf('a')] });
    await rig.until(id, waitingFor('back-off'));
    Reflect.deleteProperty(rig.hosts, 'a');
    rig.engine.removed(idOf('a'));
    await rig.until(id, paused);
  });
});
