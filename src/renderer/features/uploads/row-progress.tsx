/** The row's own hairline as its progress: amber while it waits. */
import type { CSSProperties } from 'react';
import { plainName } from '../../../shared/messages/index.ts';
import type { UploadView } from '../../../shared/model.ts';
import { sentShare } from '../../state/conditions.ts';
import { usePaces } from '../../state/paces-store.ts';

export function RowProgress({ upload }: { upload: UploadView }) {
  const { state } = upload;
  if (state.name === 'running') return <Bar upload={upload} held={false} />;
  if (state.name === 'waiting' || (state.name === 'paused' && upload.sentBytes > 0))
    return <Bar upload={upload} held />;
  return null;
}

function Bar({ upload, held }: { upload: UploadView; held: boolean }) {
  const sentBytes = usePaces((paces) => paces[upload.id]?.sentBytes ?? upload.sentBytes);
  const share = sentShare(upload, sentBytes);
  // The custom property is set through the CSSOM, which the page's policy allows.
  const style: CSSProperties & { '--p': number } = { '--p': share ?? 0 };
  return (
    <div
      className={held ? 'bar held' : 'bar'}
      role="progressbar"
      aria-label={plainName(upload.name)}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      style={style}
    >
      <i />
    </div>
  );
}
