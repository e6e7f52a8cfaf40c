/** Which language the app speaks: the user's choice, else the first of the system's that we have. */
import {
  type Language,
  type LanguageChoice,
  languageAmong,
  languages,
  type Speech,
  type TestLanguage,
  testLanguages,
  usualLocale,
} from '../../shared/languages.ts';
import { tongueOf } from '../../shared/messages/catalogues.ts';
import { speak } from '../../shared/messages/index.ts';

/** What the system says about languages, as BCP 47. */
export interface SystemLanguages {
  /** Those that the user reads, the best first. */
  readonly preferred: readonly string[];
  /** How the system writes dates and numbers; '' where it does not say. */
  readonly regional: string;
}

export interface AppLanguage {
  /** Speaks as chosen from now on; true where that is another way than before. */
  follow(choice: LanguageChoice): boolean;
  speech(): Speech;
}

export interface AppLanguageDeps {
  /** Asked each time: the system's languages may change, and are not known before the app is ready. */
  readonly system: () => SystemLanguages;
  /** A language of the tests, spoken whatever is chosen; null for none. */
  readonly test: TestLanguage | null;
}

/** Speaks the system's language until told what to follow. */
export function createAppLanguage({ system, test }: AppLanguageDeps): AppLanguage {
  const speechNow = (choice: LanguageChoice): Speech =>
    test === null ? speechFor(choice, system()) : { language: test, locale: usualLocale.en };
  let speech = speechNow('system');
  speak(tongueOf(speech));
  return {
    follow(choice) {
      const next = speechNow(choice);
      const isNew = next.language !== speech.language || next.locale !== speech.locale;
      speech = next;
      speak(tongueOf(speech));
      return isNew;
    },
    speech: () => speech,
  };
}

/** The language, and its locale: the system's own where that is of this language, so that dates look as elsewhere. */
export function speechFor(choice: LanguageChoice, { preferred, regional }: SystemLanguages): Speech {
  const known = preferred.map(languageOf).find((language) => language !== null);
  const language = choice === 'system' ? (known ?? 'en') : choice;
  const locale = [regional, ...preferred].find((one) => languageOf(one) === language);
  return { language, locale: locale === undefined ? usualLocale[language] : new Intl.Locale(locale).toString() };
}

/** The test language that the environment asks for; null in a package, and for any other name. */
export function testLanguage(env: NodeJS.ProcessEnv, isPackaged: boolean): TestLanguage | null {
  return isPackaged ? null : languageAmong(testLanguages, env.DROPRELAY_LANGUAGE);
}

/** That of ours which a locale is of; null for none. "en-US-posix" and "C" are none that anybody reads. */
function languageOf(locale: string): Language | null {
  try {
    return languageAmong(languages, new Intl.Locale(locale).language);
  } catch {
    return null;
  }
}
