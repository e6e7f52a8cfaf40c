/** Tells what happened while the user does something else: by a notification, else in the tray and at the window. */
import { spoken, type Tongue } from '../../shared/messages/index.ts';
import {
  type BatchEnd,
  batchEnded,
  goesOnInTray,
  type NotificationText,
  uploadsAsk,
} from '../../shared/messages/notifications.ts';

export interface TellingDeps {
  /** True while the user looks at the window, which tells all of it. */
  readonly isWatched: () => boolean;
  /** The user wants notifications. */
  readonly isWanted: () => boolean;
  /** True once the system has shown it, false where it does not. */
  readonly notify: (text: NotificationText, onClick: () => void) => Promise<boolean>;
  /** Shows it in the tray until the user looks at the window. */
  readonly tray: (news: string) => void;
  /** Asks for the user's eye at the window, where that can be seen. */
  readonly flash: () => void;
  /** Brings the window to the front. */
  readonly open: () => void;
  readonly report: (error: unknown) => void;
}

export interface Telling {
  /** @param copy puts the batch's links on the clipboard; null where they are there, or there are none */
  batchEnded(end: BatchEnd, copy: (() => Promise<boolean>) | null): void;
  /** So many uploads wait for the user's answer. */
  asks(count: number): void;
  /** A link that was clicked in the tray is not on the clipboard. */
  notCopied(): void;
  /** The window was closed and the program goes on; false where that could not be told outside the window. */
  goesOn(): Promise<boolean>;
}

export function createTelling(deps: TellingDeps, tongue: () => Tongue = spoken): Telling {
  /** @param isUrgent it is nowhere to be seen but in the tray and in the window */
  const tell = async (text: NotificationText, onClick: () => void, isUrgent: boolean): Promise<void> => {
    if (deps.isWatched()) return;
    if (!deps.isWanted()) {
      if (isUrgent) deps.tray(text.title);
      return;
    }
    if (await deps.notify(text, onClick)) return;
    deps.tray(text.title);
    deps.flash();
  };
  const start = (told: Promise<void>): void => void told.catch(deps.report);
  const copyOrOpen = async (copy: () => Promise<boolean>): Promise<void> => {
    if (!(await copy())) deps.open();
  };
  return {
    batchEnded(end, copy) {
      const onClick = copy ? () => start(copyOrOpen(copy)) : deps.open;
      start(tell(batchEnded(end, tongue()), onClick, copy !== null));
    },
    asks(count) {
      start(tell(uploadsAsk(count, tongue()), deps.open, false));
    },
    notCopied() {
      const { window, notifications } = tongue().words;
      const text = { title: window.announce.notCopied, body: notifications.clickToOpen };
      start(tell(text, deps.open, true));
    },
    async goesOn() {
      return deps.isWanted() && (await deps.notify(goesOnInTray(tongue()), deps.open));
    },
  };
}
