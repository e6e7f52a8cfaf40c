import type { WebContents } from 'electron';
import { expect, test } from 'vitest';
import { createQuitQuestion } from './quit-question.ts';

/** A window that is made when it is opened, and listens once it says so. */
function createWindow() {
  let contents: WebContents | null = null;
  const asked: unknown[] = [];
  const open = (): void => {
    // Only whose it is counts.
    contents ??= Object.create(null);
  };
  const close = (): void => {
    contents = null;
  };
  const question = createQuitQuestion(
    open,
    () => contents,
    (_, detail) => asked.push(detail),
  );
  return { question, asked, open, close };
}

test('a window that listens is asked at once', () => {
  const { question, asked, open } = createWindow();
  open();
  question.windowReady();
  question.ask(2);
  question.ask(3);
  expect(asked).toEqual([{ unfinished: 2 }, { unfinished: 3 }]);
});

test('where there is none, one is made, and asked once it listens; each question once', () => {
  const { question, asked, close } = createWindow();
  question.ask(2);
  expect(asked).toEqual([]);
  question.windowReady();
  question.windowReady();
  expect(asked).toEqual([{ unfinished: 2 }]);
  // On macOS the program goes on without its window.
  close();
  question.ask(1);
  expect(asked).toHaveLength(1);
  question.windowReady();
  expect(asked).toHaveLength(2);
});
