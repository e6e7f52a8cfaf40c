/** The pictures of the window that README and docs show: which there are, how they are taken, and their contact sheet. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ElectronApplication, expect, type Page } from '@playwright/test';

const project = join(import.meta.dirname, '..');
const images = join(project, 'docs', 'images');
/** The narrow ones that docs do not show, to be looked at. */
const narrowImages = join(project, 'test-results', 'narrow');
const themes = ['light', 'dark'] as const;

interface View {
  readonly title: string;
  /** The line beside its pictures. */
  readonly words: string;
  /** docs show it in a narrow window too. */
  readonly narrow?: true;
}

/** Every view, in the order of the contact sheet. A picture is `<name>-<theme>.png`. */
const views = {
  'first-start': {
    title: 'First start',
    words: 'Nothing leaves before one of three places is chosen; what happens to a file stands below.',
  },
  idle: {
    title: 'Uploads, nothing to do',
    words:
      'The whole view takes files. Below: the chain in its order, and what its first destination does with a file.',
    narrow: true,
  },
  held: { title: 'Files held over the window', words: 'Nothing moves; one sentence says what letting go does.' },
  picker: {
    title: 'Where these files go',
    words: 'Alt while dropping asks first. What can not take a file, or not keep it as long as it must last, says so.',
  },
  uploads: {
    title: 'Uploads, at work',
    words: 'Each file has its own fate: linked, failed with the next step, on its way, waiting for its host, paused.',
    narrow: true,
  },
  menu: { title: 'What else can be done', words: 'Everything but the link is one step away.' },
  questions: {
    title: 'Questions in place',
    words: 'Keys and photos that keep their location wait for an answer, and so does a host that needs a yes.',
  },
  details: {
    title: 'Details',
    words: 'Who can open the link, until when, what was checked, and every attempt with its reason.',
    narrow: true,
  },
  history: {
    title: 'History',
    words: 'Everything that was uploaded, found as you type; how long a link still works has its own column.',
    narrow: true,
  },
  'history-chosen': { title: 'History, some are chosen', words: 'One bar holds what is done with many at once.' },
  'history-grid': { title: 'History as a grid', words: 'Pictures are found by what they show.' },
  'history-nothing-found': { title: 'History, nothing found', words: 'It says so, and leads back.' },
  'history-cleared': { title: 'History, cleared', words: 'Clearing asks nothing, and can be undone.' },
  destinations: {
    title: 'Destinations',
    words: 'The chain, first tried on top, with limits, how long files stay, and how each has been doing.',
    narrow: true,
  },
  'add-destination': { title: 'A destination is added', words: 'Services are found by name.' },
  'own-storage': { title: 'Storage of your own', words: 'Its form; keys are written into it and never read back.' },
  check: { title: 'A check', words: 'From the name of the host to a small file that arrives.' },
  'settings-where': { title: 'Settings: where files go', words: 'Saved at once; there is no Save button.' },
  'settings-copying': { title: 'Settings: copying', words: 'A template of your own, with its result.', narrow: true },
  'settings-privacy': { title: 'Settings: privacy', words: 'Locations, secret files, and the time to undo.' },
  'settings-network': { title: 'Settings: speed and network', words: 'How much at once, and by which way.' },
  'settings-shortcuts': { title: 'Settings: shortcuts and looks', words: 'A shortcut is recorded as it is pressed.' },
  'settings-data': { title: 'Settings: data and backup', words: 'The folder, a backup, and back from one.' },
} as const satisfies Record<string, View>;
export type ViewName = keyof typeof views;
const all: readonly (readonly [string, View])[] = Object.entries(views);

/** Takes the view as it is now, light and dark, at 920 and 420 px; the mouse is put where it lights up nothing. `settle`: called at each width. */
export async function shoot(
  { app, page }: { app: ElectronApplication; page: Page },
  name: ViewName,
  settle: () => Promise<void> = async () => {},
): Promise<void> {
  const view: View = views[name];
  await page.mouse.move(5, 5);
  for (const width of [920, 420]) {
    const isWide = width === 920;
    await resize(app, page, width, isWide ? 640 : 720);
    await settle();
    const folder = isWide || view.narrow ? images : narrowImages;
    mkdirSync(folder, { recursive: true });
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme });
      // What fades or slides has come to rest.
      await page.waitForTimeout(300);
      const path = join(folder, pictureOf(isWide ? name : `${name}-narrow`, theme));
      await page.screenshot({ path, animations: 'disabled' });
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await resize(app, page, 920, 640);
}

async function resize(app: ElectronApplication, page: Page, width: number, height: number): Promise<void> {
  await app.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(...size), [
    width,
    height,
  ] as const);
  await expect.poll(() => page.evaluate('innerWidth')).toBe(width);
}

const pictureOf = (name: string, theme: string): string => `${name}-${theme}.png`;

/** The pictures that the sheet shows and that are not there, and those that nobody shows any more. */
export function strayPictures(): { missing: string[]; unknown: string[] } {
  const names = all.flatMap(([name, { narrow }]) => (narrow ? [name, `${name}-narrow`] : [name]));
  const expected = names.flatMap((name) => themes.map((theme) => pictureOf(name, theme)));
  return {
    missing: expected.filter((name) => !existsSync(join(images, name))),
    unknown: readdirSync(images).filter((name) => !expected.includes(name)),
  };
}

/** Writes `docs/views.md`: every view, light beside dark. */
export function writeContactSheet(): void {
  const cell = (name: string, theme: string, title: string) =>
    `![${title}, ${theme}](images/${pictureOf(name, theme)})`;
  const line = (name: string, title: string) => `| ${themes.map((theme) => cell(name, theme, title)).join(' | ')} |\n`;
  const parts = all.map(([name, { title, words, narrow }]) => {
    const narrowLine = narrow ? line(`${name}-narrow`, `${title}, narrow`) : '';
    return `## ${title}\n\n${words}\n\n| light | dark |\n|---|---|\n${line(name, title)}${narrowLine}`;
  });
  const lead =
    'Every view of the window, light beside dark, and some of them in a narrow window. `npm run screenshots` takes the pictures in the real app, against stand-ins of the hosts on this machine, and writes this page.';
  writeFileSync(join(project, 'docs', 'views.md'), `# Views\n\n${lead}\n\n${parts.join('\n')}`);
}
