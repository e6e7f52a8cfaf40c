/** Puts all runs down for a while, such as while the computer sleeps, and goes on with them after. */
import type { UploadId } from '../../shared/ids.ts';

export interface Resting {
  readonly isOn: boolean;
  /** Uploads that were put down. */
  readonly count: number;
  /** Puts all down until `wake`: what is paused stays so, and nothing else becomes it. */
  rest(): void;
  /** Goes on with what `rest` put down. */
  wake(): void;
  /** What was put down is somebody else's now. */
  forget(): void;
}

export interface RestingDeps {
  /** Uploads that something is done with. */
  readonly running: () => UploadId[];
  /** Ends a run as a quit does: what is not final goes on later, from where its state on disk says. */
  readonly end: (id: UploadId) => Promise<void>;
  /** Told of each upload that was put down, once its run is over. */
  readonly goOn: (id: UploadId) => void;
  /** Runs may begin again. */
  readonly woken: () => void;
  readonly report: (error: unknown) => void;
}

export function createResting({ running, end, goOn, woken, report }: RestingDeps): Resting {
  let ended: Map<UploadId, Promise<void>> | null = null;
  return {
    get isOn() {
      return ended !== null;
    },
    get count() {
      return ended?.size ?? 0;
    },
    rest() {
      ended ??= new Map(running().map((id) => [id, end(id)]));
    },
    wake() {
      const put = ended ?? [];
      ended = null;
      for (const [id, over] of put) over.then(() => goOn(id)).catch(report);
      woken();
    },
    forget() {
      ended?.clear();
    },
  };
}
