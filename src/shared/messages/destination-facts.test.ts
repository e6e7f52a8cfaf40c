/** What a first stop promises, as the idle window says it. */
import { expect, it } from 'vitest';
import type { DestinationView } from '../model.ts';
import { chainMaxBytes, retentionFact, retentionName, scopeFact, sizeFact } from './destination-facts.ts';

const day = 86_400_000;
type Promised = Pick<DestinationView, 'label' | 'scope' | 'maxBytes' | 'retention'>;

const catbox: Promised = {
  label: 'catbox',
  scope: 'public',
  maxBytes: 200_000_000,
  retention: { kind: 'while-used', idleMs: 730 * day },
};
const litterbox: Promised = {
  label: 'litterbox',
  scope: 'public',
  maxBytes: 1_000_000_000,
  retention: { kind: 'fixed', ms: 3 * day },
};
const here: Promised = {
  label: 'This computer',
  scope: 'local',
  maxBytes: null,
  retention: { kind: 'while-shared', maxMs: null },
};

it('says who can open a link', () => {
  expect(scopeFact(catbox, false).more).toBe('Anyone who has the link can open the file.');
  expect(scopeFact(here, false).more).toBe('Nothing is sent; the link opens only on this computer.');
});

it('says how long a file stays', () => {
  expect(retentionFact(catbox).more).toBe('catbox removes a file that nobody opened for 2 years.');
  expect(retentionFact(litterbox).title).toBe('Stays 3 days');
  expect(retentionName({ kind: 'by-size', minMs: 3 * day, maxMs: 100 * day })).toBe('3 to 100 days by size');
});

it('says where bigger files go', () => {
  expect(sizeFact([catbox, litterbox])).toEqual({
    title: 'Up to 200 MB',
    more: 'Bigger files go to litterbox: 1 GB, 3 days.',
  });
  expect(sizeFact([litterbox, catbox]).more).toBe('The chain takes nothing bigger.');
  expect(sizeFact([here]).title).toBe('Any size');
});

it('knows the most that a chain takes; this computer stands apart', () => {
  expect(chainMaxBytes([catbox, litterbox, here])).toBe(1_000_000_000);
  expect(chainMaxBytes([{ ...catbox, maxBytes: null }, litterbox])).toBeNull();
  expect(chainMaxBytes([here])).toBeNull();
});
