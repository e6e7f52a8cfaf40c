/** All about one upload, in a drawer over the list: Esc closes it, the list stays in reach. */
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { UploadId } from '../../../shared/ids.ts';
import { formatBytes, formatWhen, plainName } from '../../../shared/messages/index.ts';
import type { BatchView, UploadView } from '../../../shared/model.ts';
import { isPictured } from '../../../shared/pictured.ts';
import { hasLiveLink, isDeleted } from '../../state/conditions.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EndedLink } from '../../ui/ended-link.tsx';
import { focusGround, focusHome, sendFocusHome } from '../../ui/focus-home.ts';
import { isOpenAbove } from '../../ui/open-above.ts';
import { Thumbnail } from '../../ui/thumbnail.tsx';
import { sendingWords, tongue, words } from '../../ui/words.ts';
import { ActButtons } from '../uploads/act-buttons.tsx';
import { QuietLine } from '../uploads/quiet-line.tsx';
import './details.css';
import { detailsButtonId } from './details-button.ts';
import { Ledger } from './ledger.tsx';
import { LiveLink } from './live-link.tsx';
import { Terms } from './terms.tsx';

export function Details() {
  const upload = useStore((state) => (state.detailsOf === null ? undefined : state.uploads[state.detailsOf]));
  return <DetailsOf upload={upload} />;
}

/** For lists that have their uploads from elsewhere. */
export function DetailsOf({ upload }: { upload: UploadView | undefined }) {
  return upload ? <Drawer key={upload.id} upload={upload} /> : null;
}

function Drawer({ upload }: { upload: UploadView }) {
  const closeRef = useRef<HTMLButtonElement>(null);
  const intake = useStore((state) => state.batches[upload.batchId]?.intake);
  useEffect(() => closeRef.current?.focus(), []);
  useClosingByEscape(upload.id);
  const name = plainName(upload.name);
  const say = words.details;
  return (
    <aside className="drawer" {...focusGround} aria-label={say.name(name)}>
      <header>
        <Thumbnail id={upload.id} mime={upload.mime} pictured={isPictured(upload.mime, upload.size)} />
        <div className="what">
          <bdi className="full-name selectable">{name}</bdi>
          <div className="quiet">{origin(upload, intake)}</div>
        </div>
        <button
          ref={closeRef}
          {...focusHome}
          type="button"
          className="icon"
          aria-label={say.close}
          onClick={() => close(upload.id)}
        >
          <X className="i" aria-hidden />
        </button>
      </header>
      <div className="body">
        {upload.receipt !== null && hasLiveLink(upload, Date.now()) ? (
          <LiveLink id={upload.id} link={upload.receipt.link} />
        ) : (
          <QuietLine upload={upload} />
        )}
        {upload.receipt !== null && isDeleted(upload) && (
          <EndedLink link={upload.receipt.link} struck={upload.receipt.deletion.kind === 'deleted'} large />
        )}
        <Terms upload={upload} />
        <Ledger upload={upload} />
      </div>
      <Foot upload={upload} />
    </aside>
  );
}

function Foot({ upload }: { upload: UploadView }) {
  const { id } = upload;
  const live = hasLiveLink(upload, Date.now());
  return (
    <footer>
      <CopyReport id={id} />
      <ActButtons upload={upload} />
      {live && upload.receipt?.share && (
        <button
          type="button"
          className="btn small"
          onClick={({ currentTarget }) => {
            sendFocusHome(currentTarget);
            void ask('uploads.stopShare', { id });
          }}
        >
          {words.list.stopSharing}
        </button>
      )}
    </footer>
  );
}

function CopyReport({ id }: { id: UploadId }) {
  const say = sendingWords.report;
  const copy = async () => {
    const answer = await ask('uploads.copyReport', { id });
    const { announce, give } = useStore.getState();
    if (answer?.value.copied) announce(say.copied);
    else if (answer) give({ kind: 'note', tone: 'bad', text: words.announce.notCopied });
    return answer?.value.copied ?? false;
  };
  return (
    <CopyButton copy={copy} name={say.copy} look="bare" icon>
      {say.copy}
    </CopyButton>
  );
}

/** "2.4 MB · dropped at 14:30". */
function origin({ size, createdAt }: UploadView, intake: BatchView['intake'] | undefined): string {
  const say = words.details.arrived;
  const when = formatWhen(createdAt, Date.now(), tongue);
  const arrived = intake === 'drop' || intake === 'picker' || intake === 'paste' ? say[intake](when) : say.other(when);
  return size === null ? arrived : `${formatBytes(size, tongue)} · ${arrived}`;
}

function close(id: UploadId): void {
  useStore.getState().showDetails(null);
  document.getElementById(detailsButtonId(id))?.focus();
}

function useClosingByEscape(id: UploadId): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !isOpenAbove()) close(id);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [id]);
}
