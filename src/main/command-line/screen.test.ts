import { describe, expect, test } from 'vitest';
import { createScreen } from './screen.ts';

function terminal(columns = 20) {
  const written: string[] = [];
  return { columns, rows: 10, written, write: (text: string) => written.push(text) > 0 };
}

describe('a screen', () => {
  test('draws in place of what it drew before, with line wrap off while it draws', () => {
    const at = terminal();
    const screen = createScreen(at);
    screen.show(['one', 'two'], [3, 3]);
    screen.show(['three'], [5]);
    expect(at.written).toEqual([
      '\u001b[?7lone\u001b[K\ntwo\u001b[K\n\u001b[J\u001b[?7h',
      '\r\u001b[2A\u001b[?7lthree\u001b[K\n\u001b[J\u001b[?7h',
    ]);
  });

  test('leaves no trace', () => {
    const at = terminal();
    const screen = createScreen(at);
    screen.clear();
    screen.show(['one', 'two'], [3, 3]);
    screen.clear();
    screen.clear();
    expect(at.written.slice(1)).toEqual(['\r\u001b[2A\u001b[J']);
  });

  test('finds its first line again in a window that became narrower', () => {
    const at = terminal(20);
    const screen = createScreen(at);
    screen.show(['x'.repeat(19), 'two'], [19, 3]);
    at.columns = 10;
    screen.clear();
    expect(at.written.at(-1)).toBe('\r\u001b[3A\u001b[J');
  });

  test('has nothing to show: what was there goes', () => {
    const at = terminal();
    const screen = createScreen(at);
    screen.show(['one'], [3]);
    screen.show([], []);
    expect(at.written.at(-1)).toBe('\r\u001b[1A\u001b[J');
  });
});
