/** What is told that belongs to no upload, kept until the window has shown it. */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Notice } from '../../shared/contract.ts';
import type { Failure } from '../../shared/failure.ts';

export interface Notices {
  /**
   * What was raised before is shown again, once.
   * @param subject what the failure is about, such as the name of a file that was set aside
   */
  raise(failure: Failure, subject: string): void;
  /** @param aside the name of the folder with the data of before */
  restored(aside: string): void;
  all(): Notice[];
}

/** @param tell told of every notice as it is raised */
export function createNotices(tell: (notice: Notice) => void): Notices {
  const notices: Notice[] = [];
  const add = (notice: Notice): void => {
    const same = notices.find((each) => isDeepStrictEqual({ ...each, id: notice.id }, notice));
    if (!same) notices.push(notice);
    tell(same ?? notice);
  };
  return {
    raise: (failure, subject) => add({ id: randomUUID(), failure, subject }),
    restored: (aside) => add({ id: randomUUID(), restored: { aside } }),
    all: () => [...notices],
  };
}
