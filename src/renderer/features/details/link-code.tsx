/** The link as a QR code, for a phone's camera; shown when asked for. */
import { QrCode } from 'lucide-react';
import { useMemo } from 'react';
import { useStore } from '../../state/store.ts';
import { clipboardWords } from '../../ui/words.ts';
import './link-code.css';
import { qrPath } from './qr-path.ts';

export function LinkCode({ link }: { link: string }) {
  const shown = useStore((state) => state.codeShown);
  const showCode = useStore((state) => state.showCode);
  const say = clipboardWords.code;
  return (
    <div className="link-code">
      <button type="button" className="btn small" aria-expanded={shown} onClick={() => showCode(!shown)}>
        <QrCode className="i" aria-hidden />
        {shown ? say.hide : say.show}
      </button>
      {shown && <Code link={link} />}
    </div>
  );
}

function Code({ link }: { link: string }) {
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
