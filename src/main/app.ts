/** The app behind the window: builds the parts and joins them, nothing else. */
import { basename, join } from 'node:path';
import { app, powerMonitor, session, shell } from 'electron';
import type { LanguageChoice } from '../shared/languages.ts';
import { createChecks, redactionFrom } from './checks.ts';
import { closesInTurn } from './closing.ts';
import { appOrigin, type ServedPage } from './desktop/app-protocol.ts';
import { showTheme } from './desktop/appearance.ts';
import { createBatchLinks } from './desktop/batch-links.ts';
import { choosingDialogs } from './desktop/choosing-dialogs.ts';
import { systemClipboard } from './desktop/clipboard.ts';
import { keepCompiledCode } from './desktop/compiled-code.ts';
import { rememberTroubles } from './desktop/diagnostics.ts';
import { startHidden } from './desktop/hidden-start.ts';
import { createIntakePart, type Letters } from './desktop/intake-part.ts';
import type { AppLanguage } from './desktop/language.ts';
import { createNotices } from './desktop/notices.ts';
import { createPower } from './desktop/power.ts';
import { createPreferenceActs } from './desktop/preference-acts.ts';
import { createPresence } from './desktop/presence.ts';
import { systemProxy } from './desktop/proxy.ts';
import { createQuit } from './desktop/quit.ts';
import { createQuitQuestion } from './desktop/quit-question.ts';
import { restart } from './desktop/restart.ts';
import { historyFiles } from './desktop/saving-dialogs.ts';
import { openSecretVault } from './desktop/secret-vault.ts';
import { settingsFiles } from './desktop/settings-files.ts';
import { createSettingsPart } from './desktop/settings-part.ts';
import { openSettings } from './desktop/settings-store.ts';
import { clipboardCommand, loginItemHere, systemShortcut } from './desktop/this-app.ts';
import { createThumbnails } from './desktop/thumbnails.ts';
import { createTrayActs } from './desktop/tray-acts.ts';
import { createTroubleReport } from './desktop/trouble-report.ts';
import type { Bell } from './desktop/ways-in-bell.ts';
import type { MainWindow } from './desktop/window.ts';
import { thisComputerId } from './destinations.ts';
import { createProxyChoice } from './net/proxy-choice.ts';
import { createParts } from './parts.ts';
import { listShareInterfaces } from './providers/this-computer/interfaces.ts';
import { report as write } from './report.ts';
import { bindCalls, createSend } from './rpc/binding.ts';
import { createDestinationPart } from './rpc/destination-part.ts';
import type { Doors } from './rpc/doors.ts';
import { createFeed } from './rpc/feed.ts';
import { createHandlers } from './rpc/handlers.ts';
import { createHistoryPart } from './rpc/history-part.ts';
import { proxyPassword } from './rpc/network.ts';
import { createPreferences } from './rpc/preferences.ts';
import { createSample } from './rpc/sample.ts';
import { createSetup } from './rpc/setup.ts';
import type { Home } from './store/home.ts';
import { finishRestore } from './store/restore-swap.ts';

const openLink = (link: URL): Promise<void> => shell.openExternal(link.href);

/** Not while the window draws for the first time, ms. */
const tidyAfterMs = 2_000;

/** How long all but `parts` may take to close, ms: with what `parts` allows itself, a quit takes about 10 s at most. */
const closing = { ms: 4_000, leastMs: 100 };

/** What stands before the app is built. */
export interface Beginning {
  readonly home: Home;
  readonly letters: Letters;
  readonly language: AppLanguage;
  readonly window: MainWindow;
  /** No window is wanted. */
  readonly isHidden: boolean;
  readonly page: ServedPage;
  readonly doors: Doors;
  readonly bell: Bell;
  /** The folder of the built program. */
  readonly out: string;
}

export async function runApp(beginning: Beginning): Promise<void> {
  const { home, letters, language, window, isHidden, page, doors, bell, out } = beginning;
  const send = createSend(window.contents);
  const notices = createNotices((notice) => send('notice.raised', notice));
  const troubles = rememberTroubles(write, Date.now);
  const report = createTroubleReport({ notices, report: troubles.report, clock: Date.now });
  // Without this Electron shows a stack trace, such as for a timer that meets a full disk.
  process.on('uncaughtException', report);
  const aside = finishRestore(home);
  if (aside !== null) notices.restored(aside);
  const { settings, problem } = openSettings(home);
  showTheme(settings.get().preferences.theme);
  if (language.follow(settings.get().preferences.language)) window.reload();
  if (problem) notices.raise({ kind: 'settings-invalid', field: problem.field }, basename(problem.setAside));

  const clipboard = systemClipboard();
  const secrets = openSecretVault({
    folder: join(home.folder, 'secrets'),
    report,
    openedLate: () => destinationPart.setups.secretsCameBack(),
  });
  const resolveProxy = createProxyChoice({
    setting: () => settings.get().proxy,
    system: systemProxy(session.defaultSession),
    password: async () => (secrets.has(proxyPassword) ? await secrets.read(proxyPassword) : null),
  });
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
      history.changed();
    },
    progress: (id, sentBytes) => feed.progress(id, sentBytes),
    report,
  });
  const { engine, reader, store, destinations, shareServer, spool } = parts;
  if (parts.databaseSetAside)
    notices.raise({ kind: 'settings-invalid', field: 'history' }, basename(parts.databaseSetAside));

  page.thumbnailsBy(createThumbnails(parts));
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
    copiesUnasked: () => settings.get().preferences.copyWhenDone,
    send,
    batchEnded: (end, copy) => presence.telling.batchEnded(end, copy),
    report,
  });
  const redaction = redactionFrom(secrets, destinations);
  const destinationPart = createDestinationPart({
    ...{ parts, engine, settings, secrets, send },
    check: createChecks({
      parts,
      resolveProxy,
      shareInterface: () => settings.get().share.interface,
      redaction,
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
    network: () => settingsPart.network.view(),
    changed: (view) => send('settings.changed', view),
    chosen: () => waysIn.chosen(),
  });
  const quitQuestion = createQuitQuestion(window.open, window.contents, send);
  const setPreferences = createPreferences({
    settings,
    apply: (now, _before, change) => preferenceActs.apply(now, change),
    changed: () => setup.tell(),
  });
  const { sending, waysIn, clipboardUpload, uploadBy, ...intake } = createIntakePart({
    ...{ parts, setup, settings, clipboard, window, letters, redaction, send, report },
    arrived: links.arrived,
    rememberText: () => setPreferences({ uploadText: true }),
  });
  const history = createHistoryPart({
    ...{ parts, setup, send, report },
    files: historyFiles(window.contents),
    arrived: links.arrived,
    copy: clipboard.writeText,
    takeBack: links.takeBack,
    show: feed.changed,
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
  const speakAs = (choice: LanguageChoice): void => {
    if (!language.follow(choice)) return;
    presence.redraw();
    window.reload();
  };
  const preferenceActs = createPreferenceActs(shortcut, loginItemHere(), speakAs, report, {
    show: showTheme,
    limitsChanged: engine.lookAgain,
  });
  const settingsPart = createSettingsPart({
    ...{ home, settings, secrets, parts, resolveProxy, troubles },
    setups: destinationPart.setups.all,
    window: window.contents,
    presence: () => presence.sight(),
    chain: () => setup.view().chain,
    copy: clipboard.writeText,
    changed: () => setup.tell(),
    restart: () => restart(() => quit.answer(true)),
  });
  const handlers = createHandlers({
    engine,
    removal: parts.removal,
    reader,
    store,
    sending: sending.calls,
    sample: createSample({ spool, intake: sending.intake }),
    packings: sending.packings,
    setup,
    setPreferences,
    destinations: destinationPart.calls,
    history: history.calls,
    shortcut: {
      'shortcut.record': ({ on }) => shortcut.record(on),
      'shortcut.copyCommand': async () => ({ copied: await clipboard.writeText(clipboardCommand()) }),
    },
    settingsCalls: settingsPart.calls,
    windowReady() {
      intake.windowReady();
      quitQuestion.windowReady();
    },
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
    askToQuit: () => app.quit(),
    quit: (go) => quit.answer(go),
    send,
  });
  const power = createPower(powerMonitor, engine);

  const quit = createQuit({
    parts: [
      closesInTurn(
        {
          ...{ waysIn, sending, presence, power, shortcut, secrets, doors },
          ...{ settingsPart, destinationPart, links, history, feed },
        },
        closing,
        report,
      ),
      parts,
    ],
    unfinished: () => ({ uploads: engine.busy(), packings: sending.packings().length }),
    ask: quitQuestion.ask,
    staysInTray: presence.staysInTray,
    report,
  });
  window.tell({ closing: quit.closing, hid: presence.hid, looked: presence.looked });
  bindCalls({ doors, handlers, window: window.contents, origin: appOrigin, report });
  shortcut.start(settings.get().preferences.shortcut);
  if (isHidden) {
    void startHidden(presence.staysInTray, window.openMinimized).catch(report);
    presence.start();
  } else void window.drawn.then(presence.start);
  for (const { state, ...share } of await shareServer.resume()) {
    if (state === 'unreachable' && 'failure' in share) notices.raise(share.failure, share.host);
  }
  // Such as by a window that was closed before there was anybody to ask.
  if (quit.isEnding()) return;
  parts.goOnWithLeftWork(links.wentOn);
  parts.removal.goOn();
  history.goOn();
  waysIn.collect();
  bell.answer({
    rang(shows) {
      if (shows) waysIn.called();
      waysIn.collect();
    },
    files: (paths) => void waysIn.take(paths, 'argument'),
  });
  setTimeout(() => {
    void spool.sweep().catch(report);
    keepCompiledCode({ home: home.folder, version: app.getVersion() });
  }, tidyAfterMs).unref();
}
