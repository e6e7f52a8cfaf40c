/** The settings: sections at the side, one sheet, and a search; whatever is changed is saved at once. */
import { useRef, useState } from 'react';
import { useStore } from '../../state/store.ts';
import { SearchField } from '../../ui/search-field.tsx';
import { settingsWords, words } from '../../ui/words.ts';
import { Answers } from '../intake/answers.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { CopyFormatSection } from './copy-format.tsx';
import { DataSection } from './data-section.tsx';
import { DiagnosticsSection } from './diagnostics-section.tsx';
import { GuardSection } from './guard-section.tsx';
import { NamesSection } from './names-section.tsx';
import { NetworkSection } from './network-section.tsx';
import { NotificationsSection } from './notifications-section.tsx';
import { SectionList } from './section-list.tsx';
import { Query } from './setting.tsx';
import { ShortcutSection } from './shortcut-section.tsx';
import { StartUpSection } from './start-up-section.tsx';
import { useFound } from './use-found.ts';
import { useSection } from './use-section.ts';
import { WhereSection } from './where-section.tsx';
import './settings.css';

export function SettingsView() {
  const ready = useStore((state) => state.settings !== null);
  const [query, setQuery] = useState('');
  const sheetRef = useRef<HTMLDivElement>(null);
  const found = useFound(sheetRef, query);
  const { current, goTo } = useSection(sheetRef);
  if (!ready) return null;
  const isSearching = query.trim() !== '';
  return (
    <section className="view settings-view" aria-label={words.settings.title}>
      <header className="head-bar">
        <h1>{words.settings.title}</h1>
        <SearchField
          name={settingsWords.search}
          placeholder={settingsWords.search}
          clear={settingsWords.clearSearch}
          value={query}
          onChange={setQuery}
          onLeave={() => found.sections[0] && goTo(found.sections[0])}
        />
      </header>
      <Answers />
      <div className="split">
        <SectionList shown={found.sections} current={current} onChoose={goTo} />
        <div className="sheet-frame">
          <div className="scroll">
            <div className="sheet" ref={sheetRef}>
              <Query value={query}>
                <WhereSection />
                <CopyFormatSection />
                <NamesSection />
                <GuardSection />
                <NetworkSection />
                <NotificationsSection />
                <ShortcutSection />
                <AppearanceSection />
                <StartUpSection />
                <DataSection />
                <DiagnosticsSection />
              </Query>
              <p className="quiet" role="status">
                {isSearching && (found.count === 0 ? settingsWords.nothingFound : settingsWords.found(found.count))}
              </p>
            </div>
          </div>
        </div>
      </div>
    </section>
  );
}
