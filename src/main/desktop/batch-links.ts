/** Brings links to the clipboard: unasked by the copy rules, by a click on a notification, or by the window's buttons. */
import type { BatchId, UploadId } from '../../shared/ids.ts';
import { formatLink, type LinkStyle } from '../../shared/link-format.ts';
import type { CopyFormat } from '../../shared/preferences.ts';
import { type CopiedLink, createLinkCopier, joined } from '../engine/link-copier.ts';
import { sleep } from '../engine/run-control.ts';
import type { Send } from '../rpc/feed.ts';
import { linkFacts } from '../store/link-facts.ts';
import type { UploadReader } from '../store/upload-reader.ts';
import type { UploadStore } from '../store/upload-store.ts';
import { createBatchEnds } from './batch-ends.ts';
import type { SystemClipboard } from './clipboard.ts';
import type { Telling } from './telling.ts';

export interface BatchLinks extends Disposable {
  arrived(batch: BatchId): void;
  changed(upload: UploadId): void;
  /** These uploads go on after a restart. */
  wentOn(ids: readonly UploadId[]): void;
  /** Copies the links of these uploads in the user's format, or in this one; false if the clipboard did not take them. */
  copy(ids: readonly UploadId[], format?: CopyFormat): Promise<boolean>;
  /** Takes the link off the clipboard where that holds just what was copied there; true if it did. */
  takeBack(link: string): Promise<boolean>;
}

export interface BatchLinksDeps {
  readonly reader: UploadReader;
  readonly store: UploadStore;
  readonly clipboard: SystemClipboard;
  /** How the user wants links to be copied, at this moment. */
  readonly style: () => LinkStyle;
  /** The links of a batch are copied by themselves, at this moment. */
  readonly copiesUnasked?: () => boolean;
  readonly send: Send;
  readonly batchEnded: Telling['batchEnded'];
  readonly report: (error: unknown) => void;
}

export function createBatchLinks(deps: BatchLinksDeps): BatchLinks {
  const { reader, store, clipboard, style, send, batchEnded, report } = deps;
  const tell = (batch: BatchId): void => {
    send('uploads.changed', { uploads: [], batches: reader.batches([batch]) });
  };
  /** The uploads of the batch that have a link to give, in the order of the drop. */
  const linked = (batch: BatchId): UploadId[] =>
    reader.batchLinks(batch).flatMap(({ id, state, link }) => (state.name === 'done' && link !== null ? [id] : []));
  const formatted = (ids: readonly UploadId[], as: LinkStyle = style()): CopiedLink[] =>
    linkFacts(reader, ids).map((facts) => ({ link: facts.url, text: formatLink(as, facts) }));
  const copy = async (ids: readonly UploadId[], as?: LinkStyle): Promise<boolean> => {
    const links = formatted(ids, as);
    if (links.length === 0 || !(await clipboard.writeText(joined(links)))) return false;
    await copier.wrote(links);
    const wanted = new Set(ids);
    for (const batch of new Set(ids.flatMap((id) => reader.batchOf(id) ?? []))) {
      // One of its links is not its links.
      if (!linked(batch).every((id) => wanted.has(id))) continue;
      store.markCopied(batch);
      tell(batch);
    }
    return true;
  };
  const copyBatch = (batch: BatchId): Promise<boolean> => copy(linked(batch));
  const ends = createBatchEnds({
    uploadsOf: reader.batchLinks,
    nameOf: (id) => reader.view(id)?.name ?? null,
    areCopied: (batch) => reader.batches([batch])[0]?.linksCopied ?? false,
    told: (batch, end, offered) => batchEnded(end, offered.length === 0 ? null : () => copyBatch(batch)),
  });
  const copier = createLinkCopier({
    reader,
    store,
    clipboard: { read: clipboard.mark, write: clipboard.writeText },
    format: formatted,
    ...(deps.copiesUnasked && { mayCopy: deps.copiesUnasked }),
    clock: Date.now,
    sleep,
    copied: tell,
    offer(batch, links) {
      store.markNotCopied(batch);
      tell(batch);
      ends.offered(batch, links);
    },
    rested: (batch) => ends.rested(batch),
    report,
  });
  return {
    arrived: copier.arrived,
    changed(upload) {
      const batch = reader.batchOf(upload);
      if (batch) copier.changed(batch);
    },
    wentOn(ids) {
      for (const batch of new Set(ids.flatMap((id) => reader.batchOf(id) ?? []))) copier.wentOn(batch);
    },
    copy: (ids, format) => copy(ids, format && { ...style(), format }),
    takeBack: copier.takeBack,
    [Symbol.dispose]: () => copier[Symbol.dispose](),
  };
}
