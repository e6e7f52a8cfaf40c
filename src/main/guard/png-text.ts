/** Texts in a PNG: XMP, and the profiles that ImageMagick and ExifTool write as text. */
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { cleanExif } from './exif.ts';
import { cleanIptc, cleanPhotoshop } from './iptc.ts';
import { withoutPrefix } from './png.ts';
import type { Search } from './search.ts';
import { maxPartBytes, Unreadable } from './work.ts';
import { cleanXmp } from './xmp.ts';

const inflated = promisify(inflate);
const xmpKeyword = 'XML:com.adobe.xmp';
const placeKeyword = /gps|latitude|longitude|location|iso6709|geo(?:tag|hash)/i;
const xmpStart = 'http://ns.adobe.com/xap/1.0/\0';

interface Text {
  readonly keyword: string;
  readonly isCompressed: boolean;
  readonly text: Buffer;
}

/** Changes what can be changed where it is; true if the whole chunk has to go. */
export async function cleanPngText(data: Buffer, type: string, search: Search): Promise<boolean> {
  const { keyword, isCompressed, text } = partsOf(data, type);
  const profile = /^Raw profile type (\S+)/.exec(keyword)?.[1]?.toLowerCase();
  if (keyword !== xmpKeyword && profile === undefined) {
    if (!placeKeyword.test(keyword)) return false;
    search.what.add('text');
    return true;
  }
  if (keyword === xmpKeyword && !isCompressed) {
    await cleanXmp(text, search);
    return false;
  }
  const plain = isCompressed ? await unpacked(text, search) : text;
  const bytes = keyword === xmpKeyword ? plain : fromHex(plain);
  const before = Buffer.from(bytes);
  await cleanProfile(bytes, profile ?? 'xmp', search);
  return !bytes.equals(before);
}

function partsOf(data: Buffer, type: string): Text {
  const keywordEnd = data.indexOf(0);
  if (keywordEnd < 0) return { keyword: '', isCompressed: false, text: Buffer.alloc(0) };
  const keyword = data.toString('latin1', 0, keywordEnd);
  if (type === 'tEXt') return { keyword, isCompressed: false, text: data.subarray(keywordEnd + 1) };
  // Behind the way it is compressed, of which there is one.
  if (type === 'zTXt') return { keyword, isCompressed: true, text: data.subarray(keywordEnd + 2) };
  const languageEnd = data.indexOf(0, keywordEnd + 3);
  const translatedEnd = languageEnd < 0 ? -1 : data.indexOf(0, languageEnd + 1);
  const text = translatedEnd < 0 ? Buffer.alloc(0) : data.subarray(translatedEnd + 1);
  return { keyword, isCompressed: data[keywordEnd + 1] === 1, text };
}

async function unpacked(packed: Buffer, search: Search): Promise<Buffer> {
  try {
    const text = await inflated(packed, { maxOutputLength: maxPartBytes });
    search.work.hold(text.length);
    return text;
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    const isTooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw new Unreadable(isTooLarge ? 'too-much' : 'damaged');
  }
}

/** "\nexif\n    1234\n" and the bytes in hexadecimal, in lines. */
function fromHex(text: Buffer): Buffer {
  const head = /^\s*\S+\s+\d+\s/.exec(text.toString('latin1', 0, 100))?.[0] ?? '';
  const hex = text.toString('latin1', head.length).replace(/\s+/g, '');
  return Buffer.from(hex, 'hex');
}

async function cleanProfile(bytes: Buffer, profile: string, search: Search): Promise<void> {
  if (profile === 'xmp') return cleanXmp(bytes, search);
  if (profile === '8bim' || profile === 'iptc') {
    return bytes[0] === 0x1c ? cleanIptc(bytes, search) : cleanPhotoshop(bytes, search);
  }
  if (profile !== 'exif' && profile !== 'app1') return;
  const head = bytes.toString('latin1', 0, xmpStart.length);
  if (head === xmpStart) return cleanXmp(bytes.subarray(xmpStart.length), search);
  await cleanExif(withoutPrefix(bytes), search);
}
