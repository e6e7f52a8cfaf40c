/** Undo right after an upload: it deletes at the host what that was given. Where that did not work, it tries again. */
import { RotateCw } from 'lucide-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { ReceiptView, UploadView } from '../../../shared/model.ts';
import { canDelete } from '../../state/conditions.ts';
import { deleteOnHost } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { sendFocusHome } from '../../ui/focus-home.ts';
import { steps, tongue } from '../../ui/words.ts';

const offeredMs = 10_000;

export function UndoButton({ upload, receipt }: { upload: UploadView; receipt: ReceiptView }) {
  const possible = useStore(({ settings }) => settings !== null && canDelete(upload, settings.setups, Date.now()));
  if (!possible) return null;
  if (receipt.deletion.kind === 'unconfirmed') return <Again upload={upload} />;
  return <Undo upload={upload} at={receipt.destinationLabel} until={receipt.createdAt + offeredMs} />;
}

function Undo({ upload, at, until }: { upload: UploadView; at: string; until: number }) {
  const ref = useRef<HTMLButtonElement>(null);
  if (!useOffered(until, ref)) return null;
  const say = tongue.words.deletion;
  return (
    <button
      ref={ref}
      type="button"
      className="btn small"
      aria-label={say.undoMore(at)}
      onClick={({ currentTarget }) => {
        sendFocusHome(currentTarget);
        void deleteOnHost(upload.id);
      }}
    >
      {say.undo}
    </button>
  );
}

function Again({ upload }: { upload: UploadView }) {
  return (
    <button
      type="button"
      className="btn small"
      onClick={({ currentTarget }) => {
        sendFocusHome(currentTarget);
        void deleteOnHost(upload.id);
      }}
    >
      <RotateCw className="i" aria-hidden />
      {steps.tryAgain}
    </button>
  );
}

/** True until that time (epoch ms), and then for as long as the pointer or the focus is in the button's row. */
function useOffered(until: number, ref: RefObject<HTMLElement | null>): boolean {
  const [over, setOver] = useState(() => Date.now() >= until);
  useEffect(() => {
    const row = ref.current?.closest('[data-focus-ground]');
    if (over || !row) return;
    const look = () => {
      if (Date.now() >= until && !row.matches(':hover, :focus-within')) setOver(true);
    };
    // Where the pointer and the focus are now is known after the event.
    const lookSoon = () => setTimeout(look);
    const timer = setTimeout(look, until - Date.now() + 1);
    row.addEventListener('pointerleave', lookSoon);
    row.addEventListener('focusout', lookSoon);
    return () => {
      clearTimeout(timer);
      row.removeEventListener('pointerleave', lookSoon);
      row.removeEventListener('focusout', lookSoon);
    };
  }, [over, until, ref]);
  return !over;
}
