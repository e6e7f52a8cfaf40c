import { expect, test } from 'vitest';
import type { BatchEnd } from '../../shared/messages/notifications.ts';
import { createTelling } from './telling.ts';

const end = (change: Partial<BatchEnd> = {}): BatchEnd => ({
  done: 5,
  failed: 0,
  waiting: 0,
  links: { count: 5, copied: true },
  name: null,
  ...change,
});

function createDesk(change: { watched?: boolean; wanted?: boolean; shows?: boolean; copies?: boolean } = {}) {
  const { watched = false, wanted = true, shows = true, copies = true } = change;
  const said: string[] = [];
  let click: () => void = () => undefined;
  const telling = createTelling({
    isWatched: () => watched,
    isWanted: () => wanted,
    async notify({ title, body }, onClick) {
      said.push(`${title} | ${body}`);
      click = onClick;
      return shows;
    },
    tray: (news) => said.push(`tray: ${news}`),
    flash: () => said.push('flash'),
    open: () => said.push('open'),
    report: (error) => said.push(String(error)),
  });
  const copy = async (): Promise<boolean> => {
    said.push('copy');
    return copies;
  };
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return { said, telling, copy, settled, click: () => click() };
}

const offered = { links: { count: 5, copied: false } };
test.each<[Partial<BatchEnd>, string]>([
  [{}, '5 links copied | '],
  [{ done: 1, links: { count: 1, copied: true }, name: 'a\nb.txt' }, 'Link copied | a␊b.txt'],
  [offered, '5 links are ready | Click to copy'],
  [{ done: 4, failed: 1, links: { count: 4, copied: true } }, '4 uploaded, 1 failed | 4 links copied'],
  [{ done: 4, failed: 1, links: { count: 4, copied: false } }, '4 uploaded, 1 failed | Click to copy 4 links'],
  [{ done: 1, waiting: 2, links: { count: 1, copied: true } }, '1 uploaded, 2 waiting | Link copied'],
  [{ done: 0, failed: 1, links: { count: 0, copied: false }, name: 'a.txt' }, 'The upload failed | a.txt'],
  [{ done: 0, failed: 3, links: { count: 0, copied: false } }, '3 uploads failed | Click to open'],
  [{ done: 1, failed: 0, links: { count: 0, copied: false } }, '1 uploaded | '],
])('%j is told as %s', async (change, text) => {
  const desk = createDesk();
  desk.telling.batchEnded(end(change), null);
  await desk.settled();
  expect(desk.said).toEqual([text]);
});

test('a click opens the window; it copies links that are not copied, and opens where that fails', async () => {
  const copied = createDesk();
  copied.telling.batchEnded(end(), null);
  await copied.settled();
  copied.click();
  expect(copied.said.at(-1)).toBe('open');

  for (const copies of [true, false]) {
    const desk = createDesk({ copies });
    desk.telling.batchEnded(end(offered), desk.copy);
    await desk.settled();
    desk.click();
    await desk.settled();
    expect(desk.said.slice(1)).toEqual(copies ? ['copy'] : ['copy', 'open']);
  }
});

test('who looks at the window is told nothing', async () => {
  const desk = createDesk({ watched: true });
  desk.telling.batchEnded(end(offered), desk.copy);
  desk.telling.asks(1);
  await desk.settled();
  expect(desk.said).toEqual([]);
});

test('what the system does not show stands in the tray and at the window', async () => {
  const desk = createDesk({ shows: false });
  desk.telling.asks(2);
  await desk.settled();
  expect(desk.said.slice(1)).toEqual(['tray: 2 uploads wait for your answer', 'flash']);
});

test('who wants no notifications finds links that were not copied in the tray', async () => {
  const desk = createDesk({ wanted: false });
  desk.telling.batchEnded(end(), null);
  desk.telling.asks(1);
  desk.telling.batchEnded(end(offered), desk.copy);
  await desk.settled();
  expect(desk.said).toEqual(['tray: 5 links are ready']);
});

test('that the program goes on is only told where the system shows it', async () => {
  expect(await createDesk().telling.goesOn()).toBe(true);
  expect(await createDesk({ shows: false }).telling.goesOn()).toBe(false);
  expect(await createDesk({ wanted: false }).telling.goesOn()).toBe(false);
});
