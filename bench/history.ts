/** A history of 100,000 uploads as the window asks it: opened, and searched as one types; beside one of 1,000. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openDatabase } from '../src/main/store/database.ts';
import { indexSome } from '../src/main/store/history-index.ts';
import { createHistorySearch } from '../src/main/store/history-search.ts';
import { fillHistory } from '../src/main/store/test-history.ts';
import type { HistoryQuery } from '../src/shared/history.ts';
import { DestinationId } from '../src/shared/ids.ts';
import { median } from './figures.ts';
import type { Program } from './program.ts';

export interface HistoryOutcome {
  readonly rows: number;
  readonly rounds: number;
  /** From the question to the first rows, with the start of the thread that looks for them, ms. */
  readonly openMs: number;
  /** The same of the small history. */
  readonly smallOpenMs: number;
  /** The program's own start on the database, ms. */
  readonly startMs: number;
  /** Medians for each search, ms; the slowest counts. */
  readonly searches: readonly { readonly text: string; readonly matching: number; readonly ms: number }[];
}

const large = 100_000;
const small = 1_000;
/** What the window asks for first. */
const firstRows = 60;
/** From what nearly all uploads match to what none does. */
const texts = ['h', 'ho', 'hol', 'holiday', 'https', 'catbox', 'holiday png', '099123', 'no such thing'];
const anything: HistoryQuery = {
  ...{ text: '', destinations: [], types: [], from: null, to: null, states: [], expired: 'any' },
};
/** Several values of each filter, which most uploads have. */
const filters: Partial<HistoryQuery> = {
  destinations: ['catbox', 'my-s3', 'uguu'].map((id) => DestinationId.parse(id)),
  types: ['image', 'video', 'document'],
  states: ['done', 'failed'],
  from: Date.UTC(2024, 0, 2),
  to: Date.UTC(2100, 0, 1),
};
// With a word first: what the filters let through is remembered for the words that come after it.
const questions = new Map<string, Partial<HistoryQuery>>([
  ...texts.map((text): [string, Partial<HistoryQuery>] => [text, { text }]),
  ['h, five filters', { ...filters, text: 'h' }],
  ['ho, five filters', { ...filters, text: 'ho' }],
]);

export interface HistoryInput {
  readonly program: Program;
  readonly folder: string;
  readonly rounds: number;
}

export async function throughHistory({ program, folder, rounds }: HistoryInput): Promise<HistoryOutcome> {
  // The built thread, as users have it: from sources, Node would read TypeScript first.
  const script = pathToFileURL(join(dirname(program.cli), 'history-worker.js'));
  const openSearch = (file: string) => createHistorySearch({ file, clock: Date.now, script });
  const openMs = async (file: string): Promise<number> => {
    await using search = openSearch(file);
    return await timed(async () => {
      const { list } = await search.find(anything);
      await search.rows(list, 0, firstRows);
    });
  };
  const own = join(folder, 'history');
  mkdirSync(own);
  const files = { large: fill(join(own, 'large.db'), large), small: fill(join(own, 'small.db'), small) };
  const opens: number[] = [];
  const smallOpens: number[] = [];
  const starts: number[] = [];
  const searches = new Map([...questions].map(([text, query]) => [text, { query, matching: 0, ms: [] as number[] }]));
  for (let round = 0; round < rounds; round += 1) {
    smallOpens.push(await openMs(files.small));
    opens.push(await openMs(files.large));
    starts.push(await timed(() => openDatabase(files.large, Date.now()).database[Symbol.dispose]()));
    await using search = openSearch(files.large);
    await search.find(anything);
    for (const found of searches.values()) {
      found.ms.push(
        await timed(async () => {
          found.matching = (await search.find({ ...anything, ...found.query })).matching;
        }),
      );
    }
  }
  return {
    rows: large,
    rounds,
    openMs: median(opens),
    smallOpenMs: median(smallOpens),
    startMs: median(starts),
    searches: [...searches].map(([text, { matching, ms }]) => ({ text, matching, ms: median(ms) })),
  };
}

function fill(file: string, count: number): string {
  using database = openDatabase(file, Date.now()).database;
  fillHistory(database, { count, from: Date.UTC(2024, 0, 1) });
  while (indexSome(database) > 0);
  return file;
}

async function timed(work: () => Promise<void> | void): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
