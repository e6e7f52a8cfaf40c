/** Brings files to the engine from wherever they come: chosen chain first, then what has to be asked, in its order. */
import { resolve } from 'node:path';
import type { IntakeResult } from '../../shared/contract.ts';
import { toFailure } from '../../shared/failure.ts';
import type { BatchId, DestinationId } from '../../shared/ids.ts';
import type { Intake as From } from '../../shared/model.ts';
import type { Where } from '../../shared/sending.ts';
import type { Engine } from '../engine/engine.ts';
import {
  confirmAbove,
  createHeld,
  filesOf,
  gather,
  type IntakeFile,
  type IntakeFolder,
  sizesOf,
  totalBytes,
} from '../engine/intake.ts';
import type { ChosenChain } from './handlers.ts';
import type { Packing } from './packing.ts';

export interface Offer {
  readonly paths: readonly string[];
  readonly pathless: readonly string[];
  readonly from: From;
  readonly where?: Where;
  /** The user wants to say first where they go. */
  readonly pick?: boolean;
}

export interface Intake {
  offer(files: Offer): Promise<IntakeResult>;
  /** The answer to a question that `offer` asked; an unknown token does nothing. */
  confirm(token: string, go: boolean): void;
  /** Where the files go that were held for that; null lets go of them. Null where there is no more to say. */
  confirmStop(token: string, where: Where | null): Promise<IntakeResult | null>;
  /** How folders are sent; null not at all. */
  confirmFolders(token: string, as: 'files' | 'zips' | null): IntakeResult | null;
  /** Names and sizes of the files that wait for their destination; null for an unknown token. */
  heldFiles(token: string): readonly HeldFile[] | null;
}

export interface HeldFile {
  readonly name: string;
  readonly size: number;
}

export interface IntakeDeps {
  readonly engine: Pick<Engine, 'submit'>;
  /** As it is when it begins at this destination; null before the user chose. */
  readonly chain: (start?: DestinationId | null) => ChosenChain | null;
  /** A batch was queued. */
  readonly arrived: (batch: BatchId) => void;
  readonly packing: Pick<Packing, 'pack'>;
  /** Shows what became of files whose folders had to be packed first. */
  readonly answer: (answer: IntakeResult | { kind: 'failed'; failure: ReturnType<typeof toFailure> }) => void;
  readonly report: (error: unknown) => void;
}

interface Waiting {
  readonly gathered: readonly (IntakeFile | IntakeFolder)[];
  readonly from: From;
  readonly where: Where;
}

const asUsual: Where = { start: null, keepAtLeastMs: null };

/** Names of what could not be read that are told; the rest is counted. */
const namesTold = 3;

export function createIntake({ engine, chain, arrived, packing, answer, report }: IntakeDeps): Intake {
  const held = createHeld<Waiting>();
  const picks = createHeld<Waiting & { readonly files: readonly HeldFile[] }>();

  const submit = (files: readonly IntakeFile[], { from, where }: Pick<Waiting, 'from' | 'where'>): boolean => {
    const chosen = chain(where.start);
    if (!chosen) return false;
    arrived(engine.submit({ files, from, reuse: 'offer', keepAtLeastMs: where.keepAtLeastMs, ...chosen }).batch);
    return true;
  };

  /** The next question, or the batch. */
  async function next(waiting: Waiting): Promise<IntakeResult> {
    const files = filesOf(waiting.gathered);
    const folders = waiting.gathered.filter((each) => each.kind === 'folder');
    if (folders.length > 0) {
      const bytes = await totalBytes(files);
      const token = held.hold(waiting);
      const [{ name } = { name: '' }] = folders;
      const inFolders = folders.reduce((sum, folder) => sum + folder.files.length, 0);
      const counts = { folders: folders.length, inFolders, count: files.length };
      return { kind: 'folders', token, name: name.slice(0, 1_000), ...counts, bytes };
    }
    if (files.length > confirmAbove) {
      const bytes = await totalBytes(files);
      return { kind: 'confirm', token: held.hold(waiting), count: files.length, bytes };
    }
    return take(files, waiting);
  }

  function take(files: readonly IntakeFile[], waiting: Waiting): IntakeResult {
    return submit(files, waiting) ? { kind: 'accepted', count: files.length } : { kind: 'choose-first' };
  }

  async function packAndSubmit(waiting: Waiting): Promise<void> {
    try {
      const { files, unreadable } = await packing.pack(waiting.gathered);
      const taken = take(files, waiting);
      const unread = { count: unreadable.length, names: unreadable.slice(0, namesTold) };
      answer(taken.kind === 'accepted' && unread.count > 0 ? { ...taken, unread } : taken);
    } catch (error) {
      const failure = toFailure(error);
      if (failure.kind === 'cancelled') return;
      if (failure.kind === 'bug') report(error);
      answer({ kind: 'failed', failure });
    }
  }

  return {
    async offer({ paths, pathless, from, where = asUsual, pick = false }) {
      if (!chain()) return { kind: 'choose-first' };
      const gathered = [
        ...(await gather(paths.map((path) => resolve(path)))),
        ...pathless.map((name) => ({ kind: 'pathless', name }) as const),
      ];
      const files = filesOf(gathered);
      if (files.length === 0) return { kind: 'nothing', what: 'no-files' };
      if (!pick) return next({ gathered, from, where });
      const sizes = await sizesOf(files);
      const measured = files.map(({ name }, index) => ({ name, size: sizes[index] ?? 0 }));
      const token = picks.hold({ gathered, from, where, files: measured });
      return { kind: 'pick', token, count: files.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
    },
    confirm(token, go) {
      const waiting = held.take(token);
      if (waiting && go) submit(filesOf(waiting.gathered), waiting);
    },
    async confirmStop(token, where) {
      const waiting = picks.take(token);
      return waiting && where ? next({ ...waiting, where }) : null;
    },
    confirmFolders(token, as) {
      const waiting = held.take(token);
      if (!waiting || as === null) return null;
      if (as === 'files') return take(filesOf(waiting.gathered), waiting);
      void packAndSubmit(waiting);
      return { kind: 'packing' };
    },
    heldFiles: (token) => picks.look(token)?.files ?? null,
  };
}
