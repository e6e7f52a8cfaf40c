import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cleaned } from '../guard/fixtures/files.ts';
import { photo, placedFiles } from '../guard/fixtures/places.ts';
import { hashHere } from '../providers/test-hash.ts';
import { guardedRig, own, type Rules, send, submit } from './test-guard-rig.ts';
import { type Answer, bytesOf, deliver, hang, refuse } from './test-host.ts';
import { createRig, idOf, running } from './test-rig.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

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

  test('is known by its bytes, whatever it is called', async () => {
    const { rig } = guardedRig({ open: {} });
    await using _ = rig;
    const id = await send(rig, rig.file('letter.txt', photo.bytes));
    expect(rig.hosts.open?.bodies[0]?.equals(await cleaned(photo.bytes, 'exif'))).toBe(true);
    expect(rig.reader.view(id)?.location).toBe('removed');
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
