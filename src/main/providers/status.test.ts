import { describe, expect, test } from 'vitest';
import type { Failure } from '../../shared/failure.ts';
import { Failure as FailureSchema } from '../../shared/failure.ts';
import { answerDetail, failureOfStatus, retryAfterMs, type StatusContext } from './status.ts';

const host = 'host.example';
const now = Date.UTC(2026, 10, 22, 12, 0, 0);
const context: StatusContext = { host, sizeBytes: 10, limitBytes: 100, type: '.exe', detail: 'words', now };
const answer = (status: number, headers: Record<string, string> = {}) => ({
  status,
  headers,
  text: '',
  truncated: false,
});
const server = (status: number): Failure => ({ kind: 'server', host, status, retryAfterMs: null });
const badRequest = (status: number): Failure => ({ kind: 'bad-request', host, status, detail: 'words' });

/** hosts.md 2.C, right column. */
const table: [number, Failure | null][] = [
  [200, null],
  [201, null],
  [202, null],
  [204, null],
  [206, null],
  [301, { kind: 'bad-answer', host, detail: 'status 301: words' }],
  [304, { kind: 'bad-answer', host, detail: 'status 304: words' }],
  [400, badRequest(400)],
  [401, { kind: 'auth', host }],
  [402, badRequest(402)],
  [403, { kind: 'forbidden', host, detail: 'words' }],
  [404, { kind: 'not-found', host }],
  [405, badRequest(405)],
  [408, server(408)],
  [409, badRequest(409)],
  [410, { kind: 'not-found', host }],
  [411, badRequest(411)],
  [412, badRequest(412)],
  [413, { kind: 'too-large', sizeBytes: 10, limitBytes: null }],
  [415, { kind: 'type-refused', type: '.exe' }],
  [422, badRequest(422)],
  [429, { kind: 'rate-limited', host, retryAfterMs: null }],
  [451, { kind: 'content-blocked', detail: 'words' }],
  [500, server(500)],
  [502, server(502)],
  [503, server(503)],
  [504, server(504)],
  [507, { kind: 'quota', host }],
  [520, server(520)],
  [599, server(599)],
  [600, { kind: 'bad-answer', host, detail: 'status 600: words' }],
];

test.each(table)('status %i is %j', (status, failure) => {
  const found = failureOfStatus(answer(status), context);
  expect(found).toEqual(failure);
  if (found) expect(FailureSchema.parse(found)).toEqual(found);
});

test('413 names the limit only where the file is over it', () => {
  const over = { ...context, sizeBytes: 101 };
  expect(failureOfStatus(answer(413), over)).toEqual({ kind: 'too-large', sizeBytes: 101, limitBytes: 100 });
  expect(failureOfStatus(answer(413), { ...over, limitBytes: null })).toMatchObject({ limitBytes: null });
});

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['120', 120_000],
    [' 7 ', 7000],
    ['Sun, 22 Nov 2026 12:00:30 GMT', 30_000],
    ['Sunday, 22-Nov-26 12:00:30 GMT', 30_000],
    ['Sun Nov 22 12:00:30 2026', 30_000],
    ['Sun, 22 Nov 2026 11:59:00 GMT', 0],
    ['-5', null],
    ['1.5', null],
    ['2026', 2_026_000],
    ['soon', null],
    ['Sunny', null],
    ['Sunshine 5', null],
    ['Mon, 1', null],
    ['', null],
    ['99999999999999999999', null],
  ])('"%s" is %j ms', (value, ms) => {
    expect(retryAfterMs({ headers: { 'retry-after': value } }, now)).toBe(ms);
  });

  test('a date is measured from the host’s own clock', () => {
    const headers = { 'retry-after': 'Sun, 22 Nov 2026 15:00:30 GMT', date: 'Sun, 22 Nov 2026 15:00:00 GMT' };
    expect(retryAfterMs({ headers }, now)).toBe(30_000);
  });

  test.each([429, 503, 408])('counts for %i', (status) => {
    expect(failureOfStatus(answer(status, { 'retry-after': '9' }), context)).toMatchObject({ retryAfterMs: 9000 });
  });
});

describe('answerDetail', () => {
  test.each([
    ['plain words\n', 'plain words'],
    ['a\u0000b\u001b[31mc\u009bd', 'a b [31mc d'],
    ['a\u202eb\u2066c\u2028d', 'a b c d'],
    ['<!DOCTYPE html><html><head><title> Just a\nmoment </title>', 'page: Just a moment'],
    ['<html><body><h1>413</h1> Too <b>Large</b>', 'page: 413 Too Large'],
    ['lone \ud83d half', 'lone \ufffd half'],
    ['', ''],
  ])('%j becomes %j', (text, detail) => {
    expect(answerDetail({ text })).toBe(detail);
  });

  test.each(['<', '<title'])('takes no time over a page of nothing but %s', (text) => {
    const began = performance.now();
    answerDetail({ text: `<html>${text.repeat(65_000 / text.length)}` });
    expect(performance.now() - began).toBeLessThan(500);
  });

  test('is bounded, and does not end in half a character', () => {
    const detail = answerDetail({ text: `x${'🎉'.repeat(1000)}` });
    expect(detail.length).toBeLessThanOrEqual(300);
    expect(detail.isWellFormed()).toBe(true);
    expect(detail.endsWith('🎉…')).toBe(true);
  });

  test('holds no secret, not even one cut by its bound', () => {
    const detail = answerDetail({ text: `${'x'.repeat(290)}hunter2-canary` }, ['', 'hunter2-canary']);
    expect(detail).not.toContain('hun');
  });
});
