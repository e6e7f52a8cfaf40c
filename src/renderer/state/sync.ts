/** Keeps the store in step with the main process: one snapshot, and what was told since it was asked for. */
import type { EventPayload, Snapshot } from '../../shared/contract.ts';
import { trayWords } from '../ui/words.ts';
import { announceChanges } from './announce-changes.ts';
import type { Contact, Hearers } from './first-contact.ts';
import { followUploads, forgetPaces, putProgress } from './paces-store.ts';
import { showAnswer } from './requests.ts';
import { useStore } from './store.ts';

/** False if the snapshot never came. */
export async function startSync(contact: Contact): Promise<boolean> {
  const result = await contact.snapshot;
  if (!result.ok) return false;
  putSnapshot(result.value);
  contact.hearBy(hearers);
  return true;
}

const { getState } = useStore;

const hearers: Hearers = {
  'uploads.changed': putUploads,
  'uploads.progress': (progress) => putProgress(progress, Date.now()),
  'uploads.removed': ({ ids }) => {
    const { detailsOf, showDetails, removeUploads } = getState();
    if (detailsOf !== null && ids.includes(detailsOf)) showDetails(null);
    removeUploads(ids);
    forgetPaces(ids);
  },
  'settings.changed': (settings) => getState().putSettings(settings),
  'check.step': ({ id, step }) => getState().putCheckStep(id, step),
  'quit.asked': (unfinished) => getState().askToQuit(unfinished),
  // A question that the window asks meanwhile stays.
  'intake.answered': (answer) =>
    answer.kind === 'accepted' && answer.leftOut === undefined && answer.unread === undefined
      ? getState().goTo('uploads')
      : showAnswer(answer),
  'tray.goesOn': () =>
    getState().give({ kind: 'note', tone: 'quiet', text: `${trayWords.goesOn}. ${trayWords.goesOnMore}` }),
  'packing.changed': (packings) => getState().putPackings(packings),
  'notice.raised': (notice) => getState().putNotice(notice),
};

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
