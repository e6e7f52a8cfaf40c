/** The right edge of a row: its link, or its pace, Pause and Cancel, or its next steps. */
import { type LucideIcon, Pause, X } from 'lucide-react';
import { formatDuration, formatPace } from '../../../shared/messages/index.ts';
import type { UploadView } from '../../../shared/model.ts';
import { isFinal } from '../../../shared/states.ts';
import { canPause, hasLiveLink, isDeleted } from '../../state/conditions.ts';
import { useSeconds } from '../../state/now.ts';
import { usePaces } from '../../state/paces-store.ts';
import { ask } from '../../state/requests.ts';
import { EndedLink } from '../../ui/ended-link.tsx';
import { sendFocusHome } from '../../ui/focus-home.ts';
import { LinkChip } from '../../ui/link-chip.tsx';
import { tongue, words } from '../../ui/words.ts';
import { ActButtons } from './act-buttons.tsx';
import { UndoButton } from './undo-button.tsx';

export function RowActs({ upload }: { upload: UploadView }) {
  const { state, receipt } = upload;
  if (receipt !== null && hasLiveLink(upload, Date.now())) {
    return (
      <div className="act">
        <UndoButton upload={upload} receipt={receipt} />
        <LinkChip id={upload.id} link={receipt.link} />
      </div>
    );
  }
  if (receipt !== null && isDeleted(upload)) {
    return (
      <div className="act">
        <EndedLink link={receipt.link} struck={receipt.deletion.kind === 'deleted'} />
      </div>
    );
  }
  const sending = state.name === 'running' && state.phase === 'sending';
  // To take it back is to cancel it.
  const canUndo = state.name === 'waiting' && state.wait.what === 'undo';
  const beside = state.name === 'preparing' || state.name === 'queued' || (state.name === 'running' && !sending);
  return (
    <div className={beside ? 'act beside' : 'act'}>
      {sending && <Pace upload={upload} />}
      <ActButtons upload={upload} />
      {canPause(state) && !canUndo && (
        <IconAct icon={Pause} name={words.list.pause} onPress={() => void ask('uploads.pause', { ids: [upload.id] })} />
      )}
      {!isFinal(state) && !canUndo && (
        <IconAct icon={X} name={words.list.cancel} onPress={() => void ask('uploads.cancel', { id: upload.id })} />
      )}
    </div>
  );
}

function IconAct({ icon: Icon, name, onPress }: { icon: LucideIcon; name: string; onPress: () => void }) {
  return (
    <button
      type="button"
      className="icon"
      aria-label={name}
      onClick={({ currentTarget }) => {
        sendFocusHome(currentTarget);
        onPress();
      }}
    >
      <Icon className="i" aria-hidden />
    </button>
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
