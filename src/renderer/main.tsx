/** The page's entry: loads the words of the language that main told, asks it for what there is to show, and loads all else. */
import { directionOf, type Speech, speechOfAddress } from '../shared/languages.ts';
import type { Catalogue } from '../shared/messages/index.ts';
import { speak } from '../shared/messages/tongue.ts';
import { makeContact } from './state/first-contact.ts';
import './ui/tokens.css';
import './ui/base.css';
import './ui/controls.css';

/** Only the one that is spoken is loaded. */
const catalogues: Readonly<Record<Speech['language'], () => Promise<Catalogue>>> = {
  en: async () => (await import('../shared/messages/en.ts')).en,
  de: async () => (await import('../shared/messages/de.ts')).de,
  pseudo: async () => (await import('../shared/messages/pseudo.ts')).pseudo(),
  'pseudo-rtl': async () => (await import('../shared/messages/pseudo.ts')).pseudoFromRight(),
};

async function begin(): Promise<void> {
  const speech = speechOfAddress(location.search);
  document.documentElement.lang = speech.locale;
  document.documentElement.dir = directionOf(speech);
  const words = await catalogues[speech.language]();
  // Main is busy for a moment once it is asked what there is, and would hand out no words meanwhile.
  const contact = makeContact(window.droprelay);
  speak({ words, locale: speech.locale, timeZone: undefined });
  // Not before: the page's modules take their words as they are loaded.
  const { start } = await import('./start.tsx');
  await start(contact);
}

// Not awaited here: what is loaded later imports parts of this module's file, and would wait for its end.
void begin();
