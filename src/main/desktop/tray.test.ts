import { expect, onTestFinished, test } from 'vitest';
import { de } from '../../shared/messages/de.ts';
import { english } from '../../shared/messages/english.ts';
import { speak } from '../../shared/messages/index.ts';
import { createTray } from './tray.ts';
import type { TraySight } from './tray-host.ts';

async function createDesk(isBroken = false) {
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
      if (isBroken) throw new Error('no such image');
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
    report: (error) => said.push(String(error)),
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

test('an icon that could not be made is not there', async () => {
  const { said, tray, see } = await createDesk(true);
  see('shown');
  expect([said, tray.isThere()]).toEqual([['Error: no such image'], false]);
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

test('it speaks another language as soon as that is chosen', async () => {
  const { said, tray, see } = await createDesk();
  onTestFinished(() => speak(english));
  see('shown');
  speak({ words: de, locale: 'de-DE', timeZone: undefined });
  tray.redraw();
  expect(said).toEqual(['made', english.words.tray.idle, de.tray.idle]);
});
