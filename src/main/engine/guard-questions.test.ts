import { describe, expect, test } from 'vitest';
import type { Failure } from '../../shared/failure.ts';
import type { UploadId } from '../../shared/ids.ts';
import { heic, photo } from '../guard/fixtures/places.ts';
import { guardedRig, own, type Rules, send, submit } from './test-guard-rig.ts';
import { connectionRefused, hang, refuse } from './test-host.ts';
import { createRig, idOf, running, waitingFor } from './test-rig.ts';

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
