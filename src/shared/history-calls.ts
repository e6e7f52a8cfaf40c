/** The contract's calls and events about the history. */
import { z } from 'zod';
import { mostChosen } from './choices.ts';
import {
  ChecksEnd,
  Cleared,
  HistoryDestination,
  HistoryFound,
  HistoryQuery,
  HistoryRow,
  LinkCheck,
  ListId,
  LongAct,
  MovedLink,
  Saved,
  SentAgain,
} from './history.ts';
import { BatchId, DestinationId, UploadId } from './ids.ts';

const uploads = z.object({ ids: z.array(UploadId).min(1).max(mostChosen) });
const place = { list: ListId, offset: z.number().int().nonnegative().max(100_000_000) };
const exportForm = z.enum(['csv', 'json']);
const moved = z.object({ batch: BatchId });
const none = z.undefined();
const nothing = z.void();

export const historyCalls = {
  /**
   * Finds uploads; the answer's list is read with `history.rows`. A call that is still waiting when a newer one comes
   * fails with `cancelled`.
   */
  'history.find': { door: 'page', input: z.object({ query: HistoryQuery }), output: HistoryFound },
  /**
   * Rows of a list, as they are now: as many as there are places from `offset` on, null for those that are gone. No rows
   * at all for a list that is too old; `history.find` gives a new one.
   */
  'history.rows': {
    door: 'page',
    input: z.object({ ...place, limit: z.number().int().min(1).max(200) }),
    output: z.object({ rows: z.array(HistoryRow.nullable()) }),
  },
  /** The ids at these places, to choose many without reading them. */
  'history.ids': {
    door: 'page',
    input: z.object({ ...place, limit: z.number().int().min(1).max(mostChosen) }),
    output: z.object({ ids: z.array(UploadId) }),
  },
  /** The destinations that uploads of the history went to, most used first. */
  'history.destinations': { door: 'page', input: none, output: z.array(HistoryDestination) },

  /** Sends the same files again, through the present chain. Fails with `settings-invalid` (`chain`) before the choice. */
  'history.again': { door: 'page', input: uploads, output: SentAgain },
  /**
   * Sends the same files to this destination only: who chooses it agrees to its scope, and to no other destination.
   * Their links before and after are told by `history.moved`.
   */
  'history.moveTo': { door: 'page', input: uploads.extend({ to: DestinationId }), output: SentAgain },
  /** The old and new links of a batch that `history.moveTo` made, in its order; none for any other batch. */
  'history.moved': { door: 'page', input: moved, output: z.object({ links: z.array(MovedLink) }) },
  /** Copies them as text, a line each: old link, tab, new link. False if the clipboard did not take it. */
  'history.copyMoved': { door: 'page', input: moved, output: z.object({ copied: z.boolean() }) },
  /** Saves them as CSV where the user says. */
  'history.saveMoved': { door: 'page', input: moved, output: Saved },

  /** Deletes at the hosts what they were given, as `uploads.deleteOnHost` does. One such call at a time. */
  'history.deleteOnHost': {
    door: 'page',
    input: uploads,
    /** `failed` told why with their rows; `impossible` have nothing to delete, or nothing to delete it with. */
    output: z.object({ deleted: z.number(), failed: z.number(), impossible: z.number() }),
  },
  /** Asks each link whether it still opens. Results come as `history.checked` too, and are kept. One call at a time. */
  'history.check': { door: 'page', input: uploads, output: ChecksEnd },
  /** Ends it; its call returns with what was done by then. */
  'history.stop': { door: 'page', input: z.object({ act: LongAct }), output: nothing },

  /** Writes what the list holds, all of the history (null), or uploads in this order to a file that main asks for. */
  'history.export': {
    door: 'page',
    input: z.union([
      z.strictObject({ list: ListId.nullable(), as: exportForm }),
      z.strictObject({ ...uploads.shape, as: exportForm }),
    ]),
    output: Saved,
  },

  /** Takes uploads, or all that the list holds, out of the history and the list of uploads. */
  'history.clear': {
    door: 'page',
    input: z.union([uploads, z.object({ list: ListId })]),
    output: Cleared,
  },
  /** Brings them back; false where it is too late. */
  'history.undoClear': {
    door: 'page',
    input: z.object({ token: z.string().max(64) }),
    output: z.object({ restored: z.boolean() }),
  },
} as const;

export const historyEvents = {
  /** Uploads came, changed or went: lists that were found before may be other ones now. At most twice a second. */
  'history.changed': z.undefined(),
  'history.checked': z.array(z.object({ id: UploadId, check: LinkCheck })),
  /** At most ten times a second. */
  'history.progress': z.object({ act: LongAct, done: z.number().int(), total: z.number().int() }),
} as const;
