/** The keys that lead to the search of a view: Cmd+F on macOS, Ctrl+F elsewhere. */
import { type RefObject, useEffect } from 'react';
import { useStore } from '../state/store.ts';
import { isOpenAbove } from './open-above.ts';
import { keyNames } from './words.ts';

export interface SearchKeys {
  /** As they are written on them. */
  readonly caps: readonly string[];
  /** For `aria-keyshortcuts`. */
  readonly shortcut: string;
}

/** They take the user to this field, and select what is in it. */
export function useSearchKey(field: RefObject<HTMLInputElement | null>): SearchKeys {
  const onMac = useStore((state) => state.platform === 'darwin');
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // What stands over the view keeps the keys.
      if (!isSearchKey(event, onMac) || isOpenAbove()) return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [field, onMac]);
  return onMac ? { caps: ['⌘', 'F'], shortcut: 'Meta+F' } : { caps: [keyNames.Control, 'F'], shortcut: 'Control+F' };
}

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

export function isSearchKey({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed, onMac: boolean): boolean {
  const command = onMac ? metaKey && !ctrlKey : ctrlKey && !metaKey;
  return command && !altKey && !shiftKey && key.toLowerCase() === 'f';
}
