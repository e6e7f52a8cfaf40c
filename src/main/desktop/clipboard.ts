/** The system's clipboard, by the way that tells the truth here. */
import { app, BrowserWindow, clipboard } from 'electron';
import { electronBoard } from './clipboard-board.ts';
import { clipboardOver, type SystemClipboard } from './clipboard-contents.ts';
import { type Front, findTools, isWayland, onlyInFront, toolsBoard } from './clipboard-wayland.ts';

export type { Held, SystemClipboard } from './clipboard-contents.ts';

/** To be called before the first window is made. */
export function systemClipboard(env: NodeJS.ProcessEnv = process.env): SystemClipboard {
  const board = clipboardOver(electronBoard(clipboard));
  const tools = isWayland(env) ? findTools(env) : null;
  if (tools) return clipboardOver(toolsBoard(tools));
  return clipboardWay(env) === 'in-front' ? onlyInFront(board, watchFront()) : board;
}

/** Who reads and writes the clipboard here. */
export function clipboardWay(env: NodeJS.ProcessEnv = process.env): 'electron' | 'wayland-tools' | 'in-front' {
  if (!isWayland(env)) return 'electron';
  if (findTools(env)) return 'wayland-tools';
  return app.commandLine.getSwitchValue('ozone-platform') === 'wayland' ? 'in-front' : 'electron';
}

function watchFront(): Front {
  let pressedAt = Number.NEGATIVE_INFINITY;
  app.on('web-contents-created', (_event, contents) => {
    contents.on('input-event', (_input, { type }) => {
      if (type === 'mouseDown' || type === 'rawKeyDown' || type === 'keyDown') pressedAt = Date.now();
    });
  });
  return { focused: () => BrowserWindow.getFocusedWindow() !== null, pressedAt: () => pressedAt, clock: Date.now };
}
