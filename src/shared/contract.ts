/**
 * The RPC contract: every call and every event between window and main, named once.
 *
 * `page` calls are for script in the page: none takes or returns a path. `preload` calls carry the paths of files
 * that the preload resolved from real `File` objects; the page has no way to make them.
 */
import { z } from 'zod';
import { LiveCheckStep } from './check.ts';
import { dataCalls } from './data-calls.ts';
import { DesktopView } from './desktop-view.ts';
import { destinationCalls } from './destination-calls.ts';
import { Failure } from './failure.ts';
import { historyCalls, historyEvents } from './history-calls.ts';
import { DestinationId, UploadId } from './ids.ts';
import { AttemptView, BatchView, ChainChoice, DestinationSetup, DestinationView, UploadView } from './model.ts';
import { NetworkView, networkCalls } from './network.ts';
import { CopyFormat, Preferences, PreferencesChange } from './preferences.ts';
import { NameProblem, PackingView, StopOffer, StopsFor, Unfinished, Where } from './sending.ts';

/** A network interface that the user may share on; `loopback` opens only here. */
export const ShareInterface = z.object({ id: z.string(), address: z.string(), label: z.string() });
export type ShareInterface = z.infer<typeof ShareInterface>;

export const SettingsView = z.object({
  /** Null on a new profile: nothing leaves the machine before the user chose. */
  choice: ChainChoice.nullable(),
  /** Destinations that a new file would take, in order. */
  chain: z.array(DestinationView),
  /** The public chain, whatever was chosen: the user is told its hosts before choosing it. */
  publicChain: z.array(DestinationView),
  /** The chain of the user's own storage; empty until some is set up. */
  ownChain: z.array(DestinationView),
  thisComputer: DestinationView,
  /** Every destination that an upload may name, each once. */
  known: z.array(DestinationView),
  /** Every destination that there is: the ready-made ones and the user's own. */
  setups: z.array(DestinationSetup),
  shareOn: z.string(),
  shareInterfaces: z.array(ShareInterface),
  preferences: Preferences,
  desktop: DesktopView,
  network: NetworkView,
});
export type SettingsView = z.infer<typeof SettingsView>;

/**
 * What is told that belongs to no upload: what went wrong, `subject` being what it is about; or that a backup was
 * restored, and the name of the folder in the data folder that the data of before lie in.
 */
export const Notice = z.union([
  z.object({ id: z.string(), failure: Failure, subject: z.string() }),
  z.object({ id: z.string(), restored: z.object({ aside: z.string() }) }),
]);
export type Notice = z.infer<typeof Notice>;

/** Everything the window needs to draw itself; later changes arrive as events. */
export const Snapshot = z.object({
  settings: SettingsView,
  batches: z.array(BatchView),
  uploads: z.array(UploadView),
  notices: z.array(Notice),
  packings: z.array(PackingView),
  platform: z.enum(['linux', 'darwin', 'win32']),
});
export type Snapshot = z.infer<typeof Snapshot>;

/** What became of files that were handed in. */
export const IntakeResult = z.discriminatedUnion('kind', [
  /** `leftOut` of what was copied are not on this computer; `unread` could not be read, and are in no zip. */
  z.object({
    kind: z.literal('accepted'),
    count: z.number().int(),
    leftOut: z.number().int().optional(),
    unread: z.object({ count: z.int(), names: z.array(z.string()) }).optional(),
  }),
  /** Nothing is queued until `intake.confirmStop` names the token and where they go. */
  z.object({ kind: z.literal('pick'), token: z.string(), count: z.int(), bytes: z.number() }),
  /**
   * Nothing is queued until `intake.confirmFolders` names the token. `name` is that of the first folder; `inFolders`
   * files of `count` in all are in the folders.
   */
  z.object({
    kind: z.literal('folders'),
    token: z.string(),
    name: z.string(),
    folders: z.int(),
    inFolders: z.int(),
    count: z.int(),
    bytes: z.number(),
  }),
  /** Folders become zips first: `packing.changed` tells how far that is. */
  z.object({ kind: z.literal('packing') }),
  /** More than 50 files: nothing is queued until `intake.confirm` names the token. */
  z.object({ kind: z.literal('confirm'), token: z.string(), count: z.number().int(), bytes: z.number() }),
  /** Text was copied: it becomes a file once `intake.confirmText` names the token. */
  z.object({
    kind: z.literal('confirm-text'),
    token: z.string(),
    lines: z.number().int(),
    characters: z.number().int(),
  }),
  /**
   * Nothing that can be uploaded; `what` says what was there instead. `unseen`: on Wayland, a program may look at the
   * clipboard only while its window is in front. `no-answer`: the program that holds the clipboard did not give it.
   */
  z.object({
    kind: z.literal('nothing'),
    what: z.enum([
      'empty-clipboard',
      'remote-files',
      'colour',
      'formatted',
      'unknown',
      'unseen',
      'no-answer',
      'no-files',
    ]),
  }),
  /** No chain was chosen yet. */
  z.object({ kind: z.literal('choose-first') }),
]);
export type IntakeResult = z.infer<typeof IntakeResult>;

/** What became of files that did not come through the window: another start of the program, the tray, the shortcut. */
export const IntakeAnswer = z.union([IntakeResult, z.object({ kind: z.literal('failed'), failure: Failure })]);
export type IntakeAnswer = z.infer<typeof IntakeAnswer>;

/** A `File` as the preload resolved it: its path, or only its name where the system knows no path (a forged one). */
const FileEntry = z.union([
  z.object({ path: z.string().min(1).max(32_768) }),
  z.object({ pathlessName: z.string().max(32_768) }),
]);

const upload = z.object({ id: UploadId });
const none = z.undefined();
const nothing = z.void();

export const calls = {
  'app.snapshot': { door: 'page', input: none, output: Snapshot },
  'setup.choose': { door: 'page', input: z.object({ choice: ChainChoice }), output: nothing },
  /** Fails where the system does not let it be so, and changes nothing then. */
  'preferences.set': { door: 'page', input: z.object({ change: PreferencesChange }), output: nothing },
  /** While keys are being chosen the present shortcut does nothing, so that its keys can be chosen too. */
  'shortcut.record': { door: 'page', input: z.object({ on: z.boolean() }), output: nothing },
  /** Copies the whole command that does what the shortcut does, folders included; false if the clipboard did not take it. */
  'shortcut.copyCommand': { door: 'page', input: none, output: z.object({ copied: z.boolean() }) },
  'setup.shareOn': { door: 'page', input: z.object({ interface: z.string().max(64) }), output: nothing },
  ...destinationCalls,
  ...networkCalls,
  ...dataCalls,
  ...historyCalls,
  /** Uploads a file of one line, for those who have none at hand. */
  'setup.sample': { door: 'page', input: none, output: IntakeResult },
  /** The answer to `confirm-text`; `always` asks no more. Null where it was no, or the question is gone. */
  'intake.confirmText': {
    door: 'page',
    input: z.object({ token: z.string().max(64), go: z.boolean(), always: z.boolean() }),
    output: IntakeResult.nullable(),
  },
  /** Where files go that wait for that; null lets go of them. */
  'intake.confirmStop': {
    door: 'page',
    input: z.object({ token: z.string().max(64), where: Where.nullable() }),
    output: IntakeResult.nullable(),
  },
  /** How folders are sent: every file by itself, each folder as one zip, or not at all. */
  'intake.confirmFolders': {
    door: 'page',
    input: z.object({ token: z.string().max(64), as: z.enum(['files', 'zips']).nullable() }),
    output: IntakeResult.nullable(),
  },
  /** Stops packing; nothing of it is left. */
  'packing.cancel': { door: 'page', input: z.object({ token: z.string().max(64) }), output: nothing },
  /** The destinations that can be chosen, and what speaks against each. */
  'stops.offered': {
    door: 'page',
    input: z.object({ of: StopsFor, keepAtLeastMs: Where.shape.keepAtLeastMs }),
    output: z.array(StopOffer),
  },
  'intake.confirm': { door: 'page', input: z.object({ token: z.string().max(64), go: z.boolean() }), output: nothing },
  /** Cancels in every state, back-off included. */
  'uploads.cancel': { door: 'page', input: upload, output: nothing },
  /** Puts uploads down; what was sent so far is lost where the host can not resume. Final ones are left alone. */
  'uploads.pause': { door: 'page', input: z.object({ ids: z.array(UploadId).max(100_000) }), output: nothing },
  'uploads.resume': { door: 'page', input: z.object({ ids: z.array(UploadId).max(100_000) }), output: nothing },
  /** Moves a queued upload before another queued one; null moves it to the end. */
  'uploads.move': { door: 'page', input: z.object({ id: UploadId, before: UploadId.nullable() }), output: nothing },
  /** As the tray's Quit: with work under way, `quit.asked` comes first. */
  'app.askToQuit': { door: 'page', input: none, output: nothing },
  /** The answer to `quit.asked`: quit now and go on at the next start, or stay. */
  'app.quit': { door: 'page', input: z.object({ go: z.boolean() }), output: nothing },
  /** Starts an upload that is not `done` anew with the whole chain. */
  'uploads.retry': { door: 'page', input: upload, output: nothing },
  /** Ends a back-off: the next destination is tried now. */
  'uploads.skip': { door: 'page', input: upload, output: nothing },
  /** Agrees to the destination that `waiting: consent` names. */
  'uploads.consent': { door: 'page', input: upload, output: nothing },
  /** Sends at once what can be taken back yet, and what the guard asks about; the user agreed to that. */
  'uploads.sendNow': { door: 'page', input: z.object({ ids: z.array(UploadId).max(100_000) }), output: nothing },
  /** Cancels all of these. */
  'uploads.cancelAll': { door: 'page', input: z.object({ ids: z.array(UploadId).max(100_000) }), output: nothing },
  /** Takes the link that `waiting: already-online` offers; where it has ended meanwhile, the file is sent. */
  'uploads.useLink': { door: 'page', input: upload, output: nothing },
  /** Sends the file although `waiting: already-online` offers a link. */
  'uploads.sendAnyway': { door: 'page', input: upload, output: nothing },
  /** Sends an upload that is not done to this destination, which the user chose for it. */
  'uploads.sendTo': { door: 'page', input: z.object({ id: UploadId, to: DestinationId }), output: nothing },
  /** What the file is called where it is sent; the file on disk keeps its name. Null where nothing spoke against it. */
  'uploads.rename': {
    door: 'page',
    input: z.object({ id: UploadId, name: z.string().max(2_000) }),
    output: z.object({ problem: NameProblem.nullable() }),
  },
  /** Copies the upload's story, without secrets, links and the file's name; false if the clipboard did not take it. */
  'uploads.copyReport': { door: 'page', input: upload, output: z.object({ copied: z.boolean() }) },
  /** Sends a waiting or failed upload to this computer's own server. */
  'uploads.shareHere': { door: 'page', input: upload, output: nothing },
  /**
   * Deletes at the host what it was given, and takes the link off the clipboard where that still holds just what was
   * copied there. What hindered it is told with the upload.
   */
  'uploads.deleteOnHost': {
    door: 'page',
    input: upload,
    output: z.object({ deleted: z.boolean(), takenBack: z.boolean() }),
  },
  /** Ends a share: its link answers 410 from now on. */
  'uploads.stopShare': { door: 'page', input: upload, output: nothing },
  'uploads.ledger': { door: 'page', input: upload, output: z.array(AttemptView) },
  /** Takes finished uploads out of the list, for good; their rows stay in the database. Live shares stay listed. */
  'uploads.dismiss': { door: 'page', input: z.object({ ids: z.array(UploadId).max(10_000) }), output: nothing },
  /**
   * Copies the links of these uploads, in the order given, one after the other, in the user's format or in this one;
   * false if the clipboard did not take them.
   */
  'links.copy': {
    door: 'page',
    input: z.object({ ids: z.array(UploadId).min(1).max(10_000), format: CopyFormat.optional() }),
    output: z.object({ copied: z.boolean() }),
  },
  /** Opens the upload's link in the user's browser, after an http(s) check. */
  'links.open': { door: 'page', input: upload, output: nothing },

  'intake.files': {
    door: 'preload',
    input: z.object({
      files: z.array(FileEntry).min(1).max(100_000),
      from: z.enum(['drop', 'picker', 'paste']),
      where: Where.optional(),
      /** The user says in a moment where they go. */
      pick: z.boolean().optional(),
    }),
    output: IntakeResult,
  },
  /** Uploads what the clipboard holds: files, else an image, else text. The preload asks for a real user gesture first. */
  'intake.clipboard': {
    door: 'preload',
    input: z.object({ where: Where.optional() }).optional(),
    output: IntakeResult,
  },
} as const satisfies Record<string, { door: 'page' | 'preload'; input: z.ZodType; output: z.ZodType }>;

export const events = {
  /** Uploads that are new or changed, whole. At most 10 times a second for the whole window. */
  'uploads.changed': z.object({ uploads: z.array(UploadView), batches: z.array(BatchView) }),
  'uploads.removed': z.object({ ids: z.array(UploadId) }),
  /** Bytes sent so far and pace (bytes per second, null where none is known yet). At most 10 times a second. */
  'uploads.progress': z.array(
    z.object({
      id: UploadId,
      sentBytes: z.number(),
      bytesPerSecond: z.number().nullable(),
      msLeft: z.number().nullable(),
    }),
  ),
  'settings.changed': SettingsView,
  'check.step': z.object({ id: DestinationId, step: LiveCheckStep }),
  /** The user wants to quit while work is under way: the window asks, and answers with `app.quit`. */
  'quit.asked': Unfinished,
  'intake.answered': IntakeAnswer,
  /** The window was closed for the first time, and the program goes on in the tray. */
  'tray.goesOn': z.undefined(),
  /** All that is packed now. */
  'packing.changed': z.array(PackingView),
  'notice.raised': Notice,
  ...historyEvents,
} as const satisfies Record<string, z.ZodType>;

type Calls = typeof calls;
export type CallName = keyof Calls;
export type CallInput<N extends CallName> = z.infer<Calls[N]['input']>;
export type CallOutput<N extends CallName> = z.infer<Calls[N]['output']>;
type NamesOf<D extends 'page' | 'preload'> = { [N in CallName]: Calls[N]['door'] extends D ? N : never }[CallName];
export type PageCall = NamesOf<'page'>;
export type PreloadCall = NamesOf<'preload'>;
export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.infer<(typeof events)[N]>;

/** How every call comes back: failures cross as data. */
export type CallResult<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/** What the preload puts on `window.droprelay`. */
export interface Door {
  call<N extends PageCall>(name: N, input: CallInput<N>): Promise<CallResult<CallOutput<N>>>;
  /** Uploads dropped or picked files; a forged `File` has no path and is refused as `source-unreadable: no-path`. */
  uploadFiles(
    files: readonly File[],
    from: 'drop' | 'picker' | 'paste',
    choice?: { readonly where?: Where; readonly pick?: boolean },
  ): Promise<CallResult<IntakeResult>>;
  /** Uploads what the clipboard holds; only within a real user gesture, else `forbidden`. */
  uploadClipboard(where?: Where): Promise<CallResult<IntakeResult>>;
  /** Returns the function that ends the subscription. */
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
}
