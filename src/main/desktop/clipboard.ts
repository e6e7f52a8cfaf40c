/** The system's clipboard, over both generations of Electron's API: synchronous up to 43, asynchronous from 44 on. */
import { clipboard } from 'electron';
import { pathsOfUriList } from './uri-list.ts';

export type Held =
  | { readonly kind: 'files'; readonly paths: readonly string[] }
  | { readonly kind: 'image'; readonly png: Uint8Array }
  | { readonly kind: 'text' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'empty' };

export interface SystemClipboard {
  /** What could be uploaded: files before an image before anything else. */
  look(): Promise<Held>;
  /** What the clipboard holds, as formats and text: it differs whenever something else was copied, images apart. */
  mark(): Promise<string>;
  /** True once reading it back gave the same text. */
  writeText(text: string): Promise<boolean>;
}

interface SynchronousClipboard {
  availableFormats(): string[];
  readBuffer(format: string): Buffer;
  readText(): string;
  readImage(): { isEmpty(): boolean; toPNG(): Buffer };
  writeText(text: string): void;
}

interface AsynchronousClipboard {
  read(): Promise<{ readonly types: readonly string[]; getType(type: string): Promise<unknown> }[]>;
  readText(): Promise<string>;
  writeText(text: string): Promise<void>;
}

/** Formats that hold lists of files, the most telling first. */
const fileLists = ['text/uri-list', 'x-special/gnome-copied-files', 'public.file-url'];

export function systemClipboard(): SystemClipboard {
  const found: object = clipboard;
  if (isSynchronous(found)) return overSynchronous(found);
  if (isAsynchronous(found)) return overAsynchronous(found);
  throw new Error('this Electron has a clipboard of an unknown kind');
}

function isSynchronous(found: object): found is SynchronousClipboard {
  return 'readBuffer' in found;
}

function isAsynchronous(found: object): found is AsynchronousClipboard {
  return 'read' in found && 'readText' in found && 'writeText' in found;
}

function overSynchronous(board: SynchronousClipboard): SystemClipboard {
  return {
    look() {
      const paths = fileLists.map((format) => pathsOfUriList(board.readBuffer(format).toString('utf8')));
      const files = paths.find((list) => list.length > 0);
      if (files) return Promise.resolve({ kind: 'files', paths: files });
      const image = board.readImage();
      if (!image.isEmpty()) return Promise.resolve({ kind: 'image', png: image.toPNG() });
      if (board.readText() !== '') return Promise.resolve({ kind: 'text' });
      return Promise.resolve({ kind: board.availableFormats().length === 0 ? 'empty' : 'unknown' });
    },
    mark: () => Promise.resolve([...board.availableFormats(), board.readText()].join('\n')),
    writeText(text) {
      board.writeText(text);
      return Promise.resolve(board.readText() === text);
    },
  };
}

function overAsynchronous(board: AsynchronousClipboard): SystemClipboard {
  return {
    async look() {
      const items = await board.read();
      const get = async (wanted: string): Promise<Blob | null> => {
        const item = items.find(({ types }) => types.includes(wanted));
        const data = await item?.getType(wanted);
        return data instanceof Blob ? data : null;
      };
      for (const format of fileLists) {
        const paths = pathsOfUriList((await (await get(format))?.text()) ?? '');
        if (paths.length > 0) return { kind: 'files', paths };
      }
      const image = await get('image/png');
      if (image) return { kind: 'image', png: new Uint8Array(await image.arrayBuffer()) };
      if ((await board.readText()) !== '') return { kind: 'text' };
      return { kind: items.some(({ types }) => types.length > 0) ? 'unknown' : 'empty' };
    },
    async mark() {
      const items = await board.read();
      return [...items.flatMap(({ types }) => types), await board.readText()].join('\n');
    },
    async writeText(text) {
      await board.writeText(text);
      return (await board.readText()) === text;
    },
  };
}
