import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Nextcloud, type NextcloudOptions, nextcloud } from '../../../lab/hosts/nextcloud.ts';
import { StandIn } from '../../../lab/stand-in.ts';
import { createNet } from '../net/http.ts';
import type { Payload } from '../net/payload.ts';
import { describeConformance } from './conformance.ts';
import { createRig, type Rig } from './conformance-rig.ts';
import type { ConformanceTarget } from './conformance-target.ts';
import { unusedServices, unwatchedRun } from './test-services.ts';
import { webdav } from './webdav.ts';

const mebibyte = 1024 * 1024;

function cloudTarget(options: NextcloudOptions = {}, more: Partial<ConformanceTarget> = {}) {
  let cloud: Nextcloud | null = null;
  const target: ConformanceTarget = {
    label: 'with Nextcloud',
    secrets: (key) => ({ password: key }),
    settings: {
      server: 'https://cloud.example/remote.php/dav/files/ann/Uploads',
      user: 'ann',
      keyTemplate: '{date}/{random}/{filename}',
    },
    differs: {
      'wrong-handle': { kind: 'settings-invalid', because: 'it names another folder, in which nothing is deleted' },
    },
    async start() {
      cloud = nextcloud(options);
      const { script, behind } = cloud;
      const folder = await mkdtemp(join(tmpdir(), 'droprelay-cloud-'));
      const standIn = await StandIn.start(script, folder);
      return {
        standIn,
        async arrived(link) {
          const found = behind(link);
          if (!found) throw new Error(`nothing is behind ${link}`);
          return found;
        },
        async stop() {
          await standIn.stop();
          await rm(folder, { recursive: true, force: true });
        },
      };
    },
    expectedName: storedName,
    linkPath: /^\/index\.php\/s\/[a-z0-9]{15}\/download$/,
    proof: { kind: 'size', by: 'host' },
    linkTold: { at: /^POST .*\/shares$/, sent: 'all' },
    notALink: [
      '{"ocs":{"meta":{"statuscode":200},"data":{"token":"abc","url":"javascript:alert(1)"}}}',
      '{"ocs":{"meta":{"statuscode":200},"data":{"token":"abc","url":"http://127.0.0.1/s/other"}}}',
    ],
    ...more,
  };
  return { target, cloud: () => cloud ?? nextcloud() };
}

/** What a folder's border or an invisible character becomes. */
function storedName(name: string): string {
  return name.replaceAll(/[/\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '_').trim();
}

describeConformance(webdav, cloudTarget().target);

describe('a Nextcloud', () => {
  const secrets = (key: string) => ({ password: key });
  let rig: Rig;
  let cloud: Nextcloud;
  const open = async (options: NextcloudOptions = {}, settings: object = {}) => {
    const own = cloudTarget(options);
    const made = await createRig(webdav, { ...own.target, secrets, settings: { ...own.target.settings, ...settings } });
    return { rig: made, cloud: own.cloud() };
  };
  beforeAll(async () => {
    ({ rig, cloud } = await open());
  });
  afterEach(() => rig.standIn.heal());
  afterAll(() => rig.close());

  const signal = new AbortController().signal;
  const told = (of: Rig, since = 0) =>
    of.standIn.requests.slice(since).map(({ method, path }) => `${method} ${path.replaceAll(/[a-z0-9]{15,16}/g, '…')}`);
  const left = (of: Nextcloud) => of.paths().filter((path) => path.includes('droprelay-'));
  /** Kills an upload once so many bytes are out, and gives what it saved. */
  const killed = async (of: Rig, payload: Payload, atBytes: number): Promise<string> => {
    const { state } = await of.killed(payload, atBytes);
    await expect.poll(() => of.standIn.requests.every(({ ended }) => ended)).toBe(true);
    return state ?? '';
  };

  test('trap: the link is that of a share, in the form that downloads', async () => {
    const { payload, sha256 } = await rig.payloadOf(1000, 'a b.png');
    const { link } = await rig.send(payload);
    expect(link).toMatch(/\/index\.php\/s\/[a-z0-9]{15}\/download$/);
    const answer = await fetch(link);
    expect(
      createHash('sha256')
        .update(await answer.bytes())
        .digest('hex'),
    ).toBe(sha256);
    expect(rig.standIn.requests.at(-2)?.headers).toMatchObject({ 'ocs-apirequest': 'true' });
  });

  test('a link that an admin has end says when', async () => {
    const { rig: other } = await open({ expiration: '2026-12-01 00:00:00' });
    const { expiresAt } = await other.send((await other.payloadOf(10)).payload);
    expect(expiresAt).toBe(Date.UTC(2026, 11, 1));
    await other.close();
    expect((await rig.send((await rig.payloadOf(10)).payload)).expiresAt).toBeNull();
  });

  test('trap: names that end with .part are refused, so none of ours does', async () => {
    const authorization = `Basic ${Buffer.from(`ann:${rig.standIn.key}`).toString('base64')}`;
    const url = `${rig.servers[0]?.href}/.droprelay.part`;
    expect((await fetch(url, { method: 'PUT', body: 'x', headers: { authorization } })).status).toBe(400);
    const before = rig.standIn.requests.length;
    await rig.send((await rig.payloadOf(10)).payload);
    expect(told(rig, before)[0]).toBe('PUT /remote.php/dav/files/ann/Uploads/.droprelay-….tmp');
  });

  test('a large file goes in chunks to a name that nobody has, and is put together there', async () => {
    const { payload, sha256 } = await rig.payloadOf(45 * mebibyte, 'film.mp4');
    const before = rig.standIn.requests.length;
    const { link } = await rig.send(payload);
    expect(cloud.behind(link)).toMatchObject({ size: payload.size, sha256 });
    const chunks = [1, 2, 3, 4, 5].map((number) => `PUT /remote.php/dav/uploads/ann/droprelay-…/0000${number}`);
    expect(told(rig, before).slice(0, 8)).toEqual([
      'MKCOL /remote.php/dav/uploads/ann/droprelay-…/',
      ...chunks,
      'MOVE /remote.php/dav/uploads/ann/droprelay-…/.file',
      'PROPFIND /remote.php/dav/files/ann/Uploads/.droprelay-….tmp',
    ]);
    const headers = rig.standIn.requests.slice(before, before + 7).map((request) => request.headers);
    for (const { destination } of headers) expect(destination).toMatch(/\/Uploads\/\.droprelay-[a-z0-9]{16}\.tmp$/);
    expect(headers.slice(1).map((each) => each['oc-total-length'])).toEqual(Array(6).fill(String(payload.size)));
    expect(left(cloud)).toEqual([]);
  });

  test('chunks that are gone after a day are sent anew', async () => {
    const { payload, sha256 } = await rig.payloadOf(40 * mebibyte);
    const resumeFrom = await killed(rig, payload, 25 * mebibyte);
    expect(left(cloud)).toHaveLength(3);
    cloud.expireUploads();
    const { link } = await rig.send(payload, { resumeFrom });
    expect(cloud.behind(link)).toMatchObject({ sha256 });
  });

  test('an upload that does not go on leaves nothing once it is discarded; others may be found', async () => {
    const { payload } = await rig.payloadOf(40 * mebibyte);
    const [one, other] = [await killed(rig, payload, 25 * mebibyte), await killed(rig, payload, 15 * mebibyte)];
    await rig.connection.discard?.(one, signal);
    expect(left(cloud)).toHaveLength(2);
    await rig.connection.discard?.(one, signal);
    expect(await rig.connection.leftovers?.([other], signal)).toEqual([]);
    const [found, ...more] = (await rig.connection.leftovers?.([], signal)) ?? [];
    expect([found, more]).toEqual([
      expect.objectContaining({ name: expect.stringMatching(/^droprelay-/), startedAt: Date.UTC(2026, 10, 22, 10) }),
      [],
    ]);
    await rig.connection.discard?.(found?.state ?? '', signal);
    expect(left(cloud)).toEqual([]);
  });

  test('the older address is as good, chunks included', async () => {
    const older = await open();
    const server = `${older.rig.servers[0]?.origin}/remote.php/webdav/Uploads/`;
    const settings = webdav.settings.parse({ server, user: 'ann' });
    const net = createNet();
    const connection = webdav.connect(settings, older.rig.secrets, { ...unusedServices, net });
    for (const size of [10, 33 * mebibyte]) {
      const { payload, sha256 } = await older.rig.payloadOf(size);
      const { link } = await connection.upload(payload, unwatchedRun);
      expect(older.cloud.behind(link)).toMatchObject({ sha256 });
    }
    expect(told(older.rig).filter((what) => what.startsWith('PUT'))).toHaveLength(5);
    await net.close();
    await older.rig.close();
  });

  test('a server without chunks gets the file whole', async () => {
    const plain = await open({ chunks: false });
    const { payload, sha256 } = await plain.rig.payloadOf(33 * mebibyte);
    const { link } = await plain.rig.send(payload);
    expect(plain.cloud.behind(link)).toMatchObject({ sha256 });
    expect(told(plain.rig).filter((what) => what.startsWith('PUT'))).toHaveLength(1);
    await plain.rig.close();
  });

  test.each([
    ['off', 'Public link sharing is disabled by the administrator'],
    ['password', 'Passwords are enforced for link and mail shares'],
  ] as const)('trap: where links are not allowed (%s) it says so, and keeps no file', async (links, detail) => {
    const strict = await open({ links });
    const failed = await strict.rig.failing((await strict.rig.payloadOf(10)).payload);
    expect(failed).toEqual({
      failure: { kind: 'forbidden', host: strict.rig.servers[0]?.host, detail },
      sent: 'nothing',
    });
    expect(strict.cloud.paths().filter((path) => path.endsWith('.bin'))).toEqual([]);
    await strict.rig.close();
  });

  test.each(['no-answer', 'reset-after-body'] as const)(
    'a share without an answer (%s) is asked for again, and the file is not sent again',
    async (kind) => {
      await rig.standIn.fail({ kind }, 1, /^POST .*\/shares$/);
      const { payload, sha256 } = await rig.payloadOf(1000);
      const saved: (string | null)[] = [];
      const stop = new AbortController();
      const since = rig.standIn.requests.length;
      const failing = rig.failing(payload, { checkpoint: (state) => saved.push(state), signal: stop.signal });
      await expect.poll(() => told(rig, since).some((what) => what.startsWith('POST'))).toBe(true);
      if (kind === 'no-answer') stop.abort();
      expect((await failing).sent).toBe('all');
      await rig.standIn.heal();
      const before = rig.standIn.requests.length;
      const { link } = await rig.send(payload, { resumeFrom: saved.at(-1) ?? null });
      expect(cloud.behind(link)).toMatchObject({ sha256 });
      expect(told(rig, before).some((what) => what.startsWith('PUT'))).toBe(false);
    },
  );

  test('a public address is used where the user wants that', async () => {
    const plain = await open({}, { links: 'public', publicUrl: 'https://files.example/{key}?inline' });
    expect((await plain.rig.send((await plain.rig.payloadOf(10, 'a.txt')).payload)).link).toMatch(
      /^https:\/\/files\.example\/2026-01-01\/[a-z0-9]{16}\/a\.txt\?inline$/,
    );
    await plain.rig.close();
  });
});
