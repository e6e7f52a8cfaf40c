import { describe, expect, test } from 'vitest';
import { type Board, electronBoard, mostBytes, TooMuch } from './clipboard-board.ts';
import { clipboardOver } from './clipboard-contents.ts';
import { onlyInFront } from './clipboard-wayland.ts';

type Content = Readonly<Record<string, string | Uint8Array>>;

const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);
const otherPng = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 3, 2, 1]);
const bytesOf = (value: string | Uint8Array): Buffer => Buffer.from(value as Uint8Array);

/** Electron's clipboard of up to 43, with these formats of the system on it. */
function synchronous(content: Content, drawn?: Uint8Array) {
  return {
    held: content,
    availableFormats() {
      return Object.keys(this.held);
    },
    readBuffer(format: string) {
      return bytesOf(this.held[format] ?? '');
    },
    readText() {
      return bytesOf(this.held['text/plain'] ?? '').toString();
    },
    readImage: () => ({ isEmpty: () => !drawn, toPNG: () => Buffer.from(drawn ?? []) }),
    writeText(text: string) {
      this.held = { 'text/plain': text };
    },
  };
}

const web = new Set(['text/plain', 'text/html', 'image/png', 'text/uri-list']);

/** Electron's clipboard from 44 on: what is no type of the web goes by the system's name, and images are drawn anew. */
function asynchronous(content: Content, drawn?: Uint8Array, pieces: readonly Content[] = [content]) {
  const nameOf = (format: string): string =>
    web.has(format) ? format : `electron application/osclipboard;format="${format}"`;
  const item = (held: Content) => ({
    types: Object.keys(held).map(nameOf),
    getType(type: string): Promise<unknown> {
      const format = /format="(.*)"$/.exec(type)?.[1];
      const value = format === undefined && type === 'image/png' ? drawn : held[format ?? type];
      return value === undefined ? Promise.reject(new Error('none')) : Promise.resolve(new Blob([bytesOf(value)]));
    },
  });
  let items = pieces.map(item);
  let text = bytesOf(content['text/plain'] ?? '').toString();
  return {
    read: () => Promise.resolve(items),
    readText: () => Promise.resolve(text),
    writeText(written: string) {
      items = [item({ 'text/plain': written })];
      text = written;
      return Promise.resolve();
    },
  };
}

const plist = `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><array><string>/a &amp; b/it&#39;s &lt;1&gt;.txt</string><string>/写真.png</string></array></plist>`;

test('a mark beside a text asks the clipboard’s owner for little: over X11 the app stands still meanwhile', async () => {
  const asked: string[] = [];
  const board = synchronous({ 'text/plain': 'a link' });
  const { readBuffer } = board;
  board.readBuffer = function (format) {
    asked.push(format);
    return readBuffer.call(this, format);
  };
  const clipboard = clipboardOver(electronBoard(board));
  const mark = await clipboard.mark();
  expect(asked).toEqual([]);
  board.held = { 'text/plain': 'another' };
  expect(await clipboard.mark()).not.toBe(mark);
});

describe.each([
  ['synchronous', synchronous],
  ['asynchronous', asynchronous],
] as const)('over the %s API', (_, make) => {
  const look = (content: Content, drawn?: Uint8Array) => clipboardOver(electronBoard(make(content, drawn))).look();

  test.each<[string, Content, string[]]>([
    ['all desktops', { 'text/uri-list': 'file:///1\r\nfile:///2%20b\r\n', 'text/plain': '/1\n/2 b' }, ['/1', '/2 b']],
    ['GNOME', { 'x-special/gnome-copied-files': 'cut\nfile:///1\nfile:///2' }, ['/1', '/2']],
    ['KDE', { 'application/x-kde4-urilist': 'file:///1\r\nfile:///2\r\n' }, ['/1', '/2']],
    ['macOS', { NSFilenamesPboardType: plist, 'public.file-url': 'file:///x' }, ["/a & b/it's <1>.txt", '/写真.png']],
    ['macOS, one file', { 'public.file-url': 'file:///a%20b' }, ['/a b']],
    ['Windows', { FileNameW: Buffer.from('C:\\写 b.txt\0', 'utf16le') }, ['C:\\写 b.txt']],
  ])('files as %s copies them', async (_name, content, paths) => {
    if (process.platform === 'win32') return;
    expect(await look(content)).toEqual({ kind: 'files', paths, elsewhere: 0 });
  });

  test('files come before an image, and before their names as text', async () => {
    const content = { 'text/uri-list': 'file:///C:/1', 'image/png': png, 'text/plain': 'C:/1' };
    expect(await look(content, png)).toMatchObject({ kind: 'files' });
  });

  test('those that are elsewhere are counted', async () => {
    const content = { 'text/uri-list': 'file:///C:/1\nsftp://host/2\nhttps://host/3', 'text/plain': 'all' };
    expect(await look(content)).toMatchObject({ kind: 'files', elsewhere: 1 });
  });

  test('files of other computers alone are no text', async () => {
    const content = { 'text/uri-list': 'sftp://host/1\r\n', 'text/plain': 'sftp://host/1' };
    expect(await look(content)).toEqual({ kind: 'nothing', what: 'remote-files' });
  });

  test('a copied link is text', async () => {
    const content = { 'text/uri-list': 'https://host/1', 'text/plain': 'https://host/1' };
    expect(await look(content)).toEqual({ kind: 'text', text: 'https://host/1' });
  });

  test('an image is taken as it lies there, not as it was drawn anew', async () => {
    const held = await look({ 'image/png': png }, otherPng);
    expect(held).toEqual({ kind: 'image', bytes: expect.anything(), extension: 'png' });
    expect(held.kind === 'image' && Buffer.from(held.bytes).equals(png)).toBe(true);
  });

  test('what only calls itself an image is not taken for one', async () => {
    expect(await look({ 'image/jpeg': 'no image', 'text/plain': 'words' })).toEqual({ kind: 'text', text: 'words' });
  });

  test('an image comes before its address as text', async () => {
    const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0]);
    expect(await look({ 'image/jpeg': jpeg, 'text/plain': 'x' })).toMatchObject({ kind: 'image', extension: 'jpg' });
  });

  test.each<[Content, string]>([
    [{}, 'empty-clipboard'],
    [{ TARGETS: 'x', TIMESTAMP: 'x' }, 'empty-clipboard'],
    [{ 'application/x-color': 'x' }, 'colour'],
    [{ 'text/html': '<b>' }, 'formatted'],
    [{ 'application/x-other': 'x' }, 'unknown'],
    [{ 'text/plain': ' \n ' }, 'unknown'],
    [{ 'text/uri-list': 'file:///%ff' }, 'remote-files'],
  ])('%j is told as %s', async (content, what) => {
    expect(await look(content)).toEqual({ kind: 'nothing', what });
  });

  test('the mark tells every other content apart, and has the text in it', async () => {
    const mark = (content: Content, drawn?: Uint8Array) => clipboardOver(electronBoard(make(content, drawn))).mark();
    const contents: Content[] = [
      {},
      { 'text/plain': 'a' },
      { 'text/plain': 'b' },
      { 'text/plain': 'a', 'text/html': 'a' },
      { 'text/uri-list': 'file:///1' },
      { 'text/uri-list': 'file:///2' },
      { 'image/png': png },
      { 'image/png': otherPng },
      { 'application/x-color': 'red' },
      { 'application/x-color': 'blue' },
      { 'audio/x-other': '1' },
      { 'audio/x-other': '2' },
    ];
    const marks = await Promise.all(contents.map((content) => mark(content)));
    expect(new Set(marks).size).toBe(contents.length);
    expect(await Promise.all(contents.map((content) => mark(content)))).toEqual(marks);
    expect(marks[1]).toContain('a');
  });

  test('what is larger than any file should be is not taken, and can not be told apart', async () => {
    const board = electronBoard(make({ 'image/png': png }));
    const large = clipboardOver({ ...board, read: () => Promise.reject(new TooMuch()) });
    expect([await large.look(), await large.mark()]).toEqual([{ kind: 'nothing', what: 'unknown' }, null]);
  });

  test('a text counts as written once it is read back', async () => {
    const board = electronBoard(make({ 'text/plain': 'before' }));
    expect(await clipboardOver(board).writeText('after')).toBe(true);
    expect(await board.text()).toBe('after');
    const deaf: Board = { ...board, write: () => Promise.resolve() };
    expect(await clipboardOver(deaf).writeText('lost')).toBe(false);
  });
});

test('an image without bytes of its own is taken as Electron draws it, and told apart', async () => {
  const clipboard = (drawn: Uint8Array) => clipboardOver(electronBoard(synchronous({ 'image/png': '' }, drawn)));
  expect(await clipboard(png).look()).toEqual({ kind: 'image', bytes: Buffer.from(png), extension: 'png' });
  expect(await clipboard(png).mark()).not.toBe(await clipboard(otherPng).mark());
});

test('files that are things of their own on the clipboard are all taken', async () => {
  const items = [{ 'public.file-url': 'file:///1' }, { 'public.file-url': 'file:///2' }];
  const held = await clipboardOver(electronBoard(asynchronous({}, undefined, items))).look();
  expect(held).toMatchObject({ kind: 'files', paths: { length: 2 } });
});

test('a piece that is too large is not read', async () => {
  const blob = Object.defineProperty(new Blob(['x']), 'size', { value: mostBytes + 1 });
  const item = { types: ['image/png'], getType: () => Promise.resolve(blob) };
  const board = electronBoard({ ...asynchronous({}), read: () => Promise.resolve([item]) });
  await expect(board.read('image/png')).rejects.toThrow(TooMuch);
});

test('a clipboard of an unknown kind is no clipboard', () => {
  expect(() => electronBoard({})).toThrow('unknown kind');
});

describe('a Wayland desktop without wl-copy', () => {
  const desk = (focused: boolean, pressedAgo: number) => {
    const board = electronBoard(synchronous({ 'text/plain': 'theirs' }));
    const front = { focused: () => focused, pressedAt: () => 10_000 - pressedAgo, clock: () => 10_000 };
    return { board, clipboard: onlyInFront(clipboardOver(board), front) };
  };

  test.each([
    [false, 0, false],
    [true, 3_000, false],
    [true, 1_000, true],
  ])('focus %s, pressed %d ms ago: written is %s', async (focused, pressedAgo, writes) => {
    const { board, clipboard } = desk(focused, pressedAgo);
    expect(await clipboard.writeText('ours')).toBe(writes);
    expect(await board.text()).toBe(writes ? 'ours' : 'theirs');
  });

  test('what it holds can not be seen without focus', async () => {
    const { clipboard } = desk(false, 0);
    expect([await clipboard.mark(), await clipboard.look()]).toEqual([null, { kind: 'nothing', what: 'unseen' }]);
    expect(await desk(true, 9_000).clipboard.look()).toEqual({ kind: 'text', text: 'theirs' });
  });
});
