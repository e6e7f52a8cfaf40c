/** The history as it is asked for and shown: every upload that there was, newest first. */
import { z } from 'zod';
import { BatchId, DestinationId, UploadId } from './ids.ts';
import { Intake, UploadView } from './model.ts';

const epochMs = z.number().int().nonnegative();
const count = z.number().int().nonnegative();

/** What kind of file it is, by its name's type. */
export const FileKind = z.enum(['image', 'video', 'audio', 'document', 'archive', 'other']);
export type FileKind = z.infer<typeof FileKind>;

/** Where an upload stands; `unfinished` is everything that is not final. */
export const HistoryState = z.enum(['done', 'failed', 'cancelled', 'unfinished']);
export type HistoryState = z.infer<typeof HistoryState>;

/**
 * By its link: `without` lists links that still open as far as is known, `soon` those that end within a day, `only`
 * those that have ended (expired, deleted at the host, no longer shared, or found gone when they were checked).
 */
export const ByExpiry = z.enum(['any', 'without', 'soon', 'only']);
export type ByExpiry = z.infer<typeof ByExpiry>;

/** As many as the filter offers. */
export const mostDestinations = 500;

/** All conditions hold together; of a list any value matches, and an empty one asks nothing. */
export const HistoryQuery = z.strictObject({
  /** Words, each of which stands in the name, the link or the destination's name, in any case. */
  text: z.string().max(500),
  destinations: z.array(DestinationId).max(mostDestinations),
  types: z.array(FileKind).max(FileKind.options.length),
  /** When it was dropped, epoch ms: from the first up to, and without, the second. */
  from: epochMs.nullable(),
  to: epochMs.nullable(),
  states: z.array(HistoryState).max(HistoryState.options.length),
  expired: ByExpiry,
});
export type HistoryQuery = z.infer<typeof HistoryQuery>;

/** Names a list that was found; its places stand still, whatever happens meanwhile. */
export const ListId = z.string().max(64).brand<'ListId'>();
export type ListId = z.infer<typeof ListId>;

export const HistoryFound = z.object({
  list: ListId,
  /** All uploads of the history, and those of them that match. */
  total: count,
  matching: count,
  /** The days of those that match, newest first: with their numbers every row has its place before it is read. */
  days: z.array(z.object({ day: z.string(), count })),
});
export type HistoryFound = z.infer<typeof HistoryFound>;

/**
 * What a link answered the last time the user had it checked: `gone` opens for nobody any more, or opens something else;
 * `unreachable` says nothing (no answer from here); `not-checkable` may not be opened just to look.
 */
export const LinkCheck = z.object({
  at: epochMs,
  found: z.enum(['open', 'gone', 'unreachable', 'not-checkable']),
});
export type LinkCheck = z.infer<typeof LinkCheck>;

export const HistoryRow = UploadView.extend({
  kind: FileKind,
  intake: Intake,
  /** It was taken off the list of uploads. */
  dismissed: z.boolean(),
  /** Epoch ms from which its link opens no more, as far as is known; null without a link, or without an end. */
  endsAt: epochMs.nullable(),
  check: LinkCheck.nullable(),
  /** The link that the same file had before it was sent to another destination. */
  movedFrom: z.string().nullable(),
  /** There may be a picture of it at `app://thumb/<id>`. */
  pictured: z.boolean(),
});
export type HistoryRow = z.infer<typeof HistoryRow>;

/** A destination that uploads of the history went to; it may be set up no more. */
export const HistoryDestination = z.object({ id: DestinationId, label: z.string(), count });
export type HistoryDestination = z.infer<typeof HistoryDestination>;

/** Of several uploads: what was not done, and why. */
export const LeftOut = z.object({
  id: UploadId,
  why: z.enum([
    /** The file is not what it was when it was sent. */
    'changed',
    /** The file can not be read any more, or there never was one. */
    'unreadable',
    'unfinished',
  ]),
});
export type LeftOut = z.infer<typeof LeftOut>;

/** What came of sending files again. No batch where there was nothing to send. */
export const SentAgain = z.object({ batch: BatchId.nullable(), sent: count, leftOut: z.array(LeftOut) });
export type SentAgain = z.infer<typeof SentAgain>;

/** A file that was sent to another destination: the link that it had, and the one that it has now. */
export const MovedLink = z.object({
  id: UploadId,
  name: z.string(),
  /** Null where it had none. */
  from: z.string().nullable(),
  /** Null until it was delivered, and where that failed. */
  to: z.string().nullable(),
  state: HistoryState,
});
export type MovedLink = z.infer<typeof MovedLink>;

/** How a file that main's dialog asked for was written; `refused`: the place that was chosen did not take it. */
export const Saved = z.object({ end: z.enum(['saved', 'cancelled', 'refused']), count });
export type Saved = z.infer<typeof Saved>;

/** What takes its time, is told of by `history.progress`, and can be stopped. */
export const LongAct = z.enum(['check', 'delete']);
export type LongAct = z.infer<typeof LongAct>;

/** How many links were checked, by what they answered. */
export const ChecksEnd = z.object({ open: count, gone: count, unreachable: count, notCheckable: count });
export type ChecksEnd = z.infer<typeof ChecksEnd>;

/** What was hidden at once, and is deleted for good unless it is brought back in time. */
export const Cleared = z.object({
  /** Null where nothing was hidden. */
  token: z.string().nullable(),
  count,
  /** Unfinished ones, live shares, and what is being deleted at its host: they stayed. */
  stayed: count,
  /** Of those that were hidden: whose links still open, and can be deleted at their hosts only until then. */
  undeletable: count,
  /** How long `history.undoClear` brings them back, ms. */
  undoMs: z.number(),
});
export type Cleared = z.infer<typeof Cleared>;
