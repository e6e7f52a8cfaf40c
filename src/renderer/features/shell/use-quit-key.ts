/** Quits on Ctrl+Q. On macOS the menu has the key. */
import { useEffect } from 'react';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';

export function useQuitKey(): void {
  useEffect(() => {
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

function onKey(event: KeyboardEvent): void {
  if (useStore.getState().platform === 'darwin' || event.repeat) return;
  if (!event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'q') return;
  event.preventDefault();
  void ask('app.askToQuit', undefined);
}
