/** The pictures behind `app://thumb/<upload id>`: bytes of the file itself, while it is what was sent. The page decodes them. */
import { UploadId } from '../../shared/ids.ts';
import { mostPictureBytes } from '../../shared/pictured.ts';
import { filePayload } from '../net/pinned-file.ts';
import { createSlots } from '../net/slots.ts';
import type { UploadReader } from '../store/upload-reader.ts';
import { type PictureHead, pictureHead } from './picture-head.ts';

/** The answer to a request for the picture of an upload; 404 where there is none to be shown. */
export type Thumbnails = (address: string) => Promise<Response>;

/** A decoded pixel takes 4 bytes. */
const mostPixels = 64_000_000;
/** Files that are read at the same time. */
const together = 4;
/** A page that has gone elsewhere takes no more of it, and may never say so, ms. */
const longestMs = 15_000;

const headers = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'Referrer-Policy': 'no-referrer',
};

/** Never throws, and answers with no path. */
export function createThumbnails({ reader }: { readonly reader: Pick<UploadReader, 'job'> }): Thumbnails {
  const slots = createSlots(together);

  async function open(id: UploadId): Promise<Response | null> {
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
      return new Response(
        streamOf(Uint8Array.from(first.value), chunks, over, () => owned.disposeAsync()),
        {
          headers: {
            ...headers,
            'Content-Type': picture.mime,
            'Content-Length': String(source.size),
            'Cache-Control': 'private, max-age=60',
          },
        },
      );
    } catch (error) {
      await owned.disposeAsync();
      throw error;
    }
  }

  return async (address) => {
    const id = UploadId.safeParse(idOf(address));
    // Gone, changed, or not to be read: there is nothing to show, and the row says why where that matters.
    const answer = id.success ? await open(id.data).catch(() => null) : null;
    return answer ?? new Response(null, { status: 404, headers });
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

/** @param end called once, when nothing more is read */
function streamOf(
  first: Uint8Array,
  rest: AsyncGenerator<Buffer, void, undefined>,
  over: AbortSignal,
  end: () => Promise<void>,
): ReadableStream<Uint8Array> {
  const close = async (): Promise<void> => {
    over.removeEventListener('abort', stop);
    await rest.return();
    await end();
  };
  let control: ReadableStreamDefaultController<Uint8Array> | null = null;
  const stop = (): void => {
    control?.error(over.reason);
    void close();
  };
  over.addEventListener('abort', stop, { once: true });
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        control = controller;
        controller.enqueue(first);
      },
      async pull(controller) {
        try {
          const next = await rest.next();
          // The buffer of a chunk is used again.
          if (!next.done) return controller.enqueue(Uint8Array.from(next.value));
          controller.close();
        } catch (error) {
          controller.error(error);
        }
        await close();
      },
      cancel: close,
    },
    { highWaterMark: 1 },
  );
}
