/** Desktop entry: builds the parts and joins them, nothing else. */
import { basename, join } from 'node:path';
import { app, dialog, Menu, powerMonitor, session, shell } from 'electron';
import { createChecks, redactionFrom } from './checks.ts';
import { appOrigin, declareAppScheme, serveApp } from './desktop/app-protocol.ts';
import { argumentsAgain, callerFolder, type Invocation, readArguments } from './desktop/arguments.ts';
import { createBatchLinks } from './desktop/batch-links.ts';
import { chooseFiles, choosingDialogs } from './desktop/choosing-dialogs.ts';
import { systemClipboard } from './desktop/clipboard.ts';
import { forbidNavigation, lockSession } from './desktop/hardening.ts';
import { startHidden } from './desktop/hidden-start.ts';
import { createIntakeAnswers } from './desktop/intake-answers.ts';
import { createNotices } from './desktop/notices.ts';
import { createClipboardUpload } from './desktop/paste.ts';
import { createPower } from './desktop/power.ts';
import { createPreferenceActs } from './desktop/preference-acts.ts';
import { createPresence } from './desktop/presence.ts';
import { systemProxy } from './desktop/proxy.ts';
import { createQuit } from './desktop/quit.ts';
import { openSecretVault } from './desktop/secret-vault.ts';
import { settingsFiles } from './desktop/settings-files.ts';
import { openSettings } from './desktop/settings-store.ts';
import {
  clipboardCommand,
  isStartedAtLogin,
  loginItemHere,
  systemShortcut,
  wantPortalShortcuts,
} from './desktop/this-app.ts';
import { createTrayActs } from './desktop/tray-acts.ts';
import { createTroubleReport } from './desktop/trouble-report.ts';
import { createUploadActs } from './desktop/upload-acts.ts';
import { createWaysIn } from './desktop/ways-in.ts';
import { listenAtTheDoor } from './desktop/ways-in-bell.ts';
import { leaveList } from './desktop/ways-in-lists.ts';
import { createMainWindow, leastSize, usualSize } from './desktop/window.ts';
import { keepWindowPlace } from './desktop/window-place-keeper.ts';
import { thisComputerId } from './destinations.ts';
import { startTrouble } from './folder-trouble.ts';
import { createParts } from './parts.ts';
import { listShareInterfaces } from './providers/this-computer/interfaces.ts';
import { report as write } from './report.ts';
import { bindCalls, createSend } from './rpc/binding.ts';
import { createDestinationPart } from './rpc/destination-part.ts';
import { createFeed } from './rpc/feed.ts';
import { createHandlers } from './rpc/handlers.ts';
import { createIntake } from './rpc/intake.ts';
import { createPreferences } from './rpc/preferences.ts';
import { createSetup } from './rpc/setup.ts';
import { openHome } from './store/home.ts';

const out = join(import.meta.dirname, '..');
const openLink = (link: URL): Promise<void> => shell.openExternal(link.href);

/** One clear message, then the end: there is no window to say it in. */
function fail(error: unknown): void {
  const trouble = startTrouble(error);
  write(trouble ?? error);
  dialog.showErrorBox('Droprelay can not start', trouble ?? (error instanceof Error ? error.message : String(error)));
  app.exit(1);
}

declareAppScheme();
forbidNavigation();
wantPortalShortcuts();
const door = listenAtTheDoor();
try {
  const home = openHome();
  app.setPath('userData', home.browserFolder);
  const { isPackaged: packaged } = app;
  const asked = readArguments(process.argv, { packaged, folder: callerFolder(process.env, packaged, process.cwd()) });
  const lists = join(home.folder, 'handed-over');
  const ownList = asked.files.length > 0 ? leaveList(lists, asked.files, Date.now()) : null;
  if (!app.requestSingleInstanceLock({ act: asked.act })) app.exit(0);
  // Not awaited here: Electron is ready only after this module has run.
  else
    app
      .whenReady()
      .then(() => run(home, asked, { folder: lists, ownList }))
      .catch(fail);
} catch (error) {
  fail(error);
}

async function run(
  home: ReturnType<typeof openHome>,
  asked: Invocation,
  lists: { readonly folder: string; readonly ownList: string | null },
): Promise<void> {
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null);
  lockSession(session.defaultSession);
  serveApp(session.defaultSession, join(out, 'renderer'));

  const icon = join(out, '..', 'resources', 'icon.png');
  const places = keepWindowPlace(join(home.folder, 'window.json'), usualSize, leastSize, write);
  const window = createMainWindow(out, icon, places, {
    closing: () => quit.closing(),
    hid: () => presence.hid(),
    looked: () => presence.looked(),
  });
  const send = createSend(window.contents);
  const notices = createNotices((notice) => send('notice.raised', notice));
  const report = createTroubleReport({ notices, report: write, clock: Date.now });
  // Without this Electron shows a stack trace, such as for a timer that meets a full disk.
  process.on('uncaughtException', report);
  const { settings, problem } = openSettings(home);
  if (problem) notices.raise({ kind: 'settings-invalid', field: problem.field }, basename(problem.setAside));

  const secrets = openSecretVault({
    folder: join(home.folder, 'secrets'),
    report,
    openedLate: () => destinationPart.setups.secretsCameBack(),
  });
  const resolveProxy = systemProxy(session.defaultSession);
  const parts = createParts({
    home,
    kind: 'app',
    settings,
    vault: secrets,
    resolveProxy,
    changed(id) {
      feed.changed(id);
      links.changed(id);
      presence.changed(id);
    },
    progress: (id, sentBytes) => feed.progress(id, sentBytes),
    report,
  });
  const { engine, reader, store, destinations, shareServer, spool } = parts;
  if (parts.databaseSetAside)
    notices.raise({ kind: 'settings-invalid', field: 'history' }, basename(parts.databaseSetAside));

  const clipboard = systemClipboard();
  const feed = createFeed(reader, send, Date.now, () => setup.tell());
  const copyStyle = () => {
    const { copyFormat, copyTemplate } = settings.get().preferences;
    return { format: copyFormat, template: copyTemplate };
  };
  const links = createBatchLinks({
    reader,
    store,
    clipboard,
    style: copyStyle,
    send,
    batchEnded: (end, copy) => presence.telling.batchEnded(end, copy),
    report,
  });
  const destinationPart = createDestinationPart({
    ...{ parts, engine, settings, secrets, send },
    check: createChecks({
      parts,
      resolveProxy,
      shareInterface: () => settings.get().share.interface,
      redaction: redactionFrom(secrets, destinations),
      report,
    }),
    dialogs: choosingDialogs(window.contents),
    files: settingsFiles(window.contents),
    open: openLink,
    copy: clipboard.writeText,
    changed: () => setup.tell(),
  });
  const setup = createSetup({
    settings,
    destinations,
    setups: destinationPart.setups.all,
    known: () => destinations.all().map(({ id }) => id),
    view: destinationPart.view,
    thisComputer: thisComputerId,
    shareInterfaces: listShareInterfaces,
    desktop: () => preferenceActs.view(),
    changed: (view) => send('settings.changed', view),
    chosen: () => waysIn.chosen(),
  });
  const intake = createIntake({ engine, chain: setup.chain, arrived: links.arrived });
  const answers = createIntakeAnswers(window.contents, send);
  const waysIn = createWaysIn({
    intake,
    hasChain: () => setup.chain() !== null,
    ...lists,
    act: (act) => uploadBy(act),
    answer(told) {
      if (told.kind !== 'accepted') window.open();
      answers.tell(told);
    },
    report,
  });
  const setPreferences = createPreferences({
    settings,
    apply: (now, _before, change) => preferenceActs.apply(now, change),
    changed: () => setup.tell(),
  });
  const clipboardUpload = createClipboardUpload({
    clipboard,
    spool,
    intake,
    hasChain: () => setup.chain() !== null,
    uploadsText: () => settings.get().preferences.uploadText,
    rememberText: () => setPreferences({ uploadText: true }),
  });
  const uploadBy = createUploadActs({
    uploadClipboard: clipboardUpload.upload,
    chooseFiles: () => chooseFiles(window.contents),
    take: waysIn.take,
    show(answer) {
      window.open();
      answers.tell(answer);
    },
    report,
  });
  const presence = createPresence({
    window,
    tally: parts.tally,
    settings,
    send,
    resources: join(out, '..', 'resources'),
    act: createTrayActs({
      engine,
      tally: parts.tally,
      upload(what) {
        // Without a chain the files wait for the user's choice.
        if (setup.chain() === null) window.open();
        return uploadBy(what);
      },
      copy: links.copy,
      notCopied: () => presence.telling.notCopied(),
      open: window.open,
      quit: () => app.quit(),
      report,
    }),
    dropped: (paths) => void waysIn.take(paths, 'drop'),
    report,
  });
  const shortcut = systemShortcut(() => void uploadBy('upload-clipboard'));
  const preferenceActs = createPreferenceActs(shortcut, loginItemHere(), report);
  const handlers = createHandlers({
    engine,
    removal: parts.removal,
    reader,
    store,
    intake,
    setup,
    setPreferences,
    destinations: destinationPart.calls,
    shortcut: {
      'shortcut.record': ({ on }) => shortcut.record(on),
      'shortcut.copyCommand': async () => ({ copied: await clipboard.writeText(clipboardCommand()) }),
    },
    windowReady: answers.windowReady,
    desktop: {
      uploadClipboard: clipboardUpload.upload,
      confirmText: clipboardUpload.confirmText,
      copyLinks: links.copy,
      takeBack: links.takeBack,
      open: openLink,
    },
    notices: notices.all,
    platform: process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux',
    stopShare: shareServer.stop,
    quit: (go) => quit.answer(go),
    send,
  });
  const power = createPower(powerMonitor, engine);
  const calls = bindCalls({ handlers, window: window.contents, origin: appOrigin, report });

  const quit = createQuit({
    parts: [presence, power, shortcut, secrets, calls, destinationPart, links, feed, parts],
    unfinished: engine.busy,
    ask(unfinished) {
      if (!window.contents()) return false;
      window.open();
      send('quit.asked', { unfinished });
      return true;
    },
    staysInTray: presence.staysInTray,
    cameLate: () => (waysIn.cameLate() ? argumentsAgain(process.argv, app.isPackaged, null) : null),
    report,
  });
  shortcut.start(settings.get().preferences.shortcut);
  if (isStartedAtLogin(asked.hidden)) void startHidden(presence.staysInTray, window.openMinimized).catch(report);
  else window.open();
  presence.start();
  for (const { state, ...share } of await shareServer.resume()) {
    if (state === 'unreachable' && 'failure' in share) notices.raise(share.failure, share.host);
  }
  parts.goOnWithLeftWork(links.wentOn);
  parts.removal.goOn();
  await spool.sweep();
  waysIn.collect(asked.act);
  door.answer({
    rang(act) {
      if (quit.startAgain(argumentsAgain(process.argv, app.isPackaged, act))) return;
      window.open();
      waysIn.collect(act);
    },
    files: (paths) => void waysIn.take(paths, 'argument'),
  });
}
