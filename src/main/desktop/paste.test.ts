import { expect, test } from 'vitest';
import type { IntakeResult } from '../../shared/contract.ts';
import type { Held } from './clipboard-contents.ts';
import { clipboardFileName, createClipboardUpload } from './paste.ts';

/** An upload of a clipboard that holds this; what was spooled, and what was offered. */
function desk(held: Held, more: { hasChain?: boolean; uploadsText?: boolean; answer?: IntakeResult } = {}) {
  const seen = { held, uploadsText: more.uploadsText ?? false, spooled: [] as string[], offered: [] as string[] };
  const upload = createClipboardUpload({
    clipboard: {
      look: () => Promise.resolve(seen.held),
      mark: () => Promise.resolve(''),
      writeText: () => Promise.resolve(true),
    },
    spool: {
      keep(name, bytes) {
        if (!(bytes instanceof Uint8Array)) throw new Error('no bytes');
        seen.spooled.push(`${name}: ${Buffer.from(bytes).toString()}`);
        return Promise.resolve(`/spool/${name}`);
      },
    },
    intake: {
      offer({ paths, from }) {
        seen.offered.push(`${from} ${paths.join(' ')}`);
        return Promise.resolve(more.answer ?? { kind: 'accepted', count: paths.length });
      },
    },
    hasChain: () => more.hasChain ?? true,
    uploadsText: () => seen.uploadsText,
    rememberText() {
      seen.uploadsText = true;
      return Promise.resolve();
    },
    now: () => new Date(2026, 10, 22, 14, 3, 5),
  });
  return { seen, ...upload };
}

const text: Held = { kind: 'text', text: 'héllo\nworld\n' };
const asFile = 'Clipboard 2026-11-22 at 14.03.05.txt: héllo\nworld\n';

test('files are taken as they are; those that are elsewhere are told', async () => {
  const { seen, upload } = desk({ kind: 'files', paths: ['/a', '/b'], elsewhere: 0 });
  expect(await upload()).toEqual({ kind: 'accepted', count: 2 });
  expect([seen.offered, seen.spooled]).toEqual([['paste /a /b'], []]);
  const some = desk({ kind: 'files', paths: ['/a'], elsewhere: 2 });
  expect(await some.upload()).toEqual({ kind: 'accepted', count: 1, leftOut: 2 });
});

test('an image becomes a file that is named by the local time', async () => {
  const { seen, upload } = desk({ kind: 'image', bytes: Buffer.from('pixels'), extension: 'png' });
  expect(await upload()).toEqual({ kind: 'accepted', count: 1 });
  expect(seen.spooled).toEqual(['Clipboard 2026-11-22 at 14.03.05.png: pixels']);
  expect(seen.offered).toEqual(['paste /spool/Clipboard 2026-11-22 at 14.03.05.png']);
});

test('its name has two figures everywhere', () => {
  expect(clipboardFileName(new Date(2026, 0, 2, 3, 4, 5), 'png')).toBe('Clipboard 2026-01-02 at 03.04.05.png');
});

test('text is asked about, and no word of it is given away with the question', async () => {
  const { seen, upload, confirmText } = desk(text);
  const question = await upload();
  expect(question).toEqual({ kind: 'confirm-text', token: expect.any(String), lines: 2, characters: 12 });
  expect([seen.spooled, seen.offered]).toEqual([[], []]);
  const token = question.kind === 'confirm-text' ? question.token : '';
  // What was copied since is not what was asked about.
  seen.held = { kind: 'text', text: 'a password' };
  expect(await confirmText({ token, go: true, always: false })).toEqual({ kind: 'accepted', count: 1 });
  expect(seen.spooled).toEqual([asFile]);
  expect(await confirmText({ token, go: true, always: false })).toBeNull();
  expect((await upload()).kind).toBe('confirm-text');
});

test.each<[string, number, number]>([
  ['a', 1, 1],
  ['a\r\nb\rc\n', 3, 7],
  ['\n\n', 2, 2],
  ['📷é', 1, 2],
])('%j has %d lines and %d characters', async (words, lines, characters) => {
  expect(await desk({ kind: 'text', text: words }).upload()).toMatchObject({ lines, characters });
});

test('a text of hundreds of MB is asked about in the memory that it has', async () => {
  const { upload } = desk({ kind: 'text', text: 'a line\n'.repeat(20_000_000) });
  expect(await upload()).toMatchObject({ lines: 20_000_000, characters: 140_000_000 });
});

test('"do not ask again" is remembered', async () => {
  const { seen, upload, confirmText } = desk(text);
  const question = await upload();
  await confirmText({ token: question.kind === 'confirm-text' ? question.token : '', go: true, always: true });
  expect(await upload()).toEqual({ kind: 'accepted', count: 1 });
  expect(seen.spooled).toEqual([asFile, asFile]);
});

test('a no uploads nothing and is not remembered, and a made-up token neither', async () => {
  const { seen, upload, confirmText } = desk(text);
  const question = await upload();
  const token = question.kind === 'confirm-text' ? question.token : '';
  expect(await confirmText({ token: 'made up', go: true, always: true })).toBeNull();
  expect(await confirmText({ token, go: false, always: true })).toBeNull();
  expect(await confirmText({ token, go: true, always: true })).toBeNull();
  expect([seen.spooled, seen.uploadsText]).toEqual([[], false]);
});

test('what can not be uploaded is told', async () => {
  const { upload } = desk({ kind: 'nothing', what: 'colour' });
  expect(await upload()).toEqual({ kind: 'nothing', what: 'colour' });
});

test('before the choice of a chain the clipboard is not looked at', async () => {
  const { seen, upload } = desk({ kind: 'files', paths: ['/a'], elsewhere: 1 }, { hasChain: false });
  expect(await upload()).toEqual({ kind: 'choose-first' });
  expect(seen.offered).toEqual([]);
});
