import { expect, test, vi } from 'vitest';
import { openDatabase } from './database.ts';
import { createHistoryIndex, indexSome } from './history-index.ts';
import { fillHistory } from './test-history.ts';

function createFilled(count: number) {
  const { database } = openDatabase(':memory:', 0);
  fillHistory(database, { count, from: 0 });
  const unindexed = () => database.get('SELECT count(*) AS n FROM listing WHERE indexed = 0')?.n;
  const matching = (text: string) =>
    database.get('SELECT count(*) AS n FROM listing_search WHERE listing_search MATCH ?', `"${text}"`)?.n;
  return { database, unindexed, matching };
}

test('rows come into the index bit by bit, each once, and with their present words', () => {
  const { database, unindexed, matching } = createFilled(250);
  expect(indexSome(database)).toBe(100);
  expect(unindexed()).toBe(150);
  while (indexSome(database) > 0);
  expect([unindexed(), matching('https')]).toEqual([0, 238]);
  database.run("UPDATE upload SET name = 'renamed' WHERE id = 'u7'");
  expect(matching('renamed')).toBe(0);
  expect(indexSome(database)).toBe(1);
  expect([matching('renamed'), matching('000007')]).toEqual([1, 0]);
});

test('what is deleted is in the index no more', () => {
  const { database, matching } = createFilled(20);
  while (indexSome(database) > 0);
  expect(matching('000007')).toBe(1);
  for (const table of ['receipt', 'attempt']) database.run(`DELETE FROM ${table} WHERE upload_id = 'u7'`);
  database.run("DELETE FROM upload WHERE id = 'u7'");
  expect(matching('000007')).toBe(0);
  expect(database.get("SELECT count(*) AS n FROM listing WHERE upload_id = 'u7'")?.n).toBe(0);
});

test('it begins once it is quiet, goes on until all is in, and is quiet then', () => {
  vi.useFakeTimers();
  try {
    const { database, unindexed } = createFilled(450);
    using index = createHistoryIndex(database, (error) => {
      throw error;
    });
    vi.advanceTimersByTime(900);
    index.changed();
    vi.advanceTimersByTime(900);
    expect(unindexed()).toBe(450);
    vi.advanceTimersByTime(5_000);
    expect([unindexed(), vi.getTimerCount()]).toEqual([0, 0]);
    database.run("UPDATE upload SET name = 'renamed' WHERE id = 'u7'");
    index.changed();
    vi.advanceTimersByTime(5_000);
    expect(unindexed()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
