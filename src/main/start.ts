/** Desktop entry: from the start of the process to the window. What the window is for is loaded while its page is. */
import { join } from 'node:path';
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import { app, dialog, Menu, session } from 'electron';
import { spoken } from '../shared/messages/index.ts';
import { declareAppScheme, serveApp } from './desktop/app-protocol.ts';
import { showTheme } from './desktop/appearance.ts';
import { callerFolder, type Invocation, readArguments } from './desktop/arguments.ts';
import { firstLook } from './desktop/first-look.ts';
import { forbidNavigation, lockSession } from './desktop/hardening.ts';
import type { Letters } from './desktop/intake-part.ts';
import { isStartedAtLogin, languageHere, refuseDebuggers, wantPortalShortcuts } from './desktop/this-app.ts';
import { listenAtTheDoor, ring } from './desktop/ways-in-bell.ts';
import { startOrHandOver } from './desktop/ways-in-start.ts';
import { createMainWindow, leastSize, usualSize } from './desktop/window.ts';
import { keepWindowPlace } from './desktop/window-place-keeper.ts';
import { startTrouble } from './folder-trouble.ts';
import { report as write } from './report.ts';
import { openDoors } from './rpc/doors.ts';
import { type Home, openHome } from './store/home.ts';

const out = join(import.meta.dirname, '..');

/** How long the page may stay away before all else is gone on with, ms. */
const longestMs = 300;
/** As long as Chromium needs until it starts the page's process, ms. */
const pauseMs = 8;

/** One clear message, then the end: there is no window to say it in. */
function fail(error: unknown): void {
  const trouble = startTrouble(error);
  write(trouble ?? error);
  dialog.showErrorBox(
    spoken().words.startFailure.title,
    trouble ?? (error instanceof Error ? error.message : String(error)),
  );
  app.exit(1);
}

declareAppScheme();
forbidNavigation();
wantPortalShortcuts();
refuseDebuggers();
const bell = listenAtTheDoor();
const language = languageHere();
try {
  const home = openHome();
  app.setPath('userData', home.browserFolder);
  const { isPackaged: packaged } = app;
  const asked = readArguments(process.argv, { packaged, folder: callerFolder(process.env, packaged, process.cwd()) });
  const folder = join(home.folder, 'handed-over');
  const start = await startOrHandOver({ asked, folder, ring, clock: Date.now });
  if (start.is === 'heard') app.exit(0);
  else if (start.is === 'unheard') fail(spoken().words.desktop.unheard);
  // Not awaited here: Electron is ready only after this module has run.
  else
    app
      .whenReady()
      .then(() => run(home, asked, { folder, letter: start.letter }))
      .catch(fail);
} catch (error) {
  fail(error);
}

async function run(home: Home, asked: Invocation, letters: Letters): Promise<void> {
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null);
  lockSession(session.defaultSession);
  const { theme, language: chosen } = firstLook(home.settingsFile);
  showTheme(theme);
  language.follow(chosen);
  const page = serveApp(session.defaultSession, join(out, 'renderer'));
  const doors = openDoors();
  const icon = join(out, '..', 'resources', 'icon.png');
  const places = keepWindowPlace(join(home.folder, 'window.json'), usualSize, leastSize, write);
  const window = createMainWindow(out, icon, places, language.speech);
  const isHidden = isStartedAtLogin(asked.hidden);
  if (!isHidden) {
    window.open();
    // The next lines keep this process busy for a while: before, it gives the page's own process something to do.
    await Promise.race([page.given, sleep(longestMs)]);
    await sleep(pauseMs);
  }
  const { runApp } = await import('./app.ts');
  // Whatever the page asked for meanwhile is answered first.
  await breathe();
  await runApp({ home, isHidden, letters, out, language, window, page, doors, bell });
}
