/** Files that were sent to another destination: their old links and their new ones, to be copied or saved. */
import { ArrowRight, Copy, FileDown, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { MovedLink } from '../../../shared/history.ts';
import type { BatchId } from '../../../shared/ids.ts';
import { tellSaved } from '../../state/history-acts.ts';
import { useHistory } from '../../state/history-store.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { EndedLink } from '../../ui/ended-link.tsx';
import { FileName } from '../../ui/file-name.tsx';
import { LinkChip } from '../../ui/link-chip.tsx';
import { isOpenAbove } from '../../ui/open-above.ts';
import { historyWords, words } from '../../ui/words.ts';
import '../details/details.css';
import { focusList } from './focus-list.ts';
import './moved-links.css';

export function MovedLinks() {
  const shown = useHistory((state) => state.movedShown);
  return shown && <Drawer key={shown.batch} {...shown} />;
}

function Drawer({ batch, to }: { batch: BatchId; to: string }) {
  const closeRef = useRef<HTMLButtonElement>(null);
  const links = useMoved(batch);
  useEffect(() => closeRef.current?.focus(), []);
  useEffect(() => {
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  const say = historyWords.moved;
  const done = links.filter(({ to: link }) => link !== null).length;
  return (
    <aside className="drawer moved" aria-label={say.title}>
      <header>
        <div className="what">
          <h2>{say.title}</h2>
          <p className="quiet num" role="status">
            {done === links.length ? say.done(done, to) : say.progress(done, links.length, to)}
          </p>
        </div>
        <button ref={closeRef} type="button" className="icon" aria-label={say.close} onClick={close}>
          <X className="i" aria-hidden />
        </button>
      </header>
      <ul className="body">
        {links.map((link) => (
          <Pair key={link.id} {...link} />
        ))}
      </ul>
      <footer>
        <button type="button" className="btn small" onClick={() => void save(batch)}>
          <FileDown className="i" aria-hidden />
          {say.save}
        </button>
        <button type="button" className="btn soft small" onClick={() => void copy(batch)}>
          <Copy className="i" aria-hidden />
          {say.copy}
        </button>
      </footer>
    </aside>
  );
}

function Pair({ id, name, from, to, state }: MovedLink) {
  const say = historyWords.moved;
  return (
    <li>
      <FileName name={name} />
      {from === null ? <span className="quiet">{say.noOld}</span> : <EndedLink link={from} struck={false} />}
      <div className="to">
        <ArrowRight className="i" aria-hidden />
        {to === null ? (
          <span className="quiet">{state === 'unfinished' ? say.pending : say.failed}</span>
        ) : (
          <LinkChip id={id} link={to} />
        )}
      </div>
    </li>
  );
}

/** Asked for again whenever the history changed. */
function useMoved(batch: BatchId): readonly MovedLink[] {
  const [links, setLinks] = useState<readonly MovedLink[]>([]);
  const list = useHistory((state) => state.found?.list);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new list tells that something changed.
  useEffect(() => {
    let current = true;
    void ask('history.moved', { batch }).then((answer) => {
      if (current && answer) setLinks(answer.value.links);
    });
    return () => {
      current = false;
    };
  }, [batch, list]);
  return links;
}

async function copy(batch: BatchId): Promise<void> {
  const answer = await ask('history.copyMoved', { batch });
  const { announce, give } = useStore.getState();
  if (answer?.value.copied) announce(historyWords.moved.copied);
  else if (answer) give({ kind: 'note', tone: 'bad', text: words.announce.notCopied });
}

async function save(batch: BatchId): Promise<void> {
  const answer = await ask('history.saveMoved', { batch });
  if (answer) tellSaved(answer.value);
}

function onKey(event: KeyboardEvent): void {
  if (event.key === 'Escape' && !event.defaultPrevented && !isOpenAbove()) close();
}

function close(): void {
  useHistory.getState().put({ movedShown: null });
  focusList();
}
