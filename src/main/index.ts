/** Desktop entry: builds the parts and joins them, nothing else. */
import { basename, join } from 'node:path';
import { app, dialog, Menu, session, shell } from 'electron';
import type { DestinationId } from '../shared/ids.ts';
import type { DestinationView } from '../shared/model.ts';
import { createChecks, redactionFrom } from './checks.ts';
import { appOrigin, declareAppScheme, serveApp } from './desktop/app-protocol.ts';
import { filesFromArguments } from './desktop/arguments.ts';
import { createBatchLinks } from './desktop/batch-links.ts';
import { choosingDialogs } from './desktop/choosing-dialogs.ts';
import { systemClipboard } from './desktop/clipboard.ts';
import { forbidNavigation, lockSession } from './desktop/hardening.ts';
import { createNotices } from './desktop/notices.ts';
import { takeClipboard } from './desktop/paste.ts';
import { systemProxy } from './desktop/proxy.ts';
import { createQuit } from './desktop/quit.ts';
import { openSecretVault } from './desktop/secret-vault.ts';
import { settingsFiles } from './desktop/settings-files.ts';
import { openSettings } from './desktop/settings-store.ts';
import { createTroubleReport } from './desktop/trouble-report.ts';
import { createWaysIn } from './desktop/ways-in.ts';
import { createMainWindow } from './desktop/window.ts';
import { thisComputerId, viewOf } from './destinations.ts';
import { startTrouble } from './folder-trouble.ts';
import { createParts } from './parts.ts';
import { listShareInterfaces } from './providers/this-computer/interfaces.ts';
import { report as write } from './report.ts';
import { bindCalls, createSend } from './rpc/binding.ts';
import { createCheckCalls } from './rpc/checks.ts';
import { createChosen } from './rpc/chosen.ts';
import { createDestinationSetups } from './rpc/destination-setups.ts';
import { createDestinationActs, keepDestination } from './rpc/destinations.ts';
import { createFeed } from './rpc/feed.ts';
import { createHandlers } from './rpc/handlers.ts';
import { createHostIdentities } from './rpc/host-identities.ts';
import { createIntake } from './rpc/intake.ts';
import { knownDestination } from './rpc/known-destination.ts';
import { createLeftoverCalls } from './rpc/leftovers.ts';
import { createPreferences } from './rpc/preferences.ts';
import { createSetup } from './rpc/setup.ts';
import { createSignIns } from './rpc/sign-ins.ts';
import { createTransfer } from './rpc/transfer.ts';
import { openHome } from './store/home.ts';

const out = join(import.meta.dirname, '..');

/** One clear message, then the end: there is no window to say it in. */
function fail(error: unknown): void {
  const trouble = startTrouble(error);
  write(trouble ?? error);
  dialog.showErrorBox('Droprelay can not start', trouble ?? (error instanceof Error ? error.message : String(error)));
  app.exit(1);
}

declareAppScheme();
forbidNavigation();
try {
  const home = openHome();
  app.setPath('userData', home.browserFolder);
  const startFolder = process.env.INIT_CWD ?? process.cwd();
  const files = filesFromArguments(process.argv, app.isPackaged, startFolder);
  if (!app.requestSingleInstanceLock({ files })) app.quit();
  // Not awaited here: Electron is ready only after this module has run.
  else
    app
      .whenReady()
      .then(() => run(home, files))
      .catch(fail);
} catch (error) {
  fail(error);
}

async function run(home: ReturnType<typeof openHome>, files: string[]): Promise<void> {
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null);
  lockSession(session.defaultSession);
  serveApp(session.defaultSession, join(out, 'renderer'));

  const icon = join(out, '..', 'resources', 'icon.png');
  const window = createMainWindow(out, icon, () => quit.mayClose());
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
    openedLate: () => setups.secretsCameBack(),
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
    },
    progress: (id, sentBytes) => feed.progress(id, sentBytes),
    report,
  });
  const { engine, reader, store, destinations, services, shareServer, spool } = parts;
  if (parts.databaseSetAside)
    notices.raise({ kind: 'settings-invalid', field: 'history' }, basename(parts.databaseSetAside));

  const clipboard = systemClipboard();
  const feed = createFeed(reader, send, Date.now, () => setup.tell());
  const links = createBatchLinks({ reader, store, clipboard, send, report });
  const chosen = createChosen(choosingDialogs(window.contents));
  const setups = createDestinationSetups({
    destinations,
    secrets,
    chosen,
    signedIn: engine.signedIn,
    changed: () => setup.tell(),
  });
  const view = (id: DestinationId): DestinationView | null => {
    const found = destinations.find(id);
    return found && viewOf(found, parts.health.view(id));
  };
  const setup = createSetup({
    settings,
    destinations,
    setups: setups.all,
    known: () => destinations.all().map(({ id }) => id),
    view,
    thisComputer: thisComputerId,
    shareInterfaces: listShareInterfaces,
    changed: (view) => send('settings.changed', view),
    chosen: () => waysIn.chosen(),
  });
  const acts = createDestinationActs({
    settings,
    destinations,
    services,
    setups: setups.all,
    view,
    secrets,
    chosen,
    engine,
    changed: () => setup.tell(),
  });
  const known = (id: DestinationId) => knownDestination(destinations, id);
  const open = (link: URL): Promise<void> => shell.openExternal(link.href);
  const signIns = createSignIns({ known, services, setups, open, copy: clipboard.writeText });
  const identities = createHostIdentities({
    known,
    services,
    keep(made) {
      keepDestination(settings, made);
      setup.tell();
    },
  });
  const leftovers = createLeftoverCalls(parts.leftovers);
  const transfer = createTransfer({
    settings,
    files: settingsFiles(window.contents),
    hasSecrets: (id) =>
      setups.all().some((one) => one.id === id && one.secrets.some(({ sealing }) => sealing !== 'none')),
    changed: () => setup.tell(),
  });
  const checks = createCheckCalls({
    check: createChecks({
      parts,
      resolveProxy,
      shareInterface: () => settings.get().share.interface,
      redaction: redactionFrom(secrets, destinations),
      report,
    }),
    send,
    copy: clipboard.writeText,
  });
  const intake = createIntake({ engine, chain: setup.chain, arrived: links.arrived });
  const waysIn = createWaysIn(intake, () => setup.chain() !== null, window.open, report);
  const handlers = createHandlers({
    engine,
    removal: parts.removal,
    reader,
    store,
    intake,
    setup,
    setups,
    setPreferences: createPreferences({ settings, apply: () => undefined, changed: () => setup.tell() }),
    destinations: acts,
    transfer,
    checks,
    chosen,
    signIns,
    identities,
    leftovers,
    desktop: {
      takeClipboard: () => takeClipboard(clipboard, spool),
      copyLinks: links.copy,
      takeBack: links.takeBack,
      open,
    },
    notices: notices.all,
    platform: process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux',
    stopShare: shareServer.stop,
    quit: (go) => quit.answer(go),
    send,
  });
  const calls = bindCalls({ handlers, window: window.contents, origin: appOrigin, report });

  const quit = createQuit({
    parts: [secrets, calls, checks, signIns, identities, leftovers, links, feed, parts],
    unfinished: engine.busy,
    ask(unfinished) {
      if (!window.contents()) return false;
      window.open();
      send('quit.asked', { unfinished });
      return true;
    },
    report,
  });
  window.open();
  for (const { state, ...share } of await shareServer.resume()) {
    if (state === 'unreachable' && 'failure' in share) notices.raise(share.failure, share.host);
  }
  parts.goOnWithLeftWork(links.wentOn);
  parts.removal.goOn();
  await spool.sweep();
  waysIn.take(files, 'argument');
}
