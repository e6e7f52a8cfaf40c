import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Failure } from '../../../shared/failure.ts';
import { filePayload, pinFile } from '../../net/pinned-file.ts';
import { createShareServer } from './server.ts';
import { ask, type TestServer, testServer } from './test-server.ts';

let box: TestServer;
beforeEach(async () => {
  box = await testServer();
});
afterEach(() => box[Symbol.asyncDispose]());

const failing = (failure: Failure) => ({ failure });

describe('a share begins', () => {
  test('with a link that works at once, and an upload that is told of', async () => {
    const link = await box.shared('bytes', 'a b.txt');
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{22}\/a%20b\.txt$/);
    expect((await ask(link)).body.toString()).toBe('bytes');
    expect(box.changes[0]).toBe('a b.txt');
  });

  test('on the same listener as the ones before, whose port is remembered', async () => {
    const links = await Promise.all([box.shared('a', 'a'), box.shared('b', 'b')]);
    const ports = links.map((link) => new URL(link).port);
    expect(new Set(ports).size).toBe(1);
    expect(String(box.settings.port)).toBe(ports[0]);
  });

  test.each([80_000, -1, 1.5])('on any port where the remembered one is %d', async (port) => {
    box.settings.port = port;
    expect((await ask(await box.shared('bytes'))).status).toBe(200);
    expect(box.settings.port).not.toBe(port);
  });

  test('on another port where the remembered one is taken', async () => {
    await using other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    box.settings.port = (other.address() as AddressInfo).port;
    const taken = box.settings.port;
    expect((await ask(await box.shared('bytes'))).status).toBe(200);
    expect(box.settings.port).not.toBe(taken);
  });

  test('once per upload: the link that it had before ends', async () => {
    const first = await box.shared('one', 'u');
    const second = await box.shared('two', 'u');
    expect((await ask(first)).status).toBe(410);
    expect((await ask(second)).body.toString()).toBe('two');
  });

  test('with settings-invalid where the chosen interface is gone, or its address is not ours', async () => {
    box.settings.interfaceId = 'ipv4:eth9';
    await expect(box.shared('bytes')).rejects.toMatchObject(failing({ kind: 'settings-invalid', field: 'interface' }));
    box.interfaces.push({ id: 'ipv4:eth9', address: '192.0.2.250', label: '' });
    await expect(box.shared('bytes')).rejects.toMatchObject(failing({ kind: 'settings-invalid', field: 'interface' }));
    expect(box.store.byUpload('a.bin')).toBeNull();
  });

  test('not at all where the file is gone or another', async () => {
    const path = await box.write('bytes');
    const payload = filePayload(await pinFile(path), 'a', 'text/plain');
    const share = () => box.server.share(payload, { uploadId: 'u', expiresAt: null });
    await box.write('other bytes', 'file-1');
    await expect(share()).rejects.toMatchObject(failing({ kind: 'source-changed' }));
    await rm(path);
    await expect(share()).rejects.toMatchObject(failing({ kind: 'source-unreadable', why: 'missing' }));
    expect(box.store.byUpload('u')).toBeNull();
  });
});

describe('a share ends', () => {
  test('when it is stopped: 410 from then on, and once more does nothing', async () => {
    const link = await box.shared('bytes');
    box.time.now += 5;
    box.server.stop('a.bin');
    box.server.stop('a.bin');
    box.server.stop('nobody');
    expect((await ask(link)).status).toBe(410);
    expect(box.store.byUpload('a.bin')?.stoppedAt).toBe(box.time.now);
    expect(box.changes).toEqual(['a.bin', 'a.bin']);
  });

  test('when it is stopped in the middle of a download, which stays incomplete', async () => {
    const link = await box.shared(Buffer.alloc(64 * 1024 * 1024));
    const answer = await ask(link, { midway: async () => box.server.stop('a.bin') });
    expect(answer.complete).toBe(false);
    expect(box.server.downloads('a.bin')).toBe(0);
  });

  test('when its time is over, not a millisecond earlier', async () => {
    const link = await box.shared('bytes', 'a.bin', 'text/plain', box.time.now + 60_000);
    box.time.now += 59_999;
    expect((await ask(link)).status).toBe(200);
    box.time.now += 1;
    expect((await ask(link)).status).toBe(410);
    await expect(box.server.probe('a.bin')).rejects.toMatchObject({ failure: { kind: 'not-found' } });
  });

  test('for those who know its whole link only: a wrong name still gets 404', async () => {
    const link = await box.shared('bytes');
    box.server.stop('a.bin');
    expect((await ask(link.replace('a.bin', 'b.bin'))).status).toBe(404);
  });
});

describe('the own check', () => {
  test.each(['', 'x', 'more than one byte'])('finds %o whole', async (content) => {
    await box.shared(content);
    await expect(box.server.probe('a.bin')).resolves.toBeUndefined();
  });

  test('says not-found where nothing is shared, or the source is another', async () => {
    await expect(box.server.probe('a.bin')).rejects.toMatchObject({ failure: { kind: 'not-found' } });
    await box.shared('bytes');
    await box.write('other', 'file-1');
    await expect(box.server.probe('a.bin')).rejects.toMatchObject({ failure: { kind: 'not-found' } });
  });

  test('says connection where nobody listens, and bad-proof where a stranger does', async () => {
    const link = new URL(await box.shared('bytes'));
    await box.server.close();
    await expect(box.server.probe('a.bin')).rejects.toMatchObject({ failure: { kind: 'connection', host: link.host } });
    await using stranger = createServer((_, response) => response.end('x'.repeat(1_000_000)));
    stranger.listen(Number(link.port), link.hostname);
    await new Promise((resolve) => stranger.once('listening', resolve));
    await expect(box.server.probe('a.bin')).rejects.toMatchObject({ failure: { kind: 'bad-proof', why: 'size' } });
  });
});

describe('after a restart', () => {
  test('the links that stood are served again, the ended ones answer as before', async () => {
    const link = await box.shared('bytes', 'a');
    const ended = await box.shared('more', 'b');
    const etag = (await ask(link)).headers.etag;
    box.server.stop('b');
    await box.server.close();
    await expect(ask(link)).rejects.toThrow('ECONNREFUSED');
    const again = box.another();
    expect(await again.resume()).toEqual([{ state: 'serving', host: new URL(link).host, uploadIds: ['a'] }]);
    expect(await again.resume()).toHaveLength(1);
    const answer = await ask(link);
    expect(answer.body.toString()).toBe('bytes');
    expect(answer.headers.etag).toBe(etag);
    expect((await ask(ended)).status).toBe(410);
  });

  test('nothing listens where no link stands', async () => {
    const link = await box.shared('bytes', 'a', 'text/plain', box.time.now + 1);
    await box.server.close();
    box.time.now += 1;
    expect(await box.another().resume()).toEqual([]);
    await expect(ask(link)).rejects.toThrow('ECONNREFUSED');
  });

  test('a taken port, a lost interface and a new address are told, and mended by the next resume', async () => {
    const host = new URL(await box.shared('bytes', 'a')).host;
    await box.server.close();
    const again = box.another();
    const unreachable = (field: string) => [
      { state: 'unreachable', host, uploadIds: ['a'], failure: { kind: 'settings-invalid', field } },
    ];
    {
      await using stranger = createServer().listen(Number(host.split(':')[1]), '127.0.0.1');
      await new Promise((resolve) => stranger.once('listening', resolve));
      expect(await again.resume()).toEqual(unreachable('port'));
    }
    const [loopback] = box.interfaces.splice(0, 1);
    expect(await again.resume()).toEqual(unreachable('interface'));
    box.interfaces.push({ id: 'loopback', address: '127.0.0.3', label: '' });
    expect(await again.resume()).toEqual(unreachable('interface'));
    box.interfaces.splice(0, 9, ...(loopback === undefined ? [] : [loopback]));
    expect(await again.resume()).toMatchObject([{ state: 'serving', host }]);
  });

  test('shares of two networks are served where each was', async () => {
    const here = await box.shared('here', 'a');
    box.settings.interfaceId = 'ipv4:test0';
    const there = await box.shared('there', 'b');
    await box.server.close();
    expect(await box.another().resume()).toHaveLength(2);
    expect((await ask(here)).body.toString()).toBe('here');
    expect((await ask(there)).body.toString()).toBe('there');
  });

  test('a second program on the same store does not answer for the first', async () => {
    const link = new URL(await box.shared('first', 'a'));
    const second = box.another();
    const payload = filePayload(await pinFile(await box.write('second')), 'b', 'text/plain');
    const other = new URL((await second.share(payload, { uploadId: 'b', expiresAt: null })).link);
    expect(other.port).not.toBe(link.port);
    expect((await ask(other.href, { path: link.pathname })).status).toBe(404);
  });
});

test('a defect in our own reader cuts the connection rather than telling the client anything', async () => {
  const path = await box.write('bytes');
  const server = createShareServer({
    store: box.store,
    clock: () => box.time.now,
    interfaces: () => box.interfaces,
    settings: () => box.settings,
    rememberPort: () => undefined,
    onChange: () => undefined,
    payloadOf: (source, name, mime) => ({
      ...filePayload(source, name, mime),
      open: async () => ({
        async *chunks() {
          yield Buffer.from('byt');
        },
        [Symbol.asyncDispose]: async () => undefined,
      }),
    }),
  });
  const payload = filePayload(await pinFile(path), 'a', 'text/plain');
  await expect(server.share(payload, { uploadId: 'u', expiresAt: null })).rejects.toMatchObject({
    failure: { kind: 'connection' },
  });
  expect(box.store.byUpload('u')?.stoppedAt).not.toBeNull();
  await server.close();
});
