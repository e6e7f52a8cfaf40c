/** What the Settings view does beside the preferences, joined: the way out, the data, and what the program says of itself. */
import { hostname, userInfo } from 'node:os';
import { app, shell, type WebContents } from 'electron';
import type { DestinationSetup } from '../../shared/model.ts';
import { probeAtUse } from '../net/at-use.ts';
import type { ProxyResolver } from '../net/proxy.ts';
import { createWayTest } from '../net/way-test.ts';
import type { Parts } from '../parts.ts';
import { createDataCalls } from '../rpc/data.ts';
import type { SettingsCalls } from '../rpc/handlers.ts';
import { createNetwork, type Network, proxyPassword } from '../rpc/network.ts';
import type { Home } from '../store/home.ts';
import type { SecretKeeper } from '../store/secret-keeper.ts';
import type { SettingsStore } from '../store/settings.ts';
import { backupDialogs } from './backup.ts';
import { clipboardWay } from './clipboard.ts';
import { createDiagnostics, type DiagnosticsDeps, type Troubles } from './diagnostics.ts';
import { createReportRedaction } from './report-redaction.ts';

export interface SettingsPartDeps extends Pick<DiagnosticsDeps, 'presence' | 'copy' | 'chain'> {
  readonly home: Home;
  readonly settings: SettingsStore;
  readonly secrets: SecretKeeper;
  readonly parts: Pick<Parts, 'net' | 'spool' | 'destinations' | 'areOthersAtWork' | 'historyFacts'>;
  /** The same that the net asks. */
  readonly resolveProxy: ProxyResolver;
  readonly setups: () => readonly DestinationSetup[];
  readonly window: () => WebContents | null;
  readonly troubles: Troubles;
  readonly changed: () => void;
  readonly restart: () => void;
}

export interface SettingsPart extends Disposable {
  readonly calls: SettingsCalls;
  readonly network: Pick<Network, 'view'>;
}

export function createSettingsPart(deps: SettingsPartDeps): SettingsPart {
  const { home, settings, secrets, parts, troubles } = deps;
  const { report } = troubles;
  const network = createNetwork({
    settings,
    secrets,
    test: createWayTest({
      net: parts.net,
      probe: probeAtUse({ resolveProxy: deps.resolveProxy }),
      ticks: () => performance.now(),
    }),
    servers: () => deps.chain().flatMap(({ id }) => parts.destinations.find(id)?.servers ?? []),
    changed: deps.changed,
  });
  const { view, [Symbol.dispose]: endNetwork, ...networkCalls } = network;
  const places = () => [
    proxyPassword,
    ...deps
      .setups()
      .flatMap(({ id: destination, provider, secrets: own }) =>
        own.map(({ field }) => ({ destination, provider, field })),
      ),
  ];
  /** What can not be read is not used either, and does not turn up anywhere. */
  const readAll = () =>
    Promise.all(
      places()
        .filter(secrets.has)
        .map((place) => secrets.read(place).catch(() => '')),
    );
  const diagnostics = createDiagnostics({
    versions: process.versions,
    env: process.env,
    clipboard: clipboardWay(),
    presence: deps.presence,
    sealings: () => places().map(secrets.sealing),
    proxy: () => settings.get().proxy.use,
    history: {
      file: home.databaseFile,
      version: parts.historyFacts().version,
      uploads: () => parts.historyFacts().uploads,
    },
    chain: deps.chain,
    troubles,
    redaction: async () =>
      createReportRedaction({
        secrets: await readAll(),
        program: app.getAppPath(),
        names: [userInfo().username, hostname()],
      }),
    copy: deps.copy,
  });
  const data = createDataCalls({
    home,
    settings,
    spool: parts.spool,
    dialogs: backupDialogs(deps.window),
    // It says what went wrong, or ''.
    openFolder: async (folder) => (await shell.openPath(folder)) === '',
    areOthersAtWork: parts.areOthersAtWork,
    restart: deps.restart,
    clock: Date.now,
    report,
  });
  return {
    calls: { ...networkCalls, ...data, ...diagnostics },
    network: { view },
    [Symbol.dispose]: endNetwork,
  };
}
