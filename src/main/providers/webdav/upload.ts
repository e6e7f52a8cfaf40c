/** One upload to a WebDAV server: sent under a name that nobody is told, looked at, and only then given its own. */
import { UploadFailure } from '../../../shared/failure.ts';
import type { Payload } from '../../net/payload.ts';
import { handleAt, publicLink, randomPart, unlike } from '../own-storage.ts';
import type { Delivery, UploadRun } from '../provider.ts';
import { inTurn } from '../turns.ts';
import { isOf, isUnmistakable, newUpload, readSaved, type Saved } from './checkpoint.ts';
import { discardSaved } from './leftovers.ts';
import { addressOf, chunksAt, type Dav, placeOf, temporaryName } from './place.ts';
import type { Resource } from './properties.ts';
import { makeFolders, moveTo, removeAt, statOf } from './requests.ts';
import { type Sending, sendTemporary, wayFor } from './sending.ts';
import { shareOf } from './share.ts';

/** Names that are tried before it is given up. */
const mostNames = 3;

export interface Naming {
  readonly keyTemplate: string;
  /** Under which address the world finds the folder; null where a share makes the link. */
  readonly publicUrl: string | null;
}

export async function upload(dav: Dav, payload: Payload, run: UploadRun, naming: Naming): Promise<Delivery> {
  const save = (state: Saved): Saved => {
    run.checkpoint(JSON.stringify(state));
    return state;
  };
  const sending: Sending = { payload, run, save };
  const { clock } = dav.services;
  const { saved: begun, isPlaced } = (await continued(dav, payload, run)) ?? {
    saved: newUpload(payload, naming.keyTemplate, wayFor(payload, dav), clock()),
    isPlaced: false,
  };
  const placing = begun.placing ? begun : await wholeTemporary(dav, begun, sending);
  run.onProgress(payload.size);
  const { key } = isPlaced ? placing : await place(dav, placing, sending);
  const link = await linkTo(dav, key, run, naming);
  return { ...link, deleteHandle: handleAt(placeOf(dav), key), proof: { kind: 'size', by: 'host' } };
}

interface Continued {
  readonly saved: Saved;
  /** True where it has its name already. */
  readonly isPlaced: boolean;
}

/** Where the last run was, as far as the server still has it; null to begin anew, with nothing left of that run. */
async function continued(dav: Dav, payload: Payload, { resumeFrom, signal }: UploadRun): Promise<Continued | null> {
  const saved = resumeFrom === null ? null : readSaved(resumeFrom);
  if (!saved) return null;
  if (isOf(payload, saved)) {
    const found = await statOf(dav, addressOf(dav, temporaryName(saved.id)), signal);
    const isWhole = saved.sent === saved.size && found?.bytes === saved.size;
    if (isWhole) return { saved: { ...saved, placing: true }, isPlaced: false };
    if (saved.placing && !found && isUnmistakable(saved)) {
      // It was moved, and the run did not learn so, or got no link.
      const placed = await statOf(dav, addressOf(dav, saved.key), signal);
      if (placed?.bytes === saved.size) return { saved, isPlaced: true };
    }
    if (!saved.placing && (await hasBegun(dav, saved, found, signal))) return { saved, isPlaced: false };
  }
  // The next one has another name: a request of before may still be at work, and take back what it wrote.
  await discardSaved(dav, saved, signal);
  return null;
}

/** Whether the server still has what it has for sure. `found` is the temporary file. */
async function hasBegun(dav: Dav, saved: Saved, found: Resource | null, signal: AbortSignal): Promise<boolean> {
  if (saved.sent === 0) return false;
  // After a cut there may be more than was answered for: the same bytes, which are sent over it once more.
  if (saved.way === 'stretches') return (found?.bytes ?? 0) >= saved.sent;
  // What it holds is not listed where the chunks go straight to an object store; it forgets them after a day.
  const folder = saved.way === 'chunks' && dav.cloud ? chunksAt(dav.cloud, saved.id) : null;
  return folder !== null && (await statOf(dav, folder, signal)) !== null;
}

/** Sends it, and lets the server say how much it has. */
async function wholeTemporary(dav: Dav, begun: Saved, sending: Sending): Promise<Saved> {
  const { payload, run, save } = sending;
  const sent = await sendTemporary(dav, begun, sending);
  const url = addressOf(dav, temporaryName(sent.id));
  const found = await statOf(dav, url, run.signal);
  if (typeof found?.bytes !== 'number') {
    const detail = found ? 'it does not tell how large a file is' : 'it took the file and does not have it';
    throw new UploadFailure({ kind: 'bad-answer', host: url.host, detail }, { sent: 'all' });
  }
  if (found.bytes === payload.size) return save({ ...sent, placing: true });
  await removeAt(dav, url, run.signal);
  run.checkpoint(null);
  throw new UploadFailure({ kind: 'bad-proof', why: 'size' }, { sent: 'all' });
}

/** Gives the temporary file its name, or another one where that is taken. */
async function place(dav: Dav, saved: Saved, { run, save }: Sending): Promise<Saved> {
  const { signal } = run;
  const from = addressOf(dav, temporaryName(saved.id));
  let now = saved;
  for (let tried = 0; tried < mostNames; tried++) {
    const to = addressOf(dav, now.key);
    await makeFolders(dav, now.key.split('/').slice(0, -1), (path) => addressOf(dav, path), signal);
    const move = (): Promise<boolean> => moveTo(dav, { from, to, size: now.size }, signal);
    const isPlaced = isUnmistakable(now)
      ? await move()
      : // Not every server cares for `Overwrite`, and mod_dav not where two come at once.
        await inTurn(to.href, signal, async () => (await statOf(dav, to, signal)) === null && (await move()));
    if (isPlaced) return now;
    now = save({ ...now, key: unlike(saved.key, tried === 0 && !isUnmistakable(saved) ? saved.id : randomPart()) });
  }
  throw new UploadFailure({ kind: 'name-taken', name: saved.key });
}

async function linkTo(
  dav: Dav,
  key: string,
  run: UploadRun,
  { publicUrl }: Naming,
): Promise<Pick<Delivery, 'link' | 'expiresAt'>> {
  if (publicUrl !== null) return { link: publicLink(publicUrl, key), expiresAt: null };
  try {
    return await shareOf(dav, key, run.signal);
  } catch (error) {
    const isRefused = error instanceof UploadFailure && error.failure.kind === 'forbidden';
    if (isRefused) {
      await removeAt(dav, addressOf(dav, key), run.signal);
      run.checkpoint(null);
      throw new UploadFailure(error.failure, { cause: error.cause });
    }
    throw error;
  }
}
