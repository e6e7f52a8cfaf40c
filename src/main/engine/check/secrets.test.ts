/** A canary in every secret field of every provider, and a host that says back all that it is told. */
import { describe, expect, test } from 'vitest';
import { keyed } from '../../../../lab/check/keyed-host.ts';
import { createRig } from '../../../../lab/check/rig.ts';
import type { LiveCheckStep } from '../../../shared/check.ts';
import { checkReportText } from '../../../shared/messages/check-report.ts';
import { received, serve } from '../../net/fixtures/loopback.ts';
import { providers } from '../../providers/index.ts';

/** S3 takes no key for one that fits into no header, and asks nobody. */
const canaryOf = (field: string, { id }: { id: string }): string =>
  id === 's3' ? `canary/${field}/+${'x'.repeat(8)}` : `canary "${field}"/+${'x'.repeat(8)}`;

/** The forms in which a canary may be written. */
function formsOf(canary: string): string[] {
  const bytes = Buffer.from(canary);
  const base64 = bytes.toString('base64').replace(/=+$/, '');
  return [canary, encodeURIComponent(canary), JSON.stringify(canary).slice(1, -1), base64, bytes.toString('base64url')];
}

/** Settings of providers that take other ones than a server's address alone. */
const settingsOf: Readonly<Record<string, (host: URL) => object>> = {
  webdav: ({ href }) => ({ server: href, user: 'ann', publicUrl: 'https://files.example/' }),
  s3: ({ href }) => ({ vendor: 'custom', endpoint: href, bucket: 'bucket' }),
  sftp: ({ hostname, port }) => ({
    host: hostname,
    port: Number(port),
    user: 'ann',
    hostKey: `SHA256:${'A'.repeat(43)}`,
    publicUrl: 'https://files.example/',
  }),
};

const withSecrets = [...providers.filter(({ secretFields }) => secretFields.length > 0), keyed];

describe.each(withSecrets.map((provider) => [provider.id, provider] as const))('%s', (_, provider) => {
  test.each([200, 302, 400, 401, 403, 429, 500])(
    'tells no secret where the host answers %i and says it all back',
    async (status) => {
      const secrets = Object.fromEntries(provider.secretFields.map(({ name }) => [name, canaryOf(name, provider)]));
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
      const settings = settingsOf[provider.id]?.(host.url) ?? { server: host.url.href };
      expect(provider.settings.safeParse(settings).error).toBeUndefined();
      const report = await rig.check({ provider, secrets, settings }, undefined, (step) => live.push(step));
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
