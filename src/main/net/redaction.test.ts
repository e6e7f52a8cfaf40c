import { expect, test } from 'vitest';
import { createRedaction, redactWithin } from './redaction.ts';

const secret = 'p"ss/w ö+rd';

test.each([
  ['as it is', secret],
  ['URL-encoded', encodeURIComponent(secret)],
  ['within JSON', JSON.stringify(secret).slice(1, -1)],
  ['in Base64', Buffer.from(secret).toString('base64').replace(/=+$/, '')],
  ['in Base64 for URLs', Buffer.from(secret).toString('base64url')],
])('a secret is blackened %s', (_, form) => {
  expect(createRedaction([secret])(`a ${form} b ${form}`)).toBe('a [secret] b [secret]');
});

test.each(['', ':', 'me:', 'you:', 'user:'])('a header of Basic with the user %j gives nothing of it away', (user) => {
  const header = Buffer.from(`${user}${secret}`).toString('base64');
  const seen = createRedaction([secret])(`authorization: Basic ${header}`);
  expect(seen).toMatch(/^authorization: Basic [\w+/]{0,8}\[secret\][\w+/]?=*$/);
});

test('a secret that holds another one leaves nothing', () => {
  expect(createRedaction(['word', 'password1'])('password1 word')).toBe('[secret] [secret]');
});

test('secrets that are words of every sentence stay', () => {
  expect(createRedaction(['', 'a'], 4)('a cat')).toBe('a cat');
});

test('texts deep within data are blackened, and nothing else changes', () => {
  const data = { a: [{ b: 'x hidden y' }], c: 1, d: null, e: true };
  expect(redactWithin(data, createRedaction(['hidden']))).toEqual({ ...data, a: [{ b: 'x [secret] y' }] });
});
