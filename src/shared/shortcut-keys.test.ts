import { describe, expect, test } from 'vitest';
import { areUsableKeys, keyCaps, type PressedKey, suggestedKeys, writtenKeys } from './shortcut-keys.ts';

const press = (code: string, key: string, held: string): PressedKey => ({
  code,
  key,
  ctrlKey: held.includes('c'),
  altKey: held.includes('a'),
  shiftKey: held.includes('s'),
  metaKey: held.includes('m'),
});

test.each([
  ['a letter', press('KeyU', 'u', 'ca'), 'Control+Alt+U'],
  ['with shift', press('KeyU', 'U', 'cs'), 'Control+Shift+U'],
  ['a letter where the layout has it', press('KeyF', 'u', 'ca'), 'Control+Alt+U'],
  ['a layout without Latin letters', press('KeyU', 'г', 'ca'), 'Control+Alt+U'],
  ['Alt that types another letter', press('KeyU', '¨', 'ca'), 'Control+Alt+U'],
  ['a dead key', press('KeyE', 'Dead', 'ca'), 'Control+Alt+E'],
  ['a digit with shift', press('Digit1', '!', 'cs'), 'Control+Shift+1'],
  ['a function key alone', press('F9', 'F9', ''), 'F9'],
  ['an arrow', press('ArrowUp', 'ArrowUp', 'm'), 'Super+Up'],
  ['a sign', press('Comma', '<', 'cs'), 'Control+Shift+,'],
  ['a modifier alone', press('ControlLeft', 'Control', 'c'), null],
  ['a key without a name', press('IntlRo', 'ろ', 'c'), null],
])('%s', (_, pressed, expected) => {
  expect(writtenKeys(pressed, 'linux')).toBe(expected);
});

test('the Command key has its own name', () => {
  expect(writtenKeys(press('KeyU', 'u', 'm'), 'darwin')).toBe('Command+U');
});

describe('keys that can be used', () => {
  test.each(['Control+Alt+U', 'Super+1', 'Alt+Space', 'F12', 'Shift+F5', 'PrintScreen', 'Command+Shift+,'])(
    '%s',
    (keys) => {
      expect(areUsableKeys(keys)).toBe(true);
    },
  );
  test.each(['U', 'Shift+U', 'Space', 'Shift+Enter', '', '+', 'Control+', 'Control', 'Control+Control+U'])(
    'not %s',
    (keys) => {
      expect(areUsableKeys(keys)).toBe(false);
    },
  );
  test.each(['F25', 'Control+UU', 'Hyper+U', 'control+u', 'Control+Alt+U\n', 'Control + U'])('nor %s', (keys) => {
    expect(areUsableKeys(keys)).toBe(false);
  });
  test('what is suggested is one of them, everywhere', () => {
    for (const keys of Object.values(suggestedKeys)) expect(areUsableKeys(keys)).toBe(true);
  });
});

test('keys are named as the keyboard has them', () => {
  expect(keyCaps('Control+Alt+PageUp', 'linux')).toEqual(['Ctrl', 'Alt', 'Page Up']);
  expect(keyCaps('Super+U', 'win32')).toEqual(['Win', 'U']);
  expect(keyCaps('Command+Shift+U', 'darwin')).toEqual(['⌘', '⇧', 'U']);
});
