/** The language that the window speaks. */
import { english } from '../../shared/messages/index.ts';

export const tongue = english;
export const words = tongue.words.window;
export const steps = tongue.words.steps;
export const audience = tongue.words.audience;
export const destinationWords = tongue.words.destinations;
