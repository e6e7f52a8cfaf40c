import { describe, expect, test } from 'vitest';
import type { UploadId } from '../../shared/ids.ts';
import { type Answer, connectionRefused, deliver, hang, refuse } from './test-host.ts';
import { createRig, running, waitingFor } from './test-rig.ts';

/** A host that writes down the names that it is told. */
function noting(names: string[]): Answer {
  return (payload, run, link) => {
    names.push(`${payload.name} ${payload.mime}`);
    return deliver()(payload, run, link);
  };
}

const first = (ids: readonly UploadId[]): UploadId => {
  const [id] = ids;
  if (!id) throw new Error('no upload');
  return id;
};

describe('another name', () => {
  test('is what the host is told of a queued upload; the file on disk keeps its own', async () => {
    const names: string[] = [];
    await using rig = createRig({ hosts: { a: { answers: [hang(), noting(names)] } }, maxRunning: 1 });
    const before = first(rig.submit([rig.file('0.txt')]));
    await rig.until(before, running('sending'));
    const id = first(rig.submit([rig.file('old.txt')]));
    await rig.until(id, ({ name }) => name === 'queued');
    expect(await rig.engine.rename(id, ' new ü.txt ')).toBe(null);
    expect(rig.reader.view(id)).toMatchObject({ name: 'new ü.txt', state: { name: 'queued' } });
    rig.engine.cancel(before);
    await rig.engine.idle();
    expect(names).toEqual(['new ü.txt text/plain']);
    expect(rig.reader.job(id)?.path?.endsWith('old.txt')).toBe(true);
    expect(rig.reader.link(id)).toContain('new%20%C3%BC.txt');
  });

  test('a wait for the host’s wish stays one: renaming sends nothing sooner', async () => {
    const limited = refuse({ kind: 'rate-limited', host: 'a', retryAfterMs: 20_000 });
    await using rig = createRig({ hosts: { a: { answers: [limited] } }, holdWaits: true });
    const id = first(rig.submit([rig.file('old.txt')]));
    const { name: _, ...before } = await rig.until(id, waitingFor('rate-limit'));
    expect(await rig.engine.rename(id, 'new.txt')).toBe(null);
    expect(rig.reader.view(id)?.name).toBe('new.txt');
    expect(rig.state(id)).toEqual({ name: 'waiting', ...before });
    expect(rig.hosts.a?.asked).toBe(1);
  });

  test('a paused upload stays paused, a failed one failed; both are sent under it later', async () => {
    const names: string[] = [];
    await using rig = createRig({
      hosts: { a: { answers: [hang(), refuse(connectionRefused), refuse(connectionRefused), noting(names)] } },
    });
    const id = first(rig.submit([rig.file('old.txt')]));
    await rig.until(id, running('sending'));
    rig.engine.pause([id]);
    await rig.until(id, ({ name }) => name === 'paused');
    expect(await rig.engine.rename(id, 'one.txt')).toBe(null);
    expect(rig.state(id)).toEqual({ name: 'paused' });
    rig.engine.resume([id]);
    await rig.until(id, ({ name }) => name === 'failed');
    expect(await rig.engine.rename(id, 'two.txt')).toBe(null);
    expect(rig.state(id)?.name).toBe('failed');
    await rig.engine.restart(id, null);
    await rig.engine.idle();
    expect(names).toEqual(['two.txt text/plain']);
  });

  test.each(['', '..', 'a/b', 'a\nb', 'x'.repeat(256)])('%j is refused, and changes nothing', async (name) => {
    await using rig = createRig({ hosts: { a: { answers: [hang()] } } });
    const id = first(rig.submit([rig.file('old.txt')]));
    await rig.until(id, running('sending'));
    rig.engine.pause([id]);
    await rig.until(id, ({ name }) => name === 'paused');
    expect(await rig.engine.rename(id, name)).not.toBe(null);
    expect(rig.reader.view(id)?.name).toBe('old.txt');
  });

  test('is too late while bytes are on their way, and when it is over', async () => {
    await using rig = createRig({ hosts: { a: { answers: [hang(0.5), deliver()] } } });
    const id = first(rig.submit([rig.file('old.txt')]));
    await rig.until(id, running('sending'));
    expect(await rig.engine.rename(id, 'new.txt')).toBe('too-late');
    expect(rig.state(id)?.name).toBe('running');
    rig.engine.cancel(id);
    await rig.engine.idle();
    expect(await rig.engine.rename(id, 'new.txt')).toBe('too-late');
    expect(rig.reader.view(id)?.name).toBe('old.txt');
  });

  test('what a host has begun to take under the old name does not go on', async () => {
    const seen: (string | null)[] = [];
    const half: Answer = async (payload, run, link) => {
      seen.push(run.resumeFrom);
      run.checkpoint(`half of ${payload.name}`);
      return hang(0.5)(payload, run, link);
    };
    const discarded: string[] = [];
    const discard = async (state: string): Promise<void> => void discarded.push(state);
    await using rig = createRig({ hosts: { a: { traits: { resumable: true }, answers: [half, half], discard } } });
    const id = first(rig.submit([rig.file('old.txt')]));
    await rig.until(id, running('sending'));
    rig.engine.pause([id]);
    await rig.until(id, ({ name }) => name === 'paused');
    await rig.engine.rename(id, 'new.txt');
    rig.engine.resume([id]);
    await rig.until(id, running('sending'));
    expect(seen).toEqual([null, null]);
    await expect.poll(() => discarded).toEqual(['half of old.txt']);
  });
});
