/** The pictures behind `app://thumb/<upload id>`: bytes of the file itself, while it is what was sent. The page decodes them. */
import { Readable } from 'node:stream';
import { UploadId } from '../../shared/ids.ts';
import { mostPictureBytes } from '../../shared/pictured.ts';
import { filePayload } from '../net/pinned-file.ts';
import { createSlots } from '../net/slots.ts';
import type { UploadReader } from '../store/upload-reader.ts';
import type { Served, Thumbnails } from './app-protocol.ts';
import { type PictureHead, pictureHead } from './picture-head.ts';

/** A decoded pixel takes 4 bytes. */
const mostPixels = 64_000_000;
/** Files that are read at the same time. */
const together = 4;
/** A page that has gone elsewhere takes no more of it, and may never say so, ms. */
const longestMs = 15_000;

const headers = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'referrer-policy': 'no-referrer',
};

/** Never throws, and answers with no path. */
export function createThumbnails({ reader }: { readonly reader: Pick<UploadReader, 'job'> }): Thumbnails {
  const slots = createSlots(together);

  async function open(id: UploadId): Promise<Served | null> {
    const source = reader.job(id)?.payload?.source;
    if (!source || source.size === 0 || source.size > mostPictureBytes) return null;
    const over = AbortSignal.timeout(longestMs);
    const owned = new AsyncDisposableStack();
    try {
      const slot = await slots.take('', over);
      if (!slot) return null;
      owned.use(slot);
      const chunks = owned.use(await filePayload(source, '', '').open()).chunks();
      const first = await chunks.next();
      const picture = first.done ? null : pictureHead(first.value);
      if (first.done || !picture || !isBearable(picture)) {
        await owned.disposeAsync();
        return null;
      }
      return {
        status: 200,
        type: picture.mime,
        headers: {
          ...headers,
          'content-length': String(source.size),
          'cache-control': 'private, max-age=60',
        },
        body: streamOf(Uint8Array.from(first.value), chunks, over, owned),
      };
    } catch (error) {
      await owned.disposeAsync();
      throw error;
    }
  }

  return async (address) => {
    const id = UploadId.safeParse(idOf(address));
    // Gone, changed, or not to be read: there is nothing to show, and the row says why where that matters.
    const answer = id.success ? await open(id.data).catch(() => null) : null;
    return answer ?? { status: 404, type: 'text/plain', headers, body: Readable.from([]) };
  };
}

/** What stands after the host; null for any other host. */
export function idOf(address: string): string | null {
  const url = URL.parse(address);
  if (url?.protocol !== 'app:' || url.host !== 'thumb') return null;
  try {
    return decodeURIComponent(url.pathname.slice(1));
  } catch {
    return null;
  }
}

function isBearable({ width, height }: PictureHead): boolean {
  return width * height <= mostPixels;
}

/** @param owned let go of once nothing more is read */
function streamOf(
  first: Uint8Array,
  rest: AsyncGenerator<Buffer, void, undefined>,
  over: AbortSignal,
  owned: AsyncDisposable,
): Readable {
  async function* chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    yield first;
    // The buffer of a chunk is used again.
    for await (const chunk of rest) yield Uint8Array.from(chunk);
  }
  const stream = Readable.from(chunks(), { objectMode: false, highWaterMark: 1, signal: over });
  // Also where it is left before a first look: then the generator itself runs nothing.
  stream.once('close', () => void rest.return().finally(() => owned[Symbol.asyncDispose]()));
  // Whoever reads it sees it break off.
  stream.on('error', () => undefined);
  return stream;
}
