import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { placeOn, readPlace, type WindowPlace, writePlace } from './window-place.ts';

const least = { width: 420, height: 360 };
const main = { x: 0, y: 0, width: 1280, height: 900 };
const right = { x: 1280, y: -200, width: 2560, height: 1400 };
const at = (x: number, y: number, width = 900, height = 600): WindowPlace => ({
  x,
  y,
  width,
  height,
  maximized: false,
});

test.each([
  ['where it was', at(100, 50), [main], { x: 100, y: 50, width: 900, height: 600 }],
  ['on the second screen', at(2000, -100), [main, right], { x: 2000, y: -100, width: 900, height: 600 }],
  ['half over the edge, as the user left it', at(800, 50), [main], { x: 800, y: 50, width: 900, height: 600 }],
  ['the second screen is gone: the system places it', at(2000, -100), [main], { width: 900, height: 600 }],
  ['too far over the edge to be taken hold of', at(1270, 50), [main], { x: 380, y: 50, width: 900, height: 600 }],
  ['its upper edge is above the screen', at(100, -300), [main], { x: 100, y: 0, width: 900, height: 600 }],
  ['below the screen but for a line', at(100, 895), [main], { x: 100, y: 300, width: 900, height: 600 }],
  ['larger than the screen', at(0, 0, 3000, 2000), [main], { x: 0, y: 0, width: 1280, height: 900 }],
  ['smaller than may be', at(10, 10, 50, 50), [main], { x: 10, y: 10, width: 420, height: 360 }],
  ['smaller than may be, at the edge', at(1200, 880, 50, 50), [main], { x: 860, y: 540, width: 420, height: 360 }],
  ['a screen smaller than the least', at(0, 0), [{ x: 0, y: 0, width: 320, height: 200 }], { x: 0, y: 0, ...least }],
  ['no screen at all', at(0, 0), [], least],
])('%s', (_, place, screens, expected) => {
  expect(placeOn(place, screens, least)).toEqual(expected);
});

test('a place is kept; what is no place is none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-place-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'window.json');
  expect(readPlace(file)).toBeNull();
  const place = { ...at(-5, 7), maximized: true };
  writePlace(file, place);
  expect(readPlace(file)).toEqual(place);
  expect(readdirSync(folder)).toEqual(['window.json']);
  for (const broken of ['', '{', '[]', '{"x":1e300,"y":0,"width":1,"height":1,"maximized":true}', '{"x":0}']) {
    writeFileSync(file, broken);
    expect(readPlace(file)).toBeNull();
  }
});
