/** What each call of the contract does. Inputs are parsed before they get here. */
import type { CallInput, CallName, CallOutput, IntakeResult, Snapshot } from '../../shared/contract.ts';
import { UploadFailure } from '../../shared/failure.ts';
import type { DestinationId, UploadId } from '../../shared/ids.ts';
import type { Scope } from '../../shared/model.ts';
import type { CopyFormat, PreferencesChange } from '../../shared/preferences.ts';
import type { Where } from '../../shared/sending.ts';
import type { Engine } from '../engine/engine.ts';
import type { Removal } from '../engine/removal.ts';
import type { UploadReader } from '../store/upload-reader.ts';
import type { UploadStore } from '../store/upload-store.ts';
import type { Send } from './feed.ts';
import type { HistoryCalls } from './history-part.ts';
import type { SendingCalls } from './sending-part.ts';

export type Handlers = {
  readonly [N in CallName]: (input: CallInput<N>) => Promise<CallOutput<N>> | CallOutput<N>;
};

/** What the handlers need of the desktop; each is a thin adapter there. */
export interface Desktop {
  /** Uploads what the clipboard holds, or says what is there. */
  uploadClipboard(where?: Where): Promise<IntakeResult>;
  /** The answer to the question before copied text is uploaded. */
  confirmText(answer: CallInput<'intake.confirmText'>): Promise<IntakeResult | null>;
  /** Copies the links of these uploads; false if the clipboard did not take them. */
  copyLinks(ids: readonly UploadId[], format?: CopyFormat): Promise<boolean>;
  /** Takes the link off the clipboard where that holds just what was copied there; true if it did. */
  takeBack(link: string): Promise<boolean>;
  /** Opens an http(s) link in the user's browser. */
  open(link: URL): Promise<void>;
}

export interface HandlerDeps {
  readonly engine: Engine;
  readonly removal: Removal;
  readonly reader: UploadReader;
  readonly store: UploadStore;
  readonly sending: SendingCalls;
  readonly packings: () => Snapshot['packings'];
  readonly desktop: Desktop;
  readonly setup: Setup;
  readonly sample: () => Promise<IntakeResult>;
  readonly setPreferences: (change: PreferencesChange) => Promise<void>;
  readonly destinations: AllDestinationCalls;
  readonly shortcut: ShortcutCalls;
  readonly settingsCalls: SettingsCalls;
  readonly history: HistoryCalls;
  readonly notices: () => Snapshot['notices'];
  readonly platform: Snapshot['platform'];
  /** The window has its first picture, and hears of events from now on. */
  readonly windowReady: () => void;
  readonly stopShare: (id: UploadId) => void;
  readonly send: Send;
  readonly askToQuit: () => void;
  /** The user's answer to `quit.asked`. */
  readonly quit: (go: boolean) => void;
}

/** The chain that was chosen, the scope that it agrees to, and those of it that may be used beyond that. */
export interface ChosenChain {
  readonly chain: DestinationId[];
  readonly scope: Scope;
  readonly granted: DestinationId[];
}

/** The calls about destinations and their chains. */
export type DestinationCalls = Pick<
  Handlers,
  | 'destinations.setup'
  | 'destinations.save'
  | 'destinations.switch'
  | 'destinations.remove'
  | 'destinations.duplicate'
  | 'chains.set'
>;

/** The calls that move settings between computers. */
export type TransferCalls = Pick<Handlers, 'settings.export' | 'settings.import' | 'settings.importGo'>;

export type CheckCalls = Pick<Handlers, 'destinations.check' | 'destinations.stopCheck' | 'destinations.copyReport'>;

export type SignInCalls = Pick<Handlers, 'destinations.signIn' | 'destinations.finishSignIn'>;

export type IdentityCalls = Pick<Handlers, 'destinations.askIdentity' | 'destinations.trust'>;

export type NetworkCalls = Pick<Handlers, Extract<CallName, `network.${string}`>>;

export type DataCalls = Pick<Handlers, Extract<CallName, `data.${string}` | `diagnostics.${string}`>>;

/** The calls of the Settings view that ask more than a preference. */
export type SettingsCalls = NetworkCalls & DataCalls;

export type ShortcutCalls = Pick<Handlers, 'shortcut.record' | 'shortcut.copyCommand'>;

export type LeftoverCalls = Pick<Handlers, 'destinations.leftovers' | 'destinations.discardLeftovers'>;

export type SecretCalls = Pick<
  Handlers,
  'secrets.set' | 'secrets.setChosen' | 'secrets.storeWeak' | 'secrets.clear' | 'secrets.chooseFile'
>;

/** Everything that the window does with destinations. */
export type AllDestinationCalls = DestinationCalls &
  TransferCalls &
  CheckCalls &
  SignInCalls &
  IdentityCalls &
  LeftoverCalls &
  SecretCalls &
  Pick<Handlers, 'destinations.chooseFolder'>;

/** The choices that decide where files may go. */
export interface Setup {
  view(): Snapshot['settings'];
  choose(input: CallInput<'setup.choose'>): void;
  shareOn(input: CallInput<'setup.shareOn'>): void;
  /** Tells the window how everything stands. */
  tell(): void;
  /** As it is when it begins at this destination, null: as usual. Null before the choice. */
  chain(start?: DestinationId | null): ChosenChain | null;
  /** Those of any chain that may be used without asking. */
  granted(chain: readonly DestinationId[]): DestinationId[];
  thisComputer: DestinationId;
}

/** The list at start: everything unfinished and this many others. */
const recentUploads = 500;

export function createHandlers(deps: HandlerDeps): Handlers {
  const { engine, reader, store, desktop, setup } = deps;
  return {
    'app.snapshot': () => {
      deps.windowReady();
      const uploads = reader.recent(recentUploads);
      const batches = reader.batches([...new Set(uploads.map(({ batchId }) => batchId))]);
      return {
        settings: setup.view(),
        uploads,
        batches,
        notices: deps.notices(),
        packings: deps.packings(),
        platform: deps.platform,
      };
    },
    'setup.choose': (input) => setup.choose(input),
    'preferences.set': ({ change }) => deps.setPreferences(change),
    'setup.shareOn': (input) => setup.shareOn(input),
    ...deps.destinations,
    ...deps.shortcut,
    ...deps.settingsCalls,
    ...deps.history,
    ...deps.sending,
    'setup.sample': () => deps.sample(),
    'intake.clipboard': (input) => desktop.uploadClipboard(input?.where),
    'intake.confirmText': (answer) => desktop.confirmText(answer),
    'uploads.cancel': ({ id }) => engine.cancel(id),
    'uploads.pause': ({ ids }) => engine.pause(ids),
    'uploads.resume': ({ ids }) => engine.resume(ids),
    'uploads.move': ({ id, before }) => engine.move(id, before),
    'app.askToQuit': () => deps.askToQuit(),
    'app.quit': ({ go }) => deps.quit(go),
    'uploads.retry': ({ id }) => engine.restart(id, null, setup.granted(reader.job(id)?.chain ?? [])),
    'uploads.skip': ({ id }) => engine.skip(id),
    'uploads.consent': ({ id }) => engine.consent(id),
    'uploads.sendNow': ({ ids }) => engine.sendNow(ids),
    'uploads.cancelAll': ({ ids }) => ids.forEach(engine.cancel),
    'uploads.useLink': ({ id }) => engine.useLink(id),
    'uploads.sendAnyway': ({ id }) => engine.sendAnyway(id),
    'uploads.shareHere': ({ id }) => engine.restart(id, [setup.thisComputer]),
    'uploads.deleteOnHost': async ({ id }) => {
      const link = reader.link(id);
      const deleted = await deps.removal.remove(id);
      return { deleted, takenBack: deleted && link !== null && (await desktop.takeBack(link)) };
    },
    'uploads.stopShare': ({ id }) => deps.stopShare(id),
    'uploads.ledger': ({ id }) => reader.ledger(id),
    'uploads.dismiss': ({ ids }) => {
      const dismissed = store.dismiss(ids);
      if (dismissed.length > 0) deps.send('uploads.removed', { ids: dismissed });
    },
    'links.copy': async ({ ids, format }) => ({ copied: await desktop.copyLinks(ids, format) }),
    'links.open': async ({ id }) => {
      const link = reader.link(id);
      const url = link === null ? null : URL.parse(link);
      if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
        throw new UploadFailure({ kind: 'not-found', host: url?.host ?? '' });
      }
      await desktop.open(url);
    },
  };
}
