import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { anything, createDoor, upload } from './test-history-door.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('the window is told that the history changed, once for many changes', async () => {
  await using door = createDoor();
  vi.useFakeTimers();
  for (let time = 0; time < 50; time++) door.history.changed();
  vi.advanceTimersByTime(499);
  expect(door.sentAs('history.changed')).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(door.sentAs('history.changed')).toEqual([undefined]);
  vi.useRealTimers();
});

test('an export goes where the dialog said, and nowhere without an answer', async () => {
  const path = join(tmpdir(), `droprelay-export-${process.pid}.json`);
  await using door = createDoor({ path });
  await upload(door.rig, '1.txt', '2.txt');
  const { list } = await door.calls['history.find']({ query: { ...anything, text: '2.txt' } });
  expect(await door.calls['history.export']({ list, as: 'json' })).toEqual({ end: 'saved', count: 1 });
  expect(await door.calls['history.export']({ list: null, as: 'json' })).toEqual({ end: 'saved', count: 2 });
  const ids = (await door.listed()).flatMap((row) => (row ? [row.id] : [])).toReversed();
  expect(await door.calls['history.export']({ ids, as: 'json' })).toEqual({ end: 'saved', count: 2 });
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject([{ name: '2.txt' }, { name: '1.txt' }]);
  rmSync(path);
  await using silent = createDoor();
  expect(await silent.calls['history.export']({ list: null, as: 'csv' })).toEqual({ end: 'cancelled', count: 0 });
});
