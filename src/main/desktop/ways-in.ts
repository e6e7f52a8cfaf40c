/** Files and wishes that come with the program's start, with another start of it, or from the system. */
import type { IntakeAnswer } from '../../shared/contract.ts';
import { toFailure } from '../../shared/failure.ts';
import type { Intake as From } from '../../shared/model.ts';
import type { Intake } from '../rpc/intake.ts';
import type { Act } from './arguments.ts';
import { findLists, removeList } from './ways-in-lists.ts';

export interface WaysInDeps {
  readonly intake: Pick<Intake, 'offer'>;
  readonly hasChain: () => boolean;
  /** Where other starts leave their lists. */
  readonly folder: string;
  /** The list that this start left there itself; null for none. */
  readonly ownList: string | null;
  /** Does what was asked for; what came of it is told where it can be seen. */
  readonly act: (act: Act) => Promise<void>;
  /** Shows what became of files. */
  readonly answer: (answer: IntakeAnswer) => void;
  readonly report: (error: unknown) => void;
}

export interface WaysIn {
  /** Takes files in, now or as soon as there is a chain. Never rejects. */
  take(files: readonly string[], from: From): Promise<void>;
  /** Takes what this start and others have left, and does what was asked for. */
  collect(act: Act | null): void;
  /** True where another start left a list since the last look: it rang when this program could not hear it any more. */
  cameLate(): boolean;
  /** The user chose a chain: what waited goes on. */
  chosen(): void;
}

export function createWaysIn(deps: WaysInDeps): WaysIn {
  const { intake, hasChain, folder, answer, report } = deps;
  let waiting: { files: readonly string[]; from: From }[] = [];

  /** False where they are not taken, and could be another time. */
  const offer = async (files: readonly string[], from: From): Promise<boolean> => {
    if (files.length === 0) return true;
    if (!hasChain()) {
      waiting.push({ files, from });
      return true;
    }
    try {
      answer(await intake.offer({ paths: files, pathless: [], from }));
      return true;
    } catch (error) {
      report(error);
      answer({ kind: 'failed', failure: toFailure(error) });
      return false;
    }
  };

  /** A list goes once its uploads are on disk, or its question was asked; until then, a start that comes finds it. */
  const taking = new Set<string>();
  const seen = new Set<string>();
  const takeLists = (): void => {
    for (const { name, files } of findLists(folder, report)) {
      if (taking.has(name)) continue;
      taking.add(name);
      seen.add(name);
      offer(files, name === deps.ownList ? 'argument' : 'second-instance')
        .then((taken) => taken && removeList(folder, name))
        .catch(report)
        .finally(() => taking.delete(name));
    }
  };

  return {
    async take(files, from) {
      await offer(files, from);
    },
    collect(act) {
      try {
        takeLists();
      } catch (error) {
        report(error);
      }
      if (act) deps.act(act).catch(report);
    },
    cameLate() {
      try {
        return findLists(folder, report).some(({ name }) => !seen.has(name));
      } catch (error) {
        report(error);
        return false;
      }
    },
    chosen() {
      const all = waiting;
      waiting = [];
      for (const { files, from } of all) void offer(files, from);
    },
  };
}
