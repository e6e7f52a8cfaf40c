/** One upload: what it is, how it stands, and at its right edge the link or the one thing to do. */
import { memo } from 'react';
import type { UploadId } from '../../../shared/ids.ts';
import { isPictured } from '../../../shared/pictured.ts';
import { canRename } from '../../state/conditions.ts';
import { useStore } from '../../state/store.ts';
import { FileName } from '../../ui/file-name.tsx';
import { focusGround, focusHome } from '../../ui/focus-home.ts';
import { Thumbnail } from '../../ui/thumbnail.tsx';
import { words } from '../../ui/words.ts';
import { detailsButtonId } from '../details/details-button.ts';
import { moveKeys, onMoveKey } from './moves.ts';
import { QuietLine } from './quiet-line.tsx';
import { RenameField } from './rename-field.tsx';
import './row.css';
import { RowActs } from './row-acts.tsx';
import { RowMenuTrigger } from './row-menu.tsx';
import { RowProgress } from './row-progress.tsx';

interface Props {
  id: UploadId;
  /** From 1 among all of its batch, where not all of them are drawn. */
  place?: number;
  of?: number;
}

export const Row = memo(function Row({ id, place, of }: Props) {
  const upload = useStore((state) => state.uploads[id]);
  const open = useStore((state) => state.detailsOf === id);
  const renaming = useStore((state) => state.renaming === id);
  const showDetails = useStore((state) => state.showDetails);
  if (!upload) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: an item of the one list over all batches, which is no <ul>.
    <div
      role="listitem"
      aria-posinset={place}
      aria-setsize={of}
      {...focusGround}
      className={open ? 'row is-open' : 'row'}
      onKeyDownCapture={(event) => {
        onMoveKey(event, upload);
        if (event.key === 'F2' && canRename(upload.state)) useStore.getState().rename(id);
      }}
    >
      <button
        type="button"
        id={detailsButtonId(id)}
        className="open"
        {...focusHome}
        aria-label={words.list.details}
        aria-expanded={open}
        aria-keyshortcuts={upload.state.name === 'queued' ? moveKeys : undefined}
        onClick={() => showDetails(open ? null : id)}
      />
      <Thumbnail id={id} mime={upload.mime} pictured={isPictured(upload.mime, upload.size)} />
      <div className="what">
        {renaming && canRename(upload.state) ? (
          <RenameField upload={upload} />
        ) : (
          <>
            <FileName name={upload.name} />
            <QuietLine upload={upload} />
          </>
        )}
      </div>
      <RowActs upload={upload} />
      <RowMenuTrigger id={id} name={upload.name} />
      <RowProgress upload={upload} />
    </div>
  );
});
