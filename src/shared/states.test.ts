/** Which states are final. */
import { expect, it } from 'vitest';
import type { State, StateName } from './model.ts';
import { isFinal } from './states.ts';

const at = 'catbox' as Extract<State, { name: 'running' }>['at'];

it.each<[StateName, boolean, State]>([
  ['preparing', false, { name: 'preparing' }],
  ['queued', false, { name: 'queued' }],
  ['running', false, { name: 'running', phase: 'verifying', at }],
  ['waiting', false, { name: 'waiting', wait: { what: 'network' } }],
  ['paused', false, { name: 'paused' }],
  ['done', true, { name: 'done' }],
  ['failed', true, { name: 'failed', failure: { kind: 'offline' }, at: null }],
  ['cancelled', true, { name: 'cancelled' }],
])('%s: %s', (_name, final, state) => expect(isFinal(state)).toBe(final));
