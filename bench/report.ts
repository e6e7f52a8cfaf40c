/** Shows what was measured as tables. */
import type { Figures, Outcome } from './figures.ts';
import type { Result } from './run.ts';

export function tables(result: Result): string {
  const { machine, outcomes, app, window, history, historyView, targets, notMeasured } = result;
  const parts = [
    [
      `Node ${machine.node}, curl ${machine.curl ?? 'none'}, ${machine.cores} cores (${machine.processor})`,
      `Load at the start ${machine.loadBefore}, at the end ${machine.loadAfter}. Loopback, files in the page cache.`,
    ].join('\n'),
  ];
  if (outcomes.length > 0) {
    parts.push(table([contestHead, ...outcomes.flatMap(contestRows)]));
    parts.push(
      [
        'x: the rival’s time by ours, the median of paired runs, without start-up (the fastest run with one byte); above 1 we are faster.',
        'MB/s and CPU are without start-up as well; "whole" has it in. Peak: the largest of all runs.',
        'Sink: its share of one core. Others: their share of the machine; where it is large, the figures say little.',
      ].join('\n'),
    );
  }
  if (app) {
    const delay = app.eventLoopDelayMs;
    parts.push(
      [
        `1 GiB through the app, ${app.rounds} runs, from the first byte to the last:`,
        `  ${figure(app.mbPerS, 0)} MB/s; CPU ${figure(app.cpuPerGiB, 2)} s/GiB, of these ${figure(app.mainCpuPerGiB, 2)} in main`,
        `  peak ${megabytes(app.mainPeakBytes)} MB in main, ${megabytes(app.peakBytes)} MB in all processes (shared pages count in each)`,
        `  main’s event-loop delay: p50 ${figure(delay.p50, 1)}, p99 ${figure(delay.p99, 1)}, max ${figure(delay.max, 1)} ms`,
      ].join('\n'),
    );
  }
  if (window) {
    const { start, drop } = window;
    parts.push(
      [
        `The window, ${window.rounds} pairs: first picture after ${figure(start.ms, 0)} ms, of an empty window after ${figure(start.emptyMs, 0)} ms`,
        `  2,000 files dropped: silent for ${figure(drop.handingMs, 0)} ms until Chromium has handed them over, an empty page for ${figure(drop.emptyHandingMs, 0)} ms; then for ${figure(drop.pageMs, 0)} ms at the longest`,
      ].join('\n'),
    );
  }
  if (history) {
    const rows = history.searches.map(({ text, matching, ms }) => [`  ${text}`, String(matching), figure(ms, 1)]);
    parts.push(
      [
        `A history of ${history.rows} uploads, ${history.rounds} rounds: opened in ${figure(history.openMs, 0)} ms, one of 1,000 in ${figure(history.smallOpenMs, 0)} ms; the database in ${figure(history.startMs, 0)} ms`,
        table([['  search', 'found', 'ms'], ...rows]),
      ].join('\n'),
    );
  }
  if (historyView) {
    const { firstOpenMs, openMs, searchMs, scroll, rounds } = historyView;
    parts.push(
      [
        `Its view, ${rounds} rounds: opened in ${figure(firstOpenMs, 0)} ms the first time, ${figure(openMs, 0)} ms later; a search shown after ${figure(searchMs, 0)} ms`,
        `  scrolling: ${figure(scroll.ms, 1)} ms a frame, an empty list ${figure(scroll.emptyMs, 1)} ms`,
      ].join('\n'),
    );
  }
  if (targets.length > 0) {
    const rows = targets.map(({ what, wanted, measured, met }) => [what, wanted, measured, met ? 'met' : 'MISSED']);
    parts.push(table([['target', 'wanted', 'measured', ''], ...rows]));
  }
  if (notMeasured.length > 0) parts.push(['Not measured:', ...notMeasured.map((line) => `  ${line}`)].join('\n'));
  return `${parts.join('\n\n')}\n`;
}

const contestHead = [
  '',
  'x',
  'spread',
  'x whole',
  'MB/s',
  'whole',
  'CPU s/GiB',
  'whole',
  'peak MB',
  'start ms',
  'sink',
  'others',
];

function contestRows({ name, us, rival, ratio, ratioWithStart, spread, rounds }: Outcome): string[][] {
  const compared = [figure(ratio, 2), spread ? `${figure(spread[0], 2)}–${figure(spread[1], 2)}` : '–'];
  return [
    [`${name}, ${rounds} rounds`, ...compared, figure(ratioWithStart, 2)],
    rowOf(us),
    ...(rival ? [rowOf(rival)] : []),
  ];
}

function rowOf(side: Figures): string[] {
  return [
    `  ${side.name}`,
    '',
    '',
    '',
    figure(side.mbPerS, side.mbPerS < 100 ? 1 : 0),
    figure(side.mbPerSWithStart, side.mbPerSWithStart < 100 ? 1 : 0),
    figure(side.cpuPerGiB, 2),
    figure(side.cpuPerGiBWithStart, 2),
    megabytes(side.peakBytes),
    figure(side.startMs, 0),
    percent(side.sinkBusy),
    percent(side.othersBusy),
  ];
}

function percent(share: number | null): string {
  return share === null ? '–' : `${figure(share * 100, 0)}%`;
}

function megabytes(bytes: number): string {
  return figure(bytes / 1e6, 0);
}

function figure(value: number | null, digits: number): string {
  return value === null || Number.isNaN(value) ? '–' : value.toFixed(digits);
}

/** The first column to the left, all others to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, index) => Math.max(most[index] ?? 0, cell.length)).concat(most.slice(row.length)),
    [],
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0)))
      .join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}
