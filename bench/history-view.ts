/** The view of a history of 100,000 uploads in the real window: opened, searched, and scrolled beside an empty list. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { openDatabase } from '../src/main/store/database.ts';
import { indexSome } from '../src/main/store/history-index.ts';
import { openHome } from '../src/main/store/home.ts';
import { fillHistory } from '../src/main/store/test-history.ts';
import { median } from './figures.ts';
import { openApp, type WindowInput } from './window.ts';

export interface HistoryViewOutcome {
  readonly rounds: number;
  /** From the press on the rail to the frame that has the first rows, ms; the first time, and medians of the later ones. */
  readonly firstOpenMs: number;
  readonly openMs: number;
  /** From a letter typed to the frame that has its rows, ms. */
  readonly searchMs: number;
  /** Time of a frame while it scrolls, ms: ours and an empty list's, medians; and the median ratio of pairs. */
  readonly scroll: { readonly ms: number; readonly emptyMs: number; readonly ratio: number };
}

const rows = 100_000;
/** Each has another number of uploads than the one before. */
const texts = ['h', 'holiday', 'holiday png', 'catbox'];

/** Runs in the page, where there are no modules of ours. */
const helpers = `globalThis.measure = {
  frame: () => new Promise((resolve) => requestAnimationFrame(resolve)),
  async until(is, what) {
    for (const end = performance.now() + 10_000; !is(); await this.frame()) {
      if (performance.now() > end) throw new Error(what + ': not within 10 s');
    }
  },
  filled: () => document.querySelector('.records .record:not(.is-blank)') !== null,
  async open() {
    const began = performance.now();
    document.querySelector('nav .place.history').click();
    await this.until(this.filled, 'the first rows');
    return performance.now() - began;
  },
  async search(text) {
    const input = document.querySelector('input[type=search]');
    const count = () => document.querySelector('.records')?.getAttribute('aria-rowcount');
    const before = count();
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, text);
    const began = performance.now();
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await this.until(() => count() !== before && this.filled(), text);
    return performance.now() - began;
  },
  async scroll(list, frames) {
    list.scrollTop = 0;
    await this.frame();
    const times = [];
    let last = await this.frame();
    for (let at = 0; at < frames; at++) {
      list.scrollTop += 90;
      const now = await this.frame();
      times.push(now - last);
      last = now;
    }
    return times;
  },
  list: () => document.querySelector('.records').closest('.scroll'),
  empty() {
    const list = document.createElement('div');
    const { left, top, width, height } = this.list().getBoundingClientRect();
    Object.assign(list.style, { position: 'fixed', left: left + 'px', top: top + 'px', width: width + 'px', height: height + 'px', overflowY: 'scroll', background: 'Canvas' });
    const tall = document.createElement('div');
    tall.style.height = this.list().scrollHeight + 'px';
    list.append(tall);
    document.body.append(list);
    return list;
  },
};`;

export async function throughHistoryView(input: WindowInput): Promise<HistoryViewOutcome> {
  const home = openHome(mkdtempSync(join(input.folder, 'many-')));
  {
    using database = openDatabase(home.databaseFile, Date.now()).database;
    fillHistory(database, { count: rows, from: Date.now() - rows * 60_000 });
    while (indexSome(database) > 0);
  }
  await using lab = await startLab({});
  const { page, close } = await openApp(input, input.program.appFolder, lab.settings, home.folder);
  try {
    await page.locator('nav .place.history').waitFor();
    await page.evaluate(helpers);
    // Views are read in spare time after the start.
    await page.waitForTimeout(2_000);
    await input.patience.awaitCalm();
    const firstOpenMs = await ask(page, 'measure.open()');
    const opens: number[] = [];
    for (let round = 0; round < input.rounds; round += 1) {
      await page.locator('nav .place.uploads').click();
      await page.waitForTimeout(300);
      opens.push(await ask(page, 'measure.open()'));
    }
    const searches: number[] = [];
    for (const text of texts) searches.push(await ask(page, `measure.search(${JSON.stringify(text)})`));
    await ask(page, `measure.search('')`);
    const pairs: { ours: number; theirs: number }[] = [];
    for (let round = 0; round < input.rounds; round += 1) {
      const ours = median(await page.evaluate<number[]>('measure.scroll(measure.list(), 120)'));
      const theirs = median(
        await page.evaluate<number[]>(
          '(async () => { const list = measure.empty(); const times = await measure.scroll(list, 120); list.remove(); return times; })()',
        ),
      );
      pairs.push({ ours, theirs });
    }
    return {
      rounds: input.rounds,
      firstOpenMs,
      openMs: median(opens),
      searchMs: median(searches),
      scroll: {
        ms: median(pairs.map(({ ours }) => ours)),
        emptyMs: median(pairs.map(({ theirs }) => theirs)),
        ratio: median(pairs.map(({ ours, theirs }) => ours / theirs)),
      },
    };
  } finally {
    await close();
  }
}

function ask(page: Page, script: string): Promise<number> {
  return page.evaluate<number>(script);
}
