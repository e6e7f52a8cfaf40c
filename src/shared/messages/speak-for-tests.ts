/** Every test speaks English, as the command line does, unless it says otherwise. */
import { english } from './english.ts';
import { speak } from './tongue.ts';

speak(english);
