/** The right edge of a row: its link, or its pace and Cancel, or its next steps. */
import { X } from 'lucide-react';
import { formatDuration, formatPace } from '../../../shared/messages/index.ts';
import type { UploadView } from '../../../shared/model.ts';
import { hasLiveLink, isSettled } from '../../state/conditions.ts';
import { useSeconds } from '../../state/now.ts';
import { usePaces } from '../../state/paces-store.ts';
import { ask } from '../../state/requests.ts';
import { sendFocusHome } from '../../ui/focus-home.ts';
import { LinkChip } from '../../ui/link-chip.tsx';
import { tongue, words } from '../../ui/words.ts';
import { ActButtons } from './act-buttons.tsx';

export function RowActs({ upload }: { upload: UploadView }) {
  const { state, receipt } = upload;
  if (receipt !== null && hasLiveLink(upload, Date.now())) {
    return (
      <div className="act">
        <LinkChip id={upload.id} link={receipt.link} />
      </div>
    );
  }
  const sending = state.name === 'running' && state.phase === 'sending';
  const beside = state.name === 'preparing' || state.name === 'queued' || (state.name === 'running' && !sending);
  return (
    <div className={beside ? 'act beside' : 'act'}>
      {sending && <Pace upload={upload} />}
      <ActButtons upload={upload} />
      {!isSettled(state) && (
        <button
          type="button"
          className="icon"
          aria-label={words.list.cancel}
          onClick={({ currentTarget }) => {
            sendFocusHome(currentTarget);
            void ask('uploads.cancel', { id: upload.id });
          }}
        >
          <X className="i" aria-hidden />
        </button>
      )}
    </div>
  );
}

/** Without movement for this long, an old figure would be a lie. */
const stillMs = 4000;

function Pace({ upload }: { upload: UploadView }) {
  const shown = usePaces((paces) => paces[upload.id]?.shown ?? null);
  const movedAt = usePaces((paces) => paces[upload.id]?.movedAt ?? null);
  const now = useSeconds();
  const say = words.list;
  if (movedAt !== null && now - movedAt >= stillMs) {
    return <span className="pace quiet">{say.still(formatDuration(now - movedAt, tongue))}</span>;
  }
  if (shown === null) return <span className="pace quiet">{say.starting}</span>;
  return (
    <span className="pace">
      <b>{say.left(formatDuration(shown.msLeft, tongue))}</b>{' '}
      <span className="quiet">{say.at(formatPace(shown.bytesPerSecond, tongue))}</span>
    </span>
  );
}
