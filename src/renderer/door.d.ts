/** The one thing that the preload puts on `window`. */
import type { Door } from '../shared/contract.ts';

declare global {
  interface Window {
    readonly droprelay: Door;
  }
}
