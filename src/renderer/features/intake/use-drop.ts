/** Takes drops anywhere on the window; nothing that is dropped ever navigates. */
import { useEffect } from 'react';
import { handIn } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { words } from '../../ui/words.ts';

export function useDrop(): void {
  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    document.addEventListener('dragenter', onOver, { signal });
    document.addEventListener('dragover', onOver, { signal });
    document.addEventListener('dragleave', onLeave, { signal });
    document.addEventListener('dragend', letGo, { signal });
    document.addEventListener('drop', onDrop, { signal });
    return () => ending.abort();
  }, []);
}

function onOver(event: DragEvent): void {
  event.preventDefault();
  const { dataTransfer } = event;
  if (!dataTransfer) return;
  dataTransfer.dropEffect = 'copy';
  if (!dataTransfer.types.includes('Files')) return;
  const { hold, pickOnDrop } = useStore.getState();
  pickOnDrop(event.altKey);
  hold(countFiles(dataTransfer));
}

/** Zero where the system keeps the number to itself until the drop. */
function countFiles(dataTransfer: DataTransfer): number {
  return [...dataTransfer.items].filter((item) => item.kind === 'file').length;
}

function onLeave(event: DragEvent): void {
  event.preventDefault();
  if (event.relatedTarget === null) letGo();
}

function letGo(): void {
  useStore.getState().hold(null);
}

function onDrop(event: DragEvent): void {
  event.preventDefault();
  letGo();
  const files = [...(event.dataTransfer?.files ?? [])];
  if (files.length > 0) handIn(files, 'drop', event.altKey);
  else useStore.getState().give({ kind: 'note', tone: 'quiet', text: words.intake.onlyFiles });
}
