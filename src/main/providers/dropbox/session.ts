/** A large file's way to Dropbox: an upload session, to which stretches are appended one after the other. */
import type { Dropbox } from 'dropbox';
import { z } from 'zod';
import { UploadFailure } from '../../../shared/failure.ts';
import type { Payload } from '../../net/payload.ts';
import { stretchBody } from '../../net/raw-body.ts';
import { stretchFailure } from '../stretch-failure.ts';
import type { Account } from './account.ts';
import { noBytes } from './bodies.ts';
import type { Saved } from './checkpoint.ts';
import { call } from './client.ts';
import { isRefused, Refusal } from './refusal.ts';

/** Bytes of one request; a multiple of the blocks that Dropbox hashes. */
export const appendBytes = 8 * 1024 * 1024;
/** How often in a row Dropbox may send us to another offset. */
const mostCorrections = 3;

const Started = z.object({ session_id: z.string().min(1).max(4096) });
const Offset = z.object({ correct_offset: z.number().int().nonnegative() });
const OffsetWithin = z.object({ lookup_failed: Offset });

export interface Sending {
  readonly account: Account;
  readonly payload: Payload;
  readonly signal: AbortSignal;
  readonly onProgress: (sentBytes: number) => void;
  readonly save: (session: NonNullable<Saved['session']>) => void;
}

/** Gives the id of a session that holds the whole payload, with no more sent than what is missing there. */
export async function sendBySession(sending: Sending, saved: Saved['session']): Promise<string> {
  try {
    return await append(sending, saved ?? (await start(sending)));
  } catch (error) {
    if (!isLost(error)) throw error;
    return await append(sending, await start(sending));
  }
}

/** True where a session is not there any more, or holds something else than was thought. */
export function isLost(error: unknown): boolean {
  return isRefused(error, 'lookup_failed') || (isRefused(error, 'not_found', 'incorrect_offset') && !error.has('path'));
}

/** The id is saved before anything is sent under it. */
async function start({ account, signal, save }: Sending): Promise<NonNullable<Saved['session']>> {
  const method = (sdk: Dropbox) => sdk.filesUploadSessionStart({ contents: noBytes });
  const { session_id: id } = await call(account, method, Started, { signal }).catch((error: unknown) => {
    throw error instanceof UploadFailure ? new UploadFailure(error.failure, { cause: error.cause }) : error;
  });
  save({ id, offset: 0 });
  return { id, offset: 0 };
}

async function append(sending: Sending, session: NonNullable<Saved['session']>): Promise<string> {
  const { account, payload, signal, onProgress, save } = sending;
  const { id } = session;
  let { offset } = session;
  for (let corrections = 0; offset < payload.size; ) {
    const [from, to] = [offset, Math.min(offset + appendBytes, payload.size)];
    const onSent = (bytes: number): void => onProgress(from + bytes);
    try {
      await call(
        account,
        (sdk) =>
          sdk.filesUploadSessionAppendV2({
            cursor: { session_id: id, offset: from },
            close: to === payload.size,
            contents: stretchBody(payload, from, to),
          }),
        z.unknown(),
        { signal, payload, onSent },
      );
      corrections = 0;
      offset = to;
    } catch (error) {
      const corrected = corrections < mostCorrections ? correctedOffset(error, payload.size) : null;
      if (corrected === null) throw isLost(error) ? error : stretchFailure(error, from);
      corrections += 1;
      offset = corrected;
    }
    save({ id, offset });
  }
  onProgress(payload.size);
  return id;
}

/** Where Dropbox goes on: it says so, or the session is closed, which is done with the last byte. */
function correctedOffset(error: unknown, size: number): number | null {
  if (!(error instanceof Refusal)) return null;
  if (error.has('closed')) return size;
  if (!error.has('incorrect_offset')) return null;
  const told = error.details(Offset)?.correct_offset ?? error.details(OffsetWithin)?.lookup_failed.correct_offset;
  return told !== undefined && told <= size ? told : null;
}
