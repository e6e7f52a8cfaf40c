/** The tray of Linux desktops, asked and clicked through D-Bus; and a desktop without one. */
import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { dropFiles } from './app.ts';
import { noBus } from './keyring.ts';
import { closeWindow, faces, hide, iconIn, isVisible, labels, test, uploadByTray, uriList } from './tray-desk.ts';
import { clipboardText, endBy, row } from './window.ts';
import { copyByXclip, pasteByXclip } from './xclip.ts';

test.skip(process.platform !== 'linux', 'other systems have no D-Bus');

test('the menu does what the window does, through D-Bus', async ({ desk }) => {
  const { lab, file } = desk;
  const { app, page, tray, icon } = await desk.startInTray();
  const entries = ['Upload clipboard', 'Upload files…', 'Pause all', 'Resume all'];
  expect(labels(icon)).toEqual(['Nothing to upload', ...entries, 'Open Droprelay', 'Quit']);
  expect(icon).toMatchObject({ ...faces.idle, tooltip: 'Droprelay: Nothing to upload' });

  await hide(app);
  await tray.choose('Open Droprelay');
  await expect.poll(() => isVisible(app)).toBe(true);
  await hide(app);
  await tray.ask({ do: 'activate' });
  await expect.poll(() => isVisible(app)).toBe(true);

  await uploadByTray(
    app,
    tray,
    ['one & only.txt', 'two_2.txt', `${'long '.repeat(30)}.tar.gz`].map((name) => file(name)),
  );
  await expect.poll(() => lab.catbox.uploads.length).toBe(3);
  const newest = ['long long long long long lo…long .tar.gz', 'two_2.txt', 'one & only.txt'];
  await expect
    .poll(async () => labels(await tray.icon()).toSorted())
    .toEqual(['Nothing to upload', ...entries, 'Copy a link', ...newest, 'Open Droprelay', 'Quit'].toSorted());
  await expect.poll(async () => (await clipboardText(app)).split('\n')).toHaveLength(3);
  const links = (await clipboardText(app)).split('\n');
  await tray.choose('two_2.txt');
  await expect.poll(() => clipboardText(app)).toBe(links[1]);

  await lab.catbox.fail({ kind: 'slow', bytesPerSecond: 500_000 });
  await dropFiles(page, [file('slow.bin', 6_000_000)]);
  await expect.poll(() => tray.icon()).toMatchObject({ ...faces.busy, tooltip: 'Droprelay: 1 uploading' });
  await tray.choose('Pause all');
  await expect(row(page, 'slow.bin')).toContainText('Paused');
  await expect.poll(async () => labels(await tray.icon())[0]).toBe('1 paused');
  await tray.choose('Resume all');
  await expect(row(page, 'slow.bin').getByRole('button', { name: 'Copy link' })).toBeVisible({ timeout: 30_000 });
  await expect.poll(async () => labels(await tray.icon())).toContain('slow.bin');
  await endBy(app, () => tray.choose('Quit'));
});

test('files that another program copied go up by the menu, and another program pastes their links in order', async ({
  desk,
}) => {
  const { uploads } = desk.lab.catbox;
  const { app, tray } = await desk.startInTray();
  await hide(app);
  const paths = ['100% a b.txt', 'c#d?%41\n.txt', '\u200Fé漢📷 .txt'].map((name) => desk.file(name));
  await copyByXclip('text/uri-list', uriList(paths));
  await tray.choose('Upload clipboard');
  await expect.poll(() => uploads.length).toBe(3);
  const links = paths.map((path) => {
    const bytes = readFileSync(path);
    return uploads.find((one) => readFileSync(one.path ?? '').equals(bytes))?.link ?? `no link of ${path}`;
  });
  await expect.poll(pasteByXclip).toBe(links.join('\n'));
});

test('a tray that goes gives the window back, and one that comes back gets the icon again', async ({ desk }) => {
  const { app, tray } = await desk.startInTray();
  await hide(app);
  await tray[Symbol.asyncDispose]();
  await expect.poll(() => isVisible(app)).toBe(true);

  const again = await desk.bus.tray();
  await iconIn(again);
  await hide(app);
  await again.ask({ do: 'host', on: false });
  await expect.poll(() => isVisible(app)).toBe(true);
  await endBy(app, () => closeWindow(app));
});

test('a tray that is there again at once was never gone', async ({ desk }) => {
  const { app, tray } = await desk.startInTray();
  await hide(app);
  await tray[Symbol.asyncDispose]();
  const again = await desk.bus.tray();
  await iconIn(again);
  expect(await isVisible(app)).toBe(false);
  await again.choose('Open Droprelay');
  await expect.poll(() => isVisible(app)).toBe(true);
  await hide(app);
});

for (const where of ['without a tray', 'without a bus'] as const) {
  test(`${where} the window is never hidden, and files go as ever`, async ({ desk }) => {
    const { lab, bus, file } = desk;
    const { app, page } = await desk.start({ env: where === 'without a bus' ? noBus : bus.env });
    let said = '';
    app.process().stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    await dropFiles(page, [file('a.txt')]);
    await expect(row(page, 'a.txt').getByRole('button', { name: 'Copy link' })).toBeVisible();
    await expect.poll(() => clipboardText(app)).toMatch(/^http\S+$/);

    await lab.catbox.fail({ kind: 'slow', bytesPerSecond: 500_000 });
    await dropFiles(page, [file('slow.bin', 6_000_000)]);
    await expect.poll(() => lab.catbox.requests.some(({ bodyBytes }) => bodyBytes > 100_000)).toBe(true);
    await closeWindow(app);
    const question = page.getByRole('alertdialog', { name: 'Quit Droprelay?' });
    await expect(question).toBeVisible();
    expect(await isVisible(app)).toBe(true);
    await endBy(app, () => question.getByRole('button', { name: 'Quit' }).click());
    expect(said).not.toMatch(/^\s+at /m);
  });
}
