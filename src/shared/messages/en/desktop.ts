/** English: the program's place on the desktop, as the Settings view shows it. */
import type { ShortcutRefusal } from '../../desktop-view.ts';

const why: Record<ShortcutRefusal, (keys: string) => string> = {
  taken: (keys) => `Another program has ${keys}. Choose other keys.`,
  'unknown-keys': (keys) => `${keys} can not be used. Hold Ctrl, Alt or another such key with one key.`,
  'not-allowed': (keys) => `Your desktop did not let Droprelay have ${keys}.`,
};

export const desktop = {
  /** Another start was made, and the program that runs does nothing. */
  unheard:
    'Droprelay is running and does not answer. Files that it was opened with are kept, and sent once it is started again.',
  shortcut: {
    section: 'Shortcut',
    more: 'Uploads what is on the clipboard, whatever program is in front.',
    none: 'None',
    now: (keys: string) => `Now: ${keys}`,
    choose: 'Choose keys',
    press: 'Press the keys, or Esc to leave it as it is',
    needsMore: 'Hold Ctrl, Alt or another such key with it.',
    suggest: (keys: string) => `Use ${keys}`,
    remove: 'Remove',
    works: 'It works everywhere.',
    asked:
      'Your desktop was asked for it, and may ask you. It tells no program what came of that: if nothing happens when you press the keys, bind this command to them in the settings of your desktop.',
    byHand: 'You can bind this command to keys in the settings of your desktop instead:',
    copyCommand: 'Copy command',
    commandCopied: 'The command is on the clipboard, with its folder.',
    why,
  },
  startUp: {
    section: 'Start',
    atLogin: 'Start when I log in',
    atLoginMore: 'Without a window where there is a tray, else with its window minimised.',
    atLoginMac: 'Without a window.',
    quit: 'Quit',
    quitMore: 'What is under way goes on at the next start.',
    quitGo: 'Quit Droprelay',
    needsApproval: 'macOS starts it once you allow it: System Settings, General, Login Items.',
  },
};

/** Keys as they stand on the keyboards of this language's countries, by Electron's names; all but macOS. */
export const keyNames = {
  Control: 'Ctrl',
  Alt: 'Alt',
  Shift: 'Shift',
  Escape: 'Esc',
  Space: 'Space',
  Enter: 'Enter',
  Backspace: 'Backspace',
  Insert: 'Insert',
  Delete: 'Delete',
  Home: 'Home',
  End: 'End',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
  PrintScreen: 'Print',
};
