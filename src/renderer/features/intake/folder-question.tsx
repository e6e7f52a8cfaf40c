/** How a folder goes: each file by itself, or all as one zip. Nothing is remembered. */
import { formatBytes, plainName } from '../../../shared/messages/index.ts';
import { answerFolders } from '../../state/sending-requests.ts';
import type { FoldersQuestion } from '../../state/window-slice.ts';
import { sendingWords, tongue } from '../../ui/words.ts';

export function FolderQuestion({ token, name, folders, inFolders, count, bytes }: FoldersQuestion) {
  const say = sendingWords.folders;
  const size = formatBytes(bytes, tongue);
  const beside = count - inFolders;
  const answer = (as: 'files' | 'zips' | null) => void answerFolders(token, as);
  return (
    <div className="answer question">
      <p>
        {folders === 1
          ? say.one(`\u2068${plainName(name)}\u2069`, inFolders, size)
          : say.many(folders, inFolders, size)}
        {beside > 0 && ` ${say.beside(beside)}`}
      </p>
      <button type="button" className="btn main small" onClick={() => answer('zips')}>
        {say.asZips(folders)}
      </button>
      <button type="button" className="btn small" onClick={() => answer('files')}>
        {say.asFiles(inFolders)}
      </button>
      <button type="button" className="btn small" onClick={() => answer(null)}>
        {say.cancel}
      </button>
    </div>
  );
}
