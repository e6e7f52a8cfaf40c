import { expect, test } from 'vitest';
import { createTray } from './tray.ts';
import type { TraySight } from './tray-host.ts';

async function createDesk() {
  const said: string[] = [];
  let see: (sight: TraySight) => void = () => undefined;
  const tray = createTray({
    tally: {
      tally: () => ({ running: 0, waiting: 0, asking: 0, paused: 0 }),
      asking: () => new Map(),
      hasFailed: () => false,
      newestLinks: () => [],
      toPause: () => [],
      toResume: () => [],
    },
    async watchHost(changed) {
      see = changed;
      return { [Symbol.dispose]: () => said.push('watch ends') };
    },
    makeIcon() {
      said.push('made');
      return {
        show: ({ line }) => said.push(line),
        drawAnew: () => said.push('drawn anew'),
        [Symbol.dispose]: () => said.push('icon ends'),
      };
    },
    act: () => undefined,
    gone: () => said.push('gone'),
    isWatched: () => false,
    asks: () => undefined,
    report: () => undefined,
  });
  await tray.start();
  return { said, tray, see: (sight: TraySight) => see(sight) };
}

test('no icon is made, and none claimed, before there is a host', async () => {
  const { said, tray, see } = await createDesk();
  see('none');
  expect(said).toEqual([]);
  see('host');
  expect(said).toEqual(['made', 'Nothing to upload']);
  expect(tray.isThere()).toBe(false);
  see('shown');
  expect(tray.isThere()).toBe(true);
});

test('Electron makes one icon only on Linux: a host that comes back gets the same one, drawn anew', async () => {
  const { said, tray, see } = await createDesk();
  see('shown');
  see('none');
  expect(tray.isThere()).toBe(false);
  see('host');
  see('shown');
  expect(said).toEqual(['made', 'Nothing to upload', 'gone', 'drawn anew']);
});

test('an icon that the host lost gives the window back', async () => {
  const { said, see } = await createDesk();
  see('shown');
  see('host');
  expect(said.at(-1)).toBe('gone');
});

test('news stand in the line until the user looks', async () => {
  const { said, tray, see } = await createDesk();
  see('shown');
  tray.tell('The link is ready');
  tray.tell('The link is ready');
  tray.looked();
  expect(said).toEqual(['made', 'Nothing to upload', 'The link is ready', 'Nothing to upload']);
});

test('it ends with all that it has', async () => {
  const { said, tray, see } = await createDesk();
  see('shown');
  tray[Symbol.dispose]();
  see('none');
  tray.tell('The link is ready');
  expect(said.slice(2)).toEqual(['watch ends', 'icon ends']);
});
