/** A link that can be given away: copied in any format, opened, or shown as a code for a phone. */
import { ExternalLink, QrCode } from 'lucide-react';
import { useState } from 'react';
import { copyFormats } from '../../../shared/choices.ts';
import type { UploadId } from '../../../shared/ids.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { LinkChip } from '../../ui/link-chip.tsx';
import { Segments } from '../../ui/segments.tsx';
import { clipboardWords, words } from '../../ui/words.ts';
import './live-link.css';
import { Code } from './link-code.tsx';

export function LiveLink({ id, link }: { id: UploadId; link: string }) {
  const usual = useStore((state) => state.settings?.preferences.copyFormat ?? 'url');
  const [format, setFormat] = useState(usual);
  const shown = useStore((state) => state.codeShown);
  const showCode = useStore((state) => state.showCode);
  const say = clipboardWords;
  const offered = copyFormats.filter(
    (each) => each === 'url' || each === 'markdown' || each === 'html' || each === usual,
  );
  const code = shown ? say.code.hide : say.code.show;
  return (
    <>
      <LinkChip id={id} link={link} format={format} large />
      <div className="link-tools">
        <Segments
          name={say.copyAs}
          items={offered.map((value) => ({ value, title: say.formats[value] }))}
          chosen={format}
          onChoose={setFormat}
        />
        <button
          type="button"
          className="icon"
          aria-label={words.list.openLink}
          title={words.list.openLink}
          onClick={() => void ask('links.open', { id })}
        >
          <ExternalLink className="i" aria-hidden />
        </button>
        <button
          type="button"
          className="icon"
          aria-label={code}
          title={code}
          aria-expanded={shown}
          onClick={() => showCode(!shown)}
        >
          <QrCode className="i" aria-hidden />
        </button>
      </div>
      {shown && <Code link={link} />}
    </>
  );
}
