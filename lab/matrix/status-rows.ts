/** What hosts say with a status: refusals, faults of their own, and wishes to be left alone for a while. */
import { atHost as at, lastingAndOnce, type Row } from './row.ts';

/** Statuses after the whole body. */
const refusals: readonly (readonly [status: number, reason: string])[] = [
  [400, 'bad-request 400'],
  [401, 'auth'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [411, 'bad-request 411'],
  [413, 'too-large'],
  [415, 'type-refused'],
  [451, 'content-blocked'],
  [507, 'quota'],
];
const serverFaults = [408, 500, 502, 503, 504, 520];

export const statuses: readonly Row[] = [
  ...refusals.map(([status, reason]) => ({
    name: `status ${status}`,
    site: at({ kind: 'status', status }),
    expected: `1: ${reason} → second`,
  })),
  ...serverFaults.flatMap((status) =>
    lastingAndOnce(
      {
        name: `status ${status}`,
        site: at({ kind: 'status', status, body: '<html><body>error</body></html>', contentType: 'text/html' }),
        expected: `2: server ${status}*, server ${status}* → second`,
      },
      `2: server ${status}* → first (size)`,
    ),
  ),
  ...lastingAndOnce(
    {
      name: 'status 503, Retry-After: 5',
      site: at({ kind: 'status', status: 503, retryAfter: '5' }),
      expected: '2: server 503*, 5 s, server 503* → second',
    },
    '2: server 503*, 5 s → first (size)',
  ),
  {
    name: 'status 302 to a page',
    site: at({ kind: 'status', status: 302, location: '/elsewhere' }),
    expected: '1: bad-answer* → second',
  },
];

export const limits: readonly Row[] = [
  ...lastingAndOnce(
    {
      name: 'status 429',
      site: at({ kind: 'status', status: 429 }),
      // The host gets half a minute, whatever the back-off says.
      expected: '2: rate-limited, 30 s, rate-limited → second',
    },
    '2: rate-limited, 30 s → first (size)',
  ),
  ...lastingAndOnce(
    {
      name: 'status 429, Retry-After: 7',
      site: at({ kind: 'status', status: 429, retryAfter: '7' }),
      expected: '2: rate-limited, 7 s, rate-limited → second',
    },
    '2: rate-limited, 7 s → first (size)',
  ),
  {
    name: 'status 429, Retry-After: 3600',
    site: at({ kind: 'status', status: 429, retryAfter: '3600' }),
    expected: '1: rate-limited → second',
  },
  {
    name: 'status 429, Retry-After: a date long ago',
    site: at({ kind: 'status', status: 429, retryAfter: 'Thu, 01 Jan 2015 00:00:00 GMT' }),
    expected: '2: rate-limited, 0 s, rate-limited → second',
  },
  {
    name: 'status 429, Retry-After: a date in many years',
    site: at({ kind: 'status', status: 429, retryAfter: 'Sat, 01 Jan 2115 00:00:00 GMT' }),
    expected: '1: rate-limited → second',
  },
  {
    name: 'status 429, Retry-After: no time at all',
    site: at({ kind: 'status', status: 429, retryAfter: 'soon' }),
    expected: '2: rate-limited, 30 s, rate-limited → second',
  },
  ...lastingAndOnce(
    {
      name: 'too many requests in the host’s words',
      site: at({ kind: 'rate-limit', retryAfter: '2' }),
      expected: '2: rate-limited, 2 s, rate-limited → second',
    },
    '2: rate-limited, 2 s → first (size)',
  ),
];
