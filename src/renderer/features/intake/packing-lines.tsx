/** Folders that become zips, each with how far it is; it can be stopped. */
import { FolderArchive } from 'lucide-react';
import type { CSSProperties } from 'react';
import { plainName } from '../../../shared/messages/index.ts';
import type { PackingView } from '../../../shared/sending.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { sendingWords } from '../../ui/words.ts';

export function PackingLines() {
  const packings = useStore((state) => state.packings);
  return packings.map((packing) => <PackingLine key={packing.token} {...packing} />);
}

function PackingLine({ token, name, packed, files }: PackingView) {
  const say = sendingWords.packing;
  // The custom property is set through the CSSOM, which the page's policy allows.
  const style: CSSProperties & { '--p': number } = { '--p': files === 0 ? 0 : packed / files };
  return (
    // What counts along is not read out again and again.
    <div className="answer packing" aria-live="off">
      <FolderArchive className="i" aria-hidden />
      <p className="num">
        <bdi>{say.progress(plainName(name), packed, files)}</bdi>
      </p>
      <button type="button" className="btn small" onClick={() => void ask('packing.cancel', { token })}>
        {say.cancel}
      </button>
      <div
        className="bar"
        role="progressbar"
        aria-label={plainName(name)}
        aria-valuemin={0}
        aria-valuemax={files}
        aria-valuenow={packed}
        style={style}
      >
        <i />
      </div>
    </div>
  );
}
