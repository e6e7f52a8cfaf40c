/** Keeps the store in step with the main process: events from the first moment on, then one snapshot. */
import type { Door, EventPayload, Snapshot } from '../../shared/contract.ts';
import { trayWords } from '../ui/words.ts';
import { announceChanges } from './announce-changes.ts';
import { followUploads, forgetPaces, putProgress } from './paces-store.ts';
import { showAnswer } from './requests.ts';
import { useStore } from './store.ts';

/** Subscribes, then asks for the snapshot; events that come before it are applied after it. False if it never came. */
export async function startSync(door: Door): Promise<boolean> {
  let waiting: (() => void)[] | null = [];
  const whenReady =
    <T>(apply: (payload: T) => void) =>
    (payload: T) => {
      if (waiting) waiting.push(() => apply(payload));
      else apply(payload);
    };
  const { getState } = useStore;
  const subscriptions = [
    door.on('uploads.changed', whenReady(putUploads)),
    door.on(
      'uploads.progress',
      whenReady((progress) => putProgress(progress, Date.now())),
    ),
    door.on(
      'uploads.removed',
      whenReady(({ ids }) => {
        const { detailsOf, showDetails, removeUploads } = getState();
        if (detailsOf !== null && ids.includes(detailsOf)) showDetails(null);
        removeUploads(ids);
        forgetPaces(ids);
      }),
    ),
    door.on(
      'settings.changed',
      whenReady((settings) => getState().putSettings(settings)),
    ),
    door.on(
      'check.step',
      whenReady(({ id, step }) => getState().putCheckStep(id, step)),
    ),
    door.on(
      'quit.asked',
      whenReady(({ unfinished }) => getState().askToQuit(unfinished)),
    ),
    door.on(
      'intake.answered',
      // A question that the window asks meanwhile stays.
      whenReady((answer) =>
        answer.kind === 'accepted' && answer.leftOut === undefined && answer.unread === undefined
          ? getState().goTo('uploads')
          : showAnswer(answer),
      ),
    ),
    door.on(
      'tray.goesOn',
      whenReady(() =>
        getState().give({ kind: 'note', tone: 'quiet', text: `${trayWords.goesOn}. ${trayWords.goesOnMore}` }),
      ),
    ),
    door.on(
      'packing.changed',
      whenReady((packings) => getState().putPackings(packings)),
    ),
    door.on(
      'notice.raised',
      whenReady((notice) => getState().putNotice(notice)),
    ),
  ];

  const result = await door.call('app.snapshot', undefined);
  if (!result.ok) {
    for (const end of subscriptions) end();
    return false;
  }
  putSnapshot(result.value);
  const early = waiting;
  waiting = null;
  for (const apply of early) apply();
  return true;
}

function putUploads(change: EventPayload<'uploads.changed'>): void {
  const { uploads, putUploads: put, announce, destinations } = useStore.getState();
  const text = announceChanges(uploads, change.uploads, destinations);
  put(change);
  followUploads(change.uploads);
  if (text !== null) announce(text);
}

function putSnapshot(snapshot: Snapshot): void {
  const { putPlatform, putSettings, putUploads: put, putNotice, putPackings } = useStore.getState();
  putPlatform(snapshot.platform);
  put({ uploads: snapshot.uploads, batches: snapshot.batches });
  for (const notice of snapshot.notices) putNotice(notice);
  putPackings(snapshot.packings);
  putSettings(snapshot.settings);
}
