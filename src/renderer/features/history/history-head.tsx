/** The top of the history: its name, the search, list or pictures, and what is done with all of it. */
import { LayoutGrid, List } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { searchFor } from '../../state/history-search.ts';
import { type HistoryLayout, useHistory } from '../../state/history-store.ts';
import { useStore } from '../../state/store.ts';
import { SearchField } from '../../ui/search-field.tsx';
import { Segments } from '../../ui/segments.tsx';
import { historyWords, keyNames } from '../../ui/words.ts';
import { focusList } from './focus-list.ts';
import { ViewMenu } from './view-menu.tsx';

const layouts = [
  { value: 'list', title: historyWords.asList, icon: List },
  { value: 'grid', title: historyWords.asGrid, icon: LayoutGrid },
] as const;

export function HistoryHead() {
  const search = useRef<HTMLInputElement>(null);
  const text = useHistory((state) => state.text);
  const layout = useHistory((state) => state.layout);
  const onMac = useStore((state) => state.platform === 'darwin');
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const command = onMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
      if (!command || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'f') return;
      // What stands over the view keeps the keys.
      if (document.querySelector('[role="alertdialog"]')) return;
      event.preventDefault();
      search.current?.focus();
      search.current?.select();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [onMac]);
  const say = historyWords;
  return (
    <header className="history-head">
      <h1>{say.title}</h1>
      <SearchField
        ref={search}
        name={say.search}
        placeholder={say.searchHint}
        clear={say.clearSearch}
        value={text}
        keys={onMac ? ['⌘', 'F'] : [keyNames.Control, 'F']}
        keyShortcuts={onMac ? 'Meta+F' : 'Control+F'}
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
