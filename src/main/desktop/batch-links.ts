/** Brings links to the clipboard: unasked by the copy rules, by a click on a notification, or by the window's buttons. */
import type { BatchId, UploadId } from '../../shared/ids.ts';
import { createLinkCopier } from '../engine/link-copier.ts';
import { sleep } from '../engine/run-control.ts';
import type { Send } from '../rpc/feed.ts';
import type { UploadReader } from '../store/upload-reader.ts';
import type { UploadStore } from '../store/upload-store.ts';
import type { SystemClipboard } from './clipboard.ts';
import { offerByNotification } from './notifications.ts';

export interface BatchLinks extends Disposable {
  arrived(batch: BatchId): void;
  changed(upload: UploadId): void;
  /** These uploads go on after a restart. */
  wentOn(ids: readonly UploadId[]): void;
  /** Copies the links of these uploads, one a line; false if the clipboard did not take them. */
  copy(ids: readonly UploadId[]): Promise<boolean>;
  /** Takes the link off the clipboard where that holds just what was copied there; true if it did. */
  takeBack(link: string): Promise<boolean>;
}

export interface BatchLinksDeps {
  readonly reader: UploadReader;
  readonly store: UploadStore;
  readonly clipboard: SystemClipboard;
  readonly send: Send;
  readonly report: (error: unknown) => void;
}

export function createBatchLinks({ reader, store, clipboard, send, report }: BatchLinksDeps): BatchLinks {
  const tell = (batch: BatchId): void => {
    send('uploads.changed', { uploads: [], batches: reader.batches([batch]) });
  };
  const write = async (links: readonly string[], batches: Iterable<BatchId>): Promise<boolean> => {
    const text = links.join('\n');
    if (links.length === 0 || !(await clipboard.writeText(text))) return false;
    await copier.wrote(text);
    for (const batch of batches) {
      store.markCopied(batch);
      tell(batch);
    }
    return true;
  };
  const copier = createLinkCopier({
    reader,
    store,
    clipboard: { read: clipboard.mark, write: clipboard.writeText },
    clock: Date.now,
    sleep,
    copied: tell,
    offer(batch, links) {
      offerByNotification({ links: links.length }, () => void write(links, [batch]).catch(report));
    },
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
    copy(ids) {
      const links = ids.flatMap((id) => reader.link(id) ?? []);
      return write(links, new Set(ids.flatMap((id) => reader.batchOf(id) ?? [])));
    },
    takeBack: copier.takeBack,
    [Symbol.dispose]: () => copier[Symbol.dispose](),
  };
}
