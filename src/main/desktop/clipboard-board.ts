/** What the clipboard gives, the same over both generations of Electron's API: synchronous up to 43, then asynchronous. */
import { knownFormats } from './clipboard-formats.ts';

/** More than any clipboard's content that a file should be made of. */
export const mostBytes = 512 * 1024 * 1024;

/** Something on the clipboard has more than `mostBytes`. */
export class TooMuch extends Error {
  constructor() {
    super('the clipboard holds too much');
    this.name = 'TooMuch';
  }
}

/** The program that holds the clipboard did not give it, or nobody took what was written, in time. */
export class NoAnswer extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NoAnswer';
  }
}

/** The clipboard as formats and bytes. Each may throw `NoAnswer`. */
export interface Board {
  /** The system's names of what lies there; at least of all that we know. */
  formats(): Promise<readonly string[]>;
  /** Those that cost little to ask for; beside a text they tell enough. */
  quickFormats(): Promise<readonly string[]>;
  /** The bytes in one of these formats, one piece for each thing that was copied. Throws `TooMuch`. */
  read(format: string): Promise<readonly Uint8Array[]>;
  text(): Promise<string>;
  /** An image as a PNG of Electron's making, for systems whose own formats are no files. */
  image(): Promise<Uint8Array | null>;
  write(text: string): Promise<void>;
}

interface SynchronousClipboard {
  availableFormats(): string[];
  readBuffer(format: string): Buffer;
  readText(): string;
  readImage(): { isEmpty(): boolean; toPNG(): Buffer };
  writeText(text: string): void;
}

interface AsynchronousItem {
  readonly types: readonly string[];
  getType(type: string): Promise<unknown>;
}

interface AsynchronousClipboard {
  read(): Promise<readonly AsynchronousItem[]>;
  readText(): Promise<string>;
  writeText(text: string): Promise<void>;
}

/** @param found Electron's `clipboard` */
export function electronBoard(found: object): Board {
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

function overSynchronous(board: SynchronousClipboard): Board {
  return {
    async formats() {
      // It names the web's formats only, and each that is asked for goes to the program that owns the clipboard many
      // times (X11): the app stands still meanwhile.
      const named = board.availableFormats();
      const known = knownFormats(process.platform).filter((format) => !named.includes(format));
      return [...named, ...known.filter((format) => board.readBuffer(format).length > 0)];
    },
    quickFormats: async () => board.availableFormats(),
    async read(format) {
      const bytes = board.readBuffer(format);
      return bytes.length === 0 ? [] : [bytes];
    },
    text: async () => board.readText(),
    async image() {
      const image = board.readImage();
      return image.isEmpty() ? null : image.toPNG();
    },
    write: async (text) => board.writeText(text),
  };
}

/** Electron's name for a format of the system that is no MIME type of the web's. */
const raw = (format: string): string => `electron application/osclipboard;format="${format}"`;

function overAsynchronous(board: AsynchronousClipboard): Board {
  const read: Board['read'] = async (format) => {
    const pieces = await Promise.all(
      // The bytes as they are come first: an image under its MIME type was decoded and encoded again.
      (await board.read()).map(async (item) => (await bytesOf(item, raw(format))) ?? (await bytesOf(item, format))),
    );
    return pieces.filter((piece) => piece !== null);
  };
  const formats: Board['formats'] = async () => {
    const types = (await board.read()).flatMap(({ types }) => types);
    return types.map((type) => /^electron application\/osclipboard;format="(.*)"$/.exec(type)?.[1] ?? type);
  };
  return {
    formats,
    quickFormats: formats,
    read,
    text: () => board.readText(),
    image: async () => (await read('image/png'))[0] ?? null,
    write: (text) => board.writeText(text),
  };
}

/** Null where the item has none of this type: it rejects then. Throws `TooMuch`. */
async function bytesOf(item: AsynchronousItem, type: string): Promise<Uint8Array | null> {
  const data = await item.getType(type).catch(() => null);
  if (!(data instanceof Blob) || data.size === 0) return null;
  if (data.size > mostBytes) throw new TooMuch();
  return new Uint8Array(await data.arrayBuffer());
}
