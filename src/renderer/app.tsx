/** The whole window: first start, or rail and place; drops and pastes are taken everywhere. */
import { DestinationsView } from './features/destinations/destinations-view.tsx';
import { FilePicker } from './features/intake/file-picker.tsx';
import { useDrop } from './features/intake/use-drop.ts';
import { usePaste } from './features/intake/use-paste.ts';
import { SettingsView } from './features/settings/settings-view.tsx';
import { FirstStart } from './features/setup/first-start.tsx';
import { HeldOver } from './features/shell/held-over.tsx';
import { QuitQuestion } from './features/shell/quit-question.tsx';
import { Rail } from './features/shell/rail.tsx';
import './features/shell/shell.css';
import { UploadsView } from './features/uploads/uploads-view.tsx';
import { useStore } from './state/store.ts';
import { Announcer } from './ui/announcer.tsx';

export function App() {
  useDrop();
  usePaste();
  const ready = useStore((state) => state.settings !== null);
  const chosen = useStore((state) => state.settings?.choice != null);
  const isAdding = useStore((state) => state.place === 'destinations');
  if (!ready) return null;
  return (
    <>
      {/* Who has no storage yet adds it before it can be chosen. */}
      {chosen || isAdding ? <Places /> : <FirstStart />}
      <FilePicker />
      <QuitQuestion />
      <Announcer />
    </>
  );
}

function Places() {
  const place = useStore((state) => state.place);
  return (
    <div className="app">
      <Rail />
      <main>
        {place === 'uploads' ? (
          <UploadsView />
        ) : (
          <>
            {place === 'destinations' ? <DestinationsView /> : <SettingsView />}
            <HeldOver />
          </>
        )}
      </main>
    </div>
  );
}
