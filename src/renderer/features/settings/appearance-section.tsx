/** How the window looks. */
import { themes } from '../../../shared/choices.ts';
import { useStore } from '../../state/store.ts';
import { settingsWords } from '../../ui/words.ts';
import { LanguageSetting } from './language-setting.tsx';
import { PreferenceChoice } from './preference-choice.tsx';
import { Section } from './setting.tsx';

export function AppearanceSection() {
  const theme = useStore((state) => state.settings?.preferences.theme);
  const say = settingsWords.appearance;
  if (theme === undefined) return null;
  return (
    <Section id="appearance">
      <PreferenceChoice
        title={say.theme}
        more={say.themeMore}
        items={themes.map((value) => ({ value, title: say.themes[value] }))}
        chosen={theme}
        change={(value) => ({ theme: value })}
      />
      <LanguageSetting />
    </Section>
  );
}
