/** Whether the program starts with the session, as the system really has it, and whether it goes on without a window. */
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { desktopWords, trayWords } from '../../ui/words.ts';
import { PreferenceSwitch } from './preference-switch.tsx';
import { Section, Setting } from './setting.tsx';

export function StartUpSection() {
  const startUp = useStore((state) => state.settings?.desktop.startUp);
  const closeToTray = useStore((state) => state.settings?.preferences.closeToTray);
  const onMac = useStore((state) => state.platform === 'darwin');
  const say = desktopWords.startUp;
  if (!startUp || closeToTray === undefined) return null;
  return (
    <Section id="startUp">
      <PreferenceSwitch
        title={say.atLogin}
        more={startUp.needsApproval ? say.needsApproval : onMac ? say.atLoginMac : say.atLoginMore}
        on={startUp.atLogin}
        change={(startAtLogin) => ({ startAtLogin })}
      />
      {!onMac && (
        <PreferenceSwitch
          title={trayWords.close}
          more={trayWords.closeMore}
          on={closeToTray}
          change={(on) => ({ closeToTray: on })}
        />
      )}
      <Setting
        title={say.quit}
        more={say.quitMore}
        control={
          <button type="button" className="btn" onClick={() => void ask('app.askToQuit', undefined)}>
            {say.quitGo}
          </button>
        }
      />
    </Section>
  );
}
