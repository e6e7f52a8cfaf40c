/** The picture of a file, or the sign of its type where there is none. */
import { memo, useState } from 'react';
import type { UploadId } from '../../shared/ids.ts';
import './thumbnail.css';
import { TypeIcon } from './type-icon.tsx';

/** `pictured`: the main process may have a picture of it. */
export const Thumbnail = memo(function Thumbnail({
  id,
  mime,
  pictured,
}: {
  id: UploadId;
  mime: string;
  pictured: boolean;
}) {
  const [missing, setMissing] = useState(false);
  if (!pictured || missing) return <TypeIcon mime={mime} />;
  return (
    <span className="thumb is-picture">
      <img
        src={`app://thumb/${encodeURIComponent(id)}`}
        alt=""
        width={160}
        height={160}
        loading="lazy"
        decoding="async"
        draggable={false}
        onError={() => setMissing(true)}
      />
    </span>
  );
});
