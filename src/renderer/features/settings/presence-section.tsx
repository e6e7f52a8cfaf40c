/** What the program does while its window is closed or out of sight. */
import { useStore } from '../../state/store.ts';
import { trayWords } from '../../ui/words.ts';
import { PreferenceSwitch } from './preference-switch.tsx';

export function PresenceSection() {
  const preferences = useStore((state) => state.settings?.preferences);
  const onMac = useStore((state) => state.platform === 'darwin');
  const say = trayWords;
  if (!preferences) return null;
  return (
    <section>
      <h2>{say.section}</h2>
      {!onMac && (
        <PreferenceSwitch
          title={say.close}
          more={say.closeMore}
          on={preferences.closeToTray}
          change={(closeToTray) => ({ closeToTray })}
        />
      )}
      <PreferenceSwitch
        title={say.notify}
        more={say.notifyMore}
        on={preferences.notifications}
        change={(notifications) => ({ notifications })}
      />
    </section>
  );
}
