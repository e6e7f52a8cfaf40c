/** The history behind its calls, in the real app: its thread, its pictures, and what script in the page can not have of them. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { expect, type Page } from '@playwright/test';
import type { CallInput, CallOutput, CallResult, PageCall } from '../src/shared/contract.ts';
import type { HistoryQuery } from '../src/shared/history.ts';
import { dropFiles, test } from './app.ts';
import { row } from './window.ts';

const here = { choice: 'this-computer' } as const;
const query: HistoryQuery = {
  ...{ text: '', destinations: [], types: [], from: null, to: null, states: [], expired: 'any' },
};

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A grey picture of 3 by 2 pixels. */
function tinyPng(): Buffer {
  const head = Buffer.from([0, 0, 0, 3, 0, 0, 0, 2, 8, 0, 0, 0, 0]);
  const rows = deflateSync(Buffer.from([0, 1, 2, 3, 0, 4, 5, 6]));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    ...[chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))],
  ]);
}

async function call<N extends PageCall>(page: Page, name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  const script = `window.droprelay.call(${JSON.stringify(name)}, ${JSON.stringify(input)})`;
  const result: CallResult<CallOutput<N>> = await page.evaluate(script);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

/** The natural width of a picture in the page; 0 where it does not come. */
function widthOf(page: Page, address: string): Promise<number> {
  return page.evaluate(
    `new Promise((done) => {
      const image = new Image();
      image.onload = () => done(image.naturalWidth);
      image.onerror = () => done(0);
      image.src = ${JSON.stringify(address)};
    })`,
  );
}

test('the history is found by its thread, and shows pictures of files, but nothing else of them', async ({
  launchApp,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-history-'));
  const picture = join(folder, 'small.png');
  const disguised = join(folder, 'page.png');
  writeFileSync(picture, tinyPng());
  writeFileSync(disguised, '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>');
  const { page } = await launchApp({ settings: here });
  await dropFiles(page, [picture, disguised]);
  await expect(row(page, 'small.png')).toContainText('127.0.0.1');
  await expect(row(page, 'page.png')).toContainText('127.0.0.1');

  const { list, ...found } = await call(page, 'history.find', { query: { ...query, text: 'SMALL', types: ['image'] } });
  expect(found).toMatchObject({ total: 2, matching: 1 });
  const { rows } = await call(page, 'history.rows', { list, offset: 0, limit: 9 });
  expect(rows).toMatchObject([{ name: 'small.png', pictured: true, kind: 'image' }]);
  expect(JSON.stringify(rows)).not.toContain(folder);
  const address = `app://thumb/${rows[0]?.id}`;
  expect(await widthOf(page, address)).toBe(3);
  const other = await call(page, 'history.find', { query: { ...query, text: 'page.png' } });
  const { ids } = await call(page, 'history.ids', { list: other.list, offset: 0, limit: 9 });
  expect(ids).toHaveLength(1);
  expect(await widthOf(page, `app://thumb/${ids[0]}`)).toBe(0);
  expect(await widthOf(page, 'app://thumb/unknown')).toBe(0);
  // Script in the page gets a picture to show, and none of its bytes.
  const read = await page.evaluate(`fetch(${JSON.stringify(address)}).then(() => 'read', () => 'refused')`);
  expect(read).toBe('refused');
});
