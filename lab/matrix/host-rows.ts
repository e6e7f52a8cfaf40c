/** The faults of a stand-in, and what must come of each. */
import {
  atHost as at,
  broken,
  brokenAtOnce,
  type Expected,
  early,
  type HostAt,
  lastingAndOnce,
  type Row,
} from './row.ts';
import { limits, statuses } from './status-rows.ts';

/** What a host closes on in the middle of a large body may arrive as its answer or as a cut. */
const answerOrCut = ['1: too-large → second', '1: cut-while-sending → second'] as const;
/** A small body has left before the host closes: the answer comes, or a reset runs over it. */
const answerOrReset = [
  '1: too-large → second',
  '2: connection* or cut-while-sending, connection* or cut-while-sending or too-large → second',
] as const;
const droppedPart: Expected = {
  multipart: '1: bad-request 412 → second',
  x0at: '1: bad-answer* → second',
  // The script names a link although nothing was stored: nobody can tell it from one that comes late.
  raw: '1 → first (unverified: unreachable)',
};

const sizes: readonly Row[] = [
  {
    name: '413 at the headers, lingering close',
    site: at({ kind: 'status', status: 413, early: true }),
    expected: '1: too-large → second',
    sizeMatters: true,
  },
  {
    name: '413 at the headers, closed at once',
    site: at({ kind: 'status', status: 413, early: 'close' }),
    expected: { small: answerOrReset, large: answerOrCut },
    sizeMatters: true,
  },
  {
    name: 'over the host’s limit, said after the body',
    site: at((bytes) => ({ kind: 'limit', bytes: bytes / 2, how: 'after-body' })),
    expected: '1: too-large → second',
  },
  {
    name: 'over the host’s limit, lingering close',
    site: at((bytes) => ({ kind: 'limit', bytes: bytes / 2, how: 'linger' })),
    expected: '1: too-large → second',
    sizeMatters: true,
  },
  {
    name: 'over the host’s limit, closed at once',
    site: at((bytes) => ({ kind: 'limit', bytes: bytes / 2, how: 'close' })),
    expected: { small: answerOrReset, large: answerOrCut },
    sizeMatters: true,
  },
  {
    name: 'over the host’s limit, the part dropped',
    site: at((bytes) => ({ kind: 'limit', bytes: bytes / 2, how: 'drop-part' })),
    expected: droppedPart,
  },
];

const lines: readonly Row[] = [
  ...lastingAndOnce(
    { name: 'nothing listens', site: at({ kind: 'refuse' }), expected: '2: connection, connection → second' },
    '2: connection → first (size)',
  ),
  ...lastingAndOnce(
    {
      name: 'reset at the first bytes of the body',
      site: at({ kind: 'reset', afterBytes: 1 }),
      expected: { small: broken.small, large: brokenAtOnce },
      sizeMatters: true,
    },
    { small: broken.smallOnce, large: [broken.large, '2: connection → first (size)'] },
  ),
  {
    name: 'reset at half of the body',
    site: at((bytes) => ({ kind: 'reset', afterBytes: bytes / 2 })),
    expected: { small: broken.small, large: broken.large },
    sizeMatters: true,
  },
  {
    name: 'stall within the body',
    site: at((bytes) => ({ kind: 'stall', afterBytes: early(bytes) })),
    expected: { small: '1: timeout* → second', large: '2: stalled, stalled → second' },
    impatient: 'all',
    sizeMatters: true,
  },
  {
    name: 'stored, and no answer',
    site: at({ kind: 'no-answer' }),
    expected: '1: timeout* → second',
    impatient: 'answer',
    sizeMatters: true,
  },
  ...lastingAndOnce(
    {
      name: 'stored, and a reset instead of the answer',
      site: at({ kind: 'reset-after-body' }),
      expected: '2: connection*, connection* → second',
      sizeMatters: true,
    },
    '2: connection* → first (size)',
  ),
  {
    name: 'slow to read',
    site: at((bytes) => ({ kind: 'slow', bytesPerSecond: bytes * 2 })),
    expected: '1 → first (size)',
    sizeMatters: true,
  },
];

const linkTo = (link: string, { body }: HostAt) =>
  ({ kind: 'text', text: body === 'raw' ? `wget ${link}` : link }) as const;

const said = (name: string, fault: Parameters<typeof at>[0]): Row => ({
  name,
  site: at(fault),
  expected: '1: bad-answer* → second',
});

const answers: readonly Row[] = [
  said('200 with a page', { kind: 'html-page' }),
  said('200 with an error text', { kind: 'text', text: 'Error: the upload failed, please try again' }),
  said('200 with nothing', { kind: 'text', text: '' }),
  said('200 with a link to another host', (_, host) => linkTo('https://evil.example/a.bin', host)),
  said('200 with a link to the front page', (_, host) => linkTo(`${host.base}/`, host)),
  said('200 with a link that is no web address', (_, host) => linkTo('javascript:alert(1)', host)),
  {
    name: '200 with a link that leads nowhere',
    site: at((_, host) => linkTo(`${host.base}/nothing.bin`, host)),
    // Nobody can tell it from one that comes late; it is told as unverified.
    expected: '1 → first (unverified: unreachable)',
  },
  said('200 with 100 kB of text', { kind: 'text', text: 'wget '.repeat(20_000) }),
  {
    name: '200 at the headers, lingering close',
    site: at({ kind: 'status', status: 200, body: 'ok', early: true }),
    expected: {
      small: ['1: bad-answer* → second', '2: cut-while-sending, cut-while-sending or bad-answer* → second'],
      large: '1: cut-while-sending → second',
    },
    sizeMatters: true,
  },
];

const badLink = '1: bad-proof (size)*° → second';
const links: readonly Row[] = [
  { name: 'good link, empty file', site: at({ kind: 'bad-file', file: 'empty' }), expected: badLink },
  { name: 'good link, half the file', site: at({ kind: 'bad-file', file: 'truncated' }), expected: badLink },
  {
    name: 'good link, a page behind it',
    site: at({ kind: 'bad-link', link: 'page' }),
    expected: '1: bad-proof (page)*° → second',
  },
  {
    name: 'link used up by the first download',
    site: at({ kind: 'bad-link', link: 'single-use' }),
    expected: '1 → first (size)',
  },
  { name: 'link refuses HEAD', site: at({ kind: 'bad-link', link: 'no-head' }), expected: '1 → first (size)' },
  {
    name: 'link answers 403',
    site: at({ kind: 'bad-link', link: 'forbidden' }),
    expected: '1 → first (unverified: unreachable)',
  },
  { name: 'link comes late', site: at({ kind: 'bad-link', link: 'late' }), expected: '1 → first (size)' },
];

export const hostRows: readonly Row[] = [
  { name: 'none', site: at({ kind: 'slow', bytesPerSecond: 1e12 }), expected: '1 → first (size)', sizeMatters: true },
  ...statuses,
  ...limits,
  ...sizes,
  ...lines,
  ...answers,
  ...links,
];
