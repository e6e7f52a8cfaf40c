/** Whether the program starts with the session; it shows what the system really has. */
import { useStore } from '../../state/store.ts';
import { desktopWords } from '../../ui/words.ts';
import { PreferenceSwitch } from './preference-switch.tsx';

export function StartUpSection() {
  const startUp = useStore((state) => state.settings?.desktop.startUp);
  const onMac = useStore((state) => state.platform === 'darwin');
  const say = desktopWords.startUp;
  if (!startUp) return null;
  return (
    <section>
      <h2>{say.section}</h2>
      <PreferenceSwitch
        title={say.atLogin}
        more={startUp.needsApproval ? say.needsApproval : onMac ? say.atLoginMac : say.atLoginMore}
        on={startUp.atLogin}
        change={(startAtLogin) => ({ startAtLogin })}
      />
    </section>
  );
}
