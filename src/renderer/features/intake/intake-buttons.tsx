/** The two other ways in: the file dialog and the clipboard. */
import { handInClipboard } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { keyNames, words } from '../../ui/words.ts';
import { openPicker } from './file-picker.tsx';

export function ChooseButton({ main = false }: { main?: boolean }) {
  return (
    <button type="button" className={main ? 'btn main' : 'btn'} onClick={openPicker}>
      {words.drop.choose}
    </button>
  );
}

export function PasteButton({ className = '' }: { className?: string }) {
  const onMac = useStore((state) => state.platform === 'darwin');
  return (
    <button type="button" className={`btn ${className}`} onClick={handInClipboard}>
      {words.drop.paste}{' '}
      <span className="combo">
        <kbd>{onMac ? '⌘' : keyNames.Control}</kbd> <kbd>V</kbd>
      </span>
    </button>
  );
}
