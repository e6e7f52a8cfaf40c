import { createHash } from 'node:crypto';
import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Failure } from '../../shared/failure.ts';
import type { UploadId } from '../../shared/ids.ts';
import type { LocationRemoval } from '../../shared/preferences.ts';
import { cleaned } from '../guard/fixtures/files.ts';
import { heic, photo, placedFiles } from '../guard/fixtures/places.ts';
import { hashHere } from '../providers/test-hash.ts';
import type { Submission } from './engine.ts';
import { type Answer, bytesOf, connectionRefused, deliver, type HostOptions, hang, refuse } from './test-host.ts';
import { createRig, idOf, type Rig, running, waitingFor } from './test-rig.ts';

const own: HostOptions = { traits: { scope: 'account' } };
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

interface Rules {
  removeLocation: LocationRemoval;
  askForSecretFiles: boolean;
}

/** A rig with the usual rules, which the test may change on the way. */
function guardedRig(hosts: Readonly<Record<string, HostOptions>>, removeLocation: LocationRemoval = 'public') {
  const rules: Rules = { removeLocation, askForSecretFiles: true };
  return { rules, rig: createRig({ hosts, guardRules: () => rules }) };
}

function submit(rig: Rig, path: string, more: Partial<Submission> = {}): UploadId {
  const [id] = rig.submit([path], more);
  if (!id) throw new Error('no upload');
  return id;
}

async function send(rig: Rig, path: string, more: Partial<Submission> = {}): Promise<UploadId> {
  const id = submit(rig, path, more);
  await rig.engine.idle();
  return id;
}

describe('a file that tells where it was made', () => {
  test.each(placedFiles)('$name goes to a public host without that, and stays as it is on the disk', async (file) => {
    const { rig } = guardedRig({ open: {} });
    await using _ = rig;
    const path = rig.file(file.name, file.bytes);
    const before = statSync(path, { bigint: true });
    const id = await send(rig, path);
    const [body] = rig.hosts.open?.bodies ?? [];
    if (!body) throw new Error('nothing arrived');
    expect(body.equals(await cleaned(file.bytes, file.name === 'clip.mp4' ? 'video-location' : 'exif'))).toBe(true);
    expect(body.length).toBe(file.bytes.length);
    expect(body.includes(file.media)).toBe(true);
    expect(rig.state(id)).toEqual({ name: 'done' });
    expect(rig.reader.view(id)?.location).toBe('removed');
    expect(rig.reader.ledger(id)).toMatchObject([{ withoutLocation: true }]);
    expect(readFileSync(path).equals(file.bytes)).toBe(true);
    const after = statSync(path, { bigint: true });
    expect([after.mtimeNs, after.ino]).toEqual([before.mtimeNs, before.ino]);
  });

  test('is kept whole in the user’s own storage, and the row says so', async () => {
    const { rig } = guardedRig({ own });
    await using _ = rig;
    const id = await send(rig, rig.file(photo.name, photo.bytes));
    expect(rig.hosts.own?.bodies[0]?.equals(photo.bytes)).toBe(true);
    expect(rig.reader.view(id)?.location).toBe('kept');
    expect(rig.reader.ledger(id)).toMatchObject([{ withoutLocation: false }]);
  });

  test('is sent as the user likes it, for one batch too', async () => {
    const { rig, rules } = guardedRig({ own, open: {} }, 'always');
    await using _ = rig;
    const path = rig.file(photo.name, photo.bytes);
    await send(rig, path, { chain: [idOf('own')] });
    await send(rig, path, { chain: [idOf('open')], keepLocation: true });
    rules.removeLocation = 'never';
    await send(rig, path, { chain: [idOf('open')] });
    const arrived = [...(rig.hosts.own?.bodies ?? []), ...(rig.hosts.open?.bodies ?? [])];
    expect(arrived.map((body) => body.equals(photo.bytes))).toEqual([false, true, true]);
  });

  test('falls back from own storage to a public host in another form, each with its right hash', async () => {
    const seen: { body: Buffer; hash: string }[] = [];
    const noting =
      (then: Answer): Answer =>
      async (payload, run, link) => {
        seen.push({ body: await bytesOf(payload), hash: await hashHere(payload, run.signal) });
        return then(payload, run, link);
      };
    const { rig } = guardedRig({
      own: { ...own, answers: [noting(refuse({ kind: 'quota', host: 'own' }))] },
      open: { answers: [noting(deliver())] },
    });
    await using _ = rig;
    const id = await send(rig, rig.file(photo.name, photo.bytes));
    expect(seen.map(({ body }) => body.equals(photo.bytes))).toEqual([true, false]);
    expect(seen.map(({ hash }) => hash)).toEqual(seen.map(({ body }) => sha256(body)));
    expect(rig.reader.ledger(id).map(({ withoutLocation }) => withoutLocation)).toEqual([false, true]);
    expect(rig.reader.view(id)?.location).toBe('removed');
  });

  test('is no reason to look at others: they go as they are', async () => {
    const { rig } = guardedRig({ open: {} });
    await using _ = rig;
    const id = await send(rig, rig.file('empty.jpg', ''));
    const text = await send(rig, rig.file('notes.txt', 'GPSLatitude 48.8584'));
    expect(rig.hosts.open?.got).toEqual(['', 'GPSLatitude 48.8584']);
    expect([id, text].map((each) => rig.reader.view(each)?.location)).toEqual([null, null]);
  });
});

describe('what can not be removed', () => {
  const asked = { why: 'location', format: 'heic', because: 'format', seen: false };

  test('waits for a yes before a public host gets it', async () => {
    const { rig } = guardedRig({ open: {} });
    await using _ = rig;
    const id = await send(rig, rig.file('photo.heic', heic));
    expect(rig.state(id)).toEqual({
      name: 'waiting',
      wait: { what: 'consent', from: null, to: 'open', failure: null, ...asked },
    });
    expect([rig.hosts.open?.asked, rig.ledger(id)]).toEqual([0, []]);
    rig.engine.sendNow([id]);
    await rig.engine.idle();
    expect(rig.hosts.open?.bodies[0]?.equals(heic)).toBe(true);
    expect(rig.reader.view(id)).toMatchObject({ state: { name: 'done' }, location: 'unread' });
  });

  test('is asked about once, for the upload and not for its neighbours', async () => {
    const { rig } = guardedRig({ first: { answers: [refuse(connectionRefused)] }, open: {} });
    await using _ = rig;
    const ids = rig.submit([rig.file('1.heic', heic), rig.file('2.heic', heic), rig.file('3.txt')]);
    await rig.engine.idle();
    expect(ids.map((id) => rig.state(id)?.name)).toEqual(['waiting', 'waiting', 'done']);
    rig.engine.sendNow(ids.slice(0, 1));
    await rig.engine.idle();
    expect(ids.map((id) => rig.state(id)?.name)).toEqual(['done', 'waiting', 'done']);
    rig.engine.cancel(ids[1] as UploadId);
    expect(rig.hosts.open?.bodies.filter((body) => body.equals(heic))).toHaveLength(1);
  });

  test('goes to own storage unasked; only the way on to a public host is asked about', async () => {
    const { rig } = guardedRig({ own: { ...own, answers: [refuse({ kind: 'quota', host: 'own' })] }, open: {} });
    await using _ = rig;
    const id = await send(rig, rig.file('photo.heic', heic));
    const failure: Failure = { kind: 'quota', host: 'own' };
    expect(rig.state(id)).toMatchObject({ wait: { from: 'own', to: 'open', failure, ...asked } });
    expect(rig.ledger(id)).toEqual(['own 1 failed(quota) > next OPEN']);
    rig.engine.consent(id);
    await rig.engine.idle();
    expect(rig.state(id)).toEqual({ name: 'done' });
  });

  test('is asked about besides the destination, where that goes too far as well', async () => {
    const { rig } = guardedRig({ open: {} });
    await using _ = rig;
    const id = await send(rig, rig.file('photo.heic', heic), { scope: 'account' });
    expect(rig.state(id)).toMatchObject({ wait: { what: 'consent', why: 'wider' } });
    // "Send now" says nothing about who may see it.
    rig.engine.sendNow([id]);
    await rig.engine.idle();
    expect(rig.state(id)).toMatchObject({ wait: { what: 'consent', why: 'wider' } });
    rig.engine.consent(id);
    await rig.engine.idle();
    expect(rig.state(id)).toMatchObject({ wait: { what: 'consent', why: 'location' } });
    // Neither does a destination that may be used without asking answer for the file.
    rig.engine.allowed(idOf('open'));
    await rig.engine.idle();
    expect([rig.state(id)?.name, rig.hosts.open?.asked]).toEqual(['waiting', 0]);
  });

  test('a damaged photo is told, with what was seen', async () => {
    const { rig } = guardedRig({ open: {} });
    await using _ = rig;
    const id = await send(rig, rig.file('cut.jpg', photo.bytes.subarray(0, photo.bytes.length - 150)));
    expect(rig.state(id)).toMatchObject({ wait: { why: 'location', because: 'damaged', format: 'jpeg' } });
  });

  test('an answer outlives the program', async () => {
    const { rig } = guardedRig({ open: { answers: [hang(0.5)] } });
    const id = submit(rig, rig.file('photo.heic', heic));
    await rig.until(id, waitingFor('consent'));
    rig.engine.sendNow([id]);
    await rig.until(id, running('sending'));
    rig.crash();
    const rules: Rules = { removeLocation: 'public', askForSecretFiles: true };
    await using next = createRig({ hosts: { open: {} }, folder: rig.folder, guardRules: () => rules });
    next.engine.goOnWith(next.owner.takeOver());
    await next.engine.idle();
    expect(next.state(id)).toEqual({ name: 'done' });
  });
});

describe('a file that holds secrets', () => {
  const env = 'API_KEY=canary';
  const asked = { what: 'consent', why: 'secret-file', looksLike: 'env' };

  test.each(['account', 'public'] as const)('waits for a yes before it goes to %s', async (scope) => {
    const { rig } = guardedRig({ there: { traits: { scope } } });
    await using _ = rig;
    const id = await send(rig, rig.file('.env', env));
    expect(rig.state(id)).toMatchObject({ wait: { ...asked, to: 'there' } });
    expect(rig.hosts.there?.asked).toBe(0);
    rig.engine.sendNow([id]);
    await rig.engine.idle();
    expect(rig.hosts.there?.got).toEqual([env]);
  });

  test('is shared from this computer without a word, and where the user wants no questions', async () => {
    const { rig, rules } = guardedRig({ here: { traits: { scope: 'local' } }, open: {} });
    await using _ = rig;
    const path = rig.file('.env', env);
    await send(rig, path, { chain: [idOf('here')] });
    await send(rig, path, { chain: [idOf('open')], goAhead: ['secret-file'] });
    rules.askForSecretFiles = false;
    await send(rig, path, { chain: [idOf('open')] });
    expect([rig.hosts.here?.got, rig.hosts.open?.got]).toEqual([[env], [env, env]]);
  });

  test('waits behind destinations that may have it', async () => {
    const { rig } = guardedRig({ open: {}, here: { traits: { scope: 'local' } } });
    await using _ = rig;
    const id = await send(rig, rig.file('.env', env));
    expect(rig.ledger(id)).toEqual(['here 1 delivered']);
  });
});

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

test('a file that changes while it is looked at is told, and not sent', async () => {
  const { rig } = guardedRig({ open: { answers: [hang()] } });
  const path = rig.file(photo.name, photo.bytes);
  const id = submit(rig, path);
  await rig.until(id, running('sending'));
  rig.crash();
  writeFileSync(path, Buffer.concat([photo.bytes, Buffer.from('more')]));
  const rules: Rules = { removeLocation: 'public', askForSecretFiles: true };
  await using next = createRig({ hosts: { open: {} }, folder: rig.folder, guardRules: () => rules });
  next.engine.goOnWith(next.owner.takeOver());
  await next.engine.idle();
  expect(next.state(id)).toEqual({ name: 'failed', failure: { kind: 'source-changed' }, at: null });
  expect(next.hosts.open?.asked).toBe(0);
});
