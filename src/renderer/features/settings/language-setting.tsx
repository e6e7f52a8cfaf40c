/** Which language the window speaks. Another one loads the page anew, which comes back to this setting. */
import { useEffect, useRef } from 'react';
import { languageChoices, languageNames } from '../../../shared/languages.ts';
import { useStore } from '../../state/store.ts';
import { languageWords } from '../../ui/words.ts';
import { PreferenceChoice } from './preference-choice.tsx';

const left = 'left-by-language';

/** The page was loaded anew while the language was being chosen. */
export function isBackAtLanguage(): boolean {
  return sessionStorage.getItem(left) !== null;
}

export function LanguageSetting() {
  const chosen = useStore((state) => state.settings?.preferences.language);
  const mark = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (isBackAtLanguage()) mark.current?.closest('.setting')?.querySelector<HTMLElement>('input:checked')?.focus();
    sessionStorage.removeItem(left);
    const leave = () => {
      if (mark.current?.closest('.setting')?.contains(document.activeElement)) sessionStorage.setItem(left, '');
    };
    addEventListener('pagehide', leave);
    return () => removeEventListener('pagehide', leave);
  }, []);
  const say = languageWords;
  if (chosen === undefined) return null;
  return (
    <PreferenceChoice
      title={say.title}
      more={say.more}
      // Whoever does not read this language looks for a word of their own.
      find={['Language', 'Sprache']}
      items={languageChoices.map((value) => ({
        value,
        title: value === 'system' ? say.system : languageNames[value],
      }))}
      chosen={chosen}
      change={(value) => ({ language: value })}
    >
      <span ref={mark} hidden />
    </PreferenceChoice>
  );
}
