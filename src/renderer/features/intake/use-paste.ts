/** Uploads the clipboard on Ctrl+V or Cmd+V, wherever nothing is being typed. */
import { useEffect } from 'react';
import { handInClipboard } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';

export function usePaste(): void {
  useEffect(() => {
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.repeat || event.altKey || event.shiftKey) return;
  const onMac = useStore.getState().platform === 'darwin';
  if (onMac ? !event.metaKey || event.ctrlKey : !event.ctrlKey || event.metaKey) return;
  if (!isPasteKey(event) || isEditable(event.target)) return;
  event.preventDefault();
  handInClipboard();
}

/** On a layout without Latin letters the place of the key counts. */
function isPasteKey({ key, code }: KeyboardEvent): boolean {
  return key.toLowerCase() === 'v' || (code === 'KeyV' && !/^[a-z]$/i.test(key));
}

function isEditable(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && target.type !== 'radio' && target.type !== 'file';
}
