/** The top of the history: its name, the search, list or pictures, and what is done with all of it. */
import { LayoutGrid, List } from 'lucide-react';
import { searchFor } from '../../state/history-search.ts';
import { type HistoryLayout, useHistory } from '../../state/history-store.ts';
import { SearchField } from '../../ui/search-field.tsx';
import { Segments } from '../../ui/segments.tsx';
import { historyWords } from '../../ui/words.ts';
import { focusList } from './focus-list.ts';
import { ViewMenu } from './view-menu.tsx';

const layouts = [
  { value: 'list', title: historyWords.asList, icon: List },
  { value: 'grid', title: historyWords.asGrid, icon: LayoutGrid },
] as const;

export function HistoryHead() {
  const text = useHistory((state) => state.text);
  const layout = useHistory((state) => state.layout);
  const say = historyWords;
  return (
    <header className="history-head">
      <h1>{say.title}</h1>
      <SearchField
        name={say.search}
        placeholder={say.searchHint}
        clear={say.clearSearch}
        value={text}
        onChange={searchFor}
        onLeave={focusList}
      />
      <Segments<HistoryLayout>
        name={say.layout}
        items={layouts}
        chosen={layout}
        onChoose={(chosen) => useHistory.getState().put({ layout: chosen })}
      />
      <ViewMenu />
    </header>
  );
}
