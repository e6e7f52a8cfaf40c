/** Against Debian's Apache with mod_dav. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat, truncate } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labAuthority } from '../../../lab/certificates.ts';
import { faultProxy, type ProxyFault } from '../../../lab/fault-proxy.ts';
import { Front } from '../../../lab/front.ts';
import { startWebdav, type Webdav } from '../../../lab/servers/webdav.ts';
import { createNet } from '../net/http.ts';
import { describeConformance } from './conformance.ts';
import { createRig, failureOf, type Rig } from './conformance-rig.ts';
import { unusedServices, unwatchedRun } from './test-services.ts';
import { webdav } from './webdav.ts';

const mebibyte = 1024 * 1024;
const signal = new AbortController().signal;

/** Where a link leads to on the disk. */
const fileBehind = (server: Webdav, link: string) =>
  join(server.files, decodeURIComponent(new URL(link).pathname.replace(/^\/public\//, '')));

describeConformance(webdav, {
  label: 'with Apache',
  secrets: (key) => ({ password: key }),
  settings: {
    server: 'https://dav.example/',
    user: 'ann',
    publicUrl: 'https://files.example/',
    keyTemplate: '{date}/{random}/{filename}',
  },
  async start() {
    const server = await startWebdav();
    const front = await Front.start(new URL(server.url).origin, {
      key: server.password,
      settings: (address) => ({ server: `${address}/dav`, user: server.user, publicUrl: server.publicUrl }),
      carriesFile: ({ method }) => method === 'PUT',
      stored: ({ method, path }, status) =>
        method === 'PUT' && (status === 201 || status === 204) ? { name: path.replace('/dav/', '') } : null,
      spoil: async ({ name, size }, left) => truncate(join(server.files, name), left === 'empty' ? 0 : size / 2),
    });
    return {
      standIn: front,
      async arrived(link) {
        const path = fileBehind(server, link);
        const sha256 = createHash('sha256')
          .update(await readFile(path))
          .digest('hex');
        return { name: basename(path), size: (await stat(path)).size, sha256 };
      },
      async stop() {
        await front.stop();
        await server.stop();
      },
    };
  },
  expectedName: (name) => name.replaceAll(/[/\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '_'),
  linkPath: /^\/public\/\d{4}-\d\d-\d\d\/[a-z0-9]{16}\/[^/]+$/,
  proof: { kind: 'size', by: 'host' },
  cannot: { answers: 'its link is made of the settings, not of an answer' },
  differs: {
    'wrong-handle': { kind: 'settings-invalid', because: 'it names another folder, in which nothing is deleted' },
  },
});

let apache: Webdav;
beforeAll(async () => {
  apache = await startWebdav();
});
afterAll(() => apache.stop());

/** A destination at Apache; `base` leads there through something else. */
async function at(base: string, settings: object = {}): Promise<Rig> {
  const unused = () => Promise.reject(new Error('it has no faults'));
  return createRig(webdav, {
    secrets: () => ({ password: apache.password }),
    start: async () => ({
      standIn: {
        settings: { server: `${base}/dav`, user: apache.user, publicUrl: apache.publicUrl, ...settings },
        uploads: [],
        requests: [],
        key: null,
        fail: unused,
        heal: unused,
      },
      stop: async () => {},
    }),
  });
}
const origin = () => new URL(apache.url).origin;
const sha256Of = async (link: string) => {
  const answer = await fetch(link);
  return answer.ok
    ? createHash('sha256')
        .update(await answer.bytes())
        .digest('hex')
    : answer.status;
};
const stored = async () =>
  (await readdir(apache.files, { recursive: true, withFileTypes: true })).filter((each) => each.isFile());

describe('a connection that is cut', () => {
  test.each([
    ['in a stretch', 26 * mebibyte, 24 * mebibyte],
    ['in the first stretch', 3 * mebibyte, 2],
  ])('%s: the rest goes on from what Apache has for sure', async (_, afterBytes, sure) => {
    const fault: ProxyFault = { kind: 'reset', afterBytes, direction: 'up' };
    await using proxy = await faultProxy(origin(), fault);
    const rig = await at(proxy.url);
    const { payload, sha256 } = await rig.payloadOf(40 * mebibyte);
    const saved: (string | null)[] = [];
    const failed = await rig.failing(payload, { checkpoint: (state) => saved.push(state) });
    expect(failed).toMatchObject({ failure: { kind: 'cut-while-sending' }, sent: 'part' });
    expect(JSON.parse(saved.at(-1) ?? '')).toMatchObject({ way: 'stretches', sent: sure });
    await proxy.heal();
    const before = proxy.connections.length;
    const { link, proof } = await rig.send(payload, { resumeFrom: saved.at(-1) ?? null }, rig.connect());
    expect([await sha256Of(link), proof]).toEqual([sha256, { kind: 'size', by: 'host' }]);
    const again = proxy.connections.slice(before).reduce((sum, { up }) => sum + up, 0);
    expect(again).toBeGreaterThan(payload.size - sure);
    expect(again).toBeLessThan(payload.size - sure + 100_000);
    await rig.close();
  });

  test('of a small file leaves nothing in public, and nothing at all once it is discarded', async () => {
    await using proxy = await faultProxy(origin(), { kind: 'reset', afterBytes: 5 * mebibyte, direction: 'up' });
    const rig = await at(proxy.url);
    const before = (await stored()).length;
    const saved: (string | null)[] = [];
    const { payload } = await rig.payloadOf(20 * mebibyte);
    await rig.failing(payload, { checkpoint: (state) => saved.push(state) });
    await proxy.heal();
    await rig.connect().discard?.(saved.at(-1) ?? '', signal);
    await expect.poll(async () => (await stored()).length).toBe(before);
    await rig.close();
  });
});

test('a killed upload is found among what is left, and deleted', async () => {
  const rig = await at(origin());
  const { payload } = await rig.payloadOf(40 * mebibyte);
  await rig.killed(payload, 20 * mebibyte);
  const [found, ...more] = (await rig.connection.leftovers?.([], signal)) ?? [];
  expect([found?.name, more]).toEqual([expect.stringMatching(/^\.droprelay-[a-z0-9]{16}\.tmp$/), []]);
  expect(found?.bytes).toBeGreaterThanOrEqual(16 * mebibyte);
  expect(Math.abs(Date.now() - (found?.startedAt ?? 0))).toBeLessThan(60_000);
  await rig.connection.discard?.(found?.state ?? '', signal);
  expect(await rig.connection.leftovers?.([], signal)).toEqual([]);
  await rig.close();
});

test('of two uploads of one name at once, each keeps its own file', async () => {
  const rig = await at(origin(), { keyTemplate: 'together/{filename}' });
  const files = await Promise.all([1, 2, 3, 4].map((count) => rig.payloadOf(100_000 + count, 'same.txt')));
  const deliveries = await Promise.all(files.map(({ payload }) => rig.send(payload)));
  const links = deliveries.map(({ link }) => link);
  expect(new Set(links).size).toBe(4);
  expect(await Promise.all(links.map(sha256Of))).toEqual(files.map(({ sha256 }) => sha256));
  await rig.close();
});

test('behind a proxy that takes TLS away, Apache does not know its own address, and that is said', async () => {
  await using front = await faultProxy(origin(), { kind: 'tls', face: 'trusted' });
  await using rig = await at(origin());
  const net = createNet({ extraCertificates: [labAuthority] });
  const settings = webdav.settings.parse({
    server: `${front.url}/dav`,
    user: apache.user,
    publicUrl: apache.publicUrl,
  });
  const services = { ...unusedServices, net };
  const connection = webdav.connect(settings, { password: apache.password }, services);
  const { payload } = await rig.payloadOf(10);
  const { failure } = await failureOf(connection.upload(payload, unwatchedRun));
  expect(failure).toMatchObject({
    kind: 'bad-answer',
    detail: expect.stringContaining('does not know its own address'),
  });
  await net.close();
});

test('a folder that is not there, and a place that is no WebDAV', async () => {
  const rig = await at(origin());
  const kinds: string[] = [];
  for (const server of [`${apache.url}/nowhere`, apache.publicUrl]) {
    const other = await at(origin(), { server });
    const { payload } = await other.payloadOf(10);
    kinds.push((await other.failing(payload)).failure.kind);
    const check = other.connection.checkCredentials?.(signal).then(
      () => 'good',
      (error: unknown) => String(error),
    );
    kinds.push(String(await check));
    await other.close();
  }
  expect(kinds).toEqual(['not-found', 'UploadFailure: not-found', 'forbidden', 'UploadFailure: forbidden']);
  await rig.close();
});

test('a password is sent in a header, and nowhere else', async () => {
  const log = await readFile(join(apache.folder, 'log', 'access.log'), 'utf8');
  expect(log).toContain('MOVE /dav/.droprelay-');
  expect(log).not.toContain(encodeURIComponent(apache.password));
  expect(log).not.toContain(apache.password);
});
