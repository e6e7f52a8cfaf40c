/** Asks for what the History view shows, and keeps it true while uploads run; the scroll place is the view's. */
import { historyWords } from '../ui/words.ts';
import { type Page, type Pages, pageSize, pagesFor, placeOfId, withPage } from './history-pages.ts';
import { type Filters, isNarrow, noFilters, queryOf } from './history-query.ts';
import { useHistory } from './history-store.ts';
import { ask } from './requests.ts';
import { useStore } from './store.ts';

/** Typing goes on for about as long between two keys. */
const typingMs = 90;

let turn = 0;
let typing: ReturnType<typeof setTimeout> | undefined;
/** The places in sight. */
let sight = { first: 0, end: 0 };
const asked = new Set<number>();

/** Follows the history until the returned function is called. */
export function startHistory(): () => void {
  const { droprelay } = window;
  const ends = [
    droprelay.on('history.changed', () => void refresh()),
    droprelay.on('history.checked', (checks) => {
      const found = new Map(checks.map(({ id, check }) => [id, check]));
      useHistory.getState().changeRows((row) => {
        const check = found.get(row.id);
        return check ? { ...row, check } : row;
      });
    }),
    droprelay.on('history.progress', (progress) => {
      if (useHistory.getState().told?.kind === 'work')
        useHistory.getState().put({ told: { kind: 'work', ...progress } });
    }),
  ];
  void refresh();
  void loadDestinations();
  return () => {
    clearTimeout(typing);
    turn++;
    for (const end of ends) end();
  };
}

async function loadDestinations(): Promise<void> {
  const answer = await ask('history.destinations', undefined);
  if (answer) useHistory.getState().put({ destinations: answer.value });
}

export function searchFor(text: string): void {
  useHistory.getState().put({ text });
  clearTimeout(typing);
  typing = setTimeout(() => void search(), typingMs);
}

export function filterBy(change: Partial<Filters>): void {
  const { filters, put } = useHistory.getState();
  put({ filters: { ...filters, ...change } });
  void search();
}

export function clearSearch(): void {
  useHistory.getState().put({ text: '', filters: noFilters });
  void search();
}

/** A new question: what was chosen in the old list is not. */
async function search(): Promise<void> {
  clearTimeout(typing);
  sight = { first: 0, end: pageSize };
  if (!(await find(true))) return;
  const { text, filters, found } = useHistory.getState();
  if (found === null || !isNarrow(text, filters)) return;
  const said = found.matching === 0 ? historyWords.foundNone : historyWords.found(found.matching);
  useStore.getState().announce(said);
}

/** The same question again, since something changed. */
export async function refresh(): Promise<void> {
  const isFirst = useHistory.getState().found === null;
  if (isFirst) sight = { first: 0, end: pageSize };
  await find(false);
}

/** True once the answer is shown; false where a newer question came, or it could not be answered. */
async function find(isNew: boolean): Promise<boolean> {
  const mine = ++turn;
  const { text, filters } = useHistory.getState();
  const result = await window.droprelay.call('history.find', { query: queryOf(text, filters, new Date()) });
  if (mine !== turn) return false;
  if (!result.ok) {
    // Asked once more, so that what went wrong is said.
    if (result.failure.kind !== 'cancelled') await ask('history.find', { query: queryOf(text, filters, new Date()) });
    return false;
  }
  const found = result.value;
  // With a margin: rows that came above move those in sight down.
  const first = Math.max(0, Math.min(sight.first, found.matching) - 50);
  const pages = await readPages(found.list, pagesFor(first, Math.min(found.matching, sight.end + 50)), found.matching);
  if (mine !== turn || pages === null) return false;
  const { pages: before, chosen, question, opened, put } = useHistory.getState();
  asked.clear();
  put({
    found,
    pages,
    question: isNew ? question + 1 : question,
    chosen: isNew ? new Map() : moved(chosen, before, pages),
    opened: opened && (rowOf(pages, opened.id) ?? opened),
  });
  return true;
}

async function readPages(list: ListOf, numbers: readonly number[], matching: number): Promise<Pages | null> {
  let pages: Pages = new Map();
  const read = await Promise.all(numbers.map((number) => readPage(list, number, matching)));
  for (const [at, number] of numbers.entries()) {
    const rows = read[at];
    if (!rows) return null;
    pages = withPage(pages, number, rows);
  }
  return pages;
}

type ListOf = NonNullable<ReturnType<typeof useHistory.getState>['found']>['list'];

/** Null where the list is too old. */
async function readPage(list: ListOf, number: number, matching: number): Promise<Page | null> {
  const offset = number * pageSize;
  const answer = await ask('history.rows', { list, offset, limit: Math.min(pageSize, matching - offset) });
  return answer && answer.value.rows.length > 0 ? answer.value.rows : null;
}

/** Tells which places are in sight, and reads what was not read of them. */
export function lookAt(first: number, end: number): void {
  sight = { first, end };
  const { found, pages } = useHistory.getState();
  if (found === null) return;
  for (const number of pagesFor(first, end)) {
    if (!pages.has(number) && !asked.has(number)) void fetchPage(found.list, number, found.matching);
  }
}

async function fetchPage(list: ListOf, number: number, matching: number): Promise<void> {
  asked.add(number);
  const rows = await readPage(list, number, matching);
  const { found, putPage } = useHistory.getState();
  if (found?.list !== list) return;
  asked.delete(number);
  if (rows) putPage(number, rows);
  else await refresh();
}

function rowOf(pages: Pages, id: Parameters<typeof placeOfId>[1]) {
  const place = placeOfId(pages, id);
  return place === null ? null : (pages.get(Math.floor(place / pageSize))?.[place % pageSize] ?? null);
}

/** What is chosen keeps its order: the places that a row in both lists moved by count for all. */
function moved(chosen: Chosen, before: Pages, after: Pages): Chosen {
  if (chosen.size === 0) return chosen;
  for (const [page, rows] of after) {
    for (const [at, row] of rows.entries()) {
      const was = row && placeOfId(before, row.id);
      if (was == null) continue;
      const by = page * pageSize + at - was;
      return by === 0 ? chosen : new Map([...chosen].map(([id, place]) => [id, place + by]));
    }
  }
  return chosen;
}

type Chosen = ReturnType<typeof useHistory.getState>['chosen'];
