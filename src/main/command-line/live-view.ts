/** Shows on a terminal what is under way: a line with a bar for each upload that runs, and how many are left. */
import type { UploadId } from '../../shared/ids.ts';
import { formatDuration, formatPace, plainName, spoken, stateLine } from '../../shared/messages/index.ts';
import { createPace, type Pace } from '../engine/pace.ts';
import { cutEnd, cutMiddle, displayWidth, padTo } from './display-width.ts';
import type { Known, Listener } from './follow.ts';
import type { Job } from './job-list.ts';
import type { Screen } from './screen.ts';

export interface LiveView extends Listener, Disposable {}

export interface LiveViewInput {
  readonly screen: Screen;
  readonly jobs: ReadonlyMap<UploadId, Job>;
  readonly destinations: Known['destinations'];
  readonly colours: boolean;
  /** Epoch ms. */
  readonly clock: () => number;
}

const redrawMs = 100;
const mostLines = 6;
const barCells = 12;
/** Under this many columns there is no room for a bar. */
const leastForBar = 60;

interface Shown {
  readonly job: Job;
  readonly pace: Pace;
}

export function createLiveView({ screen, jobs, destinations, colours, clock }: LiveViewInput): LiveView {
  const underWay = new Map<UploadId, Shown>();
  const counts = { done: 0, failed: 0 };
  const settled = new Set<UploadId>();

  const draw = (): void => {
    const room = Math.max(1, Math.min(mostLines, screen.rows - 2));
    const lines = [...underWay.values()].slice(0, room).map((shown) => lineOf(shown, screen.columns - 1));
    if (jobs.size > 1) lines.push({ text: cutEnd(summary(), screen.columns - 1), bar: 0 });
    const widths = lines.map(({ text }) => displayWidth(text));
    screen.show(
      lines.map(({ text, bar }) => (colours ? coloured(text, bar) : text)),
      widths,
    );
  };

  function lineOf({ job, pace }: Shown, columns: number): { text: string; bar: number } {
    const { view } = job;
    if (!view) return { text: '', bar: 0 };
    const nameCells = Math.max(8, Math.min(28, Math.floor(columns * 0.35)));
    const name = padTo(cutMiddle(plainName(view.name), nameCells), nameCells);
    const sending = view.state.name === 'running' && view.state.phase === 'sending';
    const bar = sending && columns >= leastForBar && view.size !== null ? barOf(job.sentBytes, view.size) : '';
    const parts = [stateLine({ ...view, sentBytes: job.sentBytes }, destinations, clock())];
    if (sending) parts.push(...speed(job, pace, view.size));
    const text = [name, bar, parts.join(' · ')].filter((part) => part !== '').join('  ');
    return { text: cutEnd(text, columns), bar: bar === '' ? 0 : nameCells + 2 };
  }

  const summary = (): string => {
    const say = spoken().words.window.batch;
    const left = jobs.size - counts.done - counts.failed;
    const parts = [say.done(counts.done)];
    if (counts.failed > 0) parts.push(say.failed(counts.failed));
    if (left > 0) parts.push(say.toGo(left));
    return parts.join(' · ');
  };

  const timer = setInterval(draw, redrawMs);
  timer.unref();
  return {
    changed(job) {
      const name = job.view?.state.name;
      if (!job.settled && (name === 'running' || name === 'waiting')) {
        if (name === 'waiting') job.sentBytes = 0;
        const shown = underWay.get(job.id);
        if (!shown || name === 'waiting') underWay.set(job.id, { job, pace: createPace() });
        return;
      }
      underWay.delete(job.id);
      if (!job.settled || settled.has(job.id)) return;
      settled.add(job.id);
      if (job.view?.receipt) counts.done += 1;
      else counts.failed += 1;
    },
    progress(job) {
      underWay.get(job.id)?.pace.add(job.sentBytes, clock());
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      screen.clear();
    },
  };
}

function speed(job: Job, pace: Pace, size: number | null): string[] {
  const bytesPerSecond = pace.bytesPerSecond();
  if (bytesPerSecond === null || bytesPerSecond <= 0) return [];
  const say = spoken().words.window.list;
  const left = size === null ? [] : [say.left(formatDuration(((size - job.sentBytes) * 1000) / bytesPerSecond))];
  return [formatPace(bytesPerSecond), ...left];
}

function barOf(sentBytes: number, size: number): string {
  const full = size === 0 ? barCells : Math.floor((barCells * Math.min(sentBytes, size)) / size);
  return '━'.repeat(full) + '╌'.repeat(barCells - full);
}

/** The bar in blue; `at` is where it begins, 0 where there is none. */
function coloured(text: string, at: number): string {
  return at === 0 ? text : text.replace(/━+/, '\u001b[34m$&\u001b[39m');
}
