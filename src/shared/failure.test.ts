import { describe, expect, test } from 'vitest';
import { Failure, toFailure, UploadFailure } from './failure.ts';
import { isFinal, isWider, Scope, State } from './model.ts';

describe('any thrown value is a failure', () => {
  test('ours is what it says', () => {
    const failure: Failure = { kind: 'empty-refused' };
    expect(toFailure(new UploadFailure(failure))).toBe(failure);
    expect(new UploadFailure(failure).sent).toBe('nothing');
  });

  test.each([
    [new TypeError('x'), 'TypeError'],
    [Object.assign(new Error('open /home/me/secret'), { code: 'ENOENT' }), 'Error ENOENT'],
    ['text', 'string'],
    [undefined, 'undefined'],
    [Object.assign(new Error(), { code: 'y'.repeat(1_000) }), `Error ${'y'.repeat(494)}`],
  ])('%s is a bug, with a bounded hint that holds no message', (error, detail) => {
    const failure = toFailure(error);
    expect(failure).toEqual({ kind: 'bug', detail });
    expect(Failure.parse(failure)).toEqual(failure);
  });
});

test('scopes are ordered from the fewest people to the most', () => {
  const wider = Scope.options.map((scope) => Scope.options.filter((than) => isWider(scope, than)));
  expect(wider).toEqual([[], ['local'], ['local', 'account']]);
});

test.each([
  [{ name: 'done' }, true],
  [{ name: 'cancelled' }, true],
  [{ name: 'failed', failure: { kind: 'empty-refused' }, at: null }, true],
  [{ name: 'paused' }, false],
  [{ name: 'waiting', wait: { what: 'network' } }, false],
])('%o is final: %o', (state, final) => {
  expect(isFinal(State.parse(state))).toBe(final);
});
