/** Every failure has one plain sentence and a next step; the sentences are LOOK.md's. */
import { describe, expect, it } from 'vitest';
import { Failure, type FailureKind, UnreadableReason } from '../failure.ts';
import { type FailureContext, failureMessage } from './failure-message.ts';

const host = 'catbox.moe';
const detail = 'ECONNRESET <script>';

/** One of each kind: a kind that is missing here does not compile. */
const samples: { [K in FailureKind]: Extract<Failure, { kind: K }> } = {
  offline: { kind: 'offline' },
  dns: { kind: 'dns', host },
  tls: { kind: 'tls', host, detail },
  proxy: { kind: 'proxy', host, detail },
  timeout: { kind: 'timeout', host, afterMs: 30_000 },
  stalled: { kind: 'stalled', host, afterMs: 60_000 },
  connection: { kind: 'connection', host, detail },
  'cut-while-sending': { kind: 'cut-while-sending', host, sentBytes: 31_000_000 },
  'rate-limited': { kind: 'rate-limited', host, retryAfterMs: 1_200_000 },
  server: { kind: 'server', host, status: 503, retryAfterMs: null },
  quota: { kind: 'quota', host },
  auth: { kind: 'auth', host },
  forbidden: { kind: 'forbidden', host, detail },
  'not-found': { kind: 'not-found', host },
  'bad-request': { kind: 'bad-request', host, status: 400, detail },
  'too-large': { kind: 'too-large', sizeBytes: 1_400_000_000, limitBytes: 200_000_000 },
  'type-refused': { kind: 'type-refused', type: 'exe' },
  'empty-refused': { kind: 'empty-refused' },
  'content-blocked': { kind: 'content-blocked', detail },
  'name-taken': { kind: 'name-taken', name: 'notes.txt' },
  'bad-answer': { kind: 'bad-answer', host, detail },
  'bad-proof': { kind: 'bad-proof', why: 'size' },
  'clock-skew': { kind: 'clock-skew', host, offByMs: -420_000 },
  'host-identity': { kind: 'host-identity', host },
  'source-changed': { kind: 'source-changed' },
  'source-unreadable': { kind: 'source-unreadable', why: 'missing' },
  'disk-full': { kind: 'disk-full' },
  'settings-invalid': { kind: 'settings-invalid', field: 'chain' },
  'secret-unavailable': { kind: 'secret-unavailable', why: 'locked' },
  'consent-refused': { kind: 'consent-refused' },
  cancelled: { kind: 'cancelled' },
  bug: { kind: 'bug', detail },
};

const variants: Failure[] = [
  { kind: 'rate-limited', host, retryAfterMs: null },
  { kind: 'too-large', sizeBytes: 5_000_000, limitBytes: null },
  { kind: 'type-refused', type: '' },
  { kind: 'type-refused', type: 'application/x-msdownload' },
  { kind: 'bad-proof', why: 'hash' },
  { kind: 'bad-proof', why: 'page' },
  { kind: 'bad-proof', why: 'closed' },
  { kind: 'host-identity', host, why: 'first' },
  { kind: 'secret-unavailable', why: 'missing' },
  { kind: 'settings-invalid', field: '' },
  { kind: 'settings-invalid', field: 'interface' },
  { kind: 'settings-invalid', field: 'port' },
  ...UnreadableReason.options.map((why) => ({ kind: 'source-unreadable' as const, why })),
];

const contexts: FailureContext[] = [
  {},
  { destination: 'Work bucket', chainMaxBytes: 1_000_000_000 },
  { destination: null, chainMaxBytes: null },
];
const all = [...Object.values(samples), ...variants].flatMap((failure) =>
  contexts.map((context) => ({
    name: `${failure.kind} ${JSON.stringify({ ...failure, ...context })}`,
    failure,
    context,
  })),
);

describe('every failure', () => {
  it.each(all)('$name', ({ failure, context }) => {
    const { sentence, step } = failureMessage(failure, context);
    expect(sentence).toMatch(/^\S.*\.$/);
    expect(sentence).not.toMatch(/error|failed to|please|oops|undefined|null|NaN|<script>|“”/i);
    // Only a changed file has a second sentence: that nothing was shared.
    expect(sentence.split('. ')).toHaveLength(failure.kind === 'source-changed' ? 2 : 1);
    expect(step?.label).toMatch(/^[A-Z]/);
  });

  it('is a failure that can cross the contract', () => {
    for (const { failure } of all) expect(Failure.safeParse(failure).success).toBe(true);
  });
});

const catbox = { destination: 'catbox' };
const bucket = { destination: 'Work bucket' };
const chain = { destination: 'litterbox', chainMaxBytes: 1_000_000_000 };

it.each<[Failure, FailureContext, string, string]>([
  [samples.offline, {}, 'There is no connection to the internet.', 'Try again'],
  [samples.timeout, catbox, 'catbox did not answer within 30 s.', 'Try again'],
  [samples['rate-limited'], catbox, 'catbox asked us to wait 20 min.', 'Send elsewhere'],
  [samples.server, catbox, 'catbox has a problem of its own (503).', 'Send elsewhere'],
  [samples.quota, bucket, 'Work bucket is full.', 'Send elsewhere'],
  [samples.auth, bucket, 'Work bucket did not accept the key.', 'Enter the key'],
  [samples['too-large'], chain, 'The file has 1.4 GB, the chain takes up to 1 GB.', 'Add a destination'],
  [samples['type-refused'], catbox, 'catbox does not take .exe files.', 'Send elsewhere'],
  [samples['bad-answer'], { destination: 'uguu' }, 'uguu answered, but not with a link.', 'Send elsewhere'],
  [samples['bad-proof'], catbox, 'The file behind the link is not complete.', 'Send it again'],
  [samples['source-changed'], catbox, 'The file changed while it was being sent. Nothing was shared.', 'Send it again'],
  [samples['source-unreadable'], {}, 'The file was moved, deleted or locked.', 'Choose it again'],
])('LOOK.md: %o', (failure, context, sentence, label) => {
  const message = failureMessage(failure, context);
  expect(message.sentence).toBe(sentence);
  expect(message.step?.label).toBe(label);
});

it.each<[Failure, string, string, string]>([
  [
    { kind: 'bad-proof', why: 'closed' },
    'Work bucket does not open the link to others.',
    'open-destination',
    'Check its public address',
  ],
  [
    { kind: 'host-identity', host, why: 'first' },
    'Work bucket is new here: its identity is not confirmed yet.',
    'open-destination',
    'Compare its key',
  ],
  [
    { kind: 'host-identity', host, why: 'changed' },
    'Work bucket shows another identity than before.',
    'open-destination',
    'Compare its key',
  ],
  [samples['host-identity'], 'Work bucket shows another identity than before.', 'open-destination', 'Compare its key'],
  [
    { kind: 'secret-unavailable', why: 'missing' },
    'The key that this needs is not set up here.',
    'enter-key',
    'Enter the key',
  ],
  [samples['secret-unavailable'], 'The key store of this computer did not open.', 'retry', 'Try again'],
  [samples['clock-skew'], 'The clock of this computer is 7 min off, too much for Work bucket.', 'retry', 'Try again'],
  [
    { kind: 'settings-invalid', field: 'region' },
    'The setting “region” does not hold what it should.',
    'open-settings',
    'Open settings',
  ],
  [
    { kind: 'settings-invalid', field: 'region', expected: 'eu-central-1' },
    'The bucket is in eu-central-1. The setting “region” names another place.',
    'open-settings',
    'Open settings',
  ],
  [
    { kind: 'settings-invalid', field: 'bucket', expected: 'a"b' },
    'The setting “bucket” does not hold what it should: “a"b”.',
    'open-settings',
    'Open settings',
  ],
])('own storage: %o', (failure, sentence, action, label) => {
  expect(failureMessage(failure, bucket)).toEqual({ sentence, step: { action, label } });
});

describe('too large', () => {
  it('names the destination where the chain would take it', () => {
    const failure = { kind: 'too-large', sizeBytes: 5_000_000, limitBytes: 3_000_000 } as const;
    expect(failureMessage(failure, { destination: 'x0.at', chainMaxBytes: 1_000_000_000 })).toEqual({
      sentence: 'The file has 5 MB, x0.at takes up to 3 MB.',
      step: { action: 'send-elsewhere', label: 'Send elsewhere' },
    });
  });

  it('does not name a limit that the file keeps', () => {
    const failure = { kind: 'too-large', sizeBytes: 5_000_000, limitBytes: 100_000_000 } as const;
    expect(failureMessage(failure, catbox).sentence).toBe('The file has 5 MB, that is too large for catbox.');
  });

  it('tells a size from a limit that would read the same', () => {
    const failure = { kind: 'too-large', sizeBytes: 200_000_001, limitBytes: 200_000_000 } as const;
    expect(failureMessage(failure, catbox).sentence).toBe(
      'The file has 200,000,001 B, catbox takes up to 200,000,000 B.',
    );
  });
});

it('names the host where no destination is known', () => {
  expect(failureMessage(samples.connection).sentence).toBe('catbox.moe is not reachable.');
});

it('keeps a hostile name on one line and in its order', () => {
  const failure = { kind: 'name-taken', name: 'a\r\nb\u202ec' } as const;
  expect(failureMessage(failure, catbox).sentence).toBe('catbox already has a file named “a␍␊b�c”.');
});
