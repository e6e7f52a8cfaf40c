import { describe, expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { createWriteGroup } from './write-group.ts';

function createRig() {
  const { database } = openDatabase(':memory:', 0);
  database.run('CREATE TABLE note (text TEXT PRIMARY KEY) STRICT');
  let transactions = 0;
  const together = createWriteGroup({
    transaction(work) {
      transactions += 1;
      return database.transaction(work);
    },
  });
  const note = (text: string): void => void database.run('INSERT INTO note VALUES (?)', text);
  return {
    together,
    note,
    transactions: () => transactions,
    notes: () => database.all('SELECT text FROM note ORDER BY rowid').map(({ text }) => text),
  };
}

describe('writes of one turn of the event loop', () => {
  test('are one transaction, in the order in which they came, and each gets its result', async () => {
    const { together, note, transactions, notes } = createRig();
    const results = ['b', 'a', 'c'].map((text, at) =>
      together(() => {
        note(text);
        return at;
      }),
    );
    expect(notes()).toEqual([]);
    expect(await Promise.all(results)).toEqual([0, 1, 2]);
    expect([notes(), transactions()]).toEqual([['b', 'a', 'c'], 1]);
    await together(() => note('d'));
    expect(transactions()).toBe(2);
  });

  test('do not fail with one another: where one does, each is written by itself', async () => {
    const { together, note, notes } = createRig();
    const results = await Promise.allSettled(['a', 'a', 'b'].map((text) => together(() => note(text))));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(notes()).toEqual(['a', 'b']);
  });
});
