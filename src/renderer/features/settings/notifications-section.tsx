/** What the program tells while nobody looks at its window. */
import { useStore } from '../../state/store.ts';
import { settingsWords } from '../../ui/words.ts';
import { PreferenceSwitch } from './preference-switch.tsx';
import { Section } from './setting.tsx';

export function NotificationsSection() {
  const on = useStore((state) => state.settings?.preferences.notifications);
  const say = settingsWords.notifications;
  if (on === undefined) return null;
  return (
    <Section id="notifications">
      <PreferenceSwitch title={say.show} more={say.showMore} on={on} change={(notifications) => ({ notifications })} />
    </Section>
  );
}
