/** The clipboard, with other programs at its other end: X11 by xclip, Wayland by wl-clipboard. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { crc32, deflateSync } from 'node:zlib';
import { expect, type Page } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { findTools, toolsBoard } from '../src/main/desktop/clipboard-wayland.ts';
import { dropFiles, test } from './app.ts';
import { startWayland } from './wayland.ts';
import { row } from './window.ts';
import { copyByXclip, pasteByXclip } from './xclip.ts';

test.skip(process.platform !== 'linux', 'xclip and wl-clipboard are of Linux');

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

const oddNames = ['100% a b.txt', 'c#d?%41\n.txt', '\u200Fé漢📷 .txt'];

function makeFiles(names: readonly string[]): string[] {
  return names.map((name) => {
    const path = join(folder, name);
    writeFileSync(path, name);
    return path;
  });
}

const pasteButton = (page: Page) => page.getByRole('button', { name: 'Paste' });
const copyButtons = (page: Page) => page.getByRole('button', { name: 'Copy link' });

for (const [format, before] of [
  ['text/uri-list', '# by a test\r\n'],
  ['x-special/gnome-copied-files', 'copy\r\n'],
  ['application/x-kde4-urilist', ''],
] as const) {
  test(`files that another program copied as ${format} are uploaded, and their links copied in order`, async ({
    launchApp,
  }) => {
    await using lab = await startLab({});
    const paths = makeFiles(oddNames);
    const { page } = await launchApp({ settings: lab.settings });
    await expect(pasteButton(page)).toBeVisible();
    await copyByXclip(format, before + paths.map((path) => pathToFileURL(path).href).join('\r\n'));
    await pasteButton(page).click();
    await expect(copyButtons(page)).toHaveCount(3);
    const { uploads } = lab.catbox;
    const links = paths.map((path) => {
      const bytes = readFileSync(path, 'utf8');
      return uploads.find((one) => readFileSync(one.path ?? '', 'utf8') === bytes)?.link ?? `no link of ${path}`;
    });
    await expect.poll(pasteByXclip).toBe(links.join('\n'));
  });
}

test('an image that another program copied arrives as a PNG with equal pixels', async ({ launchApp }) => {
  await using lab = await startLab({});
  const png = makePng();
  const { app, page } = await launchApp({ settings: lab.settings });
  await expect(pasteButton(page)).toBeVisible();
  await copyByXclip('image/png', png);
  await pasteButton(page).click();
  await expect(row(page, 'Clipboard 20').getByRole('button', { name: 'Copy link' })).toBeVisible();
  const [stored] = lab.catbox.uploads;
  expect(stored?.name).toMatch(/^Clipboard \d{4}-\d\d-\d\d at \d\d\.\d\d\.\d\d\.png$/);
  const original = join(folder, 'original.png');
  writeFileSync(original, png);
  const [sent, arrived] = await app.evaluate(
    ({ nativeImage }, paths) => paths.map((path) => nativeImage.createFromPath(path).toBitmap().toString('hex')),
    [original, stored?.path ?? ''],
  );
  expect(sent).not.toBe('');
  expect(arrived).toBe(sent);
  // Half transparent pixels too, which lose a little wherever a PNG is drawn anew.
  expect(readFileSync(stored?.path ?? '').equals(png)).toBe(true);
});

test('what can not be uploaded is told', async ({ launchApp }) => {
  await using lab = await startLab({});
  const { page } = await launchApp({ settings: lab.settings });
  await expect(pasteButton(page)).toBeVisible();
  const answer = page.getByRole('status');
  await copyByXclip('text/html', '<b>words</b>');
  await pasteButton(page).click();
  await expect(answer).toContainText('formatted text');
  await copyByXclip('application/x-color', 'ffff');
  await pasteButton(page).click();
  await expect(answer).toContainText('a colour');
  await copyByXclip('text/uri-list', 'sftp://host.example/a.txt\r\n');
  await pasteButton(page).click();
  await expect(answer).toContainText('not on this computer');
  expect(lab.catbox.requests).toEqual([]);
});

test('links are copied in each format, by themselves and by the menu', async ({ launchApp }) => {
  await using lab = await startLab({});
  const { page } = await launchApp({ settings: lab.settings });
  const name = 'a [b] <c>.txt';
  const [path = ''] = makeFiles([name]);
  const expected: [string, (link: string) => string][] = [
    ['Markdown', (link) => `[a \\[b\\] \\<c\\>.txt](${link})`],
    ['HTML', (link) => `<a href="${link}">a [b] &lt;c&gt;.txt</a>`],
    ['BBCode', (link) => `[url=${link}]a &#91;b&#93; <c>.txt[/url]`],
    ['Own template', (link) => `13 B of ${name} {here}\n${link}`],
    ['Link', (link) => link],
  ];
  const goTo = (place: string) =>
    page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: place }).click();
  for (const [format, text] of expected) {
    await goTo('Settings');
    await page.getByRole('radio', { name: format, exact: true }).check();
    if (format === 'Own template') {
      const template = page.getByRole('textbox', { name: 'Template' });
      await template.fill('{size} of {name} {here}\n{url}');
      await expect(page.getByRole('alert')).toContainText('{here} means nothing here');
      await template.blur();
    }
    await expect(page.getByRole('radio', { name: format, exact: true })).toBeChecked();
    await goTo('Uploads');
    // Each time another file, or the link that is there already would be offered.
    writeFileSync(path, format.padEnd(13));
    await dropFiles(page, [path]);
    await expect.poll(() => lab.catbox.uploads.length).toBe(expected.findIndex(([one]) => one === format) + 1);
    const link = lab.catbox.uploads.at(-1)?.link ?? 'none';
    await expect.poll(pasteByXclip).toBe(text(link));
  }
  const link = lab.catbox.uploads.at(-1)?.link ?? 'none';
  for (const [format, text] of expected) {
    await row(page, name).first().getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Copy as' }).click();
    await page.getByRole('menuitem', { name: format, exact: true }).click();
    await expect.poll(pasteByXclip).toBe(text(link));
    await expect(page.getByRole('menu')).toHaveCount(0);
  }
});

test.describe('on Wayland, without the focus', () => {
  test('wl-copy and wl-paste give what others copied, and a witness for what we copy', async () => {
    await using desktop = await startWayland();
    const saved = process.env;
    process.env = { ...saved, ...desktop.env };
    try {
      const tools = findTools(process.env);
      if (!tools) throw new Error('wl-copy and wl-paste are missing');
      const board = toolsBoard(tools);
      expect([await board.formats(), await board.text()]).toEqual([[], '']);
      for (const text of ['https://é.example/漢\nsecond line', '<img src="x">', ' spaces ', 'x'.repeat(200_000)]) {
        await board.write(text);
        expect(await desktop.paste()).toBe(text);
        expect(await board.text()).toBe(text);
      }
      await board.write('');
      expect([await desktop.paste(), await board.text()]).toEqual([null, '']);
      await desktop.copy('image/png', makePng());
      expect(Buffer.from((await board.read('image/png'))[0] ?? []).equals(makePng())).toBe(true);
      expect(await board.read('text/uri-list')).toEqual([]);
    } finally {
      process.env = saved;
    }
  });

  test('copied files are uploaded, and their links are there for others', async ({ launchApp }) => {
    await using lab = await startLab({});
    await using desktop = await startWayland();
    const paths = makeFiles(oddNames);
    const { app, page } = await launchApp({ settings: lab.settings, env: onWayland(desktop.env) });
    await expect(pasteButton(page)).toBeVisible();
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getFocusedWindow())).toBeNull();
    await desktop.copy('text/uri-list', paths.map((path) => `${pathToFileURL(path).href}\r\n`).join(''));
    await page.keyboard.press('Control+v');
    await expect(copyButtons(page)).toHaveCount(3);
    const links = oddNames.map(
      (name) => lab.catbox.uploads.find((one) => readFileSync(one.path ?? '', 'utf8') === name)?.link,
    );
    await expect.poll(() => desktop.paste()).toBe(links.join('\n'));
    await expect(page.getByText('· links copied')).toBeVisible();
  });

  test('without wl-copy nothing is called copied', async ({ launchApp }) => {
    await using lab = await startLab({});
    await using desktop = await startWayland();
    const [path = ''] = makeFiles(['alone.txt']);
    await desktop.copy('text/plain', 'theirs');
    const env = { ...onWayland(desktop.env), PATH: join(folder, 'no programs here') };
    const { page } = await launchApp({ settings: lab.settings, env });
    await expect(pasteButton(page)).toBeVisible();
    await dropFiles(page, [path]);
    await copyButtons(page).press('Enter');
    await expect(page.getByRole('status')).toContainText('The clipboard did not take it.');
    await expect(page.getByText('· links copied')).toHaveCount(0);
    await page.keyboard.press('Control+v');
    await expect(page.getByRole('status')).toContainText('only while this window is in front');
    expect(await desktop.paste()).toBe('theirs');
  });
});

/** Nothing is drawn without a screen, so keys take the place of the mouse. */
function onWayland(env: Readonly<Record<string, string>>): Record<string, string> {
  return { ...env, XDG_SESSION_TYPE: 'wayland', DISPLAY: '' };
}

/** 16 by 16 pixels, each of another colour and transparency. */
function makePng(): Buffer {
  const side = 16;
  const rows = Array.from({ length: side }, (_, y) =>
    Buffer.concat([
      Buffer.of(0),
      ...Array.from({ length: side }, (__, x) => Buffer.of(x * 16, y * 16, 255 - x, x * y)),
    ]),
  );
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  // 8 bits, colours with transparency.
  header.set([8, 6, 0, 0, 0], 8);
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const around = Buffer.alloc(8);
    around.writeUInt32BE(data.length, 0);
    around.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)]);
  };
  const start = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  return Buffer.concat([
    start,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
