/** Sends files of the history again: as new ones are sent, or to one other destination. */
import { UploadFailure } from '../../shared/failure.ts';
import type { LeftOut, MovedLink, Saved, SentAgain } from '../../shared/history.ts';
import type { BatchId, UploadId } from '../../shared/ids.ts';
import { isFinal } from '../../shared/states.ts';
import type { FindDestination } from '../engine/destination.ts';
import type { Engine, Submission } from '../engine/engine.ts';
import type { IntakeFile } from '../engine/intake.ts';
import { sourceTrouble } from '../engine/same-source.ts';
import { csvLine, csvStart } from '../store/csv.ts';
import type { HistoryStore } from '../store/history-store.ts';
import type { UploadReader } from '../store/upload-reader.ts';
import type { Handlers, Setup } from './handlers.ts';

export type HistoryAgainCalls = Pick<
  Handlers,
  'history.again' | 'history.moveTo' | 'history.moved' | 'history.copyMoved' | 'history.saveMoved'
>;

export interface HistoryAgainDeps {
  readonly engine: Pick<Engine, 'submit'>;
  readonly reader: Pick<UploadReader, 'job' | 'view'>;
  readonly store: Pick<HistoryStore, 'keepMoved' | 'moved'>;
  readonly find: FindDestination;
  readonly setup: Pick<Setup, 'chain' | 'granted'>;
  /** A batch was queued. */
  readonly arrived: (batch: BatchId) => void;
  readonly copy: (text: string) => Promise<boolean>;
  /** Saves the text where the user says. */
  readonly save: (text: string, name: string) => Promise<Saved['end']>;
}

/** Files that are looked at at the same time. */
const together = 32;

interface Ready {
  readonly id: UploadId;
  readonly file: IntakeFile;
}

export function createHistoryAgain(deps: HistoryAgainDeps): HistoryAgainCalls {
  const { engine, reader, store, find, setup, arrived, copy, save } = deps;

  async function lookAt(id: UploadId): Promise<Ready | LeftOut | null> {
    const job = reader.job(id);
    if (!job) return null;
    if (!isFinal(job.state)) return { id, why: 'unfinished' };
    const why = await sourceTrouble(job);
    const path = job.payload?.source.path ?? job.path;
    if (why || path === null) return { id, why: why ?? 'unreadable' };
    return { id, file: { kind: 'path', path, name: job.name } };
  }

  async function send(
    ids: readonly UploadId[],
    where: () => Pick<Submission, 'chain' | 'scope' | 'granted'>,
    sent: (moves: { id: UploadId; old: UploadId }[]) => void,
  ): Promise<SentAgain> {
    const ready: Ready[] = [];
    const leftOut: LeftOut[] = [];
    for (let first = 0; first < ids.length; first += together) {
      for (const one of await Promise.all(ids.slice(first, first + together).map(lookAt))) {
        if (one && 'file' in one) ready.push(one);
        else if (one) leftOut.push(one);
      }
    }
    if (ready.length === 0) return { batch: null, sent: 0, leftOut };
    // Asked for the file to be sent once more: a link that it has already is no answer.
    const files = ready.map(({ file }) => file);
    const { batch, uploads } = engine.submit({ files, from: 'history', reuse: 'never', ...where() });
    sent(uploads.flatMap((id, at) => (ready[at] ? [{ id, old: ready[at].id }] : [])));
    arrived(batch);
    return { batch, sent: ready.length, leftOut };
  }

  const delivered = (batch: BatchId): (MovedLink & { to: string })[] =>
    store.moved(batch).flatMap(({ to, ...rest }) => (to === null ? [] : [{ ...rest, to }]));

  return {
    async 'history.again'({ ids }) {
      const chosen = setup.chain();
      if (!chosen) throw new UploadFailure({ kind: 'settings-invalid', field: 'chain' });
      return send(
        [...new Set(ids)],
        () => chosen,
        () => undefined,
      );
    },

    async 'history.moveTo'({ ids, to }) {
      const destination = find(to);
      if (!destination) throw new UploadFailure({ kind: 'settings-invalid', field: 'destination' });
      const only = { chain: [to], scope: destination.traits.scope, granted: setup.granted([to]) };
      return send(
        [...new Set(ids)],
        () => only,
        (moves) => store.keepMoved(moves.map(({ id, old }) => ({ id, from: reader.view(old)?.receipt?.link ?? null }))),
      );
    },

    'history.moved': ({ batch }) => ({ links: store.moved(batch) }),

    async 'history.copyMoved'({ batch }) {
      const lines = delivered(batch).map(({ from, to }) => `${from ?? ''}\t${to}`);
      return { copied: lines.length > 0 && (await copy(lines.join('\n'))) };
    },

    async 'history.saveMoved'({ batch }) {
      const links = delivered(batch);
      const lines = links.map(({ name, from, to }) => csvLine([name, from, to]));
      const text = [csvStart, csvLine(['name', 'old link', 'new link']), ...lines].join('');
      const end = await save(text, 'droprelay-links.csv');
      return { end, count: end === 'saved' ? links.length : 0 };
    },
  };
}
