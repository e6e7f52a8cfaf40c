/** The link as a QR code, for a phone's camera. */
import { useMemo } from 'react';
import { clipboardWords } from '../../ui/words.ts';
import './link-code.css';
import { qrPath } from './qr-path.ts';

export function Code({ link }: { link: string }) {
  const code = useMemo(() => qrPath(link), [link]);
  const say = clipboardWords.code;
  if (code === null) return <p className="quiet">{say.tooLong}</p>;
  return (
    <svg
      className="qr"
      role="img"
      aria-label={say.alternative(link)}
      viewBox={`0 0 ${code.size} ${code.size}`}
      shapeRendering="crispEdges"
    >
      <path d={code.path} />
    </svg>
  );
}
