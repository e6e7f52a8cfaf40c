import { expect, test } from 'vitest';
import { isSearchKey } from './search-key.ts';

const f = { key: 'f', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

test.each([
  ['Ctrl+F', { ctrlKey: true }, { elsewhere: true, onMac: false }],
  // macOS moves the caret with it.
  ['Cmd+F', { metaKey: true }, { elsewhere: false, onMac: true }],
  ['Ctrl+F with Caps Lock', { ctrlKey: true, key: 'F' }, { elsewhere: true, onMac: false }],
  ['Ctrl+Cmd+F', { ctrlKey: true, metaKey: true }, { elsewhere: false, onMac: false }],
  ['Ctrl+Shift+F', { ctrlKey: true, shiftKey: true }, { elsewhere: false, onMac: false }],
  ['Ctrl+Alt+F', { ctrlKey: true, altKey: true }, { elsewhere: false, onMac: false }],
  ['Cmd+Alt+F', { metaKey: true, altKey: true }, { elsewhere: false, onMac: false }],
  ['F', {}, { elsewhere: false, onMac: false }],
  ['Ctrl+G', { ctrlKey: true, key: 'g' }, { elsewhere: false, onMac: false }],
])('%s leads to the search only where it is the key for that', (_, pressed, { elsewhere, onMac }) => {
  const event = { ...f, ...pressed };
  expect([isSearchKey(event, false), isSearchKey(event, true)]).toEqual([elsewhere, onMac]);
});
