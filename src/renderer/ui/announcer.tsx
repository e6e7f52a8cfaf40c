/** Reads out, politely, what happened elsewhere on the page. */
import { useStore } from '../state/store.ts';

export function Announcer() {
  const { text, number } = useStore((state) => state.announcement);
  return (
    <div className="sr" aria-live="polite">
      <span key={number}>{text}</span>
    </div>
  );
}
