/** The program as the system knows it: its shortcut, its place among what starts at login, and the command for both. */
import { app, globalShortcut } from 'electron';
import { hiddenOption } from './arguments.ts';
import { type AppLanguage, createAppLanguage, testLanguage } from './language.ts';
import { launchCommand, shellCommand, shownCommand } from './launch-command.ts';
import { type LoginItem, systemLoginItem } from './login-item.ts';
import { autostartFolder, autostartItem } from './login-item-file.ts';
import { createShortcut, type Shortcut } from './shortcut.ts';

const isLinux = process.platform === 'linux';

/** No fuse keeps a debugger from the page. Before ready. In development the tests use it. */
export function refuseDebuggers(): void {
  if (!app.isPackaged) return;
  for (const option of ['remote-debugging-port', 'remote-debugging-pipe']) app.commandLine.removeSwitch(option);
}

/** Lets shortcuts of a Wayland session be asked of the desktop. Before ready; Chromium takes the last such switch only. */
export function wantPortalShortcuts(): void {
  if (!isLinux) return;
  const wanted = app.commandLine.getSwitchValue('enable-features').split(',').filter(Boolean);
  const features = [...wanted, 'GlobalShortcutsPortal', 'GlobalShortcutsPortalPreferredTrigger'];
  app.commandLine.appendSwitch('enable-features', [...new Set(features)].join(','));
}

/** Speaks the system's language from here on; the user's choice is not known before the settings are. */
export function languageHere(): AppLanguage {
  return createAppLanguage({
    system: () => ({
      preferred: app.getPreferredSystemLanguages(),
      regional: app.isReady() ? app.getSystemLocale() : '',
    }),
    test: testLanguage(process.env, app.isPackaged),
  });
}

/** The command that uploads the clipboard, for the desktop's own settings. */
export function clipboardCommand(): string {
  return shellCommand(thisProgram('--upload-clipboard'));
}

export function systemShortcut(pressed: () => void): Shortcut {
  const { XDG_SESSION_TYPE, WAYLAND_DISPLAY } = process.env;
  const shortcut = createShortcut({
    system: globalShortcut,
    // Under XWayland the keys arrive only while a program of X has them.
    isWayland: isLinux && (XDG_SESSION_TYPE === 'wayland' || Boolean(WAYLAND_DISPLAY)),
    pressed,
    command: isLinux ? shownCommand(thisProgram('--upload-clipboard')) : '',
  });
  // A window that is left, or gone, chooses no keys any more.
  app.on('browser-window-blur', () => shortcut.record(false));
  return shortcut;
}

export function loginItemHere(): LoginItem {
  const command = thisProgram(hiddenOption);
  return isLinux ? autostartItem(autostartFolder(process.env), command) : systemLoginItem(app, command);
}

/** Started by the system, so that no window is wanted. */
export function isStartedAtLogin(hidden: boolean): boolean {
  return hidden || (process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin);
}

function thisProgram(option: string) {
  const folder = app.isPackaged ? null : app.getAppPath();
  return launchCommand({ executable: process.execPath, folder, env: process.env }, [option]);
}
