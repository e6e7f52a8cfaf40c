import { expect, test } from 'vitest';
import type { CheckReport } from '../check.ts';
import { DestinationId } from '../ids.ts';
import { checkReportText } from './check-report.ts';

const at = Date.UTC(2026, 4, 1, 12);
const report: CheckReport = {
  destinationId: DestinationId.parse('work'),
  label: 'Our server',
  provider: 'x0at',
  appVersion: '1.2.3',
  startedAt: at,
  ms: 1_234.5,
  steps: [
    { name: 'settings', state: 'ok', ms: 1.2, facts: [] },
    {
      name: 'dns',
      state: 'ok',
      ms: 12,
      facts: [{ kind: 'addresses', host: 'a.example', addresses: ['1.1.1.1', '1.0.0.1'] }],
    },
    { name: 'proxy', state: 'ok', ms: 30, facts: [{ kind: 'way', host: 'a.example', proxy: 'proxy.example:3128' }] },
    {
      name: 'tls',
      state: 'failed',
      ms: 8,
      failure: { kind: 'tls', host: 'a.example', detail: 'CERT_HAS_EXPIRED: certificate has expired' },
    },
    { name: 'clock', state: 'skipped', ms: 0, why: 'not-reached' },
    { name: 'credentials', state: 'skipped', ms: 0, why: 'not-reached' },
    { name: 'put', state: 'skipped', ms: 0, why: 'not-reached' },
    { name: 'read-back', state: 'skipped', ms: 0, why: 'not-reached' },
    { name: 'delete', state: 'skipped', ms: 0, why: 'not-reached' },
  ],
  left: { kind: 'nothing' },
};
const same = (text: string): string => text;

test('a report is the program, the destination, and a line for each step', () => {
  expect(checkReportText(report, same)).toBe(`Droprelay 1.2.3, check of a destination
Our server (x0at)
2026-05-01T12:00:00.000Z

settings           ok        1 ms  Complete.
name               ok       12 ms  a.example is at 1.1.1.1 and 1.0.0.1.
way                ok       30 ms  To a.example through the proxy proxy.example:3128.
secure connection  failed    8 ms  The secure connection to Our server could not be set up. (CERT_HAS_EXPIRED: certificate has expired)
clock              skipped         Not reached.
key                skipped         Not reached.
upload             skipped         Not reached.
link               skipped         Not reached.
clean-up           skipped         Not reached.

Failed: secure connection.
`);
});

test('what stays is told with its end', () => {
  const left = { kind: 'file', until: Date.UTC(2027, 0, 2, 12), retention: { kind: 'no-end-date' } } as const;
  expect(checkReportText({ ...report, left }, same)).toMatch(/The file of 1 KB stays there until 2 Jan 2027, /);
});

test('no secret, no rest of an address and no second line gets in, whatever the texts hold', () => {
  const label = 'https://user:canary-1@files.example/canary-2?canary-3=1 \n next';
  const failure = {
    kind: 'proxy',
    host: 'p',
    detail: 'from http://canary-4@host.example/canary-5/x: canary-6',
  } as const;
  const [first, ...rest] = report.steps;
  const steps: CheckReport['steps'] = first
    ? [first, { name: 'dns', state: 'failed', ms: 1, failure }, ...rest.slice(1)]
    : [];
  const text = checkReportText({ ...report, label, steps }, (line) => line.replaceAll('canary-6', '[secret]'));
  expect(text).not.toMatch(/canary/);
  expect(text.split('\n')).toHaveLength(16);
  expect(text).toContain('https://files.example');
});

test('a text from a host is left out: it may be a link', () => {
  const failure = { kind: 'bad-answer', host: 'h', detail: 'https://h/token' } as const;
  const text = checkReportText({ ...report, steps: [{ name: 'put', state: 'failed', ms: 1, failure }] }, same);
  expect(text).toMatch(/upload +failed +1 ms +Our server answered, but not with a link\.\n/);
  expect(text).not.toContain('token');
});
