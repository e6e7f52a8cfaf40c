/** All ways in, joined: the window's, the clipboard, the tray and the shortcut, other starts; and how each is answered. */
import type { WebContents } from 'electron';
import type { Parts } from '../parts.ts';
import type { Send } from '../rpc/feed.ts';
import type { Setup } from '../rpc/handlers.ts';
import { createSendingPart, type SendingPart, type SendingPartDeps } from '../rpc/sending-part.ts';
import type { SettingsStore } from '../store/settings.ts';
import { chooseFiles } from './choosing-dialogs.ts';
import type { SystemClipboard } from './clipboard-contents.ts';
import { createIntakeAnswers } from './intake-answers.ts';
import { type ClipboardUpload, createClipboardUpload } from './paste.ts';
import { createUploadActs } from './upload-acts.ts';
import { createWaysIn, type WaysIn } from './ways-in.ts';

/** What this start was asked for, and what others leave it. */
export interface Letters {
  readonly folder: string;
  /** What this start left itself; null where that could not be written. */
  readonly letter: string | null;
}

export interface IntakePartDeps extends Pick<SendingPartDeps, 'redaction' | 'arrived'> {
  readonly parts: Parts;
  readonly setup: Setup;
  readonly settings: SettingsStore;
  readonly clipboard: SystemClipboard;
  readonly window: { open(): void; contents(): WebContents | null };
  /** Where other starts leave what they were given, and what this one left there itself. */
  readonly letters: Letters;
  /** Copied text is uploaded without asking from now on. */
  readonly rememberText: () => Promise<void>;
  readonly send: Send;
  readonly report: (error: unknown) => void;
}

export interface IntakePart {
  readonly sending: SendingPart;
  readonly waysIn: WaysIn;
  readonly clipboardUpload: ClipboardUpload;
  readonly uploadBy: ReturnType<typeof createUploadActs>;
  /** The window hears of answers from now on. */
  windowReady(): void;
}

export function createIntakePart(deps: IntakePartDeps): IntakePart {
  const { parts, setup, settings, clipboard, window, send, report } = deps;
  const hasChain = (): boolean => setup.chain() !== null;
  const answers = createIntakeAnswers(window.contents, send);
  const sending = createSendingPart({
    ...{ parts, setup, redaction: deps.redaction, arrived: deps.arrived, send, report },
    answer: answers.tell,
    copy: clipboard.writeText,
  });
  const { intake } = sending;
  const waysIn = createWaysIn({
    ...{ intake, hasChain, ...deps.letters, report },
    show: window.open,
    act: (act) => uploadBy(act),
    answer(told) {
      if (told.kind !== 'accepted') window.open();
      answers.tell(told);
    },
    clock: Date.now,
  });
  const clipboardUpload = createClipboardUpload({
    ...{ clipboard, spool: parts.spool, intake, hasChain, rememberText: deps.rememberText },
    uploadsText: () => settings.get().preferences.uploadText,
  });
  const uploadBy = createUploadActs({
    uploadClipboard: clipboardUpload.upload,
    chooseFiles: () => chooseFiles(window.contents),
    take: waysIn.take,
    show(answer) {
      window.open();
      answers.tell(answer);
    },
    report,
  });
  return { sending, waysIn, clipboardUpload, uploadBy, windowReady: answers.windowReady };
}
