/** Where the window was, and where it may be shown again: screens come and go. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const side = z.int().min(-100_000).max(100_000);
export const WindowPlace = z.object({
  x: side,
  y: side,
  width: side.min(1),
  height: side.min(1),
  maximized: z.boolean(),
});
export type WindowPlace = z.infer<typeof WindowPlace>;

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** As much of the window's upper edge has to be on a screen, so that the mouse can take hold of it. */
const grip = { width: 120, height: 24 };

/**
 * Bounds for a window that was there, on the screens that there are now: no larger than the screen that shows most of
 * it, and wholly on that one unless its upper edge can be taken hold of where it is. Without a position where it has to
 * be shown anew: the system knows best where.
 * @param screens areas that windows may use, the main one first
 */
export function placeOn(place: WindowPlace, screens: readonly Area[], least: Size): Size & { x?: number; y?: number } {
  const seen = screens.map((screen) => area(overlap(place, screen)));
  const most = Math.max(0, ...seen);
  const screen = screens[Math.max(0, seen.indexOf(most))];
  if (!screen) return least;
  const width = Math.max(least.width, Math.min(place.width, screen.width));
  const height = Math.max(least.height, Math.min(place.height, screen.height));
  if (most === 0) return { width, height };
  const edges = screens.map((each) => overlap({ ...place, height: grip.height }, each));
  const held = edges.some((edge) => edge.width >= grip.width && edge.height >= grip.height);
  if (held && width === place.width && height === place.height) return { width, height, x: place.x, y: place.y };
  return {
    width,
    height,
    x: within(place.x, screen.x, screen.x + screen.width - width),
    y: within(place.y, screen.y, screen.y + screen.height - height),
  };
}

/** Null where none was kept, or it can not be read: then the window opens where it would at first. */
export function readPlace(file: string): WindowPlace | null {
  try {
    return WindowPlace.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}

/** The file holds the old place or the new one, whatever happens. */
export function writePlace(file: string, place: WindowPlace): void {
  const draft = `${file}.draft`;
  writeFileSync(draft, JSON.stringify(place), { mode: 0o600 });
  renameSync(draft, file);
}

function overlap(a: Area, b: Area): Size {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return { width: Math.max(0, width), height: Math.max(0, height) };
}

function area({ width, height }: Size): number {
  return width * height;
}

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
