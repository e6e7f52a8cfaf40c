/** The faults on the way to a host (proxy, TLS, names), and what must come of each. */
import type { ProxyFault } from '../fault-proxy.ts';
import type { TlsFace } from '../tls-front.ts';
import { broken, brokenAtOnce, early, lastingAndOnce, type Row, type Site } from './row.ts';

type Faults = ProxyFault | readonly ProxyFault[];
const way = (fault: Faults | ((payloadBytes: number) => Faults)): Site => ({
  at: 'way',
  fault: typeof fault === 'function' ? fault : () => fault,
});

const fine = '1 → first (size)';
const tls = (face: TlsFace) => ({ kind: 'tls', face }) as const;
const atOnce = 'connection or connection* or cut-while-sending';
const brokenEarly = `2: ${atOnce}, ${atOnce} → second`;
const silent = { small: '1: timeout* → second', large: '2: stalled, stalled → second' } as const;
const silentOnce = { small: '1: timeout* → second', large: '2: stalled → first (size)' } as const;

const slowWays: readonly Row[] = [
  { name: 'latency', site: way({ kind: 'latency', ms: 30 }), expected: fine, sizeMatters: true },
  {
    name: 'low bandwidth',
    site: way((bytes) => ({ kind: 'bandwidth', bytesPerSecond: bytes * 2 })),
    expected: fine,
    sizeMatters: true,
  },
  {
    name: 'low bandwidth and latency',
    site: way((bytes) => [
      { kind: 'bandwidth', bytesPerSecond: bytes * 2 },
      { kind: 'latency', ms: 30 },
    ]),
    expected: fine,
  },
  { name: 'the end of the connection comes late', site: way({ kind: 'slow-close', ms: 300 }), expected: fine },
];

const brokenWays: readonly Row[] = [
  ...lastingAndOnce(
    {
      name: 'the way: nothing listens',
      site: way({ kind: 'refused' }),
      expected: '2: connection, connection → second',
    },
    '2: connection → first (size)',
  ),
  ...lastingAndOnce(
    { name: 'black hole', site: way({ kind: 'black-hole' }), expected: silent, impatient: 'all', sizeMatters: true },
    silentOnce,
  ),
  ...lastingAndOnce(
    {
      name: 'stall on the way up',
      site: way((bytes) => ({ kind: 'stall', afterBytes: early(bytes), direction: 'up' })),
      expected: silent,
      impatient: 'all',
      sizeMatters: true,
    },
    silentOnce,
  ),
  {
    name: 'stall on the way down, before the answer',
    site: way({ kind: 'stall', afterBytes: 0, direction: 'down' }),
    expected: '1: timeout* → second',
    impatient: 'answer',
  },
  {
    name: 'stall on the way down, within the answer',
    site: way({ kind: 'stall', afterBytes: 40, direction: 'down' }),
    expected: '1: timeout* → second',
    impatient: 'answer',
    sizeMatters: true,
  },
  ...lastingAndOnce(
    {
      name: 'reset on the way up',
      site: way((bytes) => ({ kind: 'reset', afterBytes: bytes / 2, direction: 'up' })),
      expected: { small: broken.small, large: broken.large },
      sizeMatters: true,
    },
    { small: broken.smallOnce, large: broken.large },
  ),
  ...lastingAndOnce(
    {
      name: 'reset on the way down, within the answer',
      site: way({ kind: 'reset', afterBytes: 40, direction: 'down' }),
      expected: '2: connection*, connection* → second',
      sizeMatters: true,
    },
    '2: connection* → first (size)',
  ),
  {
    name: 'half-close on the way up',
    site: way((bytes) => ({ kind: 'half-close', afterBytes: bytes / 2, direction: 'up' })),
    // The host sees the end of a request that is not whole, and says so.
    expected: '1: bad-request 400 → second',
    sizeMatters: true,
  },
  {
    name: 'half-close on the way down, before the answer',
    site: way({ kind: 'half-close', afterBytes: 0, direction: 'down' }),
    // It comes with the connection: perhaps before anything has left.
    expected: { small: brokenEarly, large: brokenAtOnce },
    sizeMatters: true,
  },
  ...lastingAndOnce(
    {
      name: 'half-close on the way down, within the answer',
      site: way({ kind: 'half-close', afterBytes: 40, direction: 'down' }),
      expected: '2: connection*, connection* → second',
    },
    '2: connection* → first (size)',
  ),
];

const badCertificates: readonly TlsFace[] = ['self-signed', 'expired', 'wrong-name'];
const tlsWays: readonly Row[] = [
  { name: 'TLS', site: way(tls('trusted')), expected: fine, sizeMatters: true },
  ...badCertificates.map((face) => ({
    name: `TLS, certificate ${face}`,
    site: way(tls(face)),
    expected: '1: tls → second',
  })),
  { name: 'TLS, the host speaks none', site: way(tls('no-tls')), expected: '1: tls → second' },
  ...lastingAndOnce(
    { name: 'TLS, cut in the handshake', site: way(tls('cut')), expected: '2: connection, connection → second' },
    '2: connection → first (size)',
  ),
  ...lastingAndOnce(
    {
      name: 'TLS, stall in the handshake',
      site: way([tls('trusted'), { kind: 'stall', afterBytes: 0, direction: 'down' }]),
      expected: '2: timeout, timeout → second',
      impatient: 'all',
    },
    '2: timeout → first (size)',
  ),
  {
    name: 'TLS, stall on the way up',
    site: way((bytes) => [tls('trusted'), { kind: 'stall', afterBytes: early(bytes), direction: 'up' }]),
    expected: silent,
    impatient: 'all',
    sizeMatters: true,
  },
  {
    name: 'TLS, reset on the way up',
    site: way((bytes) => [tls('trusted'), { kind: 'reset', afterBytes: bytes / 2, direction: 'up' }]),
    expected: { small: broken.small, large: broken.large },
    sizeMatters: true,
  },
];

const nameRow = (name: string, site: Extract<Site, { at: 'name' }>, rest: Omit<Row, 'name' | 'site'>): Row => ({
  name,
  site,
  ...rest,
});
const names: readonly Row[] = [
  nameRow('name unknown', { at: 'name', fault: 'missing' }, { expected: '1: dns → second' }),
  nameRow('the resolver gave up', { at: 'name', fault: 'try-again' }, { expected: '1: dns → second' }),
  ...lastingAndOnce(
    nameRow(
      'the resolver is silent',
      { at: 'name', fault: 'silent' },
      { expected: '2: timeout, timeout → second', impatient: 'all' },
    ),
    '2: timeout → first (size)',
  ),
  nameRow(
    'name unknown, no network',
    { at: 'name', fault: 'missing', offline: true },
    { expected: '1: offline → waits for network' },
  ),
];

export const wayRows: readonly Row[] = [...slowWays, ...brokenWays, ...tlsWays, ...names];
