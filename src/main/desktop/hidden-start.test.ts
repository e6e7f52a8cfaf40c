import { expect, test } from 'vitest';
import { startHidden } from './hidden-start.ts';

/** What a start does where the tray comes after this time, ms. */
async function start(trayAfter: number): Promise<{ windows: number; waited: number }> {
  let waited = 0;
  let windows = 0;
  await startHidden(
    () => waited >= trayAfter,
    () => {
      windows += 1;
    },
    (ms) => {
      waited += ms;
      return Promise.resolve();
    },
  );
  return { windows, waited };
}

test('no window opens where the tray is there, or comes soon', async () => {
  expect(await start(0)).toEqual({ windows: 0, waited: 0 });
  expect(await start(5_000)).toEqual({ windows: 0, waited: 5_000 });
});

test('without a tray there is a window, out of the way', async () => {
  expect(await start(Number.POSITIVE_INFINITY)).toEqual({ windows: 1, waited: 10_000 });
});
