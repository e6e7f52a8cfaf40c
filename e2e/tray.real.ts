/** The tray and the notifications of Linux desktops, asked and clicked through D-Bus; and a desktop without them. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ElectronApplication, expect } from '@playwright/test';
import { type Lab, startLab } from '../lab/lab.ts';
import { dropFiles, test } from './app.ts';
import { noBus } from './keyring.ts';
import { type ShownIcon, startBus, type TrayPart } from './tray-bus.ts';
import { clipboardText, copyFiles, row } from './window.ts';
import { copyByXclip, pasteByXclip } from './xclip.ts';

test.skip(process.platform !== 'linux', 'other systems have no D-Bus');

function scene(): Disposable & { home: string; file(name: string, bytes?: number): string } {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-tray-'));
  return {
    home: join(folder, 'home'),
    file(name, bytes = 1_000) {
      const path = join(folder, name);
      writeFileSync(path, randomBytes(bytes));
      return path;
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

const labels = (icon: ShownIcon | null): string[] =>
  (icon?.menu ?? []).filter(({ separator }) => !separator).map(({ label }) => label);

/** Until the app has its icon in this tray, and knows. */
async function iconIn(tray: TrayPart): Promise<ShownIcon> {
  await expect.poll(() => tray.icon(), { timeout: 15_000 }).toMatchObject({ known: true });
  const icon = await tray.icon();
  if (!icon) throw new Error('the icon went');
  return icon;
}

const isVisible = (app: ElectronApplication): Promise<boolean> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);
const closeWindow = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

const isFocused = (app: ElectronApplication): Promise<boolean> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFocused() ?? false);

/** Closes the window into the tray. */
async function hide(app: ElectronApplication): Promise<void> {
  // It is shown once it has something to show.
  await expect.poll(() => isVisible(app)).toBe(true);
  await closeWindow(app);
  await expect.poll(() => isVisible(app)).toBe(false);
}

/** Closes the window of an app that then has to end. */
async function closeForGood(app: ElectronApplication): Promise<void> {
  const ended = new Promise((resolve) => app.process().once('exit', resolve));
  // The app may be gone before it could say that it did so.
  await closeWindow(app).catch(() => undefined);
  expect(await ended).toBe(0);
}

const faces = {
  idle: { tile: '0b5fc7', sign: '0b5fc7' },
  busy: { tile: '0b5fc7', sign: 'ffffff' },
  attention: { tile: 'b34700' },
};
/** Catbox alone: whatever goes wrong there is the end. */
const onlyCatbox = (lab: Lab) => ({
  ...lab.settings,
  chains: { public: { order: ['catbox'] } },
  destinations: alone(lab),
});
const alone = (lab: Lab) =>
  lab.settings.destinations.map((made) => (made.id === 'catbox' ? made : { ...made, enabled: false }));
const uriList = (paths: readonly string[]): string => paths.map((path) => pathToFileURL(path).href).join('\r\n');
const goesOn = 'Droprelay goes on in the tray';

test('the menu does what the window does, through D-Bus', async ({ launchApp }) => {
  await using lab = await startLab({});
  using own = scene();
  await using bus = await startBus();
  await using tray = await bus.tray();
  const { app, page } = await launchApp({ home: own.home, env: bus.env, settings: lab.settings });
  const entries = ['Upload clipboard', 'Upload files…', 'Pause all', 'Resume all'];
  const first = await iconIn(tray);
  expect(labels(first)).toEqual(['Nothing to upload', ...entries, 'Open Droprelay', 'Quit']);
  expect(first).toMatchObject({ ...faces.idle, tooltip: 'Droprelay: Nothing to upload' });

  await hide(app);
  await tray.choose('Open Droprelay');
  await expect.poll(() => isVisible(app)).toBe(true);
  await hide(app);
  await tray.ask({ do: 'activate' });
  await expect.poll(() => isVisible(app)).toBe(true);

  const paths = ['one & only.txt', 'two.txt', `${'long '.repeat(30)}.tar.gz`].map((name) => own.file(name));
  await copyFiles(app, uriList(paths));
  await tray.choose('Upload clipboard');
  await expect.poll(() => lab.catbox.uploads.length).toBe(3);
  const newest = ['long long long long long lo…long .tar.gz', 'two.txt', 'one & only.txt'];
  await expect
    .poll(async () => labels(await tray.icon()).toSorted())
    .toEqual(['Nothing to upload', ...entries, 'Copy a link', ...newest, 'Open Droprelay', 'Quit'].toSorted());
  await expect.poll(async () => (await clipboardText(app)).split('\n')).toHaveLength(3);
  const links = (await clipboardText(app)).split('\n');
  await tray.choose('two.txt');
  await expect.poll(() => clipboardText(app)).toBe(links[1]);

  await lab.catbox.fail({ kind: 'slow', bytesPerSecond: 500_000 });
  await dropFiles(page, [own.file('slow.bin', 6_000_000)]);
  await expect.poll(() => tray.icon()).toMatchObject({ ...faces.busy, tooltip: 'Droprelay: 1 uploading' });
  await tray.choose('Pause all');
  await expect(row(page, 'slow.bin')).toContainText('Paused');
  await expect.poll(async () => labels(await tray.icon())[0]).toBe('1 paused');
  await tray.choose('Resume all');
  await expect(row(page, 'slow.bin').getByRole('button', { name: 'Copy link' })).toBeVisible({ timeout: 30_000 });
  await expect.poll(async () => labels(await tray.icon())).toContain('slow.bin');

  const ended = new Promise((resolve) => app.process().once('exit', resolve));
  await tray.choose('Quit');
  expect(await ended).toBe(0);
});

test('files that another program copied go up by the menu, and another program pastes their links in order', async ({
  launchApp,
}) => {
  await using lab = await startLab({});
  using own = scene();
  await using bus = await startBus();
  await using tray = await bus.tray();
  const { app } = await launchApp({ home: own.home, env: bus.env, settings: lab.settings });
  await iconIn(tray);
  await hide(app);
  const paths = ['100% a b.txt', 'c#d?%41\n.txt', '\u200Fé漢📷 .txt'].map((name) => own.file(name));
  await copyByXclip('text/uri-list', uriList(paths));
  await tray.choose('Upload clipboard');
  await expect.poll(() => lab.catbox.uploads.length).toBe(3);
  const links = paths.map((path) => {
    const bytes = readFileSync(path);
    return lab.catbox.uploads.find((one) => readFileSync(one.path ?? '').equals(bytes))?.link ?? `no link of ${path}`;
  });
  await expect.poll(pasteByXclip).toBe(links.join('\n'));
});

test('one notification tells of a batch, with its counts; none while the window is looked at', async ({
  launchApp,
}) => {
  await using lab = await startLab({});
  using own = scene();
  await using bus = await startBus();
  await using tray = await bus.tray();
  await using daemon = await bus.notifications();
  const { app, page } = await launchApp({ home: own.home, env: bus.env, settings: onlyCatbox(lab) });
  await iconIn(tray);
  const titles = async (): Promise<string[]> => (await daemon.all()).map(({ title }) => title);
  const upload = async (paths: readonly string[]): Promise<void> => {
    await copyFiles(app, uriList(paths));
    await tray.choose('Upload clipboard');
  };

  await expect.poll(() => isFocused(app)).toBe(true);
  await dropFiles(page, [own.file('seen.txt')]);
  await expect(row(page, 'seen.txt').getByRole('button', { name: 'Copy link' })).toBeVisible();
  await expect(page.getByText('links copied')).toBeVisible();
  await hide(app);
  await expect.poll(titles).toEqual([goesOn]);

  const five = ['a', 'b', 'c', 'd', 'e'].map((name) => own.file(`${name}.txt`));
  await upload(five);
  await expect.poll(titles).toEqual([goesOn, '5 links copied']);
  expect((await clipboardText(app)).split('\n')).toHaveLength(5);

  await lab.catbox.fail({ kind: 'status', status: 403 }, 1);
  await upload(['f', 'g', 'h', 'i', 'j'].map((name) => own.file(`${name}.txt`)));
  await expect.poll(titles).toEqual([goesOn, '5 links copied', '4 uploaded, 1 failed']);
  expect((await daemon.all())[2]?.body).toBe('4 links copied');
  await expect.poll(() => tray.icon()).toMatchObject({ ...faces.attention, tooltip: 'Droprelay: 1 failed' });

  // Something else was copied meanwhile: a click copies the link.
  await lab.catbox.fail({ kind: 'slow', bytesPerSecond: 1_000_000 });
  await upload([own.file('slow.bin', 3_000_000)]);
  await expect.poll(() => tray.icon()).toMatchObject({ tooltip: 'Droprelay: 1 failed, 1 uploading' });
  await app.evaluate(({ clipboard }) => clipboard.writeText('mine'));
  await expect
    .poll(titles, { timeout: 20_000 })
    .toEqual([goesOn, '5 links copied', '4 uploaded, 1 failed', 'The link is ready']);
  expect(await clipboardText(app)).toBe('mine');
  await daemon.click(3);
  await expect.poll(() => clipboardText(app)).toMatch(/^http\S+$/);

  // The same bytes again: the user is asked, once.
  await upload([own.file('k.txt'), five[0] ?? '', five[1] ?? '']);
  await expect.poll(titles).toContain('2 uploads wait for your answer');
  await expect
    .poll(async () => (await titles()).slice(4).toSorted())
    .toEqual(['1 uploaded, 2 waiting', '2 uploads wait for your answer']);
  await daemon.click(4 + (await titles()).slice(4).indexOf('2 uploads wait for your answer'));
  await expect.poll(() => isVisible(app)).toBe(true);
  await expect.poll(() => tray.icon()).toMatchObject({ tooltip: 'Droprelay: 2 wait for your answer' });

  await hide(app);
  await upload([own.file('last.txt')]);
  await expect.poll(titles).toHaveLength(7);
  expect((await daemon.all())[6]).toMatchObject({ title: 'Link copied', body: 'last.txt' });
});

test('without a notification daemon the tray and the window have it', async ({ launchApp }) => {
  await using lab = await startLab({});
  using own = scene();
  await using bus = await startBus();
  await using tray = await bus.tray();
  const { app, page } = await launchApp({ home: own.home, env: bus.env, settings: onlyCatbox(lab) });
  await iconIn(tray);
  await hide(app);
  await copyFiles(app, uriList([own.file('slow.bin', 3_000_000)]));
  await lab.catbox.fail({ kind: 'slow', bytesPerSecond: 1_000_000 });
  await tray.choose('Upload clipboard');
  await expect.poll(() => tray.icon()).toMatchObject({ tooltip: 'Droprelay: 1 uploading' });
  await app.evaluate(({ clipboard }) => clipboard.writeText('mine'));
  await expect
    .poll(() => tray.icon(), { timeout: 20_000 })
    .toMatchObject({
      ...faces.attention,
      tooltip: 'Droprelay: The link is ready',
    });
  expect(await clipboardText(app)).toBe('mine');
  await tray.choose('Open Droprelay');
  await expect(page.getByText(goesOn)).toBeVisible();
  await expect(row(page, 'slow.bin').getByRole('button', { name: 'Copy link' })).toBeVisible();
  await expect.poll(() => tray.icon()).toMatchObject({ ...faces.idle, tooltip: 'Droprelay: Nothing to upload' });

  // Told once, ever.
  await page.getByRole('button', { name: 'Settings' }).click();
  const told = page.getByText(`${goesOn}.`);
  await expect(told).toBeHidden();
  await hide(app);
  await tray.choose('Open Droprelay');
  await expect.poll(() => isVisible(app)).toBe(true);
  await expect(told).toBeHidden();

  await page.getByRole('switch', { name: 'Keep running when the window is closed' }).click();
  await expect(page.getByRole('switch', { name: 'Keep running when the window is closed' })).not.toBeChecked();
  await closeForGood(app);
});

test('a tray that goes gives the window back, and one that comes back gets the icon again', async ({ launchApp }) => {
  await using lab = await startLab({});
  using own = scene();
  await using bus = await startBus();
  const tray = await bus.tray();
  const { app } = await launchApp({ home: own.home, env: bus.env, settings: lab.settings });
  await iconIn(tray);
  await hide(app);
  await tray[Symbol.asyncDispose]();
  await expect.poll(() => isVisible(app)).toBe(true);

  await using again = await bus.tray();
  await iconIn(again);
  await hide(app);
  await again.ask({ do: 'host', on: false });
  await expect.poll(() => isVisible(app)).toBe(true);
  await closeForGood(app);
});

for (const where of ['without a tray', 'without a bus'] as const) {
  test(`${where} the window is never hidden, and files go as ever`, async ({ launchApp }) => {
    await using lab = await startLab({});
    using own = scene();
    await using bus = await startBus();
    const env = where === 'without a bus' ? noBus : bus.env;
    const { app, page } = await launchApp({ home: own.home, env, settings: lab.settings });
    let said = '';
    app.process().stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    await dropFiles(page, [own.file('a.txt')]);
    await expect(row(page, 'a.txt').getByRole('button', { name: 'Copy link' })).toBeVisible();
    await expect.poll(() => clipboardText(app)).toMatch(/^http\S+$/);

    await lab.catbox.fail({ kind: 'slow', bytesPerSecond: 500_000 });
    await dropFiles(page, [own.file('slow.bin', 6_000_000)]);
    await expect.poll(() => lab.catbox.requests.some(({ bodyBytes }) => bodyBytes > 100_000)).toBe(true);
    await closeWindow(app);
    const question = page.getByRole('alertdialog', { name: 'Quit Droprelay?' });
    await expect(question).toBeVisible();
    expect(await isVisible(app)).toBe(true);
    const ended = new Promise((resolve) => app.process().once('exit', resolve));
    // The app may be gone before it could say that it was clicked.
    await question
      .getByRole('button', { name: 'Quit' })
      .click()
      .catch(() => undefined);
    expect(await ended).toBe(0);
    expect(said).not.toMatch(/^\s+at /m);
  });
}
