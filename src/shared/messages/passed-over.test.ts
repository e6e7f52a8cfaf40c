/** Why the first stop will not get a file, before it is sent. */
import { expect, it } from 'vitest';
import { DestinationId } from '../ids.ts';
import type { State } from '../model.ts';
import { passedOverLine } from './passed-over.ts';

const limits = { maxBytes: null, refusedExtensions: [], takesEmptyFiles: true };
const x0 = {
  ...limits,
  id: DestinationId.parse('x0at'),
  label: 'x0.at',
  maxBytes: 100,
  refusedExtensions: ['exe'],
  takesEmptyFiles: false,
};
const litterbox = { ...limits, id: DestinationId.parse('litterbox'), label: 'litterbox', maxBytes: 1000 };
const here = DestinationId.parse('this-computer');
const queued: State = { name: 'queued' };
const sending = (at: DestinationId): State => ({ name: 'running', phase: 'sending', at });

it.each<[string | null, string, number | null, State]>([
  ['x0.at is passed over: the file is too large for it', 'a.zip', 101, queued],
  ['x0.at is passed over: the file is too large for it', 'a.zip', 101, sending(litterbox.id)],
  ['x0.at is passed over: it does not take empty files', 'a.zip', 0, queued],
  ['x0.at is passed over: it does not take .exe files', 'Setup.EXE', 5, queued],
  ['no destination takes this file', 'a.zip', 1001, queued],
  [null, 'a.zip', 100, queued],
  [null, '.exe', 5, queued],
  [null, 'exe', 5, queued],
  [null, 'a.zip', null, queued],
  [null, 'a.zip', 101, sending(x0.id)],
  [null, 'a.zip', 101, sending(here)],
  [null, 'a.zip', 101, { name: 'running', phase: 'verifying', at: litterbox.id }],
  [null, 'a.zip', 101, { name: 'paused' }],
])('%s (%s, %s bytes, %o)', (line, name, size, state) => {
  expect(passedOverLine({ name, size, state }, [x0, litterbox])).toBe(line);
});

it('has nothing to say where there is no chain', () => {
  expect(passedOverLine({ name: 'a.zip', size: 1, state: queued }, [])).toBeNull();
});
