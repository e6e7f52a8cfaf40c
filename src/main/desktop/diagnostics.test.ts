import { expect, test } from 'vitest';
import type { Diagnostics } from '../../shared/data-calls.ts';
import { DestinationId } from '../../shared/ids.ts';
import type { DestinationView } from '../../shared/model.ts';
import { createDiagnostics, rememberTroubles } from './diagnostics.ts';
import { createReportRedaction } from './report-redaction.ts';

const canaries = ['s3cr3t', 'ann', 'holiday.jpg', 'Work of Ann', 'link-canary'];

const stop: DestinationView = {
  id: DestinationId.parse('x1'),
  provider: 'webdav',
  label: 'Work of Ann',
  scope: 'account',
  maxBytes: null,
  refusedExtensions: [],
  takesEmptyFiles: true,
  retention: { kind: 'no-end-date' },
  health: {
    state: 'resting',
    probeAt: 1,
    successes: 0,
    failures: 3,
    latencyMs: null,
    bytesPerSecond: null,
    lastFailure: { failure: { kind: 'auth', host: 'link-canary.example' }, at: 1 },
  },
};

function scene(env: NodeJS.ProcessEnv = {}) {
  const written: unknown[] = [];
  const troubles = rememberTroubles(
    (error) => written.push(error),
    () => Date.UTC(2026, 0, 1),
  );
  const copied: string[] = [];
  let sealings: ('sealed' | 'weak' | 'kept-for-run' | 'none')[] = ['none'];
  const calls = createDiagnostics({
    versions: process.versions,
    env,
    clipboard: 'electron',
    presence: async () => ({ tray: 'none', notifications: 'served' }),
    sealings: () => sealings,
    proxy: () => 'own',
    history: { file: '/none/there', version: 6, uploads: () => 12 },
    chain: () => [stop],
    troubles,
    redaction: async () => createReportRedaction({ secrets: ['s3cr3t'], program: '/opt/app', names: ['ann'] }),
    copy: async (text) => copied.push(text) > 0,
  });
  const seal = (now: typeof sealings): void => {
    sealings = now;
  };
  return { calls, troubles, copied, written, seal };
}

test('a report has the facts and what broke, and nothing of the user', async () => {
  const { calls, troubles, copied, written } = scene({ XDG_SESSION_TYPE: 'x11', XDG_CURRENT_DESKTOP: 'GNOME' });
  troubles.report(new Error("EACCES: open '/home/ann/holiday.jpg', key s3cr3t"));
  troubles.report('Ann has no room for holiday, see https://link-canary.example/x');
  expect(written).toHaveLength(2);
  expect(await calls['diagnostics.copy'](undefined)).toEqual({ copied: true });
  const [text = ''] = copied;
  for (const canary of canaries) expect(text.toLowerCase()).not.toContain(canary.toLowerCase());
  expect(text).toContain('x11 GNOME');
  expect(text).toContain('1 webdav: resting, last failure auth');
  expect(text).toContain('EACCES: open');
  expect(text).toContain('2026-01-01T00:00:00.000Z');
});

test('the facts are those of now', async () => {
  const { calls, seal } = scene({ XDG_SESSION_TYPE: 'x11\nsecret' });
  const states: [Parameters<typeof seal>[0], Diagnostics['keyStore']][] = [
    [['none'], 'unknown'],
    [['none', 'sealed'], 'sealed'],
    [['sealed', 'weak'], 'weak'],
    [['weak', 'kept-for-run'], 'not-sealed'],
  ];
  for (const [sealings, keyStore] of states) {
    seal(sealings);
    expect(await calls['diagnostics.view'](undefined)).toMatchObject({
      keyStore,
      session: '',
      tray: 'none',
      history: { version: 6, uploads: 12, bytes: 0 },
    });
  }
});

test('what is cut is cut where no half of a secret is left', async () => {
  const { calls, troubles, copied } = scene();
  troubles.report(`${'x '.repeat(996)}key s3cr3t`);
  troubles.report(`${'x\n'.repeat(996)}a key s3cr3t`);
  await calls['diagnostics.copy'](undefined);
  expect(copied[0]).toContain('x x');
  expect(copied[0]).not.toContain('s3');
});

test('of many troubles the last are kept, each cut', () => {
  const { troubles } = scene();
  for (let number = 0; number < 50; number += 1) troubles.report(`${number} ${'x'.repeat(9_000)}`);
  const all = troubles.all();
  expect([all.length, all[0]?.text.slice(0, 3), all.at(-1)?.text]).toEqual([20, '30 ', '49 ']);
});
