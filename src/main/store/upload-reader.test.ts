import { expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { fillHistory } from './test-history.ts';
import { createUploadReader } from './upload-reader.ts';

const now = 10_000_000_000;

function createFilled(count: number) {
  const { database } = openDatabase(':memory:', 0);
  fillHistory(database, { count, from: 0 });
  const reader = createUploadReader(database);
  return { database, recent: (limit: number) => reader.recent(limit, now).map(({ id }) => id as string) };
}

test('of a long history the window lists the newest batches that fit whole', () => {
  const { recent } = createFilled(2_000);
  const ids = recent(503);
  expect(ids).toHaveLength(500);
  expect(ids.slice(0, 6)).toEqual(['u1995', 'u1996', 'u1997', 'u1998', 'u1999', 'u1990']);
  expect(recent(505)).toHaveLength(505);
});

test('a newest batch that does not fit is listed as far as it does', () => {
  const { recent } = createFilled(20);
  expect(recent(3)).toEqual(['u15', 'u16', 'u17']);
});

test('what is unfinished, or shared by this computer, is listed however old it is', () => {
  const { database, recent } = createFilled(100);
  database.run("UPDATE upload SET state = 'paused', detail = '{\"name\":\"paused\"}' WHERE id IN ('u3', 'u98')");
  const share = (id: string, expires: number | null, stopped: number | null) =>
    database.run(
      `INSERT INTO share (token, upload_id, name, mime, path, dev, ino, size, mtime_ns, interface_id, host, created_at, expires_at, stopped_at)
       VALUES (?1, ?1, 'x', 'x/y', '/x', '1', '1', 1, '1', 'loopback', 'h', 0, ?2, ?3)`,
      id,
      expires,
      stopped,
    );
  share('u5', null, null);
  share('u6', now + 1, null);
  share('u7', now, null);
  share('u8', null, 1);
  expect(recent(5)).toEqual(['u95', 'u96', 'u97', 'u98', 'u99', 'u5', 'u6', 'u3']);
});

test('what was removed from the list makes no room for less', () => {
  const { database, recent } = createFilled(100);
  database.run("UPDATE upload SET dismissed_at = 1 WHERE batch_id = 'b19' OR id = 'u92'");
  expect(recent(9)).toEqual(['u90', 'u91', 'u93', 'u94', 'u85', 'u86', 'u87', 'u88', 'u89']);
});

test('a long history is not gone through for that', () => {
  const { database } = createFilled(20);
  const plans: unknown[] = [];
  const told = {
    ...database,
    all: (sql: string, ...values: (string | number)[]) => {
      plans.push(...database.all(`EXPLAIN QUERY PLAN ${sql}`, ...values).map(({ detail }) => detail));
      return database.all(sql, ...values);
    },
  };
  createUploadReader(told).recent(5, now);
  expect(plans.filter((each) => /^SCAN (?:u|upload|share)\b/.test(String(each)))).toEqual([
    'SCAN upload USING INDEX upload_listed',
    'SCAN upload USING INDEX upload_by_state',
    'SCAN share USING INDEX share_alive',
  ]);
});
