/** The one window: sandboxed, ours, and shown once it has something to show. */
import { join } from 'node:path';
import { app, BrowserWindow, nativeTheme, type WebContents } from 'electron';
import { appOrigin } from './app-protocol.ts';

export interface MainWindow {
  /** Makes the window where there is none, and brings it to the front. */
  open(): void;
  /** Null while there is no window. */
  contents(): WebContents | null;
}

/**
 * @param out the folder of the built program, which holds `preload` and `renderer`
 * @param mayClose asked before the window closes
 */
export function createMainWindow(out: string, icon: string, mayClose: () => boolean): MainWindow {
  let window: BrowserWindow | null = null;
  const open = (): void => {
    if (window) {
      raise(window);
      return;
    }
    window = makeWindow(out, icon);
    window.on('close', (event) => {
      if (!mayClose()) event.preventDefault();
    });
    window.on('closed', () => {
      window = null;
    });
  };
  app.on('activate', open);
  return { open, contents: () => window?.webContents ?? null };
}

function makeWindow(out: string, icon: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 920,
    height: 640,
    minWidth: 420,
    minHeight: 360,
    show: false,
    title: 'Droprelay',
    icon,
    autoHideMenuBar: true,
    // The page's own background (LOOK.md, --bg), so that nothing flashes before it is drawn.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#ffffff',
    webPreferences: {
      preload: join(out, 'preload', 'index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${appOrigin}/`);
  return window;
}

function raise(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
