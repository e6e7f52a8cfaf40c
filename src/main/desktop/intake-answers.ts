/** Shows in the window what became of files that did not come through it, as soon as the window can. */
import type { WebContents } from 'electron';
import type { IntakeAnswer } from '../../shared/contract.ts';
import type { Send } from '../rpc/feed.ts';

export interface IntakeAnswers {
  /** Without a window that listens, the last one is kept for the next. */
  tell(answer: IntakeAnswer): void;
  /** The window asked for its first picture. */
  windowReady(): void;
}

/** @param contents of our window; null while there is none */
export function createIntakeAnswers(contents: () => WebContents | null, send: Send): IntakeAnswers {
  let listening: WebContents | null = null;
  let kept: IntakeAnswer | null = null;
  return {
    tell(answer) {
      const now = contents();
      if (now !== null && now === listening) send('intake.answered', answer);
      // A question is worth more than the news that other files were taken.
      else if (answer.kind !== 'accepted' || kept === null) kept = answer;
    },
    windowReady() {
      listening = contents();
      if (kept) send('intake.answered', kept);
      kept = null;
    },
  };
}
