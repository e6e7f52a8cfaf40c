/** The formats in which systems put files and images on the clipboard, and how each is read. */
import { readUriList, type UriList } from './uri-list.ts';

/** Formats that hold lists of files, the most telling first: of macOS's and Windows' own, the first one names all. */
export const fileLists = [
  'text/uri-list',
  'x-special/gnome-copied-files',
  'application/x-kde4-urilist',
  'NSFilenamesPboardType',
  'public.file-url',
  'FileNameW',
] as const;

export function readFileList(format: (typeof fileLists)[number], bytes: Uint8Array): UriList {
  switch (format) {
    case 'NSFilenamesPboardType':
      return pathsOnly(plistStrings(utf8(bytes)));
    case 'FileNameW':
      return pathsOnly([Buffer.from(bytes).toString('utf16le').split('\0')[0] ?? '']);
    default:
      return readUriList(utf8(bytes));
  }
}

/** Images as they lie there, with what their first bytes are and what a file of them is called. */
export const images = [
  { format: 'image/png', extension: 'png', start: [0x89, 0x50, 0x4e, 0x47] },
  { format: 'image/jpeg', extension: 'jpg', start: [0xff, 0xd8, 0xff] },
  { format: 'image/webp', extension: 'webp', start: [0x52, 0x49, 0x46, 0x46] },
  { format: 'image/gif', extension: 'gif', start: [0x47, 0x49, 0x46, 0x38] },
] as const;

/** What is told of formats that can not be uploaded, the first that is there. */
export const otherFormats = [
  { what: 'colour', formats: ['application/x-color', 'com.apple.cocoa.pasteboard.color'] },
  {
    what: 'formatted',
    formats: ['text/html', 'public.html', 'HTML Format', 'text/rtf', 'public.rtf', 'Rich Text Format'],
  },
] as const;

/** Only programs of macOS and Windows use these names. */
const elsewhere = /^(NS|public\.|com\.apple|FileNameW$|HTML Format$|Rich Text Format$)/;

/** Of the formats that we know, those that may lie on a clipboard of this system. */
export function knownFormats(platform: NodeJS.Platform): readonly string[] {
  const all = [...fileLists, ...images.map(({ format }) => format), ...otherFormats.flatMap(({ formats }) => formats)];
  return platform === 'darwin' || platform === 'win32' ? all : all.filter((format) => !elsewhere.test(format));
}

/** How X11 programs talk about the clipboard itself: no content. */
export const noise: ReadonlySet<string> = new Set(['TARGETS', 'TIMESTAMP', 'MULTIPLE', 'SAVE_TARGETS']);

export function utf8(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}

function pathsOnly(paths: readonly string[]): UriList {
  return { paths: [...new Set(paths.filter((path) => path !== ''))], elsewhere: 0, web: 0 };
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** The strings of a property list in XML; macOS writes an array of paths so. */
function plistStrings(xml: string): string[] {
  return [...xml.matchAll(/<string>([^<]*)<\/string>/g)].map(([, text = '']) =>
    text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|lt|gt|amp|quot|apos);/gi, (whole, name: string) => {
      if (!name.startsWith('#')) return entities[name] ?? whole;
      const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    }),
  );
}
