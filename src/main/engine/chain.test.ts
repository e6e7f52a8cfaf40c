import { describe, expect, test } from 'vitest';
import type { Retention } from '../../shared/model.ts';
import type { Traits } from '../providers/provider.ts';
import { type Agreed, destinationsOf, keptMs, planVisit, refusal, rotate } from './chain.ts';
import type { Destination } from './destination.ts';
import type { Guarded } from './guarding.ts';
import { createHost, plainTraits } from './test-host.ts';
import { idOf } from './test-rig.ts';

const agreed: Agreed = { scope: 'public', keepAtLeastMs: null, granted: [] };
const file = { name: 'photo.JPG', size: 100 };
const hour = 3_600_000;

function at(id: string, traits: Partial<Traits> = {}): Destination {
  return createHost(id, { traits });
}

/** The plan in short: `a try`, `b too-large`, `c ask wider`. */
function plan(
  chain: readonly Destination[],
  consent: Partial<Agreed> = {},
  of = file,
  questionAt: Guarded['questionAt'] = () => null,
): string[] {
  return planVisit(chain, { ...agreed, ...consent }, of, { questionAt }).map((stop) => {
    const what = stop.kind === 'try' ? 'try' : stop.kind === 'ask' ? `ask ${stop.asked.why}` : stop.failure.kind;
    return `${stop.destination.id} ${what}`;
  });
}

describe('rotate', () => {
  test.each([
    ['c', 'cdab'],
    ['a', 'abcd'],
    ['d', 'dabc'],
    ['x', 'abcd'],
    [null, 'abcd'],
  ])('begins at %s', (start, expected) => {
    expect(rotate([...'abcd'], start).join('')).toBe(expected);
  });
});

describe('what a destination refuses', () => {
  test.each<[string, Partial<Traits>, { name: string; size: number }, object | null]>([
    ['at its limit', { maxBytes: 100 }, file, null],
    ['over its limit', { maxBytes: 99 }, file, { kind: 'too-large', sizeBytes: 100, limitBytes: 99 }],
    [
      'over an extension limit',
      { maxBytes: 200, maxBytesByExtension: { jpg: 50 } },
      file,
      { kind: 'too-large', sizeBytes: 100, limitBytes: 50 },
    ],
    ['over another extension limit', { maxBytesByExtension: { png: 50 } }, file, null],
    ['empty', { takesEmptyFiles: false }, { name: 'a', size: 0 }, { kind: 'empty-refused' }],
    ['empty, and taken', {}, { name: 'a', size: 0 }, null],
    ['its type', { refusedExtensions: ['jpg'] }, file, { kind: 'type-refused', type: '.jpg' }],
    ['no extension', { refusedExtensions: [''] }, { name: 'jpg', size: 1 }, null],
    ['a hidden file', { refusedExtensions: ['jpg'] }, { name: '.jpg', size: 1 }, null],
    [
      'an extension of 200 letters',
      { refusedExtensions: ['x'.repeat(200)] },
      { name: `a.${'x'.repeat(200)}`, size: 1 },
      { kind: 'type-refused', type: `.${'x'.repeat(99)}` },
    ],
  ])('%s', (_, traits, of, expected) => {
    expect(refusal({ ...plainTraits, ...traits }, of)).toEqual(expected);
  });
});

describe('a visit', () => {
  test('tries in the order of the chain, and passes over what would refuse the file', () => {
    expect(plan([at('a'), at('b', { maxBytes: 1 }), at('c')])).toEqual(['a try', 'b too-large', 'c try']);
  });

  test.each([
    ['local', ['account', 'public']],
    ['account', ['public']],
    ['public', []],
  ] as const)('never reaches more than %s without a question', (scope, asked) => {
    const chain = (['local', 'account', 'public'] as const).map((each) => at(each, { scope: each }));
    const questions = plan(chain, { scope }).filter((stop) => stop.includes('ask'));
    expect(questions).toEqual(asked.map((each) => `${each} ask wider`));
  });

  test('never keeps a file shorter than was asked without a question', () => {
    const chain = [at('short', { retention: { kind: 'fixed', ms: hour } }), at('long')];
    expect(plan(chain, { keepAtLeastMs: hour })).toEqual(['short try', 'long try']);
    expect(plan(chain, { keepAtLeastMs: hour + 1 })).toEqual(['long try', 'short ask shorter']);
  });

  test('asks only after all that was agreed to', () => {
    expect(plan([at('a'), at('own', { scope: 'account' })], { scope: 'account' })).toEqual(['own try', 'a ask wider']);
  });

  test('asks nothing about a destination that would refuse the file anyway', () => {
    expect(plan([at('a', { maxBytes: 1 })], { scope: 'local' })).toEqual(['a too-large']);
  });

  test('a destination that was granted has its place in the chain', () => {
    const chain = [at('a'), at('own', { scope: 'account' })];
    expect(plan(chain, { scope: 'account', granted: [idOf('a')] })).toEqual(['a try', 'own try']);
  });

  test('an empty chain has no stops', () => {
    expect(plan([])).toEqual([]);
  });
});

describe('the destinations of a chain', () => {
  const known = new Map(['a', 'b'].map((id) => [id, at(id)]));
  const chainOf = (ids: string[], fragile: boolean): string[] =>
    destinationsOf(ids.map(idOf), fragile, (id) => known.get(id) ?? null).map(({ id }) => id);

  test('are those that exist now', () => {
    expect(chainOf(['gone', 'b', 'a'], false)).toEqual(['b', 'a']);
  });

  test('fragile: the first only, and no other in its place', () => {
    expect(chainOf(['b', 'a'], true)).toEqual(['b']);
    expect(chainOf(['gone', 'a'], true)).toEqual([]);
  });
});

describe('how long a file is kept at least', () => {
  const bySize: Retention = { kind: 'by-size', minMs: hour, maxMs: 101 * hour };
  test.each<[string, Partial<Traits>, number, number]>([
    ['no end date', { retention: { kind: 'no-end-date' } }, 1, Infinity],
    ['while used', { retention: { kind: 'while-used', idleMs: hour } }, 1, hour],
    ['fixed', { retention: { kind: 'fixed', ms: 2 * hour } }, 1, 2 * hour],
    ['by size, empty', { retention: bySize, maxBytes: 100 }, 0, 101 * hour],
    ['by size, half', { retention: bySize, maxBytes: 100 }, 50, 26 * hour],
    ['by size, at the limit', { retention: bySize, maxBytes: 100 }, 100, hour],
    ['by size, over the limit', { retention: bySize, maxBytes: 100 }, 200, hour],
    ['while shared', { retention: { kind: 'while-shared', maxMs: hour } }, 1, hour],
    ['while shared, no end', { retention: { kind: 'while-shared', maxMs: null } }, 1, Infinity],
  ])('%s', (_, traits, size, expected) => {
    expect(keptMs({ ...plainTraits, ...traits }, size)).toBe(expected);
  });
});
