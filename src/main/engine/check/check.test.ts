/** The check of a destination against real servers: what each step says when that step's part is broken. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { labAuthority } from '../../../../lab/certificates.ts';
import { goodKey, keyed, serveKeyed } from '../../../../lab/check/keyed-host.ts';
import { createRig, destinationId, outcomes } from '../../../../lab/check/rig.ts';
import { faultLookup } from '../../../../lab/fault-lookup.ts';
import { type Lab, startLab } from '../../../../lab/lab.ts';
import { tlsFront } from '../../../../lab/tls-front.ts';
import { CheckReport, CheckStepName, type LiveCheckStep, verdictOf } from '../../../shared/check.ts';
import { serveHttpProxy } from '../../net/fixtures/proxies.ts';
import { catbox } from '../../providers/catbox.ts';
import { dropbox } from '../../providers/dropbox.ts';
import { providerById } from '../../providers/index.ts';
import { thisComputer } from '../../providers/this-computer/this-computer.ts';
import { x0at } from '../../providers/x0at.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterEach(async () => {
  for (const host of lab.standIns) {
    host.behind(null);
    await host.heal();
  }
});
afterAll(() => lab.stop());

const portOf = (url: string): string => new URL(url).port;
const secrets = { key: goodKey };

describe('a host that works', () => {
  test('is each host that wants no key', async () => {
    await using rig = await createRig();
    const troubled: Record<string, object> = {};
    for (const { id, key, settings } of lab.standIns) {
      const provider = providerById(id);
      if (!provider || key !== null) continue;
      const report = await rig.check({ provider, settings });
      if (verdictOf(report) !== 'fine') troubled[id] = outcomes(report);
    }
    expect(troubled).toEqual({});
  });

  test('gets one file of 1,024 bytes, which is opened once; what can not be deleted is told with its end', async () => {
    await using rig = await createRig();
    const before = lab.x0at.uploads.length;
    const live: LiveCheckStep[] = [];
    const report = await rig.check({ provider: x0at, settings: lab.x0at.settings }, undefined, (step) =>
      live.push(step),
    );
    expect(CheckReport.parse(report)).toEqual(report);
    expect(outcomes(report)).toEqual({
      settings: 'ok',
      dns: 'skipped literal-address',
      proxy: 'ok',
      tls: 'skipped plain-http',
      clock: 'ok',
      credentials: 'skipped no-credentials',
      put: 'ok',
      'read-back': 'ok',
      delete: 'skipped not-deletable',
    });
    expect(verdictOf(report)).toBe('fine');
    const uploads = lab.x0at.uploads.slice(before);
    expect(uploads).toMatchObject([{ name: 'droprelay-check.txt', size: 1_024, contentType: 'text/plain' }]);
    const ends = report.startedAt + 100 * 86_400_000;
    expect(report.left).toMatchObject({ kind: 'file' });
    expect(report.left.kind === 'file' && Math.abs((report.left.until ?? 0) - ends)).toBeLessThan(600_000);
    expect(live.filter(({ state }) => state !== 'running')).toEqual(report.steps);
    expect(live.flatMap(({ name, state }) => (state === 'running' ? [name] : []))).toEqual(CheckStepName.options);
    expect([await rig.spooled(), rig.reported]).toEqual([[], []]);
  });

  test('has no two equal files', async () => {
    await using rig = await createRig();
    const from = lab.catbox.uploads.length;
    await rig.check({ provider: catbox, settings: lab.catbox.settings });
    await rig.check({ provider: catbox, settings: lab.catbox.settings });
    const hashes = lab.catbox.uploads.slice(from).map(({ sha256 }) => sha256);
    expect(new Set(hashes).size).toBe(2);
  });

  test('is looked at over TLS: name, way, and the certificate with its end', async () => {
    const front = await tlsFront({ host: '127.0.0.1', port: Number(portOf(lab.catbox.url)) }, 'trusted');
    try {
      await using rig = await createRig({
        lookup: faultLookup({ 'localhost.': '127.0.0.1', localhost: '127.0.0.1' }).lookup,
        extraCertificates: [labAuthority],
      });
      lab.catbox.behind(`https://localhost:${front.port}`);
      const report = await rig.check({ provider: catbox, settings: lab.catbox.settings });
      expect(verdictOf(report)).toBe('fine');
      const host = `localhost:${front.port}`;
      expect(report.steps.slice(1, 4)).toMatchObject([
        { name: 'dns', facts: [{ kind: 'addresses', host, addresses: ['127.0.0.1'] }] },
        { name: 'proxy', facts: [{ kind: 'way', host, proxy: null }] },
        {
          name: 'tls',
          facts: [{ kind: 'certificate', host, issuer: 'Droprelay lab authority', expiresAt: Date.UTC(2120, 0, 1) }],
        },
      ]);
    } finally {
      await front.stop();
    }
  });

  test('that wants a key and deletes is left as it was', async () => {
    await using rig = await createRig();
    await using host = await serveKeyed();
    const report = await rig.check({ provider: keyed, settings: { server: host.url.href }, secrets });
    expect(outcomes(report)).toMatchObject({ credentials: 'ok', put: 'ok', 'read-back': 'ok', delete: 'ok' });
    expect(report.left).toEqual({ kind: 'nothing' });
    const file = '/files/droprelay-check.txt';
    expect(host.requests).toEqual(['HEAD /', 'GET /me', `PUT ${file}`, `HEAD ${file}`, `DELETE ${file}`]);
    expect(host.files.size).toBe(0);
  });

  test('whose links a download uses up is not read back', async () => {
    await using rig = await createRig();
    await using host = await serveKeyed();
    const report = await rig.check({ provider: keyed, settings: { server: host.url.href, once: true }, secrets });
    expect(outcomes(report)).toMatchObject({ put: 'ok', 'read-back': 'skipped used-up-by-asking', delete: 'ok' });
    expect(verdictOf(report)).toBe('fine');
  });
});

describe('a host that does not', () => {
  test('a name that leads nowhere fails at dns, and nothing else is tried', async () => {
    const { lookup, asked } = faultLookup({ 'gone.example': 'missing' });
    await using rig = await createRig({ lookup });
    const report = await rig.check({ provider: catbox, settings: { server: 'https://gone.example' } });
    expect(outcomes(report)).toMatchObject({ settings: 'ok', dns: 'failed dns', proxy: 'skipped not-reached' });
    expect(Object.values(outcomes(report)).filter((one) => one === 'skipped not-reached')).toHaveLength(7);
    expect([verdictOf(report), report.left, asked]).toEqual(['failed', { kind: 'nothing' }, ['gone.example']]);
  });

  test('a resolver that never answers is given up in time', async () => {
    const { lookup } = faultLookup({ 'mute.example': 'silent' });
    await using rig = await createRig({ lookup, limitsMs: { dns: 100 } });
    const report = await rig.check({ provider: catbox, settings: { server: 'https://mute.example' } });
    expect(report.steps[1]).toMatchObject({ state: 'failed', failure: { kind: 'timeout', host: 'mute.example' } });
  });

  test('a port that nobody listens on fails on the way', async () => {
    await using rig = await createRig();
    await lab.catbox.fail({ kind: 'refuse' });
    const report = await rig.check({ provider: catbox, settings: lab.catbox.settings });
    expect(outcomes(report)).toMatchObject({ proxy: 'failed connection', clock: 'skipped not-reached' });
  });

  test.each(['self-signed', 'expired', 'wrong-name', 'no-tls'] as const)('TLS: %s', async (face) => {
    const front = await tlsFront({ host: '127.0.0.1', port: Number(portOf(lab.catbox.url)) }, face);
    try {
      await using rig = await createRig({ extraCertificates: [labAuthority] });
      const before = lab.catbox.requests.length;
      const report = await rig.check({ provider: catbox, settings: { server: `https://127.0.0.1:${front.port}` } });
      expect(outcomes(report)).toMatchObject({ proxy: 'ok', tls: 'failed tls', clock: 'skipped not-reached' });
      expect(lab.catbox.requests.length).toBe(before);
    } finally {
      await front.stop();
    }
  });

  test.each([-3_600_000, 3_600_000])(
    'a clock that is %i ms off fails, and the rest is still tried',
    async (aheadMs) => {
      await using rig = await createRig();
      await using host = await serveKeyed({ aheadMs });
      const report = await rig.check({ provider: keyed, settings: { server: host.url.href }, secrets });
      expect(outcomes(report)).toMatchObject({ clock: 'failed clock-skew', put: 'ok', delete: 'ok' });
      expect(verdictOf(report)).toBe('failed');
      const { failure } = report.steps.find(({ name }) => name === 'clock') as { failure: { offByMs: number } };
      expect(Math.abs(failure.offByMs + aheadMs)).toBeLessThan(5_000);
    },
  );

  test('two minutes are no trouble; a server without a date says nothing', async () => {
    await using rig = await createRig();
    await using late = await serveKeyed({ aheadMs: 120_000 });
    await using silent = await serveKeyed({ aheadMs: null });
    const first = await rig.check({ provider: keyed, settings: { server: late.url.href }, secrets });
    const second = await rig.check({ provider: keyed, settings: { server: silent.url.href }, secrets });
    expect([outcomes(first).clock, outcomes(second).clock]).toEqual(['ok', 'skipped no-date']);
  });

  test('a server that hangs up on HEAD is asked by GET', async () => {
    await using rig = await createRig();
    await using host = await serveKeyed({ instead: { HEAD: 'cut' } });
    const report = await rig.check({ provider: keyed, settings: { server: host.url.href }, secrets });
    expect(outcomes(report)).toMatchObject({ clock: 'ok', put: 'ok' });
  });

  test('a wrong key fails at the key; nothing is sent', async () => {
    await using rig = await createRig();
    await using host = await serveKeyed();
    const report = await rig.check({ provider: keyed, settings: { server: host.url.href }, secrets: { key: 'wrong' } });
    expect(outcomes(report)).toMatchObject({ credentials: 'failed auth', put: 'skipped not-reached' });
    expect(host.requests).toEqual(['HEAD /', 'GET /me']);
  });

  test('settings that do not fit end it at once', async () => {
    await using rig = await createRig();
    const report = await rig.check({ provider: catbox, settings: { server: 'ftp://x' } });
    expect(outcomes(report)).toMatchObject({ settings: 'failed settings-invalid', dns: 'skipped not-reached' });
  });

  test('a refused upload fails at the put', async () => {
    await using rig = await createRig();
    await lab.catbox.fail({ kind: 'status', status: 403 });
    const report = await rig.check({ provider: catbox, settings: lab.catbox.settings });
    expect(outcomes(report)).toMatchObject({ put: 'failed forbidden', 'read-back': 'skipped not-reached' });
    expect([report.left, await rig.spooled()]).toEqual([{ kind: 'nothing' }, []]);
  });

  test('it is asked once only, and what it may have kept is told', async () => {
    await using rig = await createRig();
    const before = lab.catbox.uploads.length;
    await lab.catbox.fail({ kind: 'reset-after-body' });
    const report = await rig.check({ provider: catbox, settings: lab.catbox.settings });
    expect(outcomes(report)).toMatchObject({ put: 'failed connection' });
    expect([report.left, lab.catbox.uploads.length - before]).toEqual([{ kind: 'perhaps' }, 1]);
  });

  test('a host that takes the file and gives no link is asked to delete what it took', async () => {
    const { dropbox: host } = lab;
    await host.fail({ kind: 'status', status: 403 }, 1, /create_shared_link/);
    await using rig = await createRig();
    const given = { accessToken: host.key ?? '' };
    const report = await rig.check({ provider: dropbox, settings: host.settings, secrets: given });
    expect(outcomes(report)).toMatchObject({ put: expect.stringContaining('failed') });
    const steps = host.requests.map(({ path, status }) => `${path} ${status}`);
    expect(steps.at(-2)).toBe('/2/sharing/create_shared_link_with_settings 403');
    expect(steps.at(-1)).toBe('/2/files/delete_v2 200');
  });

  test('a link that leads to a page fails at the link, and stays', async () => {
    await using rig = await createRig();
    await lab.catbox.fail({ kind: 'bad-link', link: 'page' });
    const report = await rig.check({ provider: catbox, settings: lab.catbox.settings });
    expect(outcomes(report)).toMatchObject({ put: 'ok', 'read-back': 'failed bad-proof' });
    expect(report.left).toMatchObject({ kind: 'file' });
  });

  test('a link that does not open fails, and what was sent is deleted all the same', async () => {
    await using rig = await createRig();
    await using host = await serveKeyed({ instead: { HEAD: 404 } });
    const report = await rig.check({ provider: keyed, settings: { server: host.url.href }, secrets });
    expect(outcomes(report)).toMatchObject({ put: 'ok', 'read-back': 'failed connection', delete: 'ok' });
    expect([report.left, host.files.size]).toEqual([{ kind: 'nothing' }, 0]);
  });

  test('a file that can not be deleted stays, and is told', async () => {
    await using rig = await createRig();
    await using host = await serveKeyed({ instead: { DELETE: 503 } });
    const report = await rig.check({ provider: keyed, settings: { server: host.url.href }, secrets });
    expect(outcomes(report)).toMatchObject({ 'read-back': 'ok', delete: 'failed server' });
    expect(report.left).toMatchObject({ kind: 'file', retention: { kind: 'fixed' } });
  });

  test('a host that takes the file and never answers ends in time', async () => {
    await using rig = await createRig({ limitsMs: { put: 300 } });
    await using host = await serveKeyed({ instead: { PUT: 'hang' } });
    const report = await rig.check({ provider: keyed, settings: { server: host.url.href }, secrets });
    expect(outcomes(report)).toMatchObject({ put: 'failed timeout', delete: 'skipped not-reached' });
    expect(report.left).toEqual({ kind: 'perhaps' });
  });
});

describe('a proxy', () => {
  test('is named without its password, and resolves names', async () => {
    await using proxy = await serveHttpProxy({ user: 'me', password: 'proxy-password' });
    const { lookup, asked } = faultLookup({});
    await using rig = await createRig({
      lookup,
      resolveProxy: async () => ({ ...proxy.at, user: 'me', password: 'proxy-password' }),
    });
    const server = `http://localhost:${portOf(lab.catbox.url)}`;
    lab.catbox.behind(server);
    const report = await rig.check({ provider: catbox, settings: { server } });
    expect(outcomes(report)).toMatchObject({ dns: 'skipped proxy-resolves', proxy: 'ok', clock: 'ok', put: 'ok' });
    expect(report.steps[2]).toMatchObject({ facts: [{ proxy: `127.0.0.1:${proxy.at.port}` }] });
    expect(JSON.stringify(report)).not.toContain('proxy-password');
    expect(asked).toEqual([]);
  });

  test('leads to TLS through its tunnel', async () => {
    await using proxy = await serveHttpProxy();
    await using host = await serveKeyed({ secure: true });
    await using rig = await createRig({ resolveProxy: async () => proxy.at });
    const report = await rig.check({ provider: keyed, settings: { server: host.url.href }, secrets });
    expect(outcomes(report)).toMatchObject({ proxy: 'ok', tls: 'failed tls' });
    expect(proxy.asked).toEqual([`CONNECT ${host.url.host}`]);
  });

  test.each([
    ['refuses the target', { refuseWith: 403 }],
    ['wants a password', { user: 'me', password: 'other' }],
  ])('that %s fails as the proxy', async (_, options) => {
    await using proxy = await serveHttpProxy(options);
    await using rig = await createRig({ resolveProxy: async () => proxy.at });
    const report = await rig.check({ provider: catbox, settings: { server: 'https://host.example' } });
    expect(outcomes(report)).toMatchObject({ dns: 'skipped proxy-resolves', proxy: 'failed proxy' });
  });

  test('that nobody listens at fails as the proxy', async () => {
    await using rig = await createRig({ resolveProxy: async () => ({ kind: 'http', host: '127.0.0.1', port: 9 }) });
    const report = await rig.check({ provider: catbox, settings: lab.catbox.settings });
    expect(outcomes(report)).toMatchObject({ proxy: 'failed proxy', tls: 'skipped not-reached' });
  });
});

test('this computer shares the file, opens its link, and stops', async () => {
  await using rig = await createRig();
  const report = await rig.check({ provider: thisComputer });
  expect(rig.reported).toEqual([]);
  expect(outcomes(report)).toEqual({
    settings: 'ok',
    dns: 'skipped no-server',
    proxy: 'skipped no-server',
    tls: 'skipped no-server',
    clock: 'skipped no-server',
    credentials: 'skipped no-credentials',
    put: 'ok',
    'read-back': 'ok',
    delete: 'ok',
  });
  expect([verdictOf(report), report.left, await rig.spooled()]).toEqual(['fine', { kind: 'nothing' }, []]);
});

describe('cancelling', () => {
  test('ends the step under way and skips the rest', async () => {
    await using rig = await createRig();
    await using host = await serveKeyed({ instead: { GET: 'hang' } });
    const cancel = new AbortController();
    const report = await rig.check(
      { provider: keyed, settings: { server: host.url.href }, secrets },
      cancel.signal,
      (step) => {
        if (step.name === 'credentials' && step.state === 'running') setTimeout(() => cancel.abort(), 50);
      },
    );
    expect(outcomes(report)).toMatchObject({ clock: 'ok', credentials: 'skipped cancelled', put: 'skipped cancelled' });
    expect(verdictOf(report)).toBe('stopped');
  });

  test('after the file was sent still deletes it', async () => {
    await using rig = await createRig();
    await using host = await serveKeyed();
    const cancel = new AbortController();
    const report = await rig.check(
      { provider: keyed, settings: { server: host.url.href }, secrets },
      cancel.signal,
      (step) => {
        if (step.name === 'put' && step.state === 'ok') cancel.abort();
      },
    );
    expect(outcomes(report)).toMatchObject({ 'read-back': 'skipped cancelled', delete: 'ok' });
    expect(host.files.size).toBe(0);
  });
});

describe('the health of a destination', () => {
  const failure = { kind: 'connection', host: 'x', detail: '' } as const;

  test('a check that went well ends its rest', async () => {
    await using rig = await createRig();
    for (let times = 0; times < 3; times++) rig.health.end(destinationId, { kind: 'failed', failure });
    expect(rig.health.view(destinationId).state).toBe('resting');
    await lab.catbox.fail({ kind: 'status', status: 500 });
    await rig.check({ provider: catbox, settings: lab.catbox.settings });
    expect(rig.health.view(destinationId)).toMatchObject({ state: 'resting', failures: 3 });
    await rig.check({ provider: catbox, settings: lab.catbox.settings });
    expect(rig.health.view(destinationId)).toMatchObject({ state: 'working', successes: 1, failures: 3 });
  });

  test('else checks are not counted, whether they go well or not', async () => {
    await using rig = await createRig();
    await rig.check({ provider: catbox, settings: lab.catbox.settings });
    await lab.catbox.fail({ kind: 'status', status: 500 });
    await rig.check({ provider: catbox, settings: lab.catbox.settings });
    expect(rig.health.view(destinationId)).toMatchObject({ state: 'unknown', successes: 0, failures: 0 });
  });
});
