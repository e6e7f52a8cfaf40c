/** The next steps of an upload as buttons. */
import { RotateCw } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import type { UploadView } from '../../../shared/model.ts';
import { useStore } from '../../state/store.ts';
import { sendFocusHome } from '../../ui/focus-home.ts';
import { nextActs, perform } from './acts.ts';

export function ActButtons({ upload }: { upload: UploadView }) {
  const known = useStore(useShallow(({ destinations, settings }) => ({ destinations, settings })));
  return nextActs(upload, known).map(({ kind, label }) => (
    <button
      key={kind}
      type="button"
      className="btn small"
      onClick={({ currentTarget }) => {
        sendFocusHome(currentTarget);
        perform(kind, upload);
      }}
    >
      {kind === 'retry' && <RotateCw className="i" aria-hidden />}
      {label}
    </button>
  ));
}
