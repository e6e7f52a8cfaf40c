/** What went wrong outside any upload, kept until the window has shown it. */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { EventPayload } from '../../shared/contract.ts';
import type { Failure } from '../../shared/failure.ts';

export type Notice = EventPayload<'notice.raised'>;

export interface Notices {
  /**
   * What was raised before is shown again, once.
   * @param subject what the failure is about, such as the name of a file that was set aside
   */
  raise(failure: Failure, subject: string): void;
  all(): Notice[];
}

/** @param tell told of every notice as it is raised */
export function createNotices(tell: (notice: Notice) => void): Notices {
  const notices: Notice[] = [];
  return {
    raise(failure, subject) {
      const same = notices.find((each) => each.subject === subject && isDeepStrictEqual(each.failure, failure));
      const notice = same ?? { id: randomUUID(), failure, subject };
      if (!same) notices.push(notice);
      tell(notice);
    },
    all: () => [...notices],
  };
}
