/** What a click in the tray does. */
import type { UploadId } from '../../shared/ids.ts';
import type { Engine } from '../engine/engine.ts';
import type { TallyReader } from '../store/tally.ts';
import type { TrayAct } from './tray-view.ts';

export interface TrayActsDeps {
  readonly engine: Pick<Engine, 'pause' | 'resume'>;
  readonly tally: Pick<TallyReader, 'toPause' | 'toResume'>;
  /** Takes the clipboard or chosen files in; what came of it is told where it can be seen. */
  readonly upload: (what: 'upload-clipboard' | 'upload-files') => Promise<void>;
  /** False if the clipboard did not take the link. */
  readonly copy: (ids: readonly UploadId[]) => Promise<boolean>;
  readonly notCopied: () => void;
  readonly open: () => void;
  readonly quit: () => void;
  readonly report: (error: unknown) => void;
}

export function createTrayActs(deps: TrayActsDeps): (act: TrayAct) => void {
  const { engine, tally, report } = deps;
  const copy = async (id: UploadId): Promise<void> => {
    if (!(await deps.copy([id]))) deps.notCopied();
  };
  return (act) => {
    switch (act.kind) {
      case 'upload-clipboard':
      case 'upload-files':
        return void deps.upload(act.kind).catch(report);
      case 'pause-all':
        return engine.pause(tally.toPause());
      case 'resume-all':
        return engine.resume(tally.toResume());
      case 'copy-link':
        return void copy(act.id).catch(report);
      case 'open':
        return deps.open();
      case 'quit':
        return deps.quit();
    }
  };
}
