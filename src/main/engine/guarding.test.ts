import { expect, test } from 'vitest';
import type { GuardQuestion, Scope } from '../../shared/model.ts';
import type { LocationAnswer } from '../guard/location.ts';
import type { Payload } from '../net/payload.ts';
import type { Look } from './file-look.ts';
import { type GuardRules, guardedBy } from './guarding.ts';

const usual: GuardRules = { removeLocation: 'public', askForSecretFiles: true };
const agreed = (...goAhead: GuardQuestion[]) => ({ keepLocation: false, goAhead });
const plain = agreed();
const payload: Payload = {
  name: 'a',
  mime: '',
  size: 100,
  source: { path: '/a', dev: 1n, ino: 1n, size: 100, mtimeNs: 1n },
  open: () => Promise.reject(new Error('nothing is read here')),
};
const found: LocationAnswer = { kind: 'found', what: ['exif'], patches: [{ offset: 1, length: 5, fill: 0 }] };
const stuck: LocationAnswer = { kind: 'unreadable', why: 'format', format: 'heic', what: [] };

function look(location: LocationAnswer, secret: Look['secret'] = null): Look {
  return { location, secret, transform: location.kind === 'found' ? 'cleaned' : null };
}

test.each<[GuardRules['removeLocation'], Scope, string | null]>([
  ['public', 'local', null],
  ['public', 'account', null],
  ['public', 'public', 'cleaned'],
  ['always', 'local', 'cleaned'],
  ['always', 'account', 'cleaned'],
  ['always', 'public', 'cleaned'],
  ['never', 'local', null],
  ['never', 'account', null],
  ['never', 'public', null],
])('removed %s: %s gets %s', (removeLocation, scope, transform) => {
  const rules = { ...usual, removeLocation };
  const form = guardedBy(rules, plain, payload, look(found)).formAt(scope);
  expect(form.transform).toBe(transform);
  expect('patches' in form.payload).toBe(transform !== null);
  expect(guardedBy(rules, { ...plain, keepLocation: true }, payload, look(found)).formAt(scope).transform).toBeNull();
  // What can not be removed is asked about just there, unless that was agreed.
  const asked = { why: 'location', format: 'heic', because: 'format', seen: false };
  const question = guardedBy(rules, plain, payload, look(stuck)).questionAt(scope);
  expect(question).toEqual(transform === null ? null : asked);
  expect(guardedBy(rules, agreed('location'), payload, look(stuck)).questionAt(scope)).toBeNull();
  expect(guardedBy(rules, agreed('secret-file'), payload, look(stuck)).questionAt(scope)).toEqual(question);
  expect(guardedBy(rules, plain, payload, look(found)).questionAt(scope)).toBeNull();
});

test.each<[Scope, boolean]>([
  ['local', false],
  ['account', true],
  ['public', true],
])('a secret on its way to %s is asked about: %s', (scope, isAsked) => {
  const secret = look({ kind: 'none' }, 'wallet');
  const question = (rules: GuardRules, job = plain) => guardedBy(rules, job, payload, secret).questionAt(scope);
  expect(question(usual)).toEqual(isAsked ? { why: 'secret-file', looksLike: 'wallet' } : null);
  expect(question({ ...usual, askForSecretFiles: false })).toBeNull();
  expect(question(usual, agreed('secret-file'))).toBeNull();
  expect(question(usual, agreed('location')) !== null).toBe(isAsked);
});

test('what the file itself tells is known whatever the rules are', () => {
  const of = (location: LocationAnswer) =>
    guardedBy({ removeLocation: 'never', askForSecretFiles: false }, plain, payload, look(location)).location;
  expect([of(found), of(stuck), of({ kind: 'none' })]).toEqual(['found', 'unreadable', null]);
});
