/** What went wrong outside any upload, kept until the window has shown it. */
import { randomUUID } from 'node:crypto';
import type { EventPayload } from '../../shared/contract.ts';
import type { Failure } from '../../shared/failure.ts';

export type Notice = EventPayload<'notice.raised'>;

export interface Notices {
  /** @param subject what the failure is about, such as the name of a file that was set aside */
  raise(failure: Failure, subject: string): void;
  all(): Notice[];
}

/** @param tell told of every notice as it is raised */
export function createNotices(tell: (notice: Notice) => void): Notices {
  const notices: Notice[] = [];
  return {
    raise(failure, subject) {
      const notice = { id: randomUUID(), failure, subject };
      notices.push(notice);
      tell(notice);
    },
    all: () => [...notices],
  };
}
