/** Keys as they stand on the keyboard. */
import { keyCaps } from '../../../shared/shortcut-keys.ts';
import { useStore } from '../../state/store.ts';

export function KeyCaps({ keys }: { keys: string }) {
  const platform = useStore((state) => state.platform);
  return (
    <span className="combo">
      {keyCaps(keys, platform).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}
