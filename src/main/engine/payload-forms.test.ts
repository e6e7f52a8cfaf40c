import { createHash } from 'node:crypto';
import { utimesSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { UploadId } from '../../shared/ids.ts';
import type { LocationRemoval } from '../../shared/preferences.ts';
import { cleaned } from '../guard/fixtures/files.ts';
import { photo } from '../guard/fixtures/places.ts';
import { guardedRig, send, submit } from './test-guard-rig.ts';
import { type Answer, deliver, type HostOptions, hang } from './test-host.ts';
import { type Rig, running, waitingFor } from './test-rig.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('what was begun in another form', () => {
  /** A resumable host that goes silent the first time, with what it was given to go on from, and told to discard. */
  function resumable() {
    const resumed: (string | null)[] = [];
    const discarded: string[] = [];
    const note =
      (then: Answer): Answer =>
      (payload, run, link) => {
        resumed.push(run.resumeFrom);
        run.checkpoint(run.resumeFrom ?? `state ${resumed.length}`);
        return then(payload, run, link);
      };
    const host: HostOptions = {
      traits: { resumable: true },
      answers: [note(hang(0.5)), note(deliver())],
      discard: (state) => Promise.resolve(void discarded.push(state)),
    };
    return { host, resumed, discarded };
  }

  async function paused(rig: Rig): Promise<UploadId> {
    const id = submit(rig, rig.file(photo.name, photo.bytes));
    await rig.until(id, running('sending'));
    rig.engine.pause([id]);
    await rig.until(id, ({ name }) => name === 'paused');
    return id;
  }

  test('is discarded, and the upload begins anew', async () => {
    const { host, resumed, discarded } = resumable();
    const { rig, rules } = guardedRig({ open: host }, 'never');
    await using _ = rig;
    const id = await paused(rig);
    rules.removeLocation = 'public';
    rig.engine.resume([id]);
    await rig.engine.idle();
    await rig.discarding.settled();
    expect([resumed, discarded]).toEqual([[null, null], ['state 1']]);
    expect(rig.hosts.open?.bodies[0]?.equals(await cleaned(photo.bytes, 'exif'))).toBe(true);
  });

  test('goes on where the form is the same', async () => {
    const { host, resumed, discarded } = resumable();
    const { rig } = guardedRig({ open: host });
    await using _ = rig;
    const id = await paused(rig);
    rig.engine.resume([id]);
    await rig.engine.idle();
    expect([resumed, discarded]).toEqual([[null, 'state 1'], []]);
    expect(rig.state(id)).toEqual({ name: 'done' });
  });

  test('is discarded where a later version removes other bytes', async () => {
    const { host, resumed, discarded } = resumable();
    const { rig } = guardedRig({ open: host });
    await using _ = rig;
    const id = await paused(rig);
    rig.database.run("UPDATE checkpoint SET transform = 'without-location:of another version'");
    rig.engine.resume([id]);
    await rig.engine.idle();
    await rig.discarding.settled();
    expect([resumed, discarded]).toEqual([[null, null], ['state 1']]);
  });
});

describe('a link that is there already', () => {
  const offered = (rig: Rig, id: UploadId): boolean => waitingFor('already-online')(rig.state(id) ?? { name: 'done' });

  test('is offered only for the form that would be sent now, by the file and by a copy of it', async () => {
    const { rig, rules } = guardedRig({ open: {} });
    await using _ = rig;
    const path = rig.file(photo.name, photo.bytes);
    const drop = async (file = path): Promise<boolean> => {
      const id = await send(rig, file, { reuse: 'offer' });
      const isOffered = offered(rig, id);
      rig.engine.cancel(id);
      await rig.engine.idle();
      return isOffered;
    };
    rules.removeLocation = 'never';
    await send(rig, path);
    rules.removeLocation = 'public';
    // What is online tells the place.
    expect(await drop()).toBe(false);
    expect(rig.hosts.open?.bodies.map((body) => body.equals(photo.bytes))).toEqual([true, false]);
    // Now each form is online.
    const copy = rig.file('copy.jpg', photo.bytes);
    expect([await drop(), await drop(copy)]).toEqual([true, true]);
    rules.removeLocation = 'never';
    expect([await drop(), await drop(copy)]).toEqual([true, true]);
    expect(rig.hosts.open?.asked).toBe(2);
  });

  test.each<[string, LocationRemoval, LocationRemoval]>([
    ['with the place is not offered to one that goes without', 'never', 'public'],
    ['without the place is not offered to one that keeps it', 'public', 'never'],
  ])('%s, where the file was copied', async (_, before, now) => {
    const { rig, rules } = guardedRig({ open: {} }, before);
    await using __ = rig;
    await send(rig, rig.file(photo.name, photo.bytes));
    rules.removeLocation = now;
    const copy = rig.file('copy.jpg', photo.bytes);
    utimesSync(copy, 1, 1);
    const id = await send(rig, copy, { reuse: 'offer' });
    expect([rig.state(id)?.name, rig.hosts.open?.asked]).toEqual(['done', 2]);
  });

  test('makes the upload that takes it one without the place, as it is', async () => {
    const { rig } = guardedRig({ open: {} });
    await using _ = rig;
    const path = rig.file(photo.name, photo.bytes);
    await send(rig, path);
    const id = await send(rig, path, { reuse: 'offer' });
    rig.engine.useLink(id);
    expect(rig.reader.view(id)).toMatchObject({ state: { name: 'done' }, location: 'removed' });
    expect(rig.reader.ledger(id)).toMatchObject([{ outcome: { kind: 'reused' }, withoutLocation: true }]);
  });

  test('has a hash of what was sent', async () => {
    const { rig } = guardedRig({ open: {} });
    await using _ = rig;
    await send(rig, rig.file(photo.name, photo.bytes));
    await send(rig, rig.file('copy.jpg', photo.bytes), { reuse: 'offer' });
    const hashes = rig.database.all('SELECT sha256, transform FROM payload WHERE sha256 IS NOT NULL');
    expect(hashes).toHaveLength(2);
    for (const { sha256: kept, transform } of hashes) {
      expect(transform).toMatch(/^without-location:/);
      expect(kept).toBe(sha256(await cleaned(photo.bytes, 'exif')));
    }
  });
});
