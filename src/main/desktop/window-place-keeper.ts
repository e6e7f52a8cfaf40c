/** Remembers where the user put the window, and finds it a place that can be seen. */
import { type BrowserWindow, screen } from 'electron';
import { type Area, placeOn, readPlace, type Size, writePlace } from './window-place.ts';

export interface WindowPlaceKeeper {
  /** Where a window is to open; without a position the system knows where. */
  next(): Size & { x?: number; y?: number; maximized: boolean };
  /** Remembers the place of this one from now on. */
  watch(window: BrowserWindow): void;
}

/** A window that is moved tells of every pixel, ms. */
const restMs = 500;

/** @param usual the size of a window that nobody has changed yet */
export function keepWindowPlace(
  file: string,
  usual: Size,
  least: Size,
  report: (error: unknown) => void,
): WindowPlaceKeeper {
  return {
    next() {
      const place = readPlace(file);
      const main = screen.getPrimaryDisplay();
      const others = screen.getAllDisplays().filter(({ id }) => id !== main.id);
      const screens: Area[] = [main, ...others].map(({ workArea }) => workArea);
      if (!place) return { ...usual, maximized: false };
      return { ...placeOn(place, screens, least), maximized: place.maximized };
    },
    watch(window) {
      let timer: NodeJS.Timeout | undefined;
      let moved = false;
      // Our own, as X11 may tell the size of a window that fills the screen before it tells that it does: then
      // `getNormalBounds` takes the one for the other.
      let usualBounds = window.getBounds();
      const write = (): void => {
        clearTimeout(timer);
        if (!moved || window.isDestroyed() || window.isFullScreen() || window.isMinimized()) return;
        moved = false;
        const maximized = window.isMaximized();
        if (!maximized) usualBounds = window.getBounds();
        try {
          writePlace(file, { ...usualBounds, maximized });
        } catch (error) {
          report(error);
        }
      };
      const later = (): void => {
        moved = true;
        clearTimeout(timer);
        timer = setTimeout(write, restMs);
        timer.unref();
      };
      window.on('move', later);
      window.on('resize', later);
      window.on('maximize', later);
      window.on('unmaximize', later);
      window.on('close', write);
      window.on('closed', () => clearTimeout(timer));
    },
  };
}
