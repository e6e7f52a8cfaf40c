/** A canary in every secret field of every provider, and a host that says back all that it is told. */
import { describe, expect, test } from 'vitest';
import { keyed } from '../../../../lab/check/keyed-host.ts';
import { createRig } from '../../../../lab/check/rig.ts';
import type { LiveCheckStep } from '../../../shared/check.ts';
import { checkReportText } from '../../../shared/messages/check-report.ts';
import { received, serve } from '../../net/fixtures/loopback.ts';
import { providers } from '../../providers/index.ts';

const canaryOf = (field: string): string => `canary "${field}"/+${'x'.repeat(8)}`;

/** The forms in which a canary may be written. */
function formsOf(canary: string): string[] {
  const bytes = Buffer.from(canary);
  const base64 = bytes.toString('base64').replace(/=+$/, '');
  return [canary, encodeURIComponent(canary), JSON.stringify(canary).slice(1, -1), base64, bytes.toString('base64url')];
}

const withSecrets = [...providers.filter(({ secretFields }) => secretFields.length > 0), keyed];

describe.each(withSecrets.map((provider) => [provider.id, provider] as const))('%s', (_, provider) => {
  test.each([200, 302, 400, 401, 403, 429, 500])(
    'tells no secret where the host answers %i and says it all back',
    async (status) => {
      const secrets = Object.fromEntries(provider.secretFields.map(({ name }) => [name, canaryOf(name)]));
      await using rig = await createRig({ limitsMs: { put: 5_000, credentials: 5_000 } });
      await using host = await serve(async (request, response) => {
        const body = String(await received(request).catch(() => ''));
        const { authorization = '' } = request.headers;
        const decoded = Buffer.from(authorization.split(' ')[1] ?? '', 'base64').toString();
        const said = [request.url, JSON.stringify(request.headers), decoded, body, ...Object.values(secrets)].join(' ');
        // Only where the way is looked at, all is well.
        response.writeHead(request.url === '/' && request.method === 'HEAD' ? 200 : status).end(said);
      });
      const live: LiveCheckStep[] = [];
      const report = await rig.check({ provider, secrets, settings: { server: host.url.href } }, undefined, (step) =>
        live.push(step),
      );
      const text = checkReportText(report, (line) => line);
      for (const told of [text, JSON.stringify(report), JSON.stringify(live)]) {
        for (const form of Object.values(secrets).flatMap(formsOf)) expect(told).not.toContain(form);
      }
    },
  );
});

test('the report has no link, no token and no path', async () => {
  await using rig = await createRig();
  await using host = await serve(async (request, response) => {
    await received(request).catch(() => undefined);
    response.setHeader('content-length', request.method === 'HEAD' ? 1_024 : 0);
    response.writeHead(request.method === 'PUT' ? 500 : 200).end();
  });
  const secrets = { key: 'canary-key' };
  const server = `${host.url.href}canary-path/`;
  const report = await rig.check({ provider: keyed, secrets, settings: { server } });
  const text = checkReportText(report, (line) => line);
  expect(text).not.toMatch(/canary|\/files\/|droprelay-check|\/tmp/);
  expect(text).toContain(host.url.host);
});
