/** The system's clipboard, by the way that tells the truth here. */
import { app, BrowserWindow, clipboard } from 'electron';
import { electronBoard } from './clipboard-board.ts';
import { clipboardOver, type SystemClipboard } from './clipboard-contents.ts';
import { type Front, findTools, isWayland, onlyInFront, toolsBoard } from './clipboard-wayland.ts';

export type { Held, SystemClipboard } from './clipboard-contents.ts';

/** To be called before the first window is made. */
export function systemClipboard(env: NodeJS.ProcessEnv = process.env): SystemClipboard {
  const board = clipboardOver(electronBoard(clipboard));
  if (!isWayland(env)) return board;
  const tools = findTools(env);
  if (tools) return clipboardOver(toolsBoard(tools));
  return app.commandLine.getSwitchValue('ozone-platform') === 'wayland' ? onlyInFront(board, watchFront()) : board;
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
