/** Keys of a global shortcut: pressed ones as Electron writes them ("Control+Alt+U"), and written ones in people's words. */

import { spoken, type Tongue } from './messages/tongue.ts';

export type Platform = 'linux' | 'darwin' | 'win32';

/** A key that went down, as the page's events tell it. */
export interface PressedKey {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

/** What is suggested: nothing that the system or the input of letters uses (Ctrl+Shift+U types code points on Linux). */
export const suggestedKeys: Readonly<Record<Platform, string>> = {
  linux: 'Control+Alt+U',
  darwin: 'Control+Alt+U',
  // Ctrl+Alt is AltGr there, and types letters.
  win32: 'Control+Shift+U',
};

const modifiers = ['Control', 'Alt', 'Shift', 'Super', 'Command'] as const;
type Modifier = (typeof modifiers)[number];

/** The key's place on the keyboard, for those that a layout does not name by one plain letter. */
const named: Readonly<Record<string, string>> = {
  Space: 'Space',
  Tab: 'Tab',
  Enter: 'Enter',
  Backspace: 'Backspace',
  Insert: 'Insert',
  Delete: 'Delete',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  PrintScreen: 'PrintScreen',
  Minus: '-',
  Equal: '=',
  Comma: ',',
  Period: '.',
  Slash: '/',
  Backslash: '\\',
  Semicolon: ';',
  Quote: "'",
  BracketLeft: '[',
  BracketRight: ']',
  Backquote: '`',
};
/** They do nothing else, so that they need no other key beside them. */
const standAlone = /^(F([1-9]|1\d|2[0-4])|PrintScreen)$/;
const plainKeys = new Set(Object.values(named));

/** The keys as Electron writes them; null while only modifiers are down, or for a key that can not be used. */
export function writtenKeys(pressed: PressedKey, platform: Platform): string | null {
  const key = keyOf(pressed);
  if (key === null) return null;
  const held: Modifier[] = [];
  if (pressed.ctrlKey) held.push('Control');
  if (pressed.altKey) held.push('Alt');
  if (pressed.shiftKey) held.push('Shift');
  if (pressed.metaKey) held.push(platform === 'darwin' ? 'Command' : 'Super');
  return [...held, key].join('+');
}

/** False for keys that would be taken from everybody's typing, and for what are no keys at all. */
export function areUsableKeys(keys: string): boolean {
  const [key = '', ...held] = keys.split('+').reverse();
  const isKey = /^[A-Z\d]$/.test(key) || plainKeys.has(key) || standAlone.test(key);
  const areModifiers = held.every((each) => modifiers.some((modifier) => modifier === each));
  if (!isKey || !areModifiers || new Set(held).size !== held.length) return false;
  return standAlone.test(key) || held.some((each) => each !== 'Shift');
}

/** Each key as it stands on the keyboard, in the words of a language. */
export function keyCaps(keys: string, platform: Platform, tongue: Tongue = spoken()): string[] {
  const names: Readonly<Record<string, string>> = tongue.words.keyNames;
  const caps = platform === 'darwin' ? macCaps : { ...names, Super: platform === 'win32' ? 'Win' : 'Super' };
  return keys.split('+').map((key) => caps[key] ?? key);
}

const macCaps: Readonly<Record<string, string>> = { Control: '⌃', Alt: '⌥', Shift: '⇧', Command: '⌘' };

function keyOf({ key, code }: PressedKey): string | null {
  // A layout may have its letters elsewhere, or none of these at all.
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  const plain = /^(?:Key([A-Z])|Digit(\d))$/.exec(code);
  if (plain) return plain[1] ?? plain[2] ?? null;
  if (standAlone.test(code)) return code;
  return named[code] ?? null;
}
