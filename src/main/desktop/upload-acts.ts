/** The uploads that are asked for outside the window: by the tray, the shortcut, another start of the program. */
import type { IntakeAnswer, IntakeResult } from '../../shared/contract.ts';
import { toFailure } from '../../shared/failure.ts';
import type { Act } from './arguments.ts';
import type { WaysIn } from './ways-in.ts';

export interface UploadActsDeps {
  readonly uploadClipboard: () => Promise<IntakeResult>;
  /** Asks the user for files of this computer; none where they want none. */
  readonly chooseFiles: () => Promise<readonly string[]>;
  readonly take: WaysIn['take'];
  /** Brings up the window with this answer. */
  readonly show: (answer: IntakeAnswer) => void;
  readonly report: (error: unknown) => void;
}

/** What comes of it is told where it can be seen: it never rejects. */
export function createUploadActs(deps: UploadActsDeps): (act: Act) => Promise<void> {
  const uploadClipboard = async (): Promise<void> => {
    const answer = await deps.uploadClipboard();
    // Taken files are told by what follows; nobody's work is interrupted for that.
    if (answer.kind !== 'accepted' || answer.leftOut) deps.show(answer);
  };
  const acts: Readonly<Record<Act, () => Promise<void>>> = {
    'upload-clipboard': uploadClipboard,
    'upload-files': async () => deps.take(await deps.chooseFiles(), 'picker'),
  };
  return async (act) => {
    try {
      await acts[act]();
    } catch (error) {
      deps.report(error);
      deps.show({ kind: 'failed', failure: toFailure(error) });
    }
  };
}
