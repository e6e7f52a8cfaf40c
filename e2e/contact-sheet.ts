/** After the pictures were taken: docs/views.md shows all that there are, and nothing else lies beside them. */
import { expect, test } from '@playwright/test';
import { strayPictures, writeContactSheet } from './album.ts';

test('the contact sheet', () => {
  writeContactSheet();
  expect(strayPictures()).toEqual({ missing: [], unknown: [] });
});
