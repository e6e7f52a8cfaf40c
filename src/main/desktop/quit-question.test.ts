import type { WebContents } from 'electron';
import { expect, test } from 'vitest';
import type { Unfinished } from '../../shared/sending.ts';
import { isAllFinished } from '../../shared/states.ts';
import { createQuitQuestion } from './quit-question.ts';

const left = (uploads: number, packings = 0): Unfinished => ({ uploads, packings });

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
  question.ask(left(2));
  question.ask(left(3));
  expect(asked).toEqual([left(2), left(3)]);
});

test('where there is none, one is made, and asked once it listens; each question once', () => {
  const { question, asked, close } = createWindow();
  question.ask(left(2));
  expect(asked).toEqual([]);
  question.windowReady();
  question.windowReady();
  expect(asked).toEqual([left(2)]);
  // On macOS the program goes on without its window.
  close();
  question.ask(left(1));
  expect(asked).toHaveLength(1);
  question.windowReady();
  expect(asked).toHaveLength(2);
});

test.each([
  [left(0), true],
  [left(1), false],
  // It has no row yet, and would be gone without a word.
  [left(0, 1), false],
])('%j, nothing to ask about: %s', (unfinished, wanted) => expect(isAllFinished(unfinished)).toBe(wanted));

test('what is being packed is told beside the uploads', () => {
  const { question, asked, open } = createWindow();
  open();
  question.windowReady();
  question.ask(left(2, 1));
  expect(asked).toEqual([left(2, 1)]);
});
