/** What each kind of failure says about the destination where it came up. */
import type { FailureKind } from '../../shared/failure.ts';

/**
 * - `against`: the host, or the way to it, does not work now. Counts for the breaker and in the statistics.
 * - `limit`: the host works, and wants to be left alone for a while.
 * - `setup`: the account or the settings there need the user. Shown as the last failure and not counted: once they are
 *   put right, the destination must be used at once.
 * - `nothing`: our fault, the file's, or that of this computer's network.
 */
export type Says = 'against' | 'limit' | 'setup' | 'nothing';

export const says: Record<FailureKind, Says> = {
  offline: 'nothing',
  dns: 'against',
  tls: 'against',
  proxy: 'nothing',
  timeout: 'against',
  stalled: 'against',
  connection: 'against',
  // It may be a refusal of this file's size that was not heard; three in a row without a success are not.
  'cut-while-sending': 'against',
  'rate-limited': 'limit',
  server: 'against',
  quota: 'setup',
  auth: 'setup',
  forbidden: 'setup',
  'not-found': 'setup',
  // We asked wrongly, or the file was not wanted: hosts use 400 for both.
  'bad-request': 'nothing',
  'too-large': 'nothing',
  'type-refused': 'nothing',
  'empty-refused': 'nothing',
  'content-blocked': 'nothing',
  'name-taken': 'nothing',
  'bad-answer': 'against',
  'bad-proof': 'against',
  'clock-skew': 'setup',
  'host-identity': 'setup',
  'source-changed': 'nothing',
  'source-unreadable': 'nothing',
  'disk-full': 'nothing',
  'settings-invalid': 'setup',
  'secret-unavailable': 'setup',
  'consent-refused': 'nothing',
  cancelled: 'nothing',
  bug: 'nothing',
};
