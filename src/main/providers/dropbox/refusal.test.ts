import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { SentAnswer } from '../../net/net.ts';
import { isRefused, refusalOf } from './refusal.ts';

const asked = { host: 'h', name: 'a.txt', sizeBytes: 7, secrets: ['s3cret-token'], now: Date.UTC(2026, 0, 1) };

function answer(status: number, body: unknown, headers: Record<string, string> = {}): SentAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers, text, truncated: false, sent: 'all' };
}

const error = (value: object) => ({ error_summary: 'words/that/may/change/..', error: value });
const reason = (value: object) => error({ '.tag': 'path', reason: value, upload_session_id: 'x' });
const path = (value: object) => error({ '.tag': 'path', path: value });

describe('a refusal is told from its tags', () => {
  test.each<[number, object, object]>([
    [401, error({ '.tag': 'expired_access_token' }), { kind: 'auth', host: 'h' }],
    [401, error({ '.tag': 'invalid_access_token' }), { kind: 'auth', host: 'h' }],
    [
      401,
      error({ '.tag': 'missing_scope', required_scope: 'sharing.write' }),
      { kind: 'forbidden', host: 'h', detail: 'missing_scope: sharing.write' },
    ],
    [
      403,
      error({ '.tag': 'invalid_account_type', invalid_account_type: { '.tag': 'endpoint' } }),
      { kind: 'forbidden', host: 'h', detail: 'invalid_account_type/endpoint' },
    ],
    [409, reason({ '.tag': 'conflict', conflict: { '.tag': 'file' } }), { kind: 'name-taken', name: 'a.txt' }],
    [409, path({ '.tag': 'conflict', conflict: { '.tag': 'folder' } }), { kind: 'name-taken', name: 'a.txt' }],
    [409, reason({ '.tag': 'insufficient_space' }), { kind: 'quota', host: 'h' }],
    [409, reason({ '.tag': 'team_folder_insufficient_space' }), { kind: 'quota', host: 'h' }],
    [
      409,
      path({ '.tag': 'malformed_path', malformed_path: 'no' }),
      { kind: 'bad-request', host: 'h', status: 409, detail: 'path/malformed_path' },
    ],
    [
      409,
      reason({ '.tag': 'disallowed_name' }),
      { kind: 'bad-request', host: 'h', status: 409, detail: 'path/disallowed_name' },
    ],
    [
      409,
      reason({ '.tag': 'no_write_permission' }),
      { kind: 'forbidden', host: 'h', detail: 'path/no_write_permission' },
    ],
    [409, error({ '.tag': 'email_not_verified' }), { kind: 'forbidden', host: 'h', detail: 'email_not_verified' }],
    [409, error({ '.tag': 'access_denied' }), { kind: 'forbidden', host: 'h', detail: 'access_denied' }],
    [409, error({ '.tag': 'content_hash_mismatch' }), { kind: 'bad-proof', why: 'hash' }],
    [409, error({ '.tag': 'payload_too_large' }), { kind: 'too-large', sizeBytes: 7, limitBytes: null }],
    [409, reason({ '.tag': 'too_many_write_operations' }), { kind: 'rate-limited', host: 'h', retryAfterMs: null }],
    [409, path({ '.tag': 'restricted_content' }), { kind: 'content-blocked', detail: 'path/restricted_content' }],
    [
      429,
      error({ reason: { '.tag': 'too_many_requests' }, retry_after: 15 }),
      { kind: 'rate-limited', host: 'h', retryAfterMs: 15_000 },
    ],
    [409, error({ '.tag': 'something_new' }), { kind: 'bad-request', host: 'h', status: 409, detail: 'something_new' }],
  ])('%i %j', (status, body, failure) => {
    expect(refusalOf(answer(status, body), asked)).toMatchObject({ failure, sent: 'nothing' });
  });

  test('the header’s wait counts before the body’s', () => {
    const body = error({ reason: { '.tag': 'too_many_write_operations' }, retry_after: 15 });
    expect(refusalOf(answer(429, body, { 'retry-after': '3' }), asked)?.failure).toMatchObject({ retryAfterMs: 3000 });
  });
});

test.each([
  [400, 'Error in call to API function "files/upload": s3cret-token', { kind: 'bad-request', status: 400 }, 'nothing'],
  [500, 'oops', { kind: 'server', status: 500 }, 'all'],
  [503, '{"error":"later"}', { kind: 'server', status: 503 }, 'all'],
  [409, '{"error":{".tag":7}}', { kind: 'bad-request', status: 409 }, 'nothing'],
  [409, '{"error":{".tag":"Not A Tag\\u202e"}}', { kind: 'bad-request', status: 409 }, 'nothing'],
  [409, 'null', { kind: 'bad-request', status: 409 }, 'nothing'],
] as const)('without tags the status counts: %i %j', (status, body, failure, sent) => {
  const refusal = refusalOf(answer(status, body), asked);
  expect(refusal).toMatchObject({ failure, sent, tags: [] });
  expect(inspect(refusal, { depth: 10 })).not.toContain('s3cret');
});

test('a success is no refusal', () => {
  expect(refusalOf(answer(200, error({ '.tag': 'path' })), asked)).toBeNull();
});

test('what a refusal holds is read by its shape, and shown to nobody', () => {
  const refusal = refusalOf(answer(409, error({ '.tag': 'incorrect_offset', correct_offset: 5, x: 's3cret' })), asked);
  expect(isRefused(refusal, 'closed', 'incorrect_offset')).toBe(true);
  expect(isRefused(new Error('no'), 'incorrect_offset')).toBe(false);
  expect(refusal?.details(z.object({ correct_offset: z.number() }))).toEqual({ correct_offset: 5 });
  expect(refusal?.details(z.object({ correct_offset: z.string() }))).toBeNull();
  expect(inspect(refusal, { depth: 10, showHidden: true })).not.toContain('s3cret');
});

test('a nest without an end is left after some levels', () => {
  const text = `{"error":${'{".tag":"a","a":'.repeat(1000)}1${'}'.repeat(1000)}}`;
  expect(refusalOf(answer(409, text), asked)?.tags).toHaveLength(6);
});
