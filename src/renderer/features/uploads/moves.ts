/** Gives a queued upload another place in the line: by Alt and an arrow, or straight to its head. */
import type { KeyboardEvent } from 'react';
import type { UploadId } from '../../../shared/ids.ts';
import { plainName } from '../../../shared/messages/index.ts';
import type { UploadView } from '../../../shared/model.ts';
import { firstInLine, lineOf } from '../../state/line.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { words } from '../../ui/words.ts';
import { detailsButtonId } from '../details/details-button.ts';

/** The keys as assistive technology names them. */
export const moveKeys = 'Alt+ArrowUp Alt+ArrowDown';

/** Taken on its way down, before a control in the row makes something else of the key. */
export function onMoveKey(event: KeyboardEvent<HTMLElement>, upload: UploadView): void {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || upload.state.name !== 'queued') return;
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === 'ArrowUp') void moveUp(upload);
  else void moveDown(upload);
}

export async function sendFirst({ id, name }: UploadView): Promise<void> {
  const first = firstInLine(useStore.getState().uploads);
  if (first !== null && first.id !== id) await move(id, first.id, words.announce.goesFirst(plainName(name)));
}

/** Among those of its batch, as they stand in the list. */
async function moveUp({ id, name, batchId }: UploadView): Promise<void> {
  const { uploads, announce } = useStore.getState();
  const own = lineOf(uploads).filter((other) => other.batchId === batchId);
  const above = own[own.findIndex((other) => other.id === id) - 1];
  if (above) await move(id, above.id, words.announce.movedBefore(plainName(name), plainName(above.name)));
  else announce(words.announce.isFirst(plainName(name)));
}

async function moveDown({ id, name, batchId }: UploadView): Promise<void> {
  const { uploads, announce } = useStore.getState();
  const line = lineOf(uploads);
  const own = line.filter((other) => other.batchId === batchId);
  const below = own[own.findIndex((other) => other.id === id) + 1];
  if (!below) return announce(words.announce.isLast(plainName(name)));
  const before = line[line.indexOf(below) + 1]?.id ?? null;
  await move(id, before, words.announce.movedAfter(plainName(name), plainName(below.name)));
}

let moving: UploadId | null = null;

async function move(id: UploadId, before: UploadId | null, said: string): Promise<void> {
  moving = id;
  if (await ask('uploads.move', { id, before })) useStore.getState().announce(said);
}

/** The row that was moved stays in sight. */
export function keepMovedInView(): void {
  if (moving === null) return;
  document.getElementById(detailsButtonId(moving))?.closest('.row')?.scrollIntoView({ block: 'nearest' });
  moving = null;
}
