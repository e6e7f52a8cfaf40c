/** What the clipboard holds, as far as it can be uploaded, and how one tells that it changed. */
import { createHash } from 'node:crypto';
import { type Board, NoAnswer, TooMuch } from './clipboard-board.ts';
import { fileLists, images, noise, otherFormats, readFileList } from './clipboard-formats.ts';
import type { UriList } from './uri-list.ts';

export type Held =
  /** `elsewhere` are those that were copied too, and are not on this computer. */
  | { readonly kind: 'files'; readonly paths: readonly string[]; readonly elsewhere: number }
  | { readonly kind: 'image'; readonly bytes: Uint8Array; readonly extension: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'nothing'; readonly what: NothingUsable };

export type NothingUsable =
  | 'empty-clipboard'
  | 'remote-files'
  | 'colour'
  | 'formatted'
  | 'unknown'
  | 'unseen'
  | 'no-answer';

export interface SystemClipboard {
  /** What could be uploaded: files before an image before text. */
  look(): Promise<Held>;
  /**
   * What the clipboard holds, as a text that differs whenever something else was copied, with its own text in it. Null
   * where it can not be seen.
   */
  mark(): Promise<string | null>;
  /** True only where it was seen that the clipboard holds the text. */
  writeText(text: string): Promise<boolean>;
}

export function clipboardOver(board: Board): SystemClipboard {
  return {
    look: () => lookAt(board).catch((error) => ({ kind: 'nothing', what: whyUnread(error) })),
    mark: () => markOf(board).catch((error) => whyUnread(error) && null),
    async writeText(text) {
      try {
        await board.write(text);
        return (await board.text()) === text;
      } catch (error) {
        if (error instanceof NoAnswer) return false;
        throw error;
      }
    },
  };
}

/** Throws the error where it is no matter of what others copied. */
function whyUnread(error: unknown): NothingUsable {
  if (error instanceof TooMuch) return 'unknown';
  if (error instanceof NoAnswer) return 'no-answer';
  throw error;
}

/** Formats of one thing that are read to tell it from another. */
const mostOthers = 16;

async function lookAt(board: Board): Promise<Held> {
  const formats = await contentFormats(board);
  const lists = await Promise.all(
    fileLists.filter((format) => formats.has(format)).map((format) => filesIn(board, format)),
  );
  const local = lists.find(({ paths }) => paths.length > 0);
  if (local) return { kind: 'files', paths: local.paths, elsewhere: local.elsewhere };
  const image = await imageOn(board, formats);
  if (image) return { kind: 'image', ...image };
  // Before text: file managers put the addresses there as text too.
  if (lists.some(({ elsewhere }) => elsewhere > 0)) return { kind: 'nothing', what: 'remote-files' };
  const text = await board.text();
  if (text.trim() !== '') return { kind: 'text', text };
  return { kind: 'nothing', what: whatElse(formats) };
}

async function markOf(board: Board): Promise<string> {
  const text = await board.text();
  const named = text === '' ? await board.formats() : await board.quickFormats();
  const formats = named.filter((format) => !noise.has(format)).sort();
  const told: readonly string[] = [...fileLists, ...images.map(({ format }) => format)];
  const pieces = await Promise.all(told.filter((format) => formats.includes(format)).map((one) => board.read(one)));
  const read = pieces.flat();
  // Where an image is no bytes of its own, Electron's PNG tells it from another one.
  const image = read.length === 0 && formats.some((format) => format.startsWith('image/')) ? await board.image() : null;
  const isKnown = read.length > 0 || image !== null || text !== '';
  // Of two colours, say, only their own formats tell which it is.
  const others = isKnown ? [] : await Promise.all(formats.slice(0, mostOthers).map((one) => board.read(one)));
  const hashes = [...read, ...(image ? [image] : []), ...others.flat()].map(hashOf);
  return [...formats, ...hashes, text].join('\n');
}

async function filesIn(board: Board, format: (typeof fileLists)[number]): Promise<UriList> {
  const lists = (await board.read(format)).map((bytes) => readFileList(format, bytes));
  const sum = (count: (list: UriList) => number): number => lists.reduce((before, list) => before + count(list), 0);
  return {
    paths: [...new Set(lists.flatMap(({ paths }) => paths))],
    elsewhere: sum((list) => list.elsewhere),
    web: sum((list) => list.web),
  };
}

async function imageOn(
  board: Board,
  formats: ReadonlySet<string>,
): Promise<{ bytes: Uint8Array; extension: string } | null> {
  for (const { format, extension, start } of images) {
    const [bytes] = formats.has(format) ? await board.read(format) : [];
    if (bytes && start.every((byte, at) => bytes[at] === byte)) return { bytes, extension };
  }
  const bytes = await board.image();
  return bytes && { bytes, extension: 'png' };
}

async function contentFormats(board: Board): Promise<Set<string>> {
  return new Set((await board.formats()).filter((format) => !noise.has(format)));
}

function whatElse(formats: ReadonlySet<string>): NothingUsable {
  if (formats.size === 0) return 'empty-clipboard';
  return otherFormats.find((other) => other.formats.some((format) => formats.has(format)))?.what ?? 'unknown';
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
