/** The link and its Copy, one object; pressing the link opens it in the browser. */
import type { UploadId } from '../../shared/ids.ts';
import { ask } from '../state/requests.ts';
import { CopyButton } from './copy-button.tsx';
import { cutLink } from './cut.ts';
import './link-chip.css';
import { words } from './words.ts';

export function LinkChip({ id, link, large = false }: { id: UploadId; link: string; large?: boolean }) {
  const { head, tail } = cutLink(link);
  return (
    <div className={large ? 'chip large' : 'chip'}>
      <button
        type="button"
        className="link"
        dir="ltr"
        title={link}
        aria-label={`${words.list.openLink} ${head}${tail}`}
        onClick={() => void ask('links.open', { id })}
      >
        <span className="head">{head}</span>
        <span className="tail">{tail}</span>
      </button>
      <CopyButton ids={[id]} name={words.list.copyLink} look={large ? 'main' : 'soft'} icon>
        {words.list.copy}
      </CopyButton>
    </div>
  );
}
