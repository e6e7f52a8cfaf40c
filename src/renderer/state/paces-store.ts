/** The live figures of what runs, in a store of their own: a report concerns the rows that run and no others. */
import { create } from 'zustand';
import type { EventPayload } from '../../shared/contract.ts';
import type { UploadId } from '../../shared/ids.ts';
import type { UploadView } from '../../shared/model.ts';
import { isUnderWay } from './conditions.ts';
import { type Pace, pacedBy } from './pace.ts';
import { useStore } from './store.ts';

export type Paces = Readonly<Record<UploadId, Pace>>;

export const usePaces = create<Paces>()(() => ({}));

/** @param now epoch ms */
export function putProgress(progress: EventPayload<'uploads.progress'>, now: number): void {
  const { uploads } = useStore.getState();
  const paces = { ...usePaces.getState() };
  for (const step of progress) {
    const upload = uploads[step.id];
    if (upload && isUnderWay(upload)) paces[step.id] = pacedBy(paces[step.id], step, now);
  }
  usePaces.setState(paces, true);
}

/** What changed is the truth: its bytes count, and what no longer runs has no pace. */
export function followUploads(changed: readonly UploadView[]): void {
  const before = usePaces.getState();
  const timed = changed.filter(({ id }) => before[id]);
  if (timed.length === 0) return;
  const paces = { ...before };
  for (const upload of timed) {
    const pace = paces[upload.id];
    // None of it sent: a new attempt, whose pace nobody knows yet.
    if (pace && isUnderWay(upload) && upload.sentBytes > 0) paces[upload.id] = { ...pace, sentBytes: upload.sentBytes };
    else delete paces[upload.id];
  }
  usePaces.setState(paces, true);
}

export function forgetPaces(ids: readonly UploadId[]): void {
  const before = usePaces.getState();
  if (!ids.some((id) => before[id])) return;
  const paces = { ...before };
  for (const id of ids) delete paces[id];
  usePaces.setState(paces, true);
}
