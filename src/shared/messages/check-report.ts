/** The report of a check as text that can be shown to strangers: no secret, no path, no link. */
import type { CheckReport } from '../check.ts';
import { checkStepLine, checkVerdictLine, leftBehindLine } from './check-line.ts';
import { plainName } from './plain-name.ts';
import { spoken, type Tongue } from './tongue.ts';

/** Where an address goes on after its host, or a user name stands before it. */
const addressTail = /\b([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/@]*@)?([^\s/?#]*)[^\s]*/gi;

/** Addresses as far as their host. */
export function hostOnly(text: string): string {
  return text.replace(addressTail, '$1$2');
}

/** @param redact blackens the destination's secrets, wherever they turned up */
export function checkReportText(
  report: CheckReport,
  redact: (text: string) => string,
  tongue: Tongue = spoken(),
): string {
  const say = tongue.words.check;
  const context = { label: report.label, now: report.startedAt };
  const left = leftBehindLine(report, report.startedAt, tongue);
  const rows = report.steps.map((step) => [
    say.steps[step.name],
    say.states[step.state],
    step.state === 'skipped' ? '' : say.report.milliseconds(Math.round(step.ms)),
    checkStepLine(step, context, tongue),
  ]);
  const widths = [0, 1, 2].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const lines = [
    say.report.title(report.appVersion),
    say.report.destination(report.label, report.provider),
    new Date(report.startedAt).toISOString(),
    '',
    ...rows.map((row) =>
      row
        .map((cell, at) => (at === 2 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
        .join('  ')
        .trimEnd(),
    ),
    '',
    [checkVerdictLine(report, tongue), left].filter((line) => line !== null).join(' '),
  ];
  return `${lines.map((line) => plainName(hostOnly(redact(line)))).join('\n')}\n`;
}
