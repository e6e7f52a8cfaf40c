/** The language that the window speaks. It was loaded before this page's modules, and another one reloads the page. */
import { spoken } from '../../shared/messages/index.ts';

export const tongue = spoken();
export const words = tongue.words.window;
export const steps = tongue.words.steps;
export const guardWords = tongue.words.guard;
export const audience = tongue.words.audience;
export const trayWords = tongue.words.tray;
export const clipboardWords = tongue.words.clipboard;
export const desktopWords = tongue.words.desktop;
export const keyNames = tongue.words.keyNames;
export const destinationWords = tongue.words.destinations;
export const sendingWords = tongue.words.sending;
export const historyWords = tongue.words.history;
export const settingsWords = tongue.words.settings;
export const languageWords = tongue.words.language;
