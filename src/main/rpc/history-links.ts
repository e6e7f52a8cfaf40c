/** What is done with the links of many uploads: they are checked, and deleted at their hosts. */
import { toFailure } from '../../shared/failure.ts';
import type { ChecksEnd, LinkCheck } from '../../shared/history.ts';
import type { UploadId } from '../../shared/ids.ts';
import type { AskLink } from '../engine/link-asking.ts';
import type { Removal } from '../engine/removal.ts';
import type { HistoryStore } from '../store/history-store.ts';
import type { UploadReader } from '../store/upload-reader.ts';
import type { Send } from './feed.ts';
import type { Handlers } from './handlers.ts';
import { createRounds } from './history-rounds.ts';

export type HistoryLinkCalls = Pick<Handlers, 'history.check' | 'history.deleteOnHost' | 'history.stop'>;

export interface HistoryLinksDeps {
  readonly reader: Pick<UploadReader, 'view' | 'link'>;
  readonly store: Pick<HistoryStore, 'keepCheck'>;
  readonly askLink: AskLink;
  readonly removal: Pick<Removal, 'remove'>;
  /** Takes the link off the clipboard where that holds just what was copied there. */
  readonly takeBack: (link: string) => Promise<boolean>;
  readonly send: Send;
  /** Rows of the history are other ones now. */
  readonly changed: () => void;
  /** Epoch ms. */
  readonly clock: () => number;
}

const tellMs = 100;

const counted = {
  open: 'open',
  gone: 'gone',
  unreachable: 'unreachable',
  'not-checkable': 'notCheckable',
} as const satisfies Record<LinkCheck['found'], keyof ChecksEnd>;

/** Disposed of, it ends what is under way. */
export function createHistoryLinks(deps: HistoryLinksDeps): HistoryLinkCalls & Disposable {
  const { reader, store, askLink, removal, takeBack, send, changed, clock } = deps;
  const rounds = createRounds(send);

  async function askOne(id: UploadId, signal: AbortSignal): Promise<LinkCheck | null> {
    try {
      const found = await askLink(id, signal);
      return found && { at: clock(), found };
    } catch (error) {
      if (toFailure(error).kind === 'cancelled') return null;
      throw error;
    }
  }

  return {
    async 'history.check'({ ids }) {
      const end: ChecksEnd = { open: 0, gone: 0, unreachable: 0, notCheckable: 0 };
      let checked: { id: UploadId; check: LinkCheck }[] = [];
      const tell = (): void => {
        if (checked.length === 0) return;
        send('history.checked', checked);
        changed();
        checked = [];
      };
      const timer = setInterval(tell, tellMs);
      try {
        await rounds.run('check', ids, async (id, signal) => {
          const check = await askOne(id, signal);
          if (!check) return;
          store.keepCheck(id, check);
          end[counted[check.found]] += 1;
          checked.push({ id, check });
        });
      } finally {
        clearInterval(timer);
        tell();
      }
      return end;
    },

    async 'history.deleteOnHost'({ ids }) {
      const end = { deleted: 0, failed: 0, impossible: 0 };
      await rounds.run('delete', ids, async (id) => {
        const kind = reader.view(id)?.receipt?.deletion.kind;
        if (kind === undefined || kind === 'impossible' || kind === 'elsewhere') end.impossible += 1;
        else if (kind === 'deleted') end.deleted += 1;
        else {
          const link = reader.link(id);
          const isDeleted = await removal.remove(id);
          end[isDeleted ? 'deleted' : 'failed'] += 1;
          if (isDeleted && link !== null) await takeBack(link);
        }
      });
      return end;
    },

    'history.stop': ({ act }) => rounds.stop(act),
    [Symbol.dispose]: () => rounds[Symbol.dispose](),
  };
}
