import { describe, expect, it } from 'vitest';
import { UploadFailure } from '../../shared/failure.ts';
import { failureOf, type RequestState } from './failures.ts';

const before: RequestState = {
  host: 'host.test',
  sent: 'nothing',
  sentBytes: 0,
  connectTimeoutMs: 15_000,
  isOffline: () => false,
};
const during: RequestState = { ...before, sent: 'part', sentBytes: 7 };
const after: RequestState = { ...before, sent: 'all', sentBytes: 9 };

function coded(code: string): Error {
  return Object.assign(new Error('message'), { code });
}

describe('an error code', () => {
  it.each([
    ['ENOTFOUND', 'dns', 'dns', 'offline'],
    ['EAI_AGAIN', 'dns', 'dns', 'offline'],
    ['ENETUNREACH', 'connection', 'cut-while-sending', 'offline'],
    ['ENETDOWN', 'connection', 'cut-while-sending', 'offline'],
    ['EHOSTUNREACH', 'connection', 'cut-while-sending', 'offline'],
    ['ECONNREFUSED', 'connection', 'cut-while-sending', 'connection'],
    ['ECONNRESET', 'connection', 'cut-while-sending', 'connection'],
    ['EPIPE', 'connection', 'cut-while-sending', 'connection'],
    ['UND_ERR_SOCKET', 'connection', 'cut-while-sending', 'connection'],
    ['UND_ERR_DESTROYED', 'connection', 'cut-while-sending', 'connection'],
    ['HPE_INVALID_CONSTANT', 'connection', 'cut-while-sending', 'connection'],
    ['ETIMEDOUT', 'timeout', 'cut-while-sending', 'timeout'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout', 'timeout', 'timeout'],
    ['CERT_HAS_EXPIRED', 'tls', 'tls', 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls', 'tls', 'tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls', 'tls', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls', 'tls', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls', 'tls', 'tls'],
    ['EPROTO', 'tls', 'tls', 'tls'],
    ['UND_ERR_INVALID_ARG', 'bug', 'bug', 'bug'],
    ['SOMETHING_ELSE', 'bug', 'bug', 'bug'],
  ])('%s is %s before the body, %s within it, %s without a network', (code, first, within, offline) => {
    expect(failureOf(coded(code), before).failure.kind).toBe(first);
    expect(failureOf(coded(code), during).failure.kind).toBe(within);
    expect(failureOf(coded(code), { ...before, isOffline: () => true }).failure.kind).toBe(offline);
  });

  it('after the whole body is a connection whose copy may remain', () => {
    expect(failureOf(coded('ECONNRESET'), after)).toMatchObject({
      failure: { kind: 'connection', host: 'host.test', detail: 'ECONNRESET: message' },
      sent: 'all',
    });
  });

  it('within the body says how much had left', () => {
    expect(failureOf(coded('ECONNRESET'), during).failure).toEqual({
      kind: 'cut-while-sending',
      host: 'host.test',
      sentBytes: 7,
    });
  });
});

it('of several addresses the one that answered is told', () => {
  const error = new AggregateError([coded('ENETUNREACH'), coded('ECONNREFUSED')]);
  expect(failureOf(error, { ...before, isOffline: () => true }).failure).toMatchObject({
    kind: 'connection',
    detail: expect.stringContaining('ECONNREFUSED'),
  });
  const unreachable = new AggregateError([coded('ENETUNREACH'), coded('ENETUNREACH')]);
  expect(failureOf(unreachable, { ...before, isOffline: () => true }).failure.kind).toBe('offline');
});

it('a failure of the body stays what it is', () => {
  const own = new UploadFailure({ kind: 'source-changed' });
  expect(failureOf(own, during)).toBe(own);
});

it('what has no code is a bug of ours', () => {
  expect(failureOf(new TypeError('x'.repeat(900)), before).failure).toMatchObject({ kind: 'bug' });
  expect(failureOf('thrown text', before).failure).toEqual({ kind: 'bug', detail: 'thrown text' });
});
