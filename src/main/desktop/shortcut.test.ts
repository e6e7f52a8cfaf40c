import { expect, test } from 'vitest';
import { createShortcut } from './shortcut.ts';

/** A system in which other programs have these keys. */
function createSystem(taken: readonly string[] = [], isWayland = false) {
  const have = new Map<string, () => void>();
  let suspended = false;
  let presses = 0;
  const shortcut = createShortcut({
    system: {
      register(keys, pressed) {
        if (keys === 'Alt+F24') throw new TypeError('no such key');
        if (suspended || taken.includes(keys) || have.has(keys)) return false;
        have.set(keys, pressed);
        return true;
      },
      unregister: (keys) => void have.delete(keys),
      setSuspended(on) {
        suspended = on;
      },
    },
    isWayland,
    pressed() {
      presses += 1;
    },
    command: 'droprelay --upload-clipboard',
  });
  const press = (keys: string): void => {
    if (!suspended) have.get(keys)?.();
  };
  return { shortcut, press, have: () => [...have.keys()], presses: () => presses };
}

const invalid = expect.objectContaining({ failure: { kind: 'settings-invalid', field: 'shortcut' } });

test('chosen keys work, others take their place, none at all end it', () => {
  const { shortcut, press, have, presses } = createSystem();
  shortcut.start(null);
  expect(shortcut.view().state).toBe('off');
  shortcut.change('Control+Alt+U');
  expect(shortcut.view()).toMatchObject({ state: 'works', refused: null });
  press('Control+Alt+U');
  shortcut.change('Control+Alt+P');
  expect(have()).toEqual(['Control+Alt+P']);
  press('Control+Alt+P');
  expect(presses()).toBe(2);
  shortcut.change(null);
  expect([have(), shortcut.view().state]).toEqual([[], 'off']);
});

test('what another program has is refused, and the one before goes on', () => {
  const { shortcut, have } = createSystem(['Control+Alt+T']);
  shortcut.start('Control+Alt+U');
  expect(() => shortcut.change('Control+Alt+T')).toThrow(invalid);
  expect(have()).toEqual(['Control+Alt+U']);
  expect(shortcut.view()).toMatchObject({ state: 'works', refused: { keys: 'Control+Alt+T', why: 'taken' } });
  shortcut.change('Control+Alt+U');
  expect(shortcut.view()).toMatchObject({ state: 'works', refused: null });
});

test('one that was taken meanwhile is told at the start, and can be given up', () => {
  const { shortcut } = createSystem(['Control+Alt+U']);
  shortcut.start('Control+Alt+U');
  expect(shortcut.view()).toMatchObject({ state: 'refused', refused: { why: 'taken' } });
  shortcut.change(null);
  expect(shortcut.view()).toMatchObject({ state: 'off', refused: null });
});

test.each(['U', 'Shift+A', 'Space', 'nonsense', 'Alt+F24'])('%s is no shortcut: nothing is asked for', (keys) => {
  const { shortcut, have } = createSystem();
  expect(() => shortcut.change(keys)).toThrow(invalid);
  expect(have()).toEqual([]);
  expect(shortcut.view()).toMatchObject({ state: 'off', refused: { keys, why: 'unknown-keys' } });
});

test('while keys are chosen it does nothing; a change ends that', () => {
  const { shortcut, press, presses } = createSystem();
  shortcut.start('Control+Alt+U');
  shortcut.record(true);
  press('Control+Alt+U');
  expect(presses()).toBe(0);
  shortcut.change('Control+Alt+P');
  press('Control+Alt+P');
  expect(presses()).toBe(1);
});

test('on Wayland nobody claims that it works', () => {
  const { shortcut } = createSystem([], true);
  shortcut.start('Control+Alt+U');
  expect(shortcut.view().state).toBe('asked');
  const { shortcut: none } = createSystem(['Control+Alt+U'], true);
  none.start('Control+Alt+U');
  expect(none.view()).toMatchObject({ state: 'refused', refused: { why: 'not-allowed' } });
});
