/** Checks destinations, and prints what each check came to. */
import { type CheckReport, firstFailed, verdictOf } from '../../shared/check.ts';
import type { DestinationId } from '../../shared/ids.ts';
import { checkStepLine, leftBehindLine } from '../../shared/messages/check-line.ts';
import { formatElapsed, plainName, spoken } from '../../shared/messages/index.ts';
import { checkAll, createChecks } from '../checks.ts';
import { environmentProxy } from '../net/environment-proxy.ts';
import type { Parts } from '../parts.ts';
import { shownId } from './config.ts';
import { watchInterrupts } from './interrupts.ts';
import type { Output } from './output.ts';
import { table } from './table.ts';
import { words } from './words.ts';

export interface OnlineStatusInput {
  readonly parts: Parts;
  /** The interface that this computer shares on. */
  readonly shareInterface: string;
  readonly output: Output;
  /** Prints a destination as data, with its check; null for a table. */
  readonly print: ((id: DestinationId, more: { readonly check: object }) => void) | null;
}

/** Returns the exit status: 0 where all went well. */
export async function onlineStatus(ids: readonly DestinationId[], input: OnlineStatusInput): Promise<number> {
  const { output, parts, shareInterface, print } = input;
  const { interrupted } = watchInterrupts(() => output.screen?.clear());
  interrupted.addEventListener('abort', () => output.say(words.stopping), { once: true });
  output.say(words.online.checking(ids.length));
  const check = createChecks({
    parts,
    shareInterface: () => shareInterface,
    resolveProxy: environmentProxy(process.env),
    redaction: () => Promise.resolve(output.redact),
    report: output.report,
  });
  const signal = AbortSignal.any([interrupted, output.gone]);
  const reports = await checkAll(check, ids, signal);
  if (print) for (const report of reports) print(report.destinationId, { check: shown(report) });
  else for (const line of table([words.online.columns, ...reports.map(rowOf)])) output.print(line);
  if (interrupted.aborted) return 130;
  return reports.every((report) => verdictOf(report) === 'fine') ? 0 : 1;
}

function shown(report: CheckReport) {
  return { ...report, destinationId: shownId(report.destinationId) };
}

function rowOf(report: CheckReport): string[] {
  const say = words.online;
  const name = plainName(shownId(report.destinationId));
  const label = plainName(report.label);
  const failed = firstFailed(report);
  const context = { label, now: Date.now() };
  const why = [failed && checkStepLine(failed, context), leftBehindLine(report, context.now)];
  const result = failed ? say.failed(spoken().words.check.steps[failed.name]) : null;
  return [
    label === name || report.provider === '' ? name : `${name} (${label})`,
    report.provider,
    result ?? (verdictOf(report) === 'fine' ? say.fine : say.stopped),
    formatElapsed(report.ms),
    why.filter((line) => line !== null).join(' '),
  ];
}
