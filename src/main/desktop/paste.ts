/** Uploads what the clipboard holds: for the window's button and keys, the tray and the shortcut alike. */
import { randomUUID } from 'node:crypto';
import type { IntakeResult } from '../../shared/contract.ts';
import { localTime } from '../../shared/local-time.ts';
import type { Where } from '../../shared/sending.ts';
import type { Intake } from '../rpc/intake.ts';
import type { Spool } from '../store/spool.ts';
import type { SystemClipboard } from './clipboard-contents.ts';

export interface ClipboardUpload {
  /** Uploads copied files, an image as a file named by the time, or text where the user agreed; else says what is there. */
  upload(where?: Where): Promise<IntakeResult>;
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
  let asked: { readonly token: string; readonly text: string; readonly where: Where | undefined } | null = null;

  const offer = (paths: readonly string[], where?: Where): Promise<IntakeResult> =>
    deps.intake.offer({ paths, pathless: [], from: 'paste', ...(where && { where }) });
  const spool = async (bytes: Uint8Array, extension: string, where?: Where): Promise<IntakeResult> =>
    offer([await deps.spool.keep(clipboardFileName(deps.now?.() ?? new Date(), extension), bytes)], where);

  async function upload(where?: Where): Promise<IntakeResult> {
    if (!deps.hasChain()) return { kind: 'choose-first' };
    const held = await deps.clipboard.look();
    switch (held.kind) {
      case 'files': {
        const result = await offer(held.paths, where);
        return result.kind === 'accepted' && held.elsewhere > 0 ? { ...result, leftOut: held.elsewhere } : result;
      }
      case 'image':
        return spool(held.bytes, held.extension, where);
      case 'text':
        if (deps.uploadsText()) return spool(Buffer.from(held.text), 'txt', where);
        asked = { token: randomUUID(), text: held.text, where };
        return { kind: 'confirm-text', token: asked.token, ...measure(held.text) };
      case 'nothing':
        return held;
    }
  }

  return {
    upload,
    async confirmText({ token, go, always }) {
      if (asked?.token !== token) return null;
      const { text, where } = asked;
      asked = null;
      if (!go) return null;
      if (always) await deps.rememberText();
      return spool(Buffer.from(text), 'txt', where);
    },
  };
}

/** Lines and characters, as a reader counts them; counted in place, since what was copied may be hundreds of MB. */
function measure(text: string): { lines: number; characters: number } {
  let [breaks, characters, before] = [0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isSecondHalf = code >= 0xdc00 && code <= 0xdfff && before >= 0xd800 && before <= 0xdbff;
    if (!isSecondHalf) characters += 1;
    if (code === 0x0d || (code === 0x0a && before !== 0x0d)) breaks += 1;
    before = code;
  }
  const endsWithBreak = before === 0x0d || before === 0x0a;
  return { lines: breaks + (endsWithBreak ? 0 : 1), characters };
}

/** Local time, as file names can hold it on every system: `Clipboard 2026-11-22 at 14.03.05.png`. */
export function clipboardFileName(time: Date, extension: string): string {
  const { year, month, day, hour, minute, second } = localTime(time);
  return `Clipboard ${year}-${month}-${day} at ${hour}.${minute}.${second}.${extension}`;
}
