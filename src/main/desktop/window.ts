/** The one window: sandboxed, ours, and shown once it has something to show. */
import { join } from 'node:path';
import { app, BrowserWindow, type WebContents } from 'electron';
import { type Speech, speechInAddress } from '../../shared/languages.ts';
import { appOrigin } from './app-protocol.ts';
import { windowBackground } from './appearance.ts';
import type { WindowPlaceKeeper } from './window-place-keeper.ts';

export interface MainWindow {
  /** Resolves once a window has its first picture. */
  readonly drawn: Promise<void>;
  /** Makes the window where there is none, and brings it to the front. */
  open(): void;
  /** Makes the window where there is none, out of the way. */
  openMinimized(): void;
  /** Null while there is no window. */
  contents(): WebContents | null;
  /** True while it has the user's keys. */
  isFocused(): boolean;
  /** There is a window that the user can find, and it takes the keys from nobody. */
  bringBack(): void;
  /** Asks for the user's eye, until they look. */
  flash(): void;
  /** Loads the page anew, in the language that is spoken now. */
  reload(): void;
  /** Who is told from now on. Until then the window stays open; if the user wanted it closed, that is done now. */
  tell(events: WindowEvents): void;
}

/** What closing the window does: `stay` asks first, `hide` leaves the program in the tray. */
export type Closing = 'close' | 'stay' | 'hide';

export interface WindowEvents {
  /** Asked as the user closes the window. */
  readonly closing: () => Closing;
  /** It was hidden, instead of closed. */
  readonly hid: () => void;
  /** The user looks at it. */
  readonly looked: () => void;
}

/** The size of a window that nobody has changed, and the least it may have. */
export const usualSize = { width: 920, height: 640 };
export const leastSize = { width: 420, height: 360 };

/**
 * @param out the folder of the built program, which holds `preload` and `renderer`
 * @param speech the language of a page that is loaded now
 */
export function createMainWindow(
  out: string,
  icon: string,
  places: WindowPlaceKeeper,
  speech: () => Speech,
): MainWindow {
  let window: BrowserWindow | null = null;
  let events: WindowEvents | null = null;
  let isLeft = false;
  const { promise: drawn, resolve: drew } = Promise.withResolvers<void>();
  const address = (): string => `${appOrigin}/?${speechInAddress(speech())}`;
  const make = (isMinimized: boolean): void => {
    const made = makeWindow(out, icon, places, isMinimized, address());
    window = made;
    made.once('ready-to-show', () => drew());
    window.on('close', (event) => {
      isLeft = events === null;
      const act = events?.closing() ?? 'stay';
      if (act !== 'close') event.preventDefault();
      if (act !== 'hide') return;
      made.hide();
      events?.hid();
    });
    window.on('focus', () => {
      made.flashFrame(false);
      events?.looked();
    });
    window.on('closed', () => {
      window = null;
    });
  };
  const open = (): void => {
    if (window) raise(window);
    else make(false);
  };
  app.on('activate', open);
  return {
    drawn,
    open,
    openMinimized() {
      if (!window) make(true);
    },
    contents: () => window?.webContents ?? null,
    // One that was minimised while it had the keys still says that it has them (X11).
    isFocused: () => Boolean(window?.isFocused() && !window.isMinimized()),
    bringBack() {
      // After a start without a window there is none yet.
      if (!window) make(true);
      else if (!window.isVisible() && !window.isMinimized()) window.showInactive();
    },
    flash() {
      if (window && !window.isFocused()) window.flashFrame(true);
    },
    reload: () => void window?.loadURL(address()),
    tell(to) {
      events = to;
      if (isLeft) window?.close();
    },
  };
}

function makeWindow(
  out: string,
  icon: string,
  places: WindowPlaceKeeper,
  isMinimized: boolean,
  address: string,
): BrowserWindow {
  const { maximized, ...bounds } = places.next();
  const window = new BrowserWindow({
    ...bounds,
    minWidth: leastSize.width,
    minHeight: leastSize.height,
    show: false,
    title: 'Droprelay',
    icon,
    autoHideMenuBar: true,
    backgroundColor: windowBackground(),
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
  places.watch(window);
  window.once('ready-to-show', () => {
    // The user may have called for it meanwhile.
    if (isMinimized && !window.isVisible()) {
      window.minimize();
      // Else it comes back smaller, and is remembered so.
      if (maximized) window.once('restore', () => window.maximize());
      return;
    }
    // In this order: else a window manager of X has no other size to give back.
    window.show();
    if (maximized) window.maximize();
  });
  void window.loadURL(address);
  return window;
}

function raise(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
