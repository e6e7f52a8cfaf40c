/** Shows in the window what befalls the database, and writes down all else that breaks. */
import { toFailure } from '../../shared/failure.ts';
import { folderTrouble } from '../folder-trouble.ts';
import type { Notices } from './notices.ts';

/** The same trouble is shown again after this time, ms: whoever closed the notice is not asked at every write. */
const quietMs = 60_000;

export interface TroubleReportDeps {
  readonly notices: Notices;
  /** Takes what broke, and a plain sentence in its stead where there is one. */
  readonly report: (error: unknown) => void;
  /** Epoch ms. */
  readonly clock: () => number;
}

export function createTroubleReport({ notices, report, clock }: TroubleReportDeps): (error: unknown) => void {
  const shownAt = new Map<string, number>();
  return (error) => {
    const trouble = folderTrouble(error);
    if (trouble === null) return report(error);
    const last = shownAt.get(trouble);
    if (last !== undefined && clock() - last < quietMs) return;
    shownAt.set(trouble, clock());
    report(trouble);
    notices.raise(toFailure(error), '');
  };
}
