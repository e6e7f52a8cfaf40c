/** The whole window: first start, or rail and place; drops and pastes are taken everywhere. */
import { useEffect } from 'react';
import { FilePicker } from './features/intake/file-picker.tsx';
import { StopPicker } from './features/intake/stop-picker.tsx';
import { useDrop } from './features/intake/use-drop.ts';
import { usePaste } from './features/intake/use-paste.ts';
import { FirstStart } from './features/setup/first-start.tsx';
import { HeldOver } from './features/shell/held-over.tsx';
import { later } from './features/shell/later.tsx';
import { QuitQuestion } from './features/shell/quit-question.tsx';
import { Rail } from './features/shell/rail.tsx';
import { useQuitKey } from './features/shell/use-quit-key.ts';
import './features/shell/shell.css';
import { UploadsView } from './features/uploads/uploads-view.tsx';
import { useStore } from './state/store.ts';
import { Announcer } from './ui/announcer.tsx';

const history = later(async () => (await import('./features/history/history-view.tsx')).HistoryView);
const destinations = later(
  async () => (await import('./features/destinations/destinations-view.tsx')).DestinationsView,
);
const settings = later(async () => (await import('./features/settings/settings-view.tsx')).SettingsView);

export function App() {
  useDrop();
  usePaste();
  useQuitKey();
  const ready = useStore((state) => state.settings !== null);
  const chosen = useStore((state) => state.settings?.choice != null);
  const isAdding = useStore((state) => state.place === 'destinations');
  if (!ready) return null;
  return (
    <>
      {/* Who has no storage yet adds it before it can be chosen. */}
      {chosen || isAdding ? <Places /> : <FirstStart />}
      <FilePicker />
      <StopPicker />
      <QuitQuestion />
      <Announcer />
    </>
  );
}

function Places() {
  const place = useStore((state) => state.place);
  useEffect(() => {
    const spare = requestIdleCallback(() => {
      void history.prepare();
      void destinations.prepare();
      void settings.prepare();
    });
    return () => cancelIdleCallback(spare);
  }, []);
  return (
    <div className="app">
      <Rail />
      <main>
        {place === 'uploads' ? (
          <UploadsView />
        ) : (
          <>
            {place === 'history' && <history.View />}
            {place === 'destinations' && <destinations.View />}
            {place === 'settings' && <settings.View />}
            <HeldOver />
          </>
        )}
      </main>
    </div>
  );
}
