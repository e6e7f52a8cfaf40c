/** History: everything that was uploaded, to be found again, and what is done with it. */
import { History as HistoryIcon, SearchX } from 'lucide-react';
import { useEffect } from 'react';
import { isNarrow } from '../../state/history-query.ts';
import { clearSearch, startHistory } from '../../state/history-search.ts';
import { useHistory } from '../../state/history-store.ts';
import { useStore } from '../../state/store.ts';
import { historyWords, words } from '../../ui/words.ts';
import '../../ui/acts-bar.css';
import '../../ui/box.css';
import { DetailsOf } from '../details/details.tsx';
import { Answers } from '../intake/answers.tsx';
import { ChoiceBar } from './choice-bar.tsx';
import { DeleteManyQuestion } from './delete-many-question.tsx';
import { FilterBar } from './filter-bar.tsx';
import './history.css';
import { HistoryHead } from './history-head.tsx';
import { MovedLinks } from './moved-links.tsx';
import { RecordList } from './record-list.tsx';
import { RecordMenu } from './record-menu.tsx';
import { ToldBar } from './told-bar.tsx';

export function HistoryView() {
  useEffect(startHistory, []);
  return (
    <section className="view history" aria-label={words.places.history}>
      <HistoryHead />
      <FilterBar />
      <Answers />
      <Found />
      <div className="history-foot">
        <ToldBar />
        <ChoiceBar />
      </div>
      <RecordMenu />
      <OpenedDetails />
      <MovedLinks />
      <DeleteManyQuestion />
    </section>
  );
}

function Found() {
  const found = useHistory((state) => state.found);
  const narrow = useHistory((state) => isNarrow(state.text, state.filters));
  if (found === null) return <div className="scroll" aria-busy />;
  if (found.matching > 0) return <RecordList found={found} />;
  return narrow ? <NothingMatches /> : <NoHistory />;
}

function NoHistory() {
  const goTo = useStore((state) => state.goTo);
  const say = historyWords.empty;
  return (
    <div className="scroll nothing">
      <HistoryIcon className="i" aria-hidden />
      <h2>{say.title}</h2>
      <p className="quiet">{say.more}</p>
      <button type="button" className="btn" onClick={() => goTo('uploads')}>
        {say.toUploads}
      </button>
    </div>
  );
}

function NothingMatches() {
  const say = historyWords.nothing;
  return (
    <div className="scroll nothing">
      <SearchX className="i" aria-hidden />
      <h2>{say.title}</h2>
      <p className="quiet">{say.more}</p>
      <button type="button" className="btn" onClick={clearSearch}>
        {say.clear}
      </button>
    </div>
  );
}

function OpenedDetails() {
  const opened = useHistory((state) => state.opened);
  const id = useStore((state) => state.detailsOf);
  const live = useStore((state) => (id === null ? undefined : state.uploads[id]));
  if (id === null) return null;
  return <DetailsOf upload={live ?? (opened?.id === id ? opened : undefined)} />;
}
