/** The question before the program ends, in the window: one is made where there is none, and asked once it listens. */
import type { WebContents } from 'electron';
import type { Unfinished } from '../../shared/sending.ts';
import type { Send } from '../rpc/feed.ts';

export interface QuitQuestion {
  ask(unfinished: Unfinished): void;
  /** The window asked for its first picture. */
  windowReady(): void;
}

/**
 * @param open brings the window to the front
 * @param contents of our window; null while there is none
 */
export function createQuitQuestion(open: () => void, contents: () => WebContents | null, send: Send): QuitQuestion {
  let listening: WebContents | null = null;
  let kept: Unfinished | null = null;
  return {
    ask(unfinished) {
      open();
      if (contents() === listening) send('quit.asked', unfinished);
      else kept = unfinished;
    },
    windowReady() {
      listening = contents();
      if (kept !== null) send('quit.asked', kept);
      kept = null;
    },
  };
}
