/** The link and its Copy, one object; pressing the link opens it in the browser. */
import type { UploadId } from '../../shared/ids.ts';
import type { CopyFormat } from '../../shared/preferences.ts';
import { ask, copyLinks } from '../state/requests.ts';
import { CopyButton } from './copy-button.tsx';
import { cutLink } from './cut.ts';
import './link-chip.css';
import { words } from './words.ts';

interface Props {
  id: UploadId;
  link: string;
  large?: boolean;
  /** Copies it so, rather than as usual. */
  format?: CopyFormat;
  /** -1 where Tab leads to it only from its own row. */
  tabIndex?: number;
}

export function LinkChip({ id, link, large = false, format, tabIndex = 0 }: Props) {
  const { head, tail } = cutLink(link);
  const what = format === undefined ? { ids: [id] } : { copy: () => copyLinks([id], format) };
  return (
    <div className={large ? 'chip large' : 'chip'}>
      <button
        type="button"
        className="link"
        tabIndex={tabIndex}
        dir="ltr"
        title={link}
        aria-label={`${words.list.openLink} ${head}${tail}`}
        onClick={() => void ask('links.open', { id })}
      >
        <span className="head">{head}</span>
        <span className="tail">{tail}</span>
      </button>
      <CopyButton {...what} name={words.list.copyLink} look={large ? 'main' : 'soft'} icon tabIndex={tabIndex}>
        {words.list.copy}
      </CopyButton>
    </div>
  );
}
