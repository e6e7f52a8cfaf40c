/** The quiet line of every state, as LOOK.md words it. */
import { expect, it } from 'vitest';
import { DestinationId, UploadId } from '../ids.ts';
import type { Proof, ReceiptView, ShareView, State, Wait } from '../model.ts';
import { english } from './english.ts';
import { type Described, type KnownDestination, stateLine } from './state-line.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 10, 22, 14, 30);
const utc = { ...english, timeZone: 'UTC' };
const id = (name: string) => DestinationId.parse(name);

const destinations: KnownDestination[] = [
  {
    id: id('bucket'),
    label: 'Work bucket',
    scope: 'account',
    maxBytes: null,
    retention: { kind: 'no-end-date' },
  },
  {
    id: id('catbox'),
    label: 'catbox',
    scope: 'public',
    maxBytes: 200_000_000,
    retention: { kind: 'while-used', idleMs: 730 * day },
  },
  {
    id: id('litterbox'),
    label: 'litterbox',
    scope: 'public',
    maxBytes: 1_000_000_000,
    retention: { kind: 'fixed', ms: 3 * day },
  },
];

function line(state: State, more: Partial<Described> = {}, known = destinations): string {
  const upload = {
    state,
    size: 184_000_000,
    sentBytes: 118_000_000,
    receipt: null,
    copiesMayRemainAt: [],
    location: null,
    ...more,
  };
  return stateLine(upload, known, now, utc);
}

const catbox = id('catbox');
const timeout = { kind: 'timeout', host: 'catbox.moe', afterMs: 30_000 } as const;
const limited = { kind: 'rate-limited', host: 'catbox.moe', retryAfterMs: 12_000 } as const;
const refused = { kind: 'connection', host: 'bucket', detail: '' } as const;

it.each<[string, State, Partial<Described>]>([
  ['Reading the file', { name: 'preparing' }, { size: null }],
  ['Queued · 31 MB · starts when a place is free', { name: 'queued' }, { size: 31_000_000 }],
  ['Queued · starts when a place is free', { name: 'queued' }, { size: null }],
  ['To catbox · 118 of 184 MB', { name: 'running', phase: 'sending', at: catbox }, {}],
  ['To the destination · 118 of 184 MB', { name: 'running', phase: 'sending', at: id('gone') }, {}],
  ['All sent, catbox is finishing', { name: 'running', phase: 'finishing', at: catbox }, {}],
  ['Checking the link', { name: 'running', phase: 'verifying', at: catbox }, {}],
  ['Paused at 118 of 184 MB', { name: 'paused' }, {}],
  ['Paused, starts from the beginning', { name: 'paused' }, { sentBytes: 0 }],
  ['Paused', { name: 'paused' }, { size: null, sentBytes: 0 }],
  ['Cancelled, nothing was shared', { name: 'cancelled' }, {}],
  ['Cancelled, catbox may have kept a copy', { name: 'cancelled' }, { copiesMayRemainAt: ['catbox'] }],
  ['catbox did not answer within 30 s.', { name: 'failed', failure: timeout, at: catbox }, {}],
  [
    'catbox did not answer within 30 s. An earlier attempt may have left a copy at catbox.',
    { name: 'failed', failure: timeout, at: catbox },
    { copiesMayRemainAt: ['catbox'] },
  ],
])('%s', (text, state, more) => expect(line(state, more)).toBe(text));

it('names the limit of the chain where no public host of it takes the file', () => {
  const failure = { kind: 'too-large', sizeBytes: 1_400_000_000, limitBytes: 200_000_000 } as const;
  const state: State = { name: 'failed', failure, at: catbox };
  expect(line(state, {}, destinations.slice(1))).toBe('The file has 1.4 GB, the chain takes up to 1 GB.');
  expect(line(state)).toBe('The file has 1.4 GB, catbox takes up to 200 MB.');
});

const until = now + 12_000;
const online = {
  what: 'already-online',
  link: 'https://files.catbox.moe/a.bin',
  at: catbox,
  since: Date.UTC(2026, 10, 20, 14, 31),
  expiresAt: null,
  from: UploadId.parse('one'),
  proof: { kind: 'size', by: 'link' },
} as const;

const secret = {
  what: 'consent',
  from: id('bucket'),
  to: catbox,
  why: 'secret-file',
  looksLike: 'private-key',
  failure: refused,
} as const;
const place = (because: 'format' | 'damaged' | 'too-much' | 'unknown-part', format: string) =>
  ({ what: 'consent', from: null, to: catbox, why: 'location', because, format, seen: false, failure: null }) as const;

it.each<[string, Wait]>([
  ['Already online at catbox since 20 Nov, 14:31', online],
  [
    'Already online at litterbox since 20 Nov, 14:31 · until 23 Nov, 14:31',
    { ...online, at: id('litterbox'), expiresAt: online.since + 3 * day },
  ],
  [
    'catbox asked us to wait 12 s, then we try again',
    { what: 'rate-limit', until, at: catbox, failure: limited, next: id('litterbox') },
  ],
  [
    'catbox did not answer, next try in 4 s',
    { what: 'back-off', until: now + 4000, at: catbox, failure: timeout, next: null },
  ],
  [
    'catbox is not reachable, next try in 4 s',
    { what: 'back-off', until: now + 4000, at: catbox, failure: refused, next: null },
  ],
  ['catbox did not answer, trying again', { what: 'back-off', until: now, at: catbox, failure: timeout, next: null }],
  ['No connection, goes on by itself when it is back', { what: 'network' }],
  [
    'Work bucket is not reachable. catbox would be public.',
    { what: 'consent', from: id('bucket'), to: catbox, why: 'wider', failure: refused },
  ],
  ['catbox would be public.', { what: 'consent', from: null, to: catbox, why: 'wider', failure: null }],
  [
    'catbox can not take it. litterbox would keep it for 3 days only.',
    { what: 'consent', from: catbox, to: id('litterbox'), why: 'shorter', failure: null },
  ],
  [
    'Work bucket asks you to sign in again',
    { what: 'sign-in', at: id('bucket'), failure: { kind: 'auth', host: 'bucket.example' } },
  ],
  ['The disk of this computer is full, goes on when there is room', { what: 'disk' }],
  ['Goes to Work bucket in 4 s', { what: 'undo', until: now + 4000 }],
  ['Goes to Work bucket now', { what: 'undo', until: now }],
  ['It looks like a private key. catbox would be public.', { ...secret, from: null, failure: null }],
  ['Work bucket is not reachable. It looks like a private key. catbox would be public.', secret],
  [
    'It looks like passwords or tokens. Work bucket would be open to all who use that storage.',
    { ...secret, from: null, failure: null, to: id('bucket'), looksLike: 'credentials' },
  ],
  [
    'It may tell where it was taken, and that can not be removed from a HEIC photo. catbox would be public.',
    place('format', 'heic'),
  ],
  [
    'It may tell where it was taken, and that can not be removed from such a file. catbox would be public.',
    place('format', 'what comes next'),
  ],
  [
    'It tells where it was taken, and the file is too damaged to remove that. catbox would be public.',
    { ...place('damaged', 'jpeg'), seen: true },
  ],
  [
    'It may tell where it was taken, and there is too much in it to remove that. catbox would be public.',
    place('too-much', 'video'),
  ],
  [
    'It may tell where it was taken, and a part of it is of an unknown kind. catbox would be public.',
    place('unknown-part', 'png'),
  ],
])('waiting: %s', (text, wait) => expect(line({ name: 'waiting', wait })).toBe(text));

const size: Proof = { kind: 'size', by: 'link' };
const share: ShareView = { downloads: 0, stopped: false, reach: 'loopback' };
const receipt: ReceiptView = {
  link: 'https://litter.catbox.moe/9xkq2v.jpg',
  destinationId: id('litterbox'),
  destinationLabel: 'litterbox',
  scope: 'public',
  createdAt: now,
  expiresAt: null,
  proof: size,
  provider: 'litterbox',
  deletion: { kind: 'possible' },
  share: null,
};

it.each<[string, Partial<ReceiptView>, string[]]>([
  ['litterbox · 2.4 MB · Public · until 25 Nov, 14:31', { expiresAt: now + 3 * day + 60_000 }, []],
  ['litterbox · 2.4 MB · Public · gone since 22 Nov, 14:29', { expiresAt: now - 60_000 }, []],
  ['litterbox · 2.4 MB · Public · no end date', {}, []],
  ['Deleting from litterbox · 2.4 MB', { deletion: { kind: 'asked' } }, []],
  ['Deleted from litterbox · 2.4 MB', { deletion: { kind: 'deleted', at: now } }, []],
  [
    'Deleted from litterbox · 2.4 MB · An earlier attempt may have left a copy at catbox',
    { deletion: { kind: 'deleted', at: now } },
    ['catbox'],
  ],
  [
    'Deletion not confirmed. litterbox did not answer within 30 s.',
    { deletion: { kind: 'unconfirmed', failure: timeout } },
    [],
  ],
  [
    'Deletion not confirmed. litterbox does not allow it. An earlier attempt may have left a copy at catbox.',
    { deletion: { kind: 'unconfirmed', failure: { kind: 'forbidden', host: 'x', detail: '' } } },
    ['catbox'],
  ],
  ['Work bucket · 2.4 MB · Account', { destinationLabel: 'Work bucket', scope: 'account' }, []],
  [
    'litterbox · 2.4 MB · Public · link not checked from here',
    { proof: { kind: 'unverified', why: 'unreachable' } },
    [],
  ],
  ['litterbox · 2.4 MB · Public · link not checked', { proof: { kind: 'unverified', why: 'not-checkable' } }, []],
  [
    'litterbox · 2.4 MB · Public · no end date · An earlier attempt may have left a copy at catbox and uguu',
    {},
    ['catbox', 'uguu'],
  ],
  ['This computer · 2.4 MB · opens only here', { destinationLabel: 'This computer', scope: 'local', share }, []],
  [
    'This computer · 2.4 MB · opens on your network',
    { destinationLabel: 'This computer', scope: 'local', share: { ...share, reach: 'network' } },
    [],
  ],
  [
    'This computer · 2.4 MB · opens only here',
    { destinationLabel: 'This computer', scope: 'local', share, expiresAt: now + day },
    [],
  ],
  [
    'This computer · 2.4 MB · no longer shared',
    { destinationLabel: 'This computer', scope: 'local', share: { ...share, stopped: true }, expiresAt: now + day },
    [],
  ],
])('done: %s', (text, more, copiesMayRemainAt) => {
  const done = { size: 2_400_000, receipt: { ...receipt, ...more }, copiesMayRemainAt };
  expect(line({ name: 'done' }, done)).toBe(text);
});

it.each<[string, Described['location']]>([
  ['litterbox · 2.4 MB · Public · no end date · without location', 'removed'],
  ['litterbox · 2.4 MB · Public · no end date · with location', 'kept'],
  ['litterbox · 2.4 MB · Public · no end date · may tell its location', 'unread'],
  ['litterbox · 2.4 MB · Public · no end date', null],
])('done: %s', (text, location) => {
  expect(line({ name: 'done' }, { size: 2_400_000, receipt, location })).toBe(text);
});
