/** Files dragged with a real mouse from another program's window onto the app's: X11's own drag and drop, nothing simulated. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type ElectronApplication, expect, type Page } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { SYSTEM_PYTHON } from '../scripts/preconditions/drag-tools.ts';
import { requireDragTools } from '../scripts/preconditions.ts';
import { capture } from '../scripts/processes.ts';
import { test } from './app.ts';
import { clipboardText, expectRefusedByAll, row } from './window.ts';

interface Point {
  x: number;
  y: number;
}

interface DragSource extends AsyncDisposable {
  /** Its middle on the screen, where the window manager put it. */
  middle(): Point;
  /** The names of what happened, in order. */
  heard: string[];
  /** The last drag as the source saw it end: true if the target took the files, null while it goes on. */
  dropped(): boolean | null;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
interface Seen {
  over: number;
  drops: number;
  trusted: boolean;
}

/** In the page: counts what the drag does there, and whether the events are the browser's own. */
const WATCH_DRAG = `(() => {
  const seen = { over: 0, drops: 0, trusted: true };
  document.addEventListener('dragover', (event) => { seen.over += 1; seen.trusted &&= event.isTrusted; });
  document.addEventListener('drop', (event) => { seen.drops += 1; seen.trusted &&= event.isTrusted; });
  return seen;
})()`;
const START_MS = 15_000;
/** The screen is 1280 by 900: a narrow window to drag from at the left, the app's at the right. */
const SOURCE_AREA = { x: 20, y: 60, width: 240, height: 300 };
const APP_AREA = { x: 320, y: 60, width: 920, height: 640 };

test.skip(process.platform !== 'linux', 'X11 is the drag and drop of Linux');
test.beforeEach(requireDragTools);

test('files with odd names, dragged from another window, arrive whole and the page stays', async ({ launchApp }) => {
  await using lab = await startLab({});
  using files = makeFiles([
    ['plain.txt', 2_000],
    ['two  spaces and a tail .txt', 2_000],
    ['hash # percent %41 %2F question ?.bin', 70_000],
    ['漢字とかな.txt', 2_000],
    ['emoji 🦊👩‍👩‍👧.png', 300_000],
    ['quotes " and \' and `.txt', 2_000],
    ['ampersand & plus + semicolon ;.txt', 2_000],
    ['line\r\nbreak.bin', 2_000],
    ['rtl \u202Efdp.bin', 2_000],
    ['latin é, decomposed e\u0301.txt', 2_000],
  ]);
  await using _manager = await startWindowManager();
  await using source = await openDragSource(files.paths);
  const { app, page } = await launchApp({ settings: lab.settings });
  const stayed = await watchNavigation(page);

  await dragOntoApp(source, app, page);

  await expect(page.getByRole('button', { name: 'Copy link' })).toHaveCount(files.all.length, { timeout: 30_000 });
  expect(lab.catbox.uploads.map((upload) => upload.sha256).sort()).toEqual(files.all.map(({ hash }) => hash).sort());
  // The page shows control characters by signs; up to the first of them the names are as they are.
  for (const { name } of files.all) await expect(row(page, name.split(/[\r\u202E]/)[0] ?? '')).toBeVisible();
  await stayed();
});

test('three dragged files through a chain that is half down: two public links, the third shared from here', async ({
  launchApp,
}) => {
  await using lab = await startLab({
    catbox: { refuse: true },
    litterbox: { refuse: true },
    x0at: { limitBytes: 3_000_000, overLimit: 'linger' },
  });
  using files = makeFiles([
    ['one.bin', 70_000],
    ['too large for x0.bin', 5_000_000],
    ['drei ü #3.bin', 2_500_000],
  ]);
  const [first, second, third] = files.all;
  if (!first || !second || !third) throw new Error('three files');
  await using _manager = await startWindowManager();
  await using source = await openDragSource(files.paths);
  const { app, page } = await launchApp({ settings: lab.chainOf('catbox', 'litterbox', 'x0at') });
  const stayed = await watchNavigation(page);

  await dragOntoApp(source, app, page);

  const copyLink = { name: 'Copy link' } as const;
  for (const { name } of [first, third]) {
    await expect(row(page, name).getByRole('button', copyLink)).toBeVisible({ timeout: 30_000 });
  }
  await expectRefusedByAll(page, second.name);
  const uploaded = new Map(lab.x0at.uploads.map((upload) => [upload.sha256, upload.link]));
  const links = [uploaded.get(first.hash), uploaded.get(third.hash)];
  await expect.poll(() => clipboardText(app)).toBe(links.join('\n'));

  await row(page, second.name).getByRole('button', { name: 'Share from this computer' }).click();
  await expect(row(page, second.name).getByRole('button', copyLink)).toBeVisible();
  await expect.poll(async () => (await clipboardText(app)).split('\n').length).toBe(3);
  const copied = (await clipboardText(app)).split('\n');
  expect([copied[0], copied[2]]).toEqual(links);
  const fetched = copied.map(async (link) => sha256(new Uint8Array(await (await fetch(link)).arrayBuffer())));
  expect(await Promise.all(fetched)).toEqual(files.all.map(({ hash }) => hash));
  await stayed();
});

test('a dragged link is neither opened nor uploaded', async ({ launchApp }) => {
  await using lab = await startLab({});
  await using _manager = await startWindowManager();
  await using source = await openDragSource([`${lab.x0at.url}/page.html`]);
  const { app, page } = await launchApp({ settings: lab.settings });
  const stayed = await watchNavigation(page);

  await dragOntoApp(source, app, page);

  await expect(page.getByRole('status').or(page.getByRole('alert')).filter({ hasText: /files/ })).toBeVisible();
  await stayed();
  expect(lab.standIns.flatMap(({ requests }) => requests)).toEqual([]);
  await expect(page.getByRole('list', { name: 'Uploads' }).getByRole('listitem')).toHaveCount(0);
});

/** Puts the app beside the source, and drags with the mouse from the middle of one to the middle of the other. */
async function dragOntoApp(source: DragSource, app: ElectronApplication, page: Page): Promise<void> {
  await app.evaluate(({ BrowserWindow }, area) => BrowserWindow.getAllWindows()[0]?.setBounds(area), APP_AREA);
  const seen = await page.evaluateHandle<Seen>(WATCH_DRAG);
  const to = await middleOf(app);
  const from = source.middle();
  await xdotool(...moveTo(from), 'mousedown', '1', 'sleep', '0.1');
  try {
    // A drag begins once the mouse has moved a few pixels, and the target is asked again at every further move.
    for (let step = 1; step <= 15; step += 1) await xdotool(...moveTo(between(from, to, step / 15)));
    await expect.poll(() => source.heard).toContain('begin');
    let nudge = 0;
    await expect
      .poll(async () => {
        nudge += 1;
        await xdotool(...moveTo({ x: to.x + (nudge % 2) * 4, y: to.y }));
        return seen.evaluate(({ over }) => over);
      })
      .toBeGreaterThan(2);
  } finally {
    await xdotool('mouseup', '1');
  }
  await expect.poll(source.dropped, 'the source heard that its files were taken').toBe(true);
  expect(source.heard).toContain('asked');
  expect(await seen.jsonValue()).toMatchObject({ trusted: true, drops: 1 });
}

/** The middle of the app's page on the screen, once the window manager has put its window where it belongs. */
async function middleOf(app: ElectronApplication): Promise<Point> {
  const bounds = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getContentBounds());
  await expect.poll(async () => (await bounds())?.x ?? 0).toBeGreaterThanOrEqual(APP_AREA.x);
  const area = await bounds();
  if (!area) throw new Error('the app has no window');
  return { x: Math.round(area.x + area.width / 2), y: Math.round(area.y + area.height / 2) };
}

/** Fails, when it is called, if the page went anywhere since. */
async function watchNavigation(page: Page): Promise<() => Promise<void>> {
  const before = page.url();
  let navigations = 0;
  page.on('framenavigated', () => {
    navigations += 1;
  });
  const world = await page.evaluateHandle<object>('window');
  return async () => {
    expect(page.url()).toBe(before);
    expect(navigations).toBe(0);
    // A handle of a page that was left, or loaded anew, can not be used any more.
    expect(await world.evaluate((then) => then === globalThis)).toBe(true);
  };
}

function makeFiles(wanted: readonly [name: string, size: number][]) {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay drag #%41-'));
  const all = wanted.map(([name, size]) => {
    const path = join(folder, name);
    writeFileSync(path, randomBytes(size));
    return { name, path, hash: sha256(readFileSync(path)) };
  });
  const paths = all.map(({ path }) => path);
  return { all, paths, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}

/** openbox on this run's display; it refuses to start beside another window manager, such as on somebody's desktop. */
async function startWindowManager(): Promise<AsyncDisposable> {
  const child = spawn('openbox', ['--sm-disable'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const manages = async (): Promise<boolean> =>
    child.exitCode !== null || (await capture('xdotool', ['get_num_desktops'], { limitMs: START_MS })).code === 0;
  return await started(child, async (complaint) => {
    await expect.poll(manages, { timeout: START_MS }).toBe(true);
    if (child.exitCode !== null) throw new Error(`openbox did not start: ${complaint()}`);
    return {};
  });
}

async function openDragSource(paths: readonly string[]): Promise<DragSource> {
  const { x, y, width, height } = SOURCE_AREA;
  const script = join(import.meta.dirname, 'drag-source.py');
  const child = spawn(SYSTEM_PYTHON, [script, ...[x, y, width, height].map(String), ...paths], {
    env: { ...process.env, GDK_BACKEND: 'x11', NO_AT_BRIDGE: '1' },
  });
  return await started(child, async (complaint) => {
    const heard: string[] = [];
    const places: Point[] = [];
    let dropped: boolean | null = null;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const told: { event: string; x?: number; y?: number; dropped?: boolean } = JSON.parse(line);
      heard.push(told.event);
      if (told.x !== undefined && told.y !== undefined) places.push({ x: told.x, y: told.y });
      if (told.dropped !== undefined) dropped = told.dropped;
    });
    const ready = () => places.length > 0 || child.exitCode !== null;
    await expect.poll(ready, { timeout: START_MS }).toBe(true);
    const middle = (): Point => {
      const place = places.at(-1);
      if (!place) throw new Error(`the window to drag from did not open: ${complaint()}`);
      return place;
    };
    middle();
    return { middle, heard, dropped: () => dropped };
  });
}

/** Gives what `wait` gives once the program is up, together with its end; ends the program at once if it does not come up. */
async function started<T extends object>(
  child: ChildProcess,
  wait: (complaint: () => string) => Promise<T>,
): Promise<T & AsyncDisposable> {
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2000);
  });
  const endNow = (): void => void child.kill('SIGKILL');
  process.on('exit', endNow);
  const end = async (): Promise<void> => {
    process.off('exit', endNow);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  try {
    return Object.assign(await wait(() => complaint.trim()), { [Symbol.asyncDispose]: end });
  } catch (thrown) {
    await end();
    throw thrown;
  }
}

const between = (from: Point, to: Point, part: number): Point => ({
  x: Math.round(from.x + (to.x - from.x) * part),
  y: Math.round(from.y + (to.y - from.y) * part),
});

const moveTo = ({ x, y }: Point): string[] => ['mousemove', String(x), String(y)];

async function xdotool(...args: string[]): Promise<void> {
  const { code, output } = await capture('xdotool', args, { limitMs: START_MS });
  if (code !== 0) throw new Error(`xdotool ${args.join(' ')} failed: ${output}`);
}
