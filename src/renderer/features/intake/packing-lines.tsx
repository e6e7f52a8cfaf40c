/** Folders that become zips, each with how far it is; it can be stopped. */
import { FolderArchive } from 'lucide-react';
import type { CSSProperties } from 'react';
import { formatBytesOf, plainName } from '../../../shared/messages/index.ts';
import type { PackingView } from '../../../shared/sending.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { sendingWords, tongue } from '../../ui/words.ts';

export function PackingLines() {
  const packings = useStore((state) => state.packings);
  return packings.map((packing) => <PackingLine key={packing.token} {...packing} />);
}

function PackingLine({ token, name, packed, files, packedBytes, bytes }: PackingView) {
  const say = sendingWords.packing;
  // Files without a byte in them are counted alone.
  const [done, all] = bytes === 0 ? [packed, files] : [packedBytes, bytes];
  const amount = bytes === 0 ? null : formatBytesOf(packedBytes, bytes, tongue);
  // The custom property is set through the CSSOM, which the page's policy allows.
  const style: CSSProperties & { '--p': number } = { '--p': all === 0 ? 0 : done / all };
  return (
    // What counts along is not read out again and again.
    <div className="answer packing" aria-live="off">
      <FolderArchive className="i" aria-hidden />
      <p className="num">
        <bdi>{say.progress(plainName(name), packed, files)}</bdi>
        {amount !== null && <span className="quiet"> · {amount}</span>}
      </p>
      <button type="button" className="btn small" onClick={() => void ask('packing.cancel', { token })}>
        {say.cancel}
      </button>
      <div
        className="bar"
        role="progressbar"
        aria-label={plainName(name)}
        aria-valuemin={0}
        aria-valuemax={all}
        aria-valuenow={done}
        aria-valuetext={amount ?? undefined}
        style={style}
      >
        <i />
      </div>
    </div>
  );
}
