/** The states and phases in which the program is killed, and how each is brought about and known. */
import type { UploadRow } from './record.ts';
import type { Command, Seen } from './scene.ts';
import type { Hold } from './sink.ts';

export interface Place {
  readonly name: string;
  /** What the destinations do until the next start. */
  readonly first?: Hold;
  readonly second?: Hold;
  /** What `first` goes on doing; by default all goes well there. */
  readonly firstAfter?: Hold;
  readonly files?: number;
  readonly bytes?: number;
  readonly args?: readonly string[];
  /** Instead of `args`, for the second start and those after it. */
  readonly argsAgain?: readonly string[];
  /** True where a transaction is under way: the program stands still in the middle of it. */
  readonly writing?: boolean;
  /** What the user does on the way, and when. */
  readonly on?: { readonly when: (seen: Seen) => boolean; readonly tell: Command };
  /** True once the kill comes at the right moment, and after it. */
  readonly reached: (seen: Seen) => boolean;
  /** True where it passes by itself, so that the kill must not wait. */
  readonly passes?: boolean;
  /** Starts that are killed there, one after the other; 1 where not given. */
  readonly kills?: number;
  /** What is to be said before the next start goes on; where not given, it goes on by itself. */
  readonly answer?: Command;
  /** How the last attempt of what was unfinished ends. */
  readonly ends?: 'delivered' | 'reused';
}

/** The state, as it is written, begins so. */
const isIn =
  (state: string) =>
  (row: UploadRow): boolean =>
    row.state.startsWith(state);
const isRunning = isIn('{"name":"running"');
const isNamed = (name: string): ((row: UploadRow) => boolean) => isIn(`{"name":"${name}"`);
const isWaitingFor = (what: string): ((row: UploadRow) => boolean) =>
  isIn(`{"name":"waiting","wait":{"what":"${what}"`);
export const isDone = isNamed('done');

const some =
  (test: (row: UploadRow) => boolean) =>
  ({ rows }: Seen): boolean =>
    rows.some(test);
const all =
  (test: (row: UploadRow) => boolean) =>
  ({ rows }: Seen): boolean =>
    rows.length > 0 && rows.every(test);
/** On disk in this phase, its attempt open, and held by the host. */
const inPhase =
  (phase: string, at = 'first') =>
  ({ rows, held }: Seen): boolean => {
    const there = rows.filter(
      (row) => row.state === `{"name":"running","phase":"${phase}","at":"${at}"}` && isOpen(row),
    );
    return there.length > 0 && held >= there.length;
  };
const isOpen = ({ attempts }: UploadRow): boolean => attempts.at(-1)?.open === true;
const isUnderWay = ({ rows, held }: Seen): boolean => held > 0 && rows.every(isRunning);

const large = 8_000_000;
const offered = isWaitingFor('already-online');

export const places: readonly Place[] = [
  { name: 'preparing', files: 300, reached: some(isNamed('preparing')), passes: true },
  {
    name: 'preparing: on disk, and nothing begun',
    args: ['--stop', '0 {"name":"preparing"}'],
    reached: all(isNamed('preparing')),
  },
  {
    name: 'preparing: the pin half written',
    args: ['--inside', 'INSERT INTO payload'],
    writing: true,
    reached: (seen) => seen.standing !== '' && all(isNamed('preparing'))(seen),
  },
  {
    name: 'queued behind others',
    first: 'answer',
    files: 20,
    reached: (seen) => seen.held > 0 && some(isRunning)(seen) && some(isNamed('queued'))(seen),
  },
  {
    name: 'queued between two destinations',
    files: 1,
    first: 'refused',
    firstAfter: 'refused',
    args: ['--chain', 'first,second', '--stop', '1 {"name":"queued"}'],
    reached: some((row) => isNamed('queued')(row) && row.attempts.at(-1)?.outcome === 'failed'),
  },
  { name: 'sending', first: 'body', bytes: large, reached: inPhase('sending') },
  {
    name: 'sending to the second destination',
    first: 'refused',
    firstAfter: 'refused',
    second: 'body',
    bytes: large,
    args: ['--chain', 'first,second'],
    reached: inPhase('sending', 'second'),
  },
  { name: 'sending, three times', first: 'body', bytes: large, kills: 3, reached: inPhase('sending') },
  { name: 'finishing', first: 'answer', reached: inPhase('finishing') },
  { name: 'finishing, three times', first: 'answer', kills: 3, reached: inPhase('finishing') },
  { name: 'verifying', first: 'check', reached: inPhase('verifying') },
  {
    name: 'delivered, the receipt half written',
    args: ['--inside', 'INSERT INTO receipt'],
    writing: true,
    reached: (seen) => seen.standing !== '' && some(isOpen)(seen),
  },
  {
    name: 'taking over, half done',
    first: 'body',
    bytes: large,
    kills: 2,
    argsAgain: ['--inside', 'UPDATE upload SET owner_id'],
    reached: (seen) => (seen.standing === '' ? inPhase('sending')(seen) : some(isOpen)(seen)),
  },
  {
    name: 'waiting: back-off',
    first: 'down',
    args: ['--random', '0.999', '--stop', '1 {"name":"waiting","wait":{"what":"back-off"'],
    reached: some(isWaitingFor('back-off')),
  },
  { name: 'waiting: rate limit', first: 'later', reached: some(isWaitingFor('rate-limit')) },
  { name: 'waiting: network', args: ['--offline'], reached: all(isWaitingFor('network')) },
  {
    name: 'waiting: consent',
    args: ['--scope', 'local'],
    reached: all(isWaitingFor('consent')),
    answer: 'consent',
  },
  {
    name: 'waiting: already online',
    on: { when: all(isDone), tell: 'hand in again' },
    reached: ({ rows }) => rows.length === 4 && rows.filter(offered).length === 2,
    answer: 'use link',
    ends: 'reused',
  },
  {
    name: 'paused',
    first: 'body',
    bytes: large,
    on: { when: isUnderWay, tell: 'pause' },
    reached: all(isNamed('paused')),
    answer: 'resume',
  },
  {
    name: 'done, its link not copied yet',
    reached: ({ rows, clipboard }) =>
      rows.length > 0 &&
      rows.every((row) => isDone(row)) &&
      rows.every(({ link, linksCopied }) => link !== null && clipboard.includes(link) && !linksCopied),
  },
  { name: 'done', reached: all(isDone) },
  { name: 'failed', first: 'refused', reached: all(isNamed('failed')), answer: 'try again' },
  {
    name: 'cancelled',
    first: 'body',
    bytes: large,
    on: { when: isUnderWay, tell: 'cancel' },
    reached: all(isNamed('cancelled')),
    answer: 'try again',
  },
];
