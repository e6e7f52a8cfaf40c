/** The language that the window speaks. */
import { english } from '../../shared/messages/index.ts';

export const tongue = english;
export const words = tongue.words.window;
export const steps = tongue.words.steps;
export const guardWords = tongue.words.guard;
export const audience = tongue.words.audience;
export const trayWords = tongue.words.tray;
export const clipboardWords = tongue.words.clipboard;
export const desktopWords = tongue.words.desktop;
export const destinationWords = tongue.words.destinations;
