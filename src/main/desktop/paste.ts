/** Uploads what the clipboard holds: for the window's button and keys, the tray and the shortcut alike. */
import { randomUUID } from 'node:crypto';
import type { IntakeResult } from '../../shared/contract.ts';
import type { Intake } from '../rpc/intake.ts';
import type { Spool } from '../store/spool.ts';
import type { SystemClipboard } from './clipboard-contents.ts';

export interface ClipboardUpload {
  /** Uploads copied files, an image as a file named by the time, or text where the user agreed; else says what is there. */
  upload(): Promise<IntakeResult>;
  /** The answer to `confirm-text`. Null where it was no, or the question is gone. */
  confirmText(answer: { token: string; go: boolean; always: boolean }): Promise<IntakeResult | null>;
}

export interface ClipboardUploadDeps {
  readonly clipboard: SystemClipboard;
  readonly spool: Pick<Spool, 'keep'>;
  readonly intake: Pick<Intake, 'offer'>;
  readonly hasChain: () => boolean;
  /** Text is uploaded without asking. */
  readonly uploadsText: () => boolean;
  /** From now on it is. */
  readonly rememberText: () => Promise<void>;
  readonly now?: () => Date;
}

export function createClipboardUpload(deps: ClipboardUploadDeps): ClipboardUpload {
  /** Only the last text that was asked about: a second question takes the place of the first. */
  let asked: { readonly token: string; readonly text: string } | null = null;

  const offer = (paths: readonly string[]): Promise<IntakeResult> =>
    deps.intake.offer({ paths, pathless: [], from: 'paste' });
  const spool = async (bytes: Uint8Array, extension: string): Promise<IntakeResult> =>
    offer([await deps.spool.keep(clipboardFileName(deps.now?.() ?? new Date(), extension), bytes)]);

  async function upload(): Promise<IntakeResult> {
    if (!deps.hasChain()) return { kind: 'choose-first' };
    const held = await deps.clipboard.look();
    switch (held.kind) {
      case 'files': {
        const result = await offer(held.paths);
        return result.kind === 'accepted' && held.elsewhere > 0 ? { ...result, leftOut: held.elsewhere } : result;
      }
      case 'image':
        return spool(held.bytes, held.extension);
      case 'text':
        if (deps.uploadsText()) return spool(Buffer.from(held.text), 'txt');
        asked = { token: randomUUID(), text: held.text };
        return { kind: 'confirm-text', token: asked.token, ...measure(held.text) };
      case 'nothing':
        return held;
    }
  }

  return {
    upload,
    async confirmText({ token, go, always }) {
      if (asked?.token !== token) return null;
      const { text } = asked;
      asked = null;
      if (!go) return null;
      if (always) await deps.rememberText();
      return spool(Buffer.from(text), 'txt');
    },
  };
}

/** Lines and characters, as a reader counts them. */
function measure(text: string): { lines: number; characters: number } {
  const lines = text.replace(/\r?\n$/, '').split(/\r\n|\r|\n/).length;
  return { lines, characters: [...text].length };
}

/** Local time, as file names can hold it on every system: `Clipboard 2026-11-22 at 14.03.05.png`. */
export function clipboardFileName(time: Date, extension: string): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  const date = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  const at = [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join('.');
  return `Clipboard ${date} at ${at}.${extension}`;
}
