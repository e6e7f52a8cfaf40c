/**
 * Copies the links of a batch: in the order of the drop, as soon as nothing of it runs or is due, and never over
 * something that the user copied since.
 */
import type { BatchId, UploadId } from '../../shared/ids.ts';
import type { State } from '../../shared/model.ts';
import type { UploadReader } from '../store/upload-reader.ts';
import type { UploadStore } from '../store/upload-store.ts';
import type { Sleep } from './run-control.ts';

export interface LinkClipboard {
  /**
   * What the clipboard holds, as a text that differs whenever it holds something else; the text itself is in it. Null
   * where that can not be seen.
   */
  read(): Promise<string | null>;
  /** True once the clipboard was seen to hold the text. */
  write(text: string): Promise<boolean>;
}

/** A link, and how it stands among the others on the clipboard. */
export interface CopiedLink {
  readonly link: string;
  readonly text: string;
}

/** Links as they are put on the clipboard, one after the other. */
export function joined(links: readonly CopiedLink[]): string {
  return links.map(({ text }) => text).join('\n');
}

export interface LinkCopierDeps {
  readonly reader: UploadReader;
  readonly store: UploadStore;
  readonly clipboard: LinkClipboard;
  readonly clock: () => number;
  readonly sleep: Sleep;
  /** The links of these uploads as the user wants them; one that is given away no more is left out. */
  readonly format: (ids: readonly UploadId[]) => readonly CopiedLink[];
  /** False where nothing is to be copied unasked; by default it is. */
  readonly mayCopy?: () => boolean;
  /** The links could not be copied unasked: offer them. */
  readonly offer: (batch: BatchId, links: readonly string[]) => void;
  /** The batch's links are on the clipboard. */
  readonly copied: (batch: BatchId) => void;
  /** Nothing of the batch runs or is due; what could be copied is copied or offered. May come more than once. */
  readonly rested?: (batch: BatchId) => void;
  readonly report: (error: unknown) => void;
}

export interface LinkCopier extends Disposable {
  /** Remembers what the clipboard holds as the batch arrives. */
  arrived(batch: BatchId): void;
  /** The batch goes on after a restart. What the clipboard held when it came is not known: its links are offered. */
  wentOn(batch: BatchId): void;
  /** Something of this batch changed. */
  changed(batch: BatchId): void;
  /** The user copied links: the clipboard was seen to hold them. */
  wrote(links: readonly CopiedLink[]): Promise<void>;
  /**
   * Takes a link off the clipboard where that holds just the links that were copied last, by whomever; other links of
   * those stay. True if it did.
   */
  takeBack(link: string): Promise<boolean>;
}

/** A wait that ends within this time (ms) counts as work. */
const dueWithinMs = 10_000;
/** Changes that come close together are looked at once, ms. */
const settleMs = 100;

export function createLinkCopier(deps: LinkCopierDeps): LinkCopier {
  const ending = new AbortController();
  /** What the clipboard may hold for us to write over it: its text when the batch came, or what we wrote last. */
  const expected = new Map<BatchId, Promise<string | null>>();
  /** The links that were copied or offered last: how they are written may change, and calls for no new copy. */
  const last = new Map<BatchId, string>();
  const scheduled = new Set<BatchId>();
  let turns: Promise<void> = Promise.resolve();
  /** What we wrote last, for whichever batch: not something that the user copied. */
  let ours: string | null = null;
  /** The links that were copied last, by the user too, and what the clipboard held then. */
  let links: { readonly all: readonly CopiedLink[]; readonly held: string } | null = null;

  async function settle(batch: BatchId): Promise<void> {
    await deps.sleep(settleMs, ending.signal);
    scheduled.delete(batch);
    // Asked first, since a batch may have thousands of uploads.
    if (ending.signal.aborted || deps.reader.isBatchWorking(batch)) return;
    const uploads = deps.reader.batchLinks(batch);
    const now = deps.clock();
    if (uploads.some(({ state }) => isDue(state, now))) return;
    const found = uploads.flatMap(({ id, state, link }) =>
      state.name === 'done' && link !== null ? [{ id, link }] : [],
    );
    const known = found.map(({ link }) => link).join('\n');
    if (found.length > 0 && known !== last.get(batch)) {
      last.set(batch, known);
      const all = deps.format(found.map(({ id }) => id));
      if (await copy(batch, joined(all))) {
        ours = await remember(all);
        deps.store.markCopied(batch);
        deps.copied(batch);
      } else {
        deps.offer(
          batch,
          found.map(({ link }) => link),
        );
      }
    }
    deps.rested?.(batch);
    if (uploads.every(({ state }) => state.name === 'done')) {
      expected.delete(batch);
      last.delete(batch);
    }
  }

  /** What the clipboard holds; null where it can not be asked. */
  async function read(): Promise<string | null> {
    try {
      return await deps.clipboard.read();
    } catch (error) {
      deps.report(error);
      return null;
    }
  }

  /** Copies the text unless the user copied something since; false if the clipboard did not take it. */
  async function copy(batch: BatchId, text: string): Promise<boolean> {
    if (deps.mayCopy?.() === false) return false;
    const held = await read();
    if (held === null || (held !== ours && held !== (await expected.get(batch)))) return false;
    return write(text);
  }

  async function write(text: string): Promise<boolean> {
    try {
      return await deps.clipboard.write(text);
    } catch (error) {
      deps.report(error);
      return false;
    }
  }

  /** What the clipboard holds now that the text was written; null where it is something else: the user was quicker. */
  async function remember(all: readonly CopiedLink[]): Promise<string | null> {
    const held = await read();
    links = held?.includes(joined(all)) ? { all, held } : null;
    return links && held;
  }

  async function takeBack(link: string): Promise<boolean> {
    if (!links?.all.some((copied) => copied.link === link)) return false;
    const { all, held } = links;
    const rest = all.filter((copied) => copied.link !== link);
    if ((await read()) !== held || !(await write(joined(rest)))) return false;
    const wasOurs = ours === held;
    const now = await remember(rest);
    if (wasOurs) ours = now;
    return true;
  }

  return {
    arrived(batch) {
      expected.set(batch, read());
    },
    wentOn(batch) {
      if (!expected.has(batch)) expected.set(batch, Promise.resolve(null));
    },
    changed(batch) {
      if (!expected.has(batch) || scheduled.has(batch)) return;
      scheduled.add(batch);
      // One after the other, so that an older text never comes after a newer one.
      turns = turns.then(() => settle(batch)).catch(deps.report);
    },
    async wrote(all) {
      await remember(all);
    },
    takeBack(link) {
      const taken = turns.then(() => takeBack(link));
      turns = taken.then(() => undefined).catch(deps.report);
      return taken;
    },
    [Symbol.dispose]() {
      ending.abort();
    },
  };
}

function isDue(state: State, now: number): boolean {
  switch (state.name) {
    case 'preparing':
    case 'queued':
    case 'running':
      return true;
    case 'waiting':
      return 'until' in state.wait && state.wait.until - now <= dueWithinMs;
    case 'paused':
    case 'done':
    case 'failed':
    case 'cancelled':
      return false;
  }
}
