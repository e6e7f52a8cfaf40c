/** Starts the program anew once it has ended. */
import { app } from 'electron';
import { optionsOf } from './arguments.ts';

/** @param quit ends the program without asking */
export function restart(quit: () => void): void {
  // What an AppImage runs from is gone at its end.
  const own = process.env.APPIMAGE && app.isPackaged ? { execPath: process.env.APPIMAGE } : {};
  app.relaunch({ ...own, args: optionsOf(process.argv, app.isPackaged) });
  quit();
}
